import type { Connector } from './contract.js';
import { exportArchive } from './export-archive/index.js';
import { graphApi } from './graph-api/index.js';
import { imports } from './imports/index.js';
import { publicProfile } from './public-profile/index.js';

/**
 * Every connector, one line each. The settings type is the connector's own; whoever takes one from here parses the
 * settings with `connector.settings` first, which is what makes the cast safe.
 */
export const connectors: Readonly<Record<string, Connector>> = {
  'graph-api': graphApi as Connector,
  imports: imports as Connector,
  'public-profile': publicProfile as Connector,
  'export-archive': exportArchive as Connector,
};
