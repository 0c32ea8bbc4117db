import { z } from 'zod';
import type { Connector } from '../../connectors/contract.js';
import { configSchema, connectionSchema } from './schema.js';

/** `reachline.yaml` as JSON Schema, for editors: each connector's own keys included. */
export function configSchemaJson(connectors: readonly Connector[]): object {
  const options = { io: 'input', unrepresentable: 'any' } as const;
  const schema = z.toJSONSchema(configSchema, options) as unknown as {
    properties: { connections: { items: object } };
  };
  const common = z.toJSONSchema(connectionSchema, options) as unknown as {
    properties: Record<string, object>;
  };
  schema.properties.connections.items = {
    oneOf: connectors.map((connector) => {
      const own = z.toJSONSchema(connector.settings, options) as unknown as {
        properties?: Record<string, object>;
        required?: string[];
      };
      return {
        type: 'object',
        title: connector.name,
        description: connector.summary,
        properties: { ...own.properties, ...common.properties, connector: { const: connector.name } },
        required: ['name', 'connector', ...(own.required ?? [])],
        additionalProperties: false,
      };
    }),
  };
  return schema;
}
