import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

// The floor of a build: the raw files of a home read into typed temporary tables by DuckDB alone, on two threads. Each file is
// read once, each value gets its type, and nothing else happens: no ledger, no keys, no history.
const [raw, spill] = process.argv.slice(2) as [string, string];

const files = (stream: string, request: string): string => `
  select account, cast(fetched_at as timestamptz) as fetched_at, body, request
  from read_json('${join(raw, `source=*/account=*/stream=${stream}/date=*/*.ndjson.gz`).replaceAll("'", "''")}',
    format = 'newline_delimited', maximum_object_size = 67108864,
    columns = {source: 'varchar', connection: 'varchar', account: 'varchar', stream: 'varchar',
      fetched_at: 'varchar', status: 'integer', request: '${request}', body: 'varchar'})
  where status = 200`;

const instant = (text: string): string => `strptime(${text}, '%Y-%m-%dT%H:%M:%S%z')`;
const insight = (name: string): string =>
  `list_filter(p.insights.data, lambda entry: entry.name = '${name}')[1].values[1].value as ${name}`;

const tables = {
  accounts: `
    select account, fetched_at, p.username, p.name, p.biography, p.website, p.followers_count, p.follows_count, p.media_count
    from (
      select account, fetched_at, from_json(body, '{"username":"VARCHAR","name":"VARCHAR","biography":"VARCHAR",
        "website":"VARCHAR","followers_count":"BIGINT","follows_count":"BIGINT","media_count":"BIGINT"}') as p
      from (${files('accounts', 'json')}) as pages
    ) as profiles`,
  account_days: `
    select account, fetched_at, days, entry.name, ${instant('point.end_time')} as end_time,
      coalesce(point.value, entry.total_value.value) as value
    from (
      select account, fetched_at, days, entry, unnest(coalesce(entry.values, [null])) as point
      from (
        select account, fetched_at, request.days as days, unnest(from_json(body, '{"data":[{"name":"VARCHAR",
          "values":[{"value":"BIGINT","end_time":"VARCHAR"}],"total_value":{"value":"BIGINT"}}]}').data) as entry
        from (${files('account_insights', 'struct(days date[])')}) as pages
      ) as entries
    ) as points`,
  posts: `
    select account, fetched_at, p.id, p.shortcode, p.permalink, p.media_type, p.media_product_type, p.caption,
      ${instant('p.timestamp')} as posted_at, p.like_count, p.comments_count, p.saved_count, p.shares_count,
      p.reposts_count, p.total_like_count, p.total_comments_count, p.total_views_count,
      ${['views', 'reach', 'total_interactions'].map(insight).join(', ')}
    from (
      select account, fetched_at, unnest(from_json(body, '{"data":[{"id":"VARCHAR","shortcode":"VARCHAR",
        "permalink":"VARCHAR","media_type":"VARCHAR","media_product_type":"VARCHAR","caption":"VARCHAR",
        "timestamp":"VARCHAR","like_count":"BIGINT","comments_count":"BIGINT","saved_count":"BIGINT",
        "shares_count":"BIGINT","reposts_count":"BIGINT","total_like_count":"BIGINT","total_comments_count":"BIGINT",
        "total_views_count":"BIGINT",
        "insights":{"data":[{"name":"VARCHAR","values":[{"value":"BIGINT"}]}]}}]}').data) as p
      from (${files('media', 'json')}) as pages
    ) as posts`,
};

const counters = {
  likes: 'like_count',
  comments: 'comments_count',
  saves: 'saved_count',
  shares: 'shares_count',
  reposts: 'reposts_count',
  likes_with_paid: 'total_like_count',
  comments_with_paid: 'total_comments_count',
  views_with_paid: 'total_views_count',
  views: 'views',
  reach: 'reach',
  interactions_total: 'total_interactions',
};

/** One row per counter, as landing keeps observations: from the posts just typed, not from the files again. */
const observations = Object.entries(counters)
  .map(
    ([metric, column]) =>
      `select account, id, fetched_at, '${metric}' as metric, ${column} as value from posts where ${column} is not null`,
  )
  .join(' union all ');

async function parse(): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', temp_directory: spill });
  const connection = await instance.connect();
  const begun = performance.now();
  for (const [name, sql] of Object.entries({ ...tables, observations })) {
    await connection.run(`create temp table ${name} as ${sql}`);
  }
  const seconds = (performance.now() - begun) / 1000;
  const counted = await connection.runAndReadAll(
    'select count(*), count(views), (select count(*) from observations) from posts',
  );
  const [posts, typed, values] = counted.getRows()[0]!.map(Number) as [number, number, number];
  connection.closeSync();
  instance.closeSync();
  process.stdout.write(JSON.stringify({ seconds, posts, typed, values } satisfies BareParse));
}

/** What this program prints. */
export interface BareParse {
  readonly seconds: number;
  readonly posts: number;
  /** Posts whose views were read. */
  readonly typed: number;
  /** Known counters. */
  readonly values: number;
}

parse().catch((error: unknown) => {
  process.stderr.write(String(error));
  process.exitCode = 1;
});
