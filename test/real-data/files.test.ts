import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { draftMap } from '../../connectors/imports/index.js';
import type { StreamName } from '../../connectors/streams.js';
import { type Imported, importFiles, realFile } from '../connectors/imports/files.js';
import { folder } from './exports.js';

type Line = Record<string, string>;

/** A table read by another reader; `header` for files without one. */
const table = (
  path: string,
  {
    delimiter = ',',
    header,
    encoding = 'utf8',
  }: { delimiter?: string; header?: string[]; encoding?: 'utf8' | 'latin1' } = {},
): Line[] =>
  parse(readFileSync(join(folder!, path)).toString(encoding), {
    columns: header ?? true,
    bom: true,
    delimiter,
  });
// biome-ignore lint/suspicious/noExplicitAny: any file's JSON
const json = (path: string): any => JSON.parse(readFileSync(join(folder!, path), 'utf8'));

/** `75.2k`, `1.1m`, `1,964`. */
function short(text: string): number {
  const [, digits, unit] = /^([\d.,]+)([kmb]?)$/.exec(text)!;
  return Math.round(Number(digits!.replaceAll(',', '')) * { '': 1, k: 1e3, m: 1e6, b: 1e9 }[unit as 'k']!);
}
const total = (values: readonly (string | number | null | undefined)[]) =>
  values.reduce<number>((all, one) => all + Number(one || 0), 0);

interface Told {
  /** Rows, each an item. */
  readonly rows: number;
  /** Of the rows, those that are set apart, by rule. */
  readonly apart?: Readonly<Record<string, number>>;
  /** Records by stream and, of counters, what they add up to. */
  readonly records: Partial<Record<StreamName, number>>;
  readonly sums?: Readonly<Record<string, number>>;
}

interface Case {
  readonly settings?: { readonly account: string };
  /** Take the map that is proposed, as it is. */
  readonly isMapped?: true;
  readonly kind: string;
  readonly told: () => Told;
}

/** Posts of a table whose counters are columns of numbers. */
function postsOf(lines: readonly Line[], columns: Readonly<Record<string, string>>): Told {
  const sums = Object.entries(columns).map(([metric, column]) => [
    metric,
    total(lines.map((line) => line[column])),
  ]);
  return {
    rows: lines.length,
    records: { media: lines.length, media_insights: lines.length * Object.keys(columns).length },
    sums: Object.fromEntries(sums),
  };
}

const nba = (name: string, likes: string): [string, Case] => [
  `nba_players_2018/raw/${name}.csv`,
  {
    settings: { account: name },
    kind: 'post-list',
    told: () => postsOf(table(`nba_players_2018/raw/${name}.csv`), { likes, comments: 'COMMENTS' }),
  },
];
const dump = (
  path: string,
  options: { account?: string; delimiter?: string; columns?: Readonly<Record<string, string>> } = {},
): [string, Case] => [
  path,
  {
    ...(options.account ? { settings: { account: options.account } } : {}),
    kind: 'graph-api-dump',
    told: () =>
      postsOf(table(path, options.delimiter ? { delimiter: options.delimiter } : {}), {
        likes: 'like_count',
        comments: 'comments_count',
        ...options.columns,
      }),
  },
];
const insights = { reach: 'reach', impressions: 'impressions', saves: 'saved' };
const bb = 'graphapi_snapshots_comunicatibb';
const series = (path: string, column: string, header?: string[]): [string, Case] => [
  path,
  {
    settings: { account: 'cafe' },
    kind: 'follower-series',
    told: () => {
      const lines = table(path, header ? { header } : {});
      return {
        rows: lines.length,
        records: { accounts: lines.length },
        sums: { followers: total(lines.map((line) => line[column])) },
      };
    },
  },
];

const cases = new Map<string, Case>([
  [
    'account_daily_insights/instagram_daily.csv',
    {
      settings: { account: 'cafe' },
      kind: 'daily-insights',
      told: () => {
        const lines = table('account_daily_insights/instagram_daily.csv');
        const of = (column: string) => total(lines.map((line) => line[column]));
        return {
          rows: lines.length,
          records: { account_insights: lines.length * 5, media: 0 },
          sums: {
            reach: of('Profile reach'),
            new_follows: of('New followers'),
            interactions_total: of('Engagement'),
            shares: of('Shares'),
            profile_views: of('Profile visits'),
          },
        };
      },
    },
  ],
  [
    'apify_luxury_brands/instagram_posts_300.json',
    {
      kind: 'apify',
      told: () => {
        const items = json('apify_luxury_brands/instagram_posts_300.json') as {
          likesCount: number;
          commentsCount: number;
        }[];
        return {
          rows: items.length,
          records: { media: items.length },
          sums: {
            likes: total(items.map(({ likesCount }) => Math.max(0, likesCount))),
            comments: total(items.map(({ commentsCount }) => commentsCount)),
            hidden: items.filter(({ likesCount }) => likesCount === -1).length,
          },
        };
      },
    },
  ],
  [
    'brands_superbowl_2026/instagram_posts_nocaption.csv',
    {
      isMapped: true,
      kind: 'table',
      told: () =>
        postsOf(table('brands_superbowl_2026/instagram_posts_nocaption.csv'), {
          likes: 'insta_likes_count',
          comments: 'insta_comments_count',
        }),
    },
  ],
  [
    'city_br_fanpagekarma/maceio.csv',
    {
      kind: 'fanpage-karma',
      told: () =>
        postsOf(table('city_br_fanpagekarma/maceio.csv'), {
          likes: 'Likes',
          comments: 'Comments',
          shares: 'Shares',
        }),
    },
  ],
  [
    'gov_br_crawl_ptbr/itambepe.csv',
    {
      settings: { account: 'itambe' },
      kind: 'crawl-pt-br',
      told: () => {
        const lines = table('gov_br_crawl_ptbr/itambepe.csv', { delimiter: ';' });
        // "outras 661 pessoas" are those and the one who is named
        const likes = lines.map(({ Curtidas }) => {
          const others = /^outr[oa]s (\d+)/.exec(Curtidas!)?.[1];
          return others ? Number(others) + 1 : Number(Curtidas!.replace('.', ''));
        });
        return {
          rows: lines.length,
          records: { media: lines.length, media_insights: lines.length * 2 },
          sums: { likes: total(likes), comments: total(lines.map((line) => line.QTD_Comentários)) },
        };
      },
    },
  ],
  [
    'gov_br_fanpagekarma/posts_sample_2000.csv',
    {
      kind: 'fanpage-karma',
      told: () =>
        postsOf(table('gov_br_fanpagekarma/posts_sample_2000.csv'), {
          likes: 'Likes per post',
          comments: 'Comments per post',
        }),
    },
  ],
  [
    'graphapi_business_discovery/bhuvan_bam22.json',
    {
      kind: 'graph-api-dump',
      told: () => {
        const { media, followers_count } = json(
          'graphapi_business_discovery/bhuvan_bam22.json',
        ).business_discovery;
        const posts = media.data as { like_count: number; comments_count: number }[];
        return {
          rows: posts.length,
          records: { media: posts.length, accounts: 1 },
          sums: {
            likes: total(posts.map(({ like_count }) => like_count)),
            comments: total(posts.map(({ comments_count }) => comments_count)),
            followers: followers_count,
          },
        };
      },
    },
  ],
  dump('graphapi_csv_gruene_rothenburg/instagram_data-ori.csv'),
  series('graphapi_csv_gruene_rothenburg/instagram_followers-ori.csv', 'followers_count'),
  series('graphapi_csv_gruene_rothenburg/instagram_followers_count.csv', 'followers', ['time', 'followers']),
  dump(`${bb}/instagram_posts_2026-06-28.csv`, { columns: insights }),
  dump(`${bb}/snapshots_metrics_5.csv`, { account: 'comunicatibb', columns: insights }),
  dump(`${bb}/history_shapes/01_2026-03-26_25rows_comma.csv`, { account: 'comunicatibb' }),
  dump(`${bb}/history_shapes/04_2026-04-20_semicolon.csv`, { account: 'comunicatibb', delimiter: ';' }),
  [
    `${bb}/history_shapes/08_2026-04_wide_V1-V50_first3lines.csv`,
    {
      settings: { account: 'comunicatibb' },
      kind: 'graph-api-dump',
      told: () => {
        const [ids] = table(`${bb}/history_shapes/08_2026-04_wide_V1-V50_first3lines.csv`);
        const posts = Object.keys(ids!).length;
        return { rows: posts, records: { media: posts, media_insights: 0 } };
      },
    },
  ],
  [
    `${bb}/changes.csv`,
    {
      settings: { account: 'comunicatibb' },
      kind: 'graph-api-dump',
      told: () => {
        const lines = table(`${bb}/changes.csv`);
        const seen = lines.filter(({ event }) => event !== 'missing');
        const posts = postsOf(seen, { likes: 'like_count', comments: 'comments_count', ...insights });
        return { ...posts, rows: lines.length, apart: { 'not-seen': lines.length - seen.length } };
      },
    },
  ],
  series(`${bb}/followers.csv`, 'followers'),
  [
    `${bb}/instagram_media_list.json`,
    {
      settings: { account: 'comunicatibb' },
      kind: 'graph-api-dump',
      told: () => {
        const posts = json(`${bb}/instagram_media_list.json`) as { like_count: number }[];
        return {
          rows: posts.length,
          records: { media: posts.length },
          sums: { likes: total(posts.map(({ like_count }) => like_count)) },
        };
      },
    },
  ],
  [
    'graphql_edges_adele/edges.json',
    {
      kind: 'web-graphql',
      told: () => {
        // biome-ignore lint/suspicious/noExplicitAny: the web's nested answer
        const nodes = (json('graphql_edges_adele/edges.json') as any[]).map(({ node }) => node);
        return {
          rows: nodes.length,
          records: { media: nodes.length },
          sums: {
            likes: total(nodes.map((node) => node.edge_media_preview_like.count)),
            comments: total(nodes.map((node) => node.edge_media_to_comment.count)),
          },
        };
      },
    },
  ],
  [
    'meta_business_suite_isb/instagram_content_export_56.csv',
    {
      kind: 'business-suite',
      told: () =>
        postsOf(table('meta_business_suite_isb/instagram_content_export_56.csv'), {
          views: 'Views',
          reach: 'Reach',
          likes: 'Likes',
          shares: 'Shares',
          follows: 'Follows',
          comments: 'Comments',
          saves: 'Saves',
        }),
    },
  ],
  nba('atolliver44', 'LIKES'),
  nba('bensimmons', 'LIKES'),
  nba('kingjames', 'LIKES'),
  nba('nba', 'LIKE'),
  nba('stephencurry30', 'LIKE'),
  [
    'natgeo/natgeo_2018_posts.json',
    {
      settings: { account: 'natgeo' },
      kind: 'scraped-lists',
      told: () => {
        const lists = Object.values(json('natgeo/natgeo_2018_posts.json')) as string[][];
        return {
          rows: lists.length,
          records: { media: lists.length },
          sums: {
            likes: total(lists.map(([, , likes]) => short(likes!))),
            comments: total(lists.map((list) => short(list[3]!))),
          },
        };
      },
    },
  ],
  [
    'reach_analysis_kharwal/instagram_data_classic.csv',
    {
      settings: { account: 'tutorial' },
      isMapped: true,
      kind: 'table',
      told: () =>
        postsOf(table('reach_analysis_kharwal/instagram_data_classic.csv', { encoding: 'latin1' }), {
          impressions: 'Impressions',
          saves: 'Saves',
          comments: 'Comments',
          shares: 'Shares',
          likes: 'Likes',
          profile_visits: 'Profile Visits',
          follows: 'Follows',
        }),
    },
  ],
  [
    'top_influencers/top_insta_influencers_data.csv',
    {
      kind: 'ranking',
      told: () => {
        const lines = table('top_influencers/top_insta_influencers_data.csv');
        const named = lines.filter(({ channel_info }) => /^[\w.]+$/.test(channel_info!));
        return {
          rows: lines.length,
          apart: { 'no-account': lines.length - named.length },
          records: { accounts: named.length, media: 0 },
          sums: { followers: total(named.map(({ followers }) => short(followers!))) },
        };
      },
    },
  ],
]);

/** Files that are refused, with what a reader is told. */
const refused: Readonly<Record<string, readonly string[]>> = {
  // called followers per day, and holds a column without a name
  'graphapi_csv_gruene_rothenburg/followers_per_day-ori.csv': ['year_month_day, 0', 'map.yaml'],
};

function sumsOf(imported: Imported): Record<string, number> {
  const sums: Record<string, number> = {};
  const add = (name: string, value: number | null) => {
    sums[name] = (sums[name] ?? 0) + (value ?? 0);
  };
  for (const { metric, value, absent_reason } of imported.records('media_insights')) {
    add(metric, value);
    if (absent_reason === 'hidden') add('hidden', 1);
  }
  for (const { metric, value } of imported.records('account_insights')) add(metric, value);
  for (const { followers } of imported.records('accounts')) add('followers', followers);
  return sums;
}

describe.skipIf(!folder)('every real file', () => {
  test('is known to these tests', () => {
    const files = readdirSync(folder!, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => /\.(?:csv|json)$/.test(path));
    expect(files.sort()).toEqual([...cases.keys(), ...Object.keys(refused)].sort());
  });

  test.each([...cases])(
    '%s has as many rows, records and likes as another reader counts',
    async (path, { settings = {}, isMapped, kind, told }) => {
      const file = realFile(path);
      const map = isMapped ? (parseYaml(await draftMap(file)) as Record<string, string>) : null;
      if (map) {
        const unmapped = importFiles([file], settings);
        await expect(unmapped).rejects.toMatchObject({
          message: expect.stringContaining('is of no known kind'),
          hint: expect.stringContaining('map.yaml'),
        });
      }
      const imported = await importFiles([file], { ...settings, ...(map ? { map } : {}) });
      const { rows, apart = {}, records, sums = {} } = told();
      expect(imported.items).toHaveLength(rows);
      expect(imported.pages[0]!.request.kind).toBe(kind);
      const rules: Record<string, number> = {};
      for (const { rule } of imported.rejects) rules[rule] = (rules[rule] ?? 0) + 1;
      expect(rules).toEqual(apart);
      for (const [stream, count] of Object.entries(records))
        expect(imported.records(stream as StreamName), stream).toHaveLength(count);
      const found = sumsOf(imported);
      for (const [name, sum] of Object.entries(sums)) expect(found[name], name).toBe(sum);
    },
  );

  test.each(Object.entries(refused))('%s is refused in words', async (path, words) => {
    const error = (await importFiles([realFile(path)]).catch((reason: unknown) => reason)) as {
      message: string;
      hint: string;
    };
    for (const word of words) expect(`${error.message}\n${error.hint}`).toContain(word);
  });
});
