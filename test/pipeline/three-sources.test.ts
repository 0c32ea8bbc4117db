import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectors } from '../../connectors/index.js';
import type { Home } from '../../pipeline/home.js';
import { importFiles } from '../../pipeline/run/import.js';
import { nightly } from '../../pipeline/run/nightly.js';
import { everything, firstNight, smallWorld } from './emulated-night.js';
import { temporaryHome } from './temporary-home.js';
import { published } from './warehouse.js';

const own = 'padaria.aurora';
/** Each source held its numbers on another day, and each says another number of likes. */
const suiteDay = '2026-09-14T00:00:00.000Z';
const apifyName = 'dataset_instagram-scraper_2026-09-20_10-00-00-000.json';
const likes = { suite: 100_000, apify: 200_000 };

interface Post {
  readonly media_key: string;
  readonly media_id: string;
  readonly shortcode: string;
  readonly permalink: string;
  readonly format: string;
  readonly posted_at: string;
  readonly likes: number;
  readonly account_id: string;
  readonly sources: string;
  readonly field_sources: string | null;
  readonly [column: string]: string | number | null;
}

let folder: string;
let home: Home;
let api: Post[];
let all: Post[];

const posts = (where: string) =>
  published(home, `select * from media_performance where ${where} order by media_key`) as unknown as Promise<
    Post[]
  >;

/** `Publish time` as Business Suite writes it: minutes, US Pacific. */
function pacific(time: string): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: 'America/Los_Angeles',
    month: '2-digit',
    day: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(time));
  const of = (type: string) => parts.find((part) => part.type === type)!.value;
  return `${of('month')}/${of('day')}/${of('year')} ${of('hour')}:${of('minute')}`;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reachline-sources-'));
  home = await temporaryHome(afterAll);
  const emulator = await smallWorld();
  const night = everything(home, emulator);
  try {
    await nightly(night);
  } finally {
    await emulator.close();
  }
  api = await posts(`username = '${own}' and format <> 'story'`);

  const header =
    'Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,Data comment,Date,Views,Reach,Likes,Shares,Follows,Comments,Saves';
  const suite = api.map(
    (post, n) =>
      `${post.media_id},${post.account_id},${own},Aurora,"from the suite",0,${pacific(post.posted_at)},${post.permalink},IG ${post.format},,Lifetime,9,8,${likes.suite + n},7,6,5,4`,
  );
  await writeFile(join(folder, 'content.csv'), `\ufeff${[header, ...suite].join('\n')}\n`);
  const items = api.map((post, n) => ({
    url: post.permalink,
    shortCode: post.shortcode,
    type: 'Image',
    caption: 'from a scraper',
    ownerUsername: own,
    ownerId: '77',
    timestamp: post.posted_at,
    likesCount: likes.apify + n,
    commentsCount: 3,
  }));
  await writeFile(join(folder, apifyName), JSON.stringify(items));
  const importing = (name: string, settings: Record<string, unknown>) =>
    importFiles({
      ...night,
      connectors: Object.values(connectors),
      outside: { ...night.outside, now: () => new Date('2026-09-25T00:00:00Z') },
      paths: [join(folder, name)],
      settings,
    });
  await importing('content.csv', { observed_at: suiteDay });
  await importing(apifyName, {});
  all = await posts(`username = '${own}' and format <> 'story'`);
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

it('the same posts from the API, an export and a scraper are one row each, of one account', async () => {
  expect(api.length).toBeGreaterThan(5);
  expect(all.map(({ media_key }) => media_key)).toEqual(api.map(({ media_key }) => media_key));
  expect(all.map(({ media_id }) => media_id)).toEqual(api.map(({ media_id }) => media_id));
  expect(new Set(all.map(({ account_id }) => account_id))).toEqual(new Set([api[0]!.account_id]));
  const accounts = await published(
    home,
    `select account_id, username from accounts where username = '${own}'`,
  );
  expect(accounts).toEqual([{ account_id: api[0]!.account_id, username: own }]);
});

it('the newest reading counts, not the sum; what describes a post comes from the API', () => {
  expect(all.map((post) => post.likes)).toEqual(api.map((_, n) => likes.apify + n));
  expect(all.map((post) => post.posted_at)).toEqual(api.map((post) => post.posted_at));
  // what the API does not say, the others do
  expect(all.map((post) => post.caption)).toEqual(api.map((post) => post.caption ?? 'from a scraper'));
  expect(all.map((post) => post.format)).toEqual(api.map((post) => post.format));
});

it('says where each number is from', () => {
  for (const post of all) {
    expect(post.sources).toBe('graph-api,imports');
    expect(post.field_sources).toContain('likes=imports');
    const said = api.find(({ media_key }) => media_key === post.media_key)!.caption !== null;
    expect(post.field_sources).toContain(said ? 'caption=graph-api' : 'caption=imports');
    expect(post.field_sources).toContain('media_id=graph-api');
  }
});

it('each post and day is counted once where accounts are added up', async () => {
  const [{ n }] = (await published(
    home,
    `select cast(sum(posts_published) as integer) as n from account_daily where account_id = '${api[0]!.account_id}'`,
  )) as unknown as [{ n: number }];
  expect(n).toBe(api.length);
  expect(firstNight.getTime()).toBeLessThan(Date.parse(suiteDay));
});
