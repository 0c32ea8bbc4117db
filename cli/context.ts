import type { Command } from 'commander';
import { connectors, type Log } from '../connectors/index.js';
import {
  environment,
  type Home,
  homeAt,
  type LoadedConfig,
  loadConfig,
  type Outside,
} from '../pipeline/index.js';
import { interrupted } from './interrupt.js';
import { createLog, type LogFormat } from './log.js';

/** What every command gets: the home, its configuration, and the outside. */
export interface Context {
  readonly home: Home;
  readonly outside: Outside;
  readonly log: Log;
  readonly logFormat: LogFormat;
  readonly strict: boolean;
  readonly connectors: typeof registry;
  load(): Promise<LoadedConfig>;
}

export const registry = Object.values(connectors);

export interface GlobalOptions {
  readonly home?: string;
  readonly logFormat: LogFormat;
  readonly strict?: boolean;
}

export async function contextOf(command: Command, asOf?: Date): Promise<Context> {
  const options = command.optsWithGlobals<GlobalOptions>();
  const home = homeAt(options.home ?? process.env.REACHLINE_HOME ?? '.');
  const env = await environment(home);
  const log = createLog(options.logFormat);
  return {
    home,
    log,
    logFormat: options.logFormat,
    strict: options.strict ?? false,
    connectors: registry,
    outside: { now: asOf ? () => asOf : () => new Date(), env, log, signal: interrupted.signal },
    load: async () => {
      const loaded = await loadConfig(home, registry);
      // A logo that is missing ends a night before it starts, as a wrong line does, and not at its report.
      if (loaded.config.report.logo !== undefined) {
        const { readBrand } = await import('../reports/index.js');
        await readBrand(loaded.config.report, home.root);
      }
      return loaded;
    },
  };
}
