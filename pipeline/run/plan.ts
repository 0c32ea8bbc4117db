import type { PlannedCalls } from '../../connectors/contract.js';
import type { LoadedConfig } from '../config/load.js';
import type { Home } from '../home.js';
import { committedFiles, readManifests, runsAfter } from '../landing/manifest.js';
import { readModels } from '../models/catalogue.js';
import { effectsOf, type Outside } from './effects.js';
import { readCurrent } from './publish.js';
import { isReportNight } from './report-nights.js';

export interface Plan {
  readonly calls: readonly (PlannedCalls & { readonly connection: string })[];
  /** Raw files that the next build loads. */
  readonly waitingFiles: number;
  readonly models: number;
  readonly periods: readonly string[];
  readonly reportsTonight: boolean;
}

/** What the next night would do. Makes no request and changes nothing. */
export async function planNight(home: Home, loaded: LoadedConfig, outside: Outside): Promise<Plan> {
  const manifests = await readManifests(home);
  const state = manifests.at(-1)?.state ?? {};
  const calls = loaded.connections.flatMap(({ name, connector, settings }) =>
    connector
      .plan({ connection: name, settings, state: state[name] ?? {}, effects: effectsOf(outside, home) })
      .map((planned) => ({ connection: name, ...planned })),
  );
  const published = await readCurrent(home);
  const waiting = committedFiles(runsAfter(manifests, published?.run_id)).length;
  const { report } = loaded.config;
  return {
    calls,
    waitingFiles: waiting,
    models: (await readModels()).length,
    periods: report.periods,
    reportsTonight: isReportNight(loaded.config, outside.now()),
  };
}
