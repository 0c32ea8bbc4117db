import { connectors, type Log } from '../../connectors/index.js';
import { defaultAccounts, type EmulatorOptions, startEmulator, type World } from '../../emulator/index.js';
import { configSchema } from '../../pipeline/config/schema.js';
import type { Home } from '../../pipeline/home.js';
import type { Cell } from '../../pipeline/marts.js';
import { readModels } from '../../pipeline/models/catalogue.js';
import { openMarts } from '../../pipeline/published.js';
import type { JobEvents, JobOptions } from '../../pipeline/run/nightly.js';
import { startRun } from '../../pipeline/run/run.js';

/** When both accounts have stories. */
export const firstNight = new Date('2026-09-10T02:30:00Z');

/** The app demands a proof made of it. */
export const appSecret = 'an-app-secret-0123456789';

/** Two own accounts and a competitor, three weeks old. */
export function smallWorld(options: Partial<EmulatorOptions> = {}) {
  const names = ['padaria.aurora', 'barro_kai_alati', 'folhadaserra'];
  return startEmulator({
    now: () => firstNight,
    start: new Date('2026-09-08T02:30:00Z'),
    historyDays: 20,
    appSecret,
    accounts: defaultAccounts.filter(({ username }) => names.includes(username)),
    ...options,
  });
}

export const ownAccounts = (world: World) => world.accounts.filter(({ profile }) => profile.owned);

const silence: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined };

export interface NightOptions {
  readonly now?: Date;
  /** Besides every part of the connector. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly log?: Log;
  readonly events?: JobEvents;
}

/** A job that reads everything the connector can, at a fixed time and without pauses. */
export function everything(
  home: Home,
  { url, token }: { readonly url: string; readonly token: string },
  { now = firstNight, settings, log = silence, events }: NightOptions = {},
): JobOptions {
  const connector = connectors['graph-api']!;
  const connection = {
    name: 'main',
    connector,
    settings: connector.settings.parse({
      base_url: url,
      token_env: 'TOKEN',
      app_secret_env: 'APP_SECRET',
      comments: {},
      tags: true,
      competitors: ['folhadaserra'],
      hashtags: ['lisboa', 'pão'],
      max_wait_minutes: 720,
      ...settings,
    }),
    config: { name: 'main', connector: 'graph-api' },
  };
  return {
    home,
    loaded: { config: configSchema.parse({}), connections: [connection] },
    connectors: [connector],
    outside: {
      now: () => now,
      env: (name) => ({ TOKEN: token, APP_SECRET: appSecret })[name],
      log,
      signal: new AbortController().signal,
      sleep: async () => {},
    },
    ...(events && { events }),
  };
}

/** Spares a night the month of account days that a first one reads: a run before it has them up to four days ago. */
export async function withoutPastDays(home: Home, world: World, now = firstNight): Promise<void> {
  const through = new Date(now.getTime() - 4 * 86_400_000).toISOString().slice(0, 10);
  const run = await startRun(home, 'sync', () => new Date(now.getTime() - 3_600_000));
  const known = { account_insights: { through, settled: through } };
  run.manifest.state = { main: Object.fromEntries(ownAccounts(world).map(({ id }) => [id, known])) };
  await run.finish('succeeded');
}

export type Row = Readonly<Record<string, Cell>>;
/** Mart → rows by what makes one row of it. */
export type Tables = ReadonlyMap<string, ReadonlyMap<string, Row>>;

/** What runs and raw files are called differs from home to home. */
const aboutRuns = ['runs', 'loads'];

/** Every published table, but for those about runs. */
export async function tablesOf(home: Home): Promise<Tables> {
  const marts = await openMarts(home);
  try {
    const tables = new Map<string, Map<string, Row>>();
    for (const { name, layer, grain } of await readModels()) {
      if (layer !== 'marts' || aboutRuns.includes(name)) continue;
      const rows = await marts.rows<Record<string, Cell>>(`select * from ${name}`);
      tables.set(name, new Map(rows.map((row) => [grain.map((column) => row[column]).join(' '), row])));
    }
    return tables;
  } finally {
    marts.close();
  }
}
