import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectors } from '../../connectors/index.js';
import { homeAt, loadConfig, openMarts, readManifests } from '../../pipeline/index.js';
import { type JobResult, nightly } from '../../pipeline/run/nightly.js';
import { blocks, personal, type Site, startSite, twelvePosts } from '../connectors/public-profile/site.js';
import { dayMs, filesBelow, firstNight, reachline, rowsOf, succeeding, temporaryFolder } from './running.js';

// Two nights that are read, one that is sent away, one within the cool-down.
let site: Site;
let root: string;
let isClosed = false;
let days = 0;
const nights: (JobResult | Error)[] = [];

beforeAll(async () => {
  root = await temporaryFolder();
  site = await startSite({
    profiles: (username) => {
      if (isClosed) return blocks['401 please wait'];
      if (username === 'gone.bakery') return undefined;
      return {
        username,
        followers: 1200 + days,
        posts: twelvePosts.map((post) => ({
          ...post,
          taken_at: new Date(post.taken_at.getTime() - 60 * dayMs),
          likes: post.likes! + days,
        })),
      };
    },
  });
  await writeFile(
    join(root, 'reachline.yaml'),
    `connections:
  - name: pages
    connector: public-profile
    purpose: our own monthly report
    accounts_are: own
    contact: reader@studio.example
    base_url: ${site.url}
    accounts:
      - account: casa.do.pao
        time_zone: Europe/Lisbon
      - gone.bakery
`,
  );
  for (days = 0; days < 4; days++) {
    isClosed = days >= 2;
    nights.push(await night().catch((error: Error) => error));
  }
}, 120_000);
afterAll(() => site.close());

async function night(): Promise<JobResult> {
  const home = homeAt(root);
  const all = Object.values(connectors);
  const now = new Date(firstNight.getTime() + days * dayMs);
  return nightly({
    home,
    loaded: await loadConfig(home, all),
    connectors: all,
    outside: {
      now: () => now,
      env: () => undefined,
      log: { debug: () => {}, info: () => {}, warn: () => {} },
      signal: new AbortController().signal,
      sleep: async () => {},
    },
  });
}

test('nights publish the account, its posts and counters; what is missing is a gap', async () => {
  expect(nights[0]).toMatchObject({
    manifest: {
      status: 'partial',
      gaps: [{ account: 'user:gone.bakery', message: expect.stringContaining('no such public page') }],
      calls: { planned: 3, requests: 3 },
    },
  });
  expect(
    await rowsOf(
      root,
      'select account_id, username, followers, media_count, is_own, time_zone from accounts',
    ),
  ).toEqual([
    {
      account_id: 'user:casa.do.pao',
      username: 'casa.do.pao',
      followers: 1201,
      media_count: 12,
      is_own: true,
      time_zone: 'Europe/Lisbon',
    },
  ]);
  const posts = await rowsOf(
    root,
    'select shortcode, format, likes, views, crossposted_views, sources, is_missing from media_performance order by 1',
  );
  expect(posts).toHaveLength(12);
  expect(posts[2]).toEqual({
    shortcode: 'DPost0002a',
    format: 'reel',
    likes: 103,
    views: null,
    crossposted_views: 5000,
    sources: 'public-profile',
    is_missing: false,
  });
  expect(await rowsOf(root, 'select sum(read) as read, sum(loaded) as loaded from loads')).toEqual([
    { read: 26, loaded: 26 },
  ]);
});

test('a block ends the night with 75, and the next does not ask before the cool-down on disk ends', async () => {
  expect(nights[2]).toMatchObject({
    exitCode: 75,
    message: expect.stringContaining('Please wait a few minutes'),
  });
  expect(nights[3]).toMatchObject({
    exitCode: 75,
    message: expect.stringContaining('not asked again before 2026-09-12 02:30'),
  });
  const perNight = ['robots.txt', 'casa.do.pao', 'gone.bakery'];
  expect(site.names()).toEqual([...perNight, ...perNight, 'robots.txt', 'casa.do.pao']);
});

test('plan, doctor and status say how things stand, without a request', async () => {
  const before = site.asked.length;
  const asOf = ['--as-of', new Date(firstNight.getTime() + 3.5 * dayMs).toISOString()];
  const plan = await succeeding(root, ['plan', ...asOf]);
  expect(plan.stdout).toMatch(/casa\.do\.pao +media +0 +sent away; not asked before 2026-09-12 02:30 UTC/);
  const status = await succeeding(root, ['status']);
  expect(status.stdout).toMatch(
    /Last run .*nightly failed: nothing could be read: public pages: the site sent this reader away/,
  );
  expect(status.stdout).toMatch(/casa\.do\.pao +accounts +2026-09-09 02:30/);
  expect(site.asked).toHaveLength(before);
  // By this machine's clock the cool-down is long over.
  const doctor = await reachline(root, ['doctor']);
  expect(doctor.stdout).toContain(
    'opted in to public pages of 2 own accounts; purpose: our own monthly report',
  );
  expect(doctor.stdout).toContain('robots.txt allows the pages');
  expect(site.names().slice(before)).toEqual(['robots.txt']);
});

test('nothing on disk tells of other people', async () => {
  const { gunzipSync } = await import('node:zlib');
  for (const [path, bytes] of await filesBelow(root)) {
    const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    for (const stranger of personal) expect(text.includes(stranger), `${path}: ${stranger}`).toBe(false);
  }
});

test('explain follows a number to the reduced page', async () => {
  const { stdout } = await succeeding(root, ['explain', 'DPost0002a', 'likes']);
  expect(stdout).toContain('public-profile');
  expect(stdout).toMatch(/edge_liked_by/);
});

test('forget deletes raw files, memory and tables of an account that is no longer read', async () => {
  const read = await reachline(root, ['forget', 'casa.do.pao']);
  expect([read.code, read.stderr]).toEqual([64, expect.stringContaining('still reads casa.do.pao')]);

  const path = join(root, 'reachline.yaml');
  await writeFile(path, (await readFile(path, 'utf8')).replace(/ {6}- account: casa.*\n.*\n/, ''));
  const { stdout } = await succeeding(root, ['forget', '@Casa.do.pao']);
  expect(stdout).toContain('reports in out/ are yours to delete');
  const marts = await openMarts(homeAt(root));
  for (const mart of [
    'accounts',
    'media_performance',
    'media_daily',
    'account_daily',
    'loads',
    'quarantine',
  ]) {
    expect(await marts.rows(`select * from ${mart}`), mart).toEqual([]);
  }
  marts.close();
  const paths = [...(await filesBelow(join(root, 'data'))).keys()];
  expect(paths.filter((name) => name.startsWith('raw/'))).toEqual([]);
  const manifests = await readManifests(homeAt(root));
  expect(manifests.flatMap(({ raw_files }) => raw_files)).toEqual([]);
  // How the site was visited is not about an account: the cool-down goes on.
  expect(Object.keys(manifests.at(-1)!.state.pages!).sort()).toEqual(['mixed', 'user:gone.bakery']);

  const again = await succeeding(root, ['forget', 'casa.do.pao']);
  expect(again.stdout).toContain('nothing is known of casa.do.pao from public pages');
}, 120_000);
