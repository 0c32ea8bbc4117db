import type { PlannedCalls } from '../../connectors/contract.js';
import type { Connection, LoadedConfig } from '../config/load.js';
import type { Home } from '../home.js';
import { committedFiles, type Manifest, readManifests, runsAfter } from '../landing/manifest.js';
import { readModels } from '../models/catalogue.js';
import { effectsOf, type Outside } from './effects.js';
import { readCurrent } from './publish.js';
import { isReportNight } from './report-nights.js';
import type { Scope } from './sync.js';

export type ConnectionCalls = PlannedCalls & { readonly connection: string };

export interface Plan {
  readonly calls: readonly ConnectionCalls[];
  /** Raw files that the next build loads. */
  readonly waitingFiles: number;
  readonly models: number;
  readonly periods: readonly string[];
  readonly reportsTonight: boolean;
}

/** What the next night would do. Makes no request and changes nothing. */
export async function planNight(home: Home, loaded: LoadedConfig, outside: Outside): Promise<Plan> {
  const manifests = await readManifests(home);
  const calls = plannedCalls(home, loaded.connections, manifests.at(-1)?.state ?? {}, outside);
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

/** What reading a window again would cost. Makes no request and changes nothing. */
export async function planBackfill(
  home: Home,
  connections: readonly Connection[],
  outside: Outside,
  scope: Scope,
): Promise<readonly ConnectionCalls[]> {
  const manifests = await readManifests(home);
  return plannedCalls(home, connections, manifests.at(-1)?.state ?? {}, outside, scope);
}

/** What each connector foresees for its accounts, from what earlier runs checkpointed. */
export function plannedCalls(
  home: Home,
  connections: readonly Connection[],
  state: Manifest['state'],
  outside: Outside,
  scope: Scope = {},
): ConnectionCalls[] {
  const effects = effectsOf(outside, home);
  return connections.flatMap(({ name, connector, settings }) =>
    connector
      .plan({ ...scope, connection: name, settings, state: state[name] ?? {}, effects })
      .map((planned) => ({ connection: name, ...planned })),
  );
}
