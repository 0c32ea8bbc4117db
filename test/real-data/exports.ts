import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { Temporal } from 'temporal-polyfill';

/** The folder of real exports; `null` where there is none (then these tests are skipped, unless CI says they must run). */
export const folder = process.env.REACHLINE_REAL_DATA || null;

/** A post as its file tells it, read here without any of the product's code. `undefined`: the file has no such column. */
export interface Told {
  readonly code: string;
  readonly permalink: string;
  /** `null` where the file's ids are destroyed. */
  readonly id: string | null;
  readonly postedAt: Temporal.Instant;
  readonly format: string | null;
  readonly likes: number;
  readonly comments: number;
  readonly shares?: number | null;
  readonly saves?: number;
  readonly views?: number;
  readonly reach?: number;
}

export interface Export {
  readonly path: string;
  readonly accountId: string;
  /** Username, else name; in the file, the city's accents are code points of their own. */
  readonly account: string;
  /** The zone in which the account's days are cut, and what is passed to `--timezone` (`null`: left to Reachline). */
  readonly zone: string;
  readonly stated: string | null;
  /** What `import` says about the clock of the file. */
  readonly clock: string;
  readonly posts: () => Told[];
}

const records = (path: string): Record<string, string>[] =>
  parse(readFileSync(join(folder!, path)), { columns: true, bom: true });

const codeOf = (link: string): string =>
  /^https:\/\/www\.instagram\.com\/(?:p|reel|tv)\/([\w-]+)\/$/.exec(link)![1]!;
const known = (cell: string): number | null => (cell === '' ? null : Number(cell));

/** A spreadsheet's serial day (days since 30 December 1899) on a clock so many hours behind UTC. */
function serial(cell: string, hoursBehind: number): Temporal.Instant {
  const seconds = Math.round((Number(cell) - 25_569) * 86_400) + hoursBehind * 3600;
  return Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
}

const city: Export = {
  path: 'city_br_fanpagekarma/maceio.csv',
  accountId: '370267283',
  account: 'Prefeitura de Maceió',
  zone: 'Etc/GMT+3',
  stated: null,
  // The data set's description says UTC; the upload times inside the permalinks say three hours behind.
  clock: 'times are in -03:00: derived from permalinks',
  posts: () =>
    records('city_br_fanpagekarma/maceio.csv').map((row) => ({
      code: codeOf(row['Post-Link']!),
      permalink: row['Post-Link']!,
      id: row.Post_Id!,
      postedAt: serial(row.Date!, 3),
      format: row.Type!.toLowerCase(),
      likes: Number(row.Likes),
      comments: Number(row.Comments),
      shares: known(row.Shares!),
    })),
};

const government: Export = {
  path: 'gov_br_fanpagekarma/posts_sample_2000.csv',
  accountId: '2292348882',
  account: 'Governo de Santa Catarina',
  zone: 'America/Sao_Paulo',
  stated: 'America/Sao_Paulo',
  clock: 'times are in UTC: verified by permalinks',
  posts: () =>
    records('gov_br_fanpagekarma/posts_sample_2000.csv').map((row) => ({
      code: codeOf(row.Link!),
      permalink: row.Link!,
      id: null,
      postedAt: serial(row.Date!, 0),
      format: null,
      likes: Number(row['Likes per post']),
      comments: Number(row['Comments per post']),
    })),
};

const school: Export = {
  path: 'meta_business_suite_isb/instagram_content_export_56.csv',
  accountId: '17841409112206242',
  account: 'isb_thailand',
  zone: 'Asia/Bangkok',
  stated: 'Asia/Bangkok',
  clock: 'times are in America/Los_Angeles: verified by permalinks',
  posts: () =>
    records('meta_business_suite_isb/instagram_content_export_56.csv').map((row) => {
      const [, month, day, year, time] = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d:\d\d)$/.exec(row['Publish time']!)!;
      return {
        code: codeOf(row.Permalink!),
        permalink: row.Permalink!,
        id: row['Post ID']!,
        postedAt: Temporal.PlainDateTime.from(`${year}-${month}-${day}T${time}`)
          .toZonedDateTime('America/Los_Angeles')
          .toInstant(),
        format: row['Post type']!.replace('IG ', ''),
        likes: Number(row.Likes),
        comments: Number(row.Comments),
        shares: Number(row.Shares),
        saves: Number(row.Saves),
        views: Number(row.Views),
        reach: Number(row.Reach),
      };
    }),
};

export const exports: readonly Export[] = [city, government, school];

export const counters = ['likes', 'comments', 'shares', 'saves', 'views', 'reach'] as const;

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return Number.isInteger(half) ? (sorted[half - 1]! + sorted[half]!) / 2 : sorted[Math.floor(half)]!;
}

export function countBy<T>(items: readonly T[], key: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + 1;
  return counts;
}
