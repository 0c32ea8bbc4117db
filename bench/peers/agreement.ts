import { join } from 'node:path';
import type { Engine } from '../../pipeline/engines/engine.js';

/**
 * The keys of each result, and its values. `posts` is every listed post with typed columns, `latest` the last listing of each;
 * both are compared by their sums. The medians are over `latest`: by account, format and week; by account, weekday and hour;
 * by account and hashtag. Days and hours are UTC.
 */
const sums = {
  keys: [],
  values: [
    ...['rows', 'ids', 'characters', 'posted_at', 'fetched_at', 'hidden'],
    ...['likes', 'comments', 'saves', 'shares', 'reposts', 'views', 'reach', 'interactions'],
  ],
};
const results: Readonly<Record<string, { keys: readonly string[]; values: readonly string[] }>> = {
  posts: sums,
  latest: sums,
  weekly: {
    keys: ['account', 'format', 'week'],
    values: ['posts', 'median_likes', 'median_reach', 'median_interactions'],
  },
  slots: { keys: ['account', 'weekday', 'hour'], values: ['posts', 'median_reach', 'median_interactions'] },
  hashtags: { keys: ['account', 'hashtag'], values: ['posts', 'median_interactions'] },
};

/**
 * Compares the results that two programs wrote as CSV, each to a folder of its own.
 * @param peer what to call the other in the message
 * @throws Error when a result has other rows, or a value that differs by more than a billionth.
 */
export async function requireAgreement(
  engine: Engine,
  ours: string,
  theirs: string,
  peer: string,
): Promise<void> {
  for (const [name, { keys, values }] of Object.entries(results)) {
    const columns = [
      ...keys.map((key) => `${key}: 'varchar'`),
      ...values.map((value) => `${value}: 'double'`),
    ];
    const table = (folder: string): string =>
      `(select true as found, * from read_csv('${join(folder, name).replaceAll("'", "''")}.csv', header = true,
        auto_detect = false, quote = '"', columns = {${columns.join(', ')}}))`;
    const differences = values.map(
      (value) => `(a.${value} is null) <> (b.${value} is null)
        or abs(a.${value} - b.${value}) > 1e-9 * greatest(1, abs(a.${value}))`,
    );
    const [row] = await engine.rows<{ rows: number; different: number }>(
      `select count(*) as rows,
         count_if(a.found is null or b.found is null or coalesce(${differences.join(' or ')}, false)) as different
       from ${table(ours)} as a
       full join ${table(theirs)} as b on ${keys.map((key) => `a.${key} = b.${key}`).join(' and ') || 'true'}`,
    );
    if (row!.rows === 0 || row!.different > 0)
      throw new Error(`${peer} and ours disagree on ${row!.different} of ${row!.rows} rows of ${name}`);
  }
}
