import { join } from 'node:path';
import { openDuckDB } from '../../pipeline/engines/duckdb/duckdb.js';

// The five results of the peers benchmark with the pipeline's engine on two threads. Reads the raw media files below a folder, writes
// each result as CSV to another, prints one JSON line, as the Python programs beside it do.

const counts = ['likes', 'comments', 'saves', 'shares', 'reposts', 'views', 'reach', 'interactions'];

const insight = (name: string): string =>
  `list_filter(p.insights.data, lambda entry: entry.name = '${name}')[1].values[1].value`;

const typedPosts = (raw: string): string => `
  select
    account,
    fetched_at,
    p.id,
    p.shortcode,
    p.permalink,
    case
      when p.media_product_type = 'REELS' then 'reel'
      when p.media_type = 'CAROUSEL_ALBUM' then 'carousel'
      else lower(p.media_type)
    end as format,
    p.caption,
    strptime(p.timestamp, '%Y-%m-%dT%H:%M:%S%z') as posted_at,
    p.like_count as likes,
    p.comments_count as comments,
    p.saved_count as saves,
    p.shares_count as shares,
    p.reposts_count as reposts,
    ${insight('views')} as views,
    ${insight('reach')} as reach,
    ${insight('total_interactions')} as interactions
  from (
    select account, fetched_at, unnest(from_json(body, '{"data":[{"id":"VARCHAR","shortcode":"VARCHAR",
      "permalink":"VARCHAR","media_type":"VARCHAR","media_product_type":"VARCHAR","caption":"VARCHAR",
      "timestamp":"VARCHAR","like_count":"BIGINT","comments_count":"BIGINT","saved_count":"BIGINT",
      "shares_count":"BIGINT","reposts_count":"BIGINT",
      "insights":{"data":[{"name":"VARCHAR","values":[{"value":"BIGINT"}]}]}}]}').data) as p
    from read_json('${join(raw, 'source=*/account=*/stream=media/date=*/*.ndjson.gz').replaceAll("'", "''")}',
      format = 'newline_delimited', maximum_object_size = 67108864,
      columns = {account: 'varchar', fetched_at: 'timestamptz', status: 'integer', body: 'varchar'})
    where status = 200
  ) as pages`;

const medians = (...columns: readonly string[]): string =>
  ['count(*) as posts', ...columns.map((name) => `median(${name}) as median_${name}`)].join(', ');

/** In the order of making; a later one may read an earlier. */
const results = (raw: string): Readonly<Record<string, string>> => ({
  posts: typedPosts(raw),
  latest: `
    select * from posts as p
    where not exists (select 1 from posts as later where later.id = p.id and later.fetched_at > p.fetched_at)`,
  weekly: `
    select account, format, week_start(posted_at) as week, ${medians('likes', 'reach', 'interactions')}
    from latest group by account, format, week`,
  slots: `
    select account, iso_dow(posted_at) as weekday, hour(posted_at) as hour, ${medians('reach', 'interactions')}
    from latest group by account, weekday, hour`,
  hashtags: `
    select account, hashtag, ${medians('interactions')}
    from (select account, explode(hashtags(caption)) as hashtag, interactions from latest) as tagged
    group by account, hashtag`,
});

const summary = `count(*) as rows, count(distinct id) as ids, sum(length(caption)) as characters,
  cast(sum(epoch(posted_at)) as bigint) as posted_at, cast(sum(epoch(fetched_at)) as bigint) as fetched_at,
  count(*) - count(likes) as hidden, ${counts.map((name) => `sum(${name}) as ${name}`).join(', ')}`;

async function work(raw: string, out: string): Promise<void> {
  const engine = await openDuckDB({ path: ':memory:', threads: 2 });
  const begun = performance.now();
  const cpu = process.cpuUsage();
  for (const [name, sql] of Object.entries(results(raw))) {
    await engine.exec(`create temp table ${name} as ${sql}`);
  }
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpu);

  for (const name of ['posts', 'latest', 'weekly', 'slots', 'hashtags']) {
    const columns = name === 'posts' || name === 'latest' ? summary : '*';
    const path = join(out, `${name}.csv`).replaceAll("'", "''");
    await engine.exec(`copy (select ${columns} from ${name}) to '${path}' (format csv, header)`);
  }
  const [duckdb] = await engine.rows<{ version: string }>('select version() as version');
  engine.close();
  const result = {
    seconds,
    cpu_seconds: (user + system) / 1e6,
    peak_rss_kb: process.resourceUsage().maxRSS,
    version: `DuckDB ${duckdb!.version.slice(1)}, Node ${process.versions.node}`,
  };
  process.stdout.write(JSON.stringify(result));
}

work(process.argv[2]!, process.argv[3]!).catch((error: unknown) => {
  process.stderr.write(String(error));
  process.exitCode = 1;
});
