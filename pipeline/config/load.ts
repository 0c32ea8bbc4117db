import { readFile } from 'node:fs/promises';
import { type Document, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Connector } from '../../connectors/contract.js';
import { ReachlineError } from '../errors.js';
import { isMissing } from '../files.js';
import type { Home } from '../home.js';
import { type Config, type ConnectionConfig, configSchema, connectionSchema } from './schema.js';

export interface Connection {
  readonly name: string;
  readonly connector: Connector;
  /** The connector's own settings, validated, defaults filled in. */
  readonly settings: unknown;
  readonly config: ConnectionConfig;
}

export interface LoadedConfig {
  readonly config: Config;
  readonly connections: readonly Connection[];
}

/**
 * Reads and validates `reachline.yaml`. A home without one has the defaults and no connection.
 * @throws ReachlineError `configuration` whose message has a line for every wrong key.
 */
export async function loadConfig(home: Home, connectors: readonly Connector[]): Promise<LoadedConfig> {
  let text: string;
  try {
    text = await readFile(home.config, 'utf8');
  } catch (error) {
    if (isMissing(error)) return { config: configSchema.parse({}), connections: [] };
    throw new ReachlineError('configuration', `cannot read ${home.config}: ${(error as Error).message}`);
  }
  return parseConfig(text, home.config, connectors);
}

export function parseConfig(text: string, file: string, connectors: readonly Connector[]): LoadedConfig {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const problems: Problem[] = document.errors.map((error) => ({
    line: lineCounter.linePos(error.pos[0]).line,
    key: '',
    message: error.message.replace(/\s+/g, ' '),
  }));
  if (problems.length > 0) throw configError(file, problems);

  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true) as Node | undefined;
      if (node?.range) return lineCounter.linePos(node.range[0]).line;
    }
    return 1;
  };
  const note = (issues: readonly z.core.$ZodIssue[], prefix: readonly PropertyKey[] = []): void => {
    for (const issue of issues) {
      const path = [...prefix, ...issue.path];
      if (issue.code === 'unrecognized_keys') {
        for (const key of issue.keys) {
          problems.push({
            line: lineOf([...path, key]),
            key: keyName([...path, key]),
            message: 'unknown key',
          });
        }
      } else {
        problems.push({ line: lineOf(path), key: keyName(path), message: issue.message });
      }
    }
  };

  const written = plainValue(document, file) as { readonly connections?: unknown };
  const parsed = configSchema.safeParse(written);
  if (!parsed.success) note(parsed.error.issues);
  const connections: Connection[] = [];
  const names = new Set<string>();
  const listed = Array.isArray(written.connections) ? written.connections : [];
  for (const [index, entry] of listed.entries()) {
    const read = connectionSchema.safeParse(entry);
    if (!read.success) continue; // noted above, with the rest of the file
    const config = read.data;
    const at = ['connections', index];
    if (names.has(config.name)) {
      problems.push({ line: lineOf([...at, 'name']), key: keyName([...at, 'name']), message: 'used twice' });
    }
    names.add(config.name);
    const connector = connectors.find(({ name }) => name === config.connector);
    if (!connector) {
      problems.push({
        line: lineOf([...at, 'connector']),
        key: keyName([...at, 'connector']),
        message: `no connector "${config.connector}"; there are ${connectors.map(({ name }) => name).join(', ')}`,
      });
      continue;
    }
    if (connector.single && connections.some((other) => other.connector === connector)) {
      problems.push({
        line: lineOf([...at, 'connector']),
        key: keyName([...at, 'connector']),
        message: `there is a connection of ${connector.name} already; add the accounts to it`,
      });
    }
    const { name, connector: _, accounts, schema: __, ...own } = config;
    const settings = connector.settings.safeParse(
      accounts
        ? { ...own, accounts: accounts.map((entry) => (typeof entry === 'string' ? entry : entry.account)) }
        : own,
    );
    if (settings.success) connections.push({ name, connector, settings: settings.data, config });
    else note(settings.error.issues, at);
  }
  if (!parsed.success || problems.length > 0) throw configError(file, problems);
  return { config: parsed.data, connections };
}

/** @throws ReachlineError `configuration` for aliases that lead nowhere or multiply without end. */
function plainValue(document: Document, file: string): object {
  try {
    return (document.toJS() as object | null) ?? {};
  } catch (error) {
    throw configError(file, [{ line: 1, key: '', message: (error as Error).message }]);
  }
}

interface Problem {
  readonly line: number;
  readonly key: string;
  readonly message: string;
}

function keyName(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

function configError(file: string, problems: readonly Problem[]): ReachlineError {
  const lines = [...problems]
    .sort((a, b) => a.line - b.line)
    .map(({ line, key, message }) => `  line ${line}: ${key ? `${key}: ` : ''}${message}`);
  return new ReachlineError('configuration', `${file} is not valid:\n${lines.join('\n')}`, {
    hint: 'Mend these lines; `reachline init` in an empty folder shows a commented example, `reachline doctor` checks again.',
  });
}
