import type { Connection } from '../config/load.js';
import type { Config } from '../config/schema.js';
import type { Engine } from '../engines/engine.js';
import type { Manifest } from '../landing/manifest.js';

/**
 * What runs and configuration say, as data for the models. Small, and written anew each time. Leaves
 * `fresh_listings(account)`: accounts whose list of posts was read to its end since the last build.
 */
export async function describeRuns(
  engine: Engine,
  {
    manifests,
    config,
    connections,
    runId,
  }: {
    readonly manifests: readonly Manifest[];
    readonly config: Config;
    readonly connections: readonly Connection[];
    readonly runId: string;
  },
): Promise<void> {
  await engine.exec(`
    create or replace temp table former_listings as select * from landing.listings;
    delete from landing.runs; delete from landing.replays;
    delete from landing.listings; delete from landing.expected_accounts; delete from landing.account_settings`);
  await engine.append(
    'landing.runs',
    ['string', 'string', 'string', 'timestamp', 'timestamp'],
    manifests
      .filter(({ raw_files }) => raw_files.length > 0)
      .map((run) => [
        run.run_id,
        run.kind,
        run.run_id === runId ? (run.gaps.length > 0 ? 'partial' : 'succeeded') : run.status,
        new Date(run.started_at),
        new Date(run.nominal_at),
      ]),
  );
  await engine.append(
    'landing.replays',
    ['string', 'string'],
    manifests.flatMap(({ run_id, replayed }) => replayed.map((path) => [run_id, path])),
  );
  await engine.append(
    'landing.listings',
    ['string', 'string', 'string'],
    manifests.flatMap(({ run_id, completed }) =>
      completed.map(({ account, stream }) => [run_id, account, stream]),
    ),
  );
  await engine.exec(`
    create or replace temp table fresh_listings as
      select distinct account
      from (
        (from landing.listings except from former_listings) union all (from former_listings except from landing.listings)
      ) as differing
      where stream = 'media'`);
  await engine.append(
    'landing.expected_accounts',
    ['string', 'string'],
    connections.flatMap((connection) =>
      expectedAccounts(connection, manifests.at(-1)?.state[connection.name] ?? {}).map((account) => [
        connection.name,
        account,
      ]),
    ),
  );
  const named = connections.flatMap(({ config: { accounts } }) =>
    (accounts ?? []).flatMap((entry) =>
      typeof entry === 'string' || !entry.time_zone
        ? []
        : [
            [
              /^\d+$/.test(entry.account) ? entry.account : `user:${entry.account}`,
              null,
              null,
              entry.time_zone,
              null,
            ],
          ],
    ),
  );
  const stated = config.accounts.flatMap(({ account_id, also, name, time_zone, is_own }) =>
    [account_id, ...also].map((ref) => [ref, account_id, name ?? null, time_zone ?? null, is_own ?? null]),
  );
  await engine.append(
    'landing.account_settings',
    ['string', 'string', 'string', 'string', 'boolean'],
    [...stated, ...named],
  );
}

/** The own accounts that a connection has read a profile of, and still names where it names any. */
function expectedAccounts({ config: { accounts } }: Connection, state: Manifest['state'][string]): string[] {
  const named = accounts?.map((entry) => (typeof entry === 'string' ? entry : entry.account).toLowerCase());
  return Object.entries(state).flatMap(([account, { accounts: profile }]) => {
    const { username } = (profile ?? {}) as { username?: unknown };
    if (typeof username !== 'string') return [];
    return !named || named.includes(account) || named.includes(username.toLowerCase()) ? [account] : [];
  });
}
