import { mkdir, writeFile } from 'node:fs/promises';
import type { Page } from '../connectors/contract.js';
import {
  addDays,
  daysFrom,
  endOfPlatformDay,
  platformDay,
  startOfPlatformDay,
  unixSeconds,
} from '../connectors/graph-api/days.js';
import { graphApi } from '../connectors/graph-api/index.js';
import { logins } from '../connectors/graph-api/logins.js';
import { listMetrics } from '../connectors/graph-api/metric-table.js';
import { listCounters } from '../connectors/graph-api/parse-media.js';
import { type Home, homeAt } from '../pipeline/home.js';
import { LandingWriter, type RawFile } from '../pipeline/landing/writer.js';
import { startRun } from '../pipeline/run/run.js';
import { type InventedAccount, inventedAccount, inventedPost, publish } from './invented-accounts.js';

export interface RawHistoryOptions {
  /** Becomes a home; made when missing. */
  readonly folder: string;
  readonly accounts: number;
  /** Of all accounts together, at the first reading. */
  readonly posts: number;
  /** Before the first reading; the posts are spread over them, and as many a day follow. */
  readonly days: number;
  readonly seed?: number;
}

/** What a reading landed. */
export interface Reading {
  /** Posts in its lists. */
  readonly listed: number;
  /** Counters of posts, absent ones included. */
  readonly observations: number;
  readonly files: number;
  /** Of the files, compressed. */
  readonly bytes: number;
}

/** A home whose raw files grow by whole runs. */
export interface RawHistory {
  readonly home: Home;
  /** Lists all posts. */
  first(): Promise<Reading>;
  /**
   * A night later: the new posts, and those of recent months again, by the hundred until one is older than the connector lists every
   * night. It is none of the nights on which accounts list everything.
   */
  night(): Promise<Reading>;
  /** What the marts must say after all readings so far. */
  expected(): Expected;
}

export interface Expected {
  readonly posts: number;
  /** Sums over posts of what was last said of each. */
  readonly likes: number;
  readonly views: number;
  readonly files: number;
}

const dayMs = 86_400_000;
const firstReading = Date.parse('2026-09-01T06:00:00Z');
const fullPage = 100;
const nightlyDays = graphApi.settings.parse({}).listing.nightly_days;
const seriesDays = 30;
const lookbackDays = 3;
/** Accounts landed at once: while one is compressed, another is invented. */
const abreast = 3;

const login = logins.facebook;
const counters = listCounters
  .filter(({ field }) => login.mediaFields.includes(field))
  .map(({ metric }) => metric);
const listed = listMetrics({ login: 'facebook', on: '2026-09-01', version: 26 }, ['FEED', 'REELS'], counters);
const listFields = [
  ...login.mediaFields,
  `children{${login.childFields.join(',')}}`,
  `insights.metric(${listed.join(',')}){name,values,total_value}`,
].join(',');
const totals = ['views', 'accounts_engaged', 'total_interactions', 'likes', 'comments', 'saves', 'shares'];

/**
 * Raw files as landing writes them, of accounts that nobody has: profiles, days, and lists of a hundred posts of about a kilobyte
 * each. The same options make the same files. Nothing is downloaded; memory holds three numbers per post.
 */
export async function rawHistory(options: RawHistoryOptions): Promise<RawHistory> {
  const { folder, days, seed = 1 } = options;
  const home = homeAt(folder);
  const accounts = Array.from({ length: options.accounts }, (_, number) => inventedAccount(seed, number));
  const said = accounts.map(() => ({ likes: [] as number[], views: [] as number[] }));
  let nights = -1;
  let files = 0;

  /** How many posts an account has some days after the first day. */
  const postsAfter = ({ number }: InventedAccount, past: number): number => {
    const { posts, accounts: among } = options;
    const atFirst = Math.floor(posts / among) + (number < posts % among ? 1 : 0);
    // accounts post on different days
    return past === 0 ? 0 : Math.floor((atFirst * past) / days + (past === days ? 0.5 : number / among));
  };

  const publishDays = (account: InventedAccount, from: number, to: number): void => {
    const begin = firstReading - (firstReading % dayMs) - days * dayMs;
    for (let day = from; day < to; day++) {
      const fresh = postsAfter(account, day + 1) - account.posted.length;
      publish(seed, account, begin + day * dayMs, fresh);
    }
  };

  async function land(): Promise<Reading> {
    nights += 1;
    const at = new Date(firstReading + nights * dayMs);
    const run = await startRun(home, 'sync', () => at);
    const reading = { listed: 0, observations: 0, files: 0, bytes: 0 };
    const landed = accounts.map((): RawFile[] => []);
    const landAccount = async (account: InventedAccount): Promise<void> => {
      const writer = new LandingWriter(home, run.manifest.run_id, (file) =>
        landed[account.number]!.push(file),
      );
      publishDays(account, nights === 0 ? 0 : days + nights - 1, days + nights);
      const platformDays = daysOf(at, nights === 0 ? seriesDays : lookbackDays);
      await writer.write(profilePage(account, at));
      await writer.write(seriesPage(account, at, platformDays));
      await writer.write(totalsPage(account, at, platformDays.at(-1)!));
      const oldestWanted = nights === 0 ? 0 : at.getTime() - nightlyDays * dayMs;
      const { number, posted } = account;
      const { likes, views } = said[number]!;
      for (let next = posted.length; next > 0; ) {
        const oldest = Math.max(0, next - fullPage);
        const posts: string[] = [];
        for (let index = next - 1; index >= oldest; index--) {
          const post = inventedPost(seed, account, index, at.getTime());
          likes[index] = post.likes ?? 0;
          views[index] = post.views;
          reading.observations += post.counters;
          posts.push(post.json);
        }
        reading.listed += posts.length;
        await writer.write(listPage(account, at, posts, next, oldest));
        next = posted[oldest]! < oldestWanted ? 0 : oldest;
      }
      await writer.flush();
    };
    const waiting = accounts.values();
    await Promise.all(
      Array.from({ length: abreast }, async () => {
        for (const account of waiting) await landAccount(account);
      }),
    );
    const { manifest } = run;
    manifest.raw_files.push(...landed.flat());
    for (const file of landed.flat()) reading.bytes += file.bytes;
    reading.files = landed.flat().length;
    files += reading.files;
    for (const { id } of nights === 0 ? accounts : []) {
      manifest.completed.push({ connection: 'bench', account: id, stream: 'media' });
    }
    manifest.state = { bench: Object.fromEntries(accounts.map((account) => stateOf(account, at))) };
    await run.finish('succeeded');
    return reading;
  }

  await mkdir(folder, { recursive: true });
  await writeFile(home.config, configOf(accounts));
  return {
    home,
    first: land,
    night: land,
    expected: () => ({
      posts: accounts.reduce((sum, { posted }) => sum + posted.length, 0),
      likes: said.reduce((sum, { likes }) => sum + total(likes), 0),
      views: said.reduce((sum, { views }) => sum + total(views), 0),
      files,
    }),
  };
}

function configOf(accounts: readonly InventedAccount[]): string {
  const lines = accounts.map(({ id, zone }) => `  - { account_id: "${id}", time_zone: ${zone} }`);
  return `connections:\n  - name: bench\n    connector: graph-api\naccounts:\n${lines.join('\n')}\n`;
}

/** What a connector remembers of an account, as far as it has a size. */
function stateOf({ id, username, posted }: InventedAccount, at: Date): [string, Record<string, unknown>] {
  const moment = at.toISOString();
  return [
    id,
    {
      accounts: { username },
      media: { on: moment.slice(0, 10), listed: posted.length },
      media_insights: { read_at: moment, swept_at: moment, pass: null, before_business: null, missed: [] },
      account_insights: { through: daysOf(at, 1)[0], settled: daysOf(at, lookbackDays)[0] },
    },
  ];
}

const lastDays = new Map<string, string[]>();

/** The last platform days that have ended. */
function daysOf(at: Date, count: number): string[] {
  const key = `${at.getTime()} ${count}`;
  const known = lastDays.get(key);
  if (known) return known;
  const yesterday = addDays(platformDay(at), -1);
  const days = daysFrom(addDays(yesterday, 1 - count), yesterday);
  lastDays.set(key, days);
  return days;
}

function pageOf(
  { id }: InventedAccount,
  at: Date,
  stream: Page['stream'],
  request: Record<string, unknown>,
  body: string,
): Page {
  const { kind, path, params, ...rest } = request;
  return {
    source: 'graph-api',
    connection: 'bench',
    account: id,
    stream,
    fetched_at: at,
    status: 200,
    request: { kind, ...rest, account_id: id, path: `/${id}${String(path)}`, params },
    body,
  };
}

function profilePage(account: InventedAccount, at: Date): Page {
  const { id, username, name, biography, followers, posted } = account;
  const body = `{"id":"${id}","username":"${username}","name":"${name}","biography":"${biography}","website":"https://${username}.example/","followers_count":${followers + posted.length},"follows_count":312,"media_count":${posted.length}}`;
  const request = { kind: 'account', path: '', params: { fields: login.profileFields.join(',') } };
  return pageOf(account, at, 'accounts', request, body);
}

const spans = new Map<string, { since: string; until: string; ends: string }>();

/** A platform day as requests and answers spell it. */
function spanOf(day: string): { since: string; until: string; ends: string } {
  const known = spans.get(day);
  if (known) return known;
  const end = endOfPlatformDay(day);
  const span = {
    since: unixSeconds(startOfPlatformDay(day)),
    until: unixSeconds(end),
    ends: `${end.toISOString().slice(0, 19)}+0000`,
  };
  spans.set(day, span);
  return span;
}

/** A number of an account and a day that is the same whenever it is asked for. */
const dailyReach = ({ followers, number }: InventedAccount, day: string): number =>
  Math.round(followers * (0.2 + ((Number(day.slice(8)) * 37 + number * 11) % 100) / 500));

function seriesPage(account: InventedAccount, at: Date, days: readonly string[]): Page {
  const values = days.map((day) => `{"value":${dailyReach(account, day)},"end_time":"${spanOf(day).ends}"}`);
  const body = `{"data":[{"name":"reach","period":"day","values":[${values.join(',')}],"title":"Reach","description":"The number of unique accounts that have seen your content, at least once.","id":"${account.id}/insights/reach/day"}]}`;
  return pageOf(account, at, 'account_insights', daysRequest(account, ['reach'], 'time_series', days), body);
}

function totalsPage(account: InventedAccount, at: Date, day: string): Page {
  const reach = dailyReach(account, day);
  const entries = totals.map(
    (name, index) =>
      `{"name":"${name}","period":"day","total_value":{"value":${Math.round((reach * 1.4) / (index + 1) ** 2)}},"title":"${name}","id":"${account.id}/insights/${name}/day"}`,
  );
  const body = `{"data":[${entries.join(',')}]}`;
  return pageOf(account, at, 'account_insights', daysRequest(account, totals, 'total_value', [day]), body);
}

function daysRequest(
  { followers }: InventedAccount,
  asked: readonly string[],
  metric_type: string,
  days: readonly string[],
): Record<string, unknown> {
  const { since } = spanOf(days[0]!);
  const { until } = spanOf(days.at(-1)!);
  return {
    kind: 'account_insights',
    metrics: asked,
    metric_type,
    breakdown: null,
    days,
    followers,
    rejected: {},
    path: '/insights',
    params: { metric: asked.join(','), period: 'day', metric_type, since, until },
  };
}

/** The list page from post `oldest` up to before `next`. */
function listPage(
  account: InventedAccount,
  at: Date,
  posts: readonly string[],
  next: number,
  oldest: number,
): Page {
  const cursor = (index: number): string =>
    Buffer.from(`AQ${account.posted[index]}${index}`).toString('base64url');
  const isLast = oldest === 0;
  const isNewest = next === account.posted.length;
  const further = isLast
    ? ''
    : `,"next":"https://graph.facebook.com/v26.0/${account.id}/media?access_token=REDACTED&fields=${encodeURIComponent(listFields)}&limit=${fullPage}&after=${cursor(oldest)}"`;
  const body = `{"data":[${posts.join(',')}],"paging":{"cursors":{"before":"${cursor(next - 1)}","after":"${cursor(oldest)}"}${further}}}`;
  const params = {
    fields: listFields,
    limit: String(fullPage),
    ...(isNewest ? {} : { after: cursor(next) }),
  };
  const request = { kind: 'media', fields: login.mediaFields, metrics: listed, path: '/media', params };
  return pageOf(account, at, 'media', request, body);
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
