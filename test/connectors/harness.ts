import type { Effects, Page } from '../../connectors/index.js';
import { startEmulator } from '../../emulator/index.js';
import { testEffects } from './effects.js';
import { bakery, inputs } from './export-archive/archives.js';
import { fileOf } from './imports/files.js';
import { personal, startSite, twelvePosts } from './public-profile/site.js';

/** What the conformance suite needs to run a connector; everything else it knows from the contract. */
export interface Harness {
  /** The connection's keys as in `reachline.yaml`; defaults do the rest. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Effects['files'];
  /** Values that may appear nowhere. */
  readonly secrets: readonly string[];
  /** How many requests the source has seen so far; for connectors that make some. */
  readonly requests?: () => number;
  /** A page as the source would answer it with a field more, and with text where a number was. */
  drift(page: Page): Page;
  close?(): Promise<void>;
}

export const clock = new Date('2026-11-01T09:00:00Z');

/** One entry per registered connector. */
export const harnesses: Readonly<Record<string, () => Promise<Harness>>> = {
  'graph-api': async () => {
    const emulator = await startEmulator({ seed: 7, now: () => clock, start: clock, historyDays: 40 });
    return {
      settings: {
        base_url: emulator.url,
        comments: {},
        tags: true,
        competitors: ['confeitaria.lumen'],
        hashtags: ['coffee'],
      },
      env: { REACHLINE_TOKEN: emulator.token },
      secrets: [emulator.token],
      requests: () => emulator.requests().length,
      drift: (page) => ({
        ...page,
        body: page.body.replace(/"like_count":\s*\d+/g, '"like_count":"12k","mood":"sunny"'),
      }),
      close: () => emulator.close(),
    };
  },
  imports: async () => ({
    settings: {},
    files: [fileOf('posts.csv', businessSuiteExport)],
    secrets: [],
    drift: (page) => ({
      ...page,
      request: {
        ...page.request,
        columns: (page.request.columns as string[]).map((name) => name.replace('Duration (sec)', 'Mood')),
      },
      body: page.body.replace('"1823"', '"12 thousand"'),
    }),
  }),
  'public-profile': async () => {
    const site = await startSite({ profiles: (username) => ({ username, posts: twelvePosts }) });
    return {
      settings: {
        purpose: 'to try out the reader of pages',
        accounts_are: 'own',
        contact: 'bot@reachline.example',
        accounts: ['casa.do.pao', 'barro'],
        base_url: site.url,
      },
      secrets: personal,
      requests: () => site.asked.length,
      drift: (page) => ({
        ...page,
        body: page.body
          .replace('"undeclared":{"user":[]', '"undeclared":{"user":["mood"]')
          .replace('"count":1200', '"count":"12k"'),
      }),
      close: () => site.close(),
    };
  },
  'export-archive': async () => ({
    settings: {},
    files: inputs(bakery()),
    secrets: [],
    drift: (page) => ({
      ...page,
      body: page.body.replace('"Profile visits"', '"Mood"').replace('"1,234"', '"many"'),
    }),
  }),
};

/** A context's effects for a harness, at the suite's clock. */
export function effectsFor(harness: Harness, signal?: AbortSignal) {
  return testEffects({
    now: clock,
    ...(harness.env ? { env: harness.env } : {}),
    ...(harness.files ? { files: harness.files } : {}),
    ...(signal ? { signal } : {}),
  });
}

/** Three posts, one of them with a date that cannot be read, one without a count. */
const businessSuiteExport = [
  'Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,Data comment,Date,Views,Reach,Likes,Shares,Follows,Comments,Saves',
  '17902724751121134,17841409112206242,a_school,A School,"First, ""quoted""",0,03/04/2025 00:17,https://www.instagram.com/p/DGxTmZFNd5W/,IG carousel,,Lifetime,5366,1823,145,9,0,0,1',
  '17902724751121135,17841409112206242,a_school,A School,Second,12,not a date,https://www.instagram.com/reel/DGxTmZFNd5X/,IG reel,,Lifetime,1,1,1,1,0,0,1',
  '17902724751121136,17841409112206242,a_school,A School,Third,30,03/05/2025 10:00,https://www.instagram.com/reel/DGxTmZFNd5Y/,IG reel,,Lifetime,700,500,40,,0,2,3',
].join('\n');
