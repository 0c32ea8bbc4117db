import { mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connector, InputFile } from '../../connectors/contract.js';
import { exportArchive } from '../../connectors/export-archive/index.js';
import { homeAt } from '../../pipeline/home.js';
import { type ImportedResult, importFiles } from '../../pipeline/run/import.js';
import { filesBelow } from '../cli/running.js';
import {
  archiveName,
  bakery,
  captions,
  strangers,
  writeFolder,
} from '../connectors/export-archive/archives.js';
import { type Packed, zipOf } from '../connectors/files/zips.js';
import { counter, land, page, parsedConfig, post, profile, published, scripted } from './warehouse.js';

let below: string;
beforeAll(async () => {
  below = await mkdtemp(join(tmpdir(), 'reachline-archive-'));
});
afterAll(() => rm(below, { recursive: true }));

const now = new Date('2026-11-28T09:00:00Z');
const log = { debug: () => {}, info: () => {}, warn: () => {} };

/** Names of files that the connector was given, and of those that it opened, as often as it did. */
const given: string[] = [];
const opened: string[] = [];
const counting: Connector = {
  ...(exportArchive as Connector),
  read(context) {
    const files = context.effects.files.map((file): InputFile => {
      given.push(file.name);
      return {
        ...file,
        open(range) {
          opened.push(file.name);
          return file.open(range);
        },
      };
    });
    return exportArchive.read({ ...context, effects: { ...context.effects, files } } as Parameters<
      typeof exportArchive.read
    >[0]);
  },
};

function importing(root: string, paths: readonly string[], noBuild = false): Promise<ImportedResult> {
  return importFiles({
    home: homeAt(join(below, root)),
    loaded: { config: parsedConfig(), connections: [] },
    connectors: [counting, scripted('graph-api'), scripted('imports')],
    outside: { now: () => now, env: () => undefined, log, signal: new AbortController().signal },
    paths,
    settings: {},
    noBuild,
  });
}

const packed = (files: Readonly<Record<string, string>>, more: Partial<Packed> = {}): Packed[] =>
  Object.entries(files).map(([path, content]) => ({ path, content, ...more }));

async function zipFile(name: string, files: readonly Packed[]): Promise<string> {
  const path = join(below, name);
  await writeFile(path, zipOf(files));
  return path;
}

describe('an archive next to the API', () => {
  const home = () => homeAt(join(below, 'home'));
  let imported: ImportedResult;

  beforeAll(async () => {
    await land(home(), '2026-11-21T02:00:00Z', [
      page('2026-11-21T02:00:00Z', [
        profile('2026-11-21T02:00:00Z', { username: 'padaria.aurora', is_own: true }),
        // the single picture, by its second; and a post that no archive knows
        post('2026-11-21T02:00:00Z', {
          media_ref: 'DPbread1234',
          shortcode: 'DPbread1234',
          media_id: '17900000000000001',
          caption: 'as the API has it',
          posted_at: '2026-10-05T10:00:00Z',
        }),
        counter('2026-11-21T02:00:00Z', 'likes', 101, { media_ref: 'DPbread1234' }),
        post('2026-11-21T02:00:00Z', {
          media_ref: 'DPother5678',
          shortcode: 'DPother5678',
          posted_at: '2026-11-20T12:00:00Z',
        }),
      ]),
    ]);
    imported = await importing('home', [await writeFolder(below, bakery('pt'))]);
  });

  it('loads every entry, and says what became of them', () => {
    // profile, 2 + 1 + 1 posts, 2 + 1 + 1 insights, audience, reach, interactions, 3 days and 1; of the API 4
    expect(imported.manifest.counts).toEqual({ read: 20, loaded: 20, quarantined: 0, superseded: 0 });
  });

  it('is one account and one row per post, by account and second', async () => {
    expect(await published(home(), 'select account_id, username from accounts')).toEqual([
      { account_id: '100', username: 'padaria.aurora' },
    ]);
    const posts = await published(
      home(),
      'select media_key, format, caption, likes, reach, sources from media_performance order by posted_at',
    );
    const hash = expect.stringMatching(/^hash:/);
    const sources = 'export-archive';
    const { carousel, reel, story } = captions;
    expect(posts).toEqual([
      {
        media_key: 'DPbread1234',
        format: 'image',
        caption: 'as the API has it',
        likes: 101,
        reach: 1234,
        sources: 'export-archive,graph-api',
      },
      { media_key: hash, format: 'carousel', caption: carousel, likes: 2045, reach: 63_300, sources },
      { media_key: hash, format: 'reel', caption: reel, likes: 432, reach: 8765, sources },
      { media_key: hash, format: 'story', caption: story, likes: null, reach: 210, sources },
      expect.objectContaining({ media_key: 'DPother5678', sources: 'graph-api' }),
    ]);
  });

  it('tells who stayed by the day they came, and makes no history of the count of it', async () => {
    expect(
      await published(
        home(),
        'select kind, cast(day as varchar) as day, people from follower_cohorts order by kind, day',
      ),
    ).toEqual([
      { kind: 'followers', day: '2026-10-01', people: 2 },
      { kind: 'followers', day: '2026-10-02', people: 0 },
      { kind: 'followers', day: '2026-10-03', people: 1 },
      { kind: 'following', day: '2025-05-05', people: 1 },
    ]);
    expect(
      await published(
        home(),
        'select cast(day as varchar) as day, followers, new_follows from account_daily where posts_published = 0 order by day',
      ),
    ).toEqual([
      // the range of the audience ends on the 16th, and the platform's days at midnight US Pacific
      { day: '2026-11-17', followers: 12_480, new_follows: null },
    ]);
  });

  it('gives sums with the days that they are of, and the audience as people', async () => {
    expect(
      await published(
        home(),
        "select metric, bucket as since, cast(day as varchar) as day, value from account_breakdowns where dimension = 'since' order by metric",
      ),
    ).toContainEqual({ metric: 'reach', since: '2026-08-19', day: '2026-11-16', value: 45_678 });
    expect(
      await published(
        home(),
        "select bucket, people, coverage from audience where dimension = 'country' order by bucket",
      ),
    ).toEqual([
      { bucket: 'BR', people: 9996, coverage: expect.closeTo(0.891, 3) },
      { bucket: 'PT', people: 1123, coverage: expect.closeTo(0.891, 3) },
    ]);
  });

  it('leaves nobody else behind in the home, and no copy of itself', async () => {
    const files = await filesBelow(home().root);
    const all = [...files.values()].map((bytes) => bytes.toString('latin1')).join('\n');
    for (const name of strangers) expect(all).not.toContain(name);
    expect([...files.keys()].filter((path) => path.startsWith('data/raw/files/'))).toEqual([]);
  });

  it('is known when it comes again as a zip, flat or nested, or in parts', async () => {
    const files = packed(bakery('pt'));
    const nested = files.map((file) => ({ ...file, path: `${archiveName}/${file.path}` }));
    for (const paths of [
      [await zipFile(`${archiveName}.zip`, files)],
      [await zipFile('download.zip', nested)],
      [
        await zipFile(`${archiveName}-part-1.zip`, files.slice(0, 6)),
        await zipFile('part 2.zip', files.slice(6)),
      ],
    ]) {
      const { files: outcomes } = await importing('home', paths, true);
      expect(outcomes).toMatchObject([{ outcome: 'known' }]);
    }
  });
});

describe('of an archive', () => {
  const needed = Object.keys(bakery()).filter((path) => !/messages|likes|blocked|^media\//.test(path));
  const others = Object.keys(bakery()).filter((path) => !needed.includes(path));
  const expectOnlyNeeded = (name: string) => {
    const names = needed.map((path) => `${name}/${path}`).sort();
    expect(given.splice(0).sort()).toEqual(names);
    expect(opened.splice(0).sort()).toEqual(names);
  };
  beforeEach(() => {
    given.length = 0;
    opened.length = 0;
  });

  it('only the needed files are read, of a folder: the others would take days', async () => {
    const root = await writeFolder(join(below, 'counted-archive'), bakery());
    for (const path of others) await truncate(join(root, path), 4 * 2 ** 40);
    await importing('counted', [root], true);
    expectOnlyNeeded(archiveName);
  });

  it('only the needed files are read, of a zip: the others cannot be', async () => {
    const files = packed(bakery()).map((file) =>
      needed.includes(file.path) ? file : { ...file, encrypted: true, crc: 1 },
    );
    await importing('counted-zip', [await zipFile(`${archiveName}-damaged.zip`, files)], true);
    expectOnlyNeeded(`${archiveName}-damaged.zip`);
  });
});

describe('refused, with nothing imported, is', () => {
  const posts = 'your_instagram_activity/media/posts_1.json';
  const html = Object.fromEntries(
    Object.keys(bakery()).map((path) => [path.replace(/\.json$/, '.html'), '<html></html>']),
  );
  const refusals: [string, readonly Packed[], RegExp, RegExp][] = [
    ['an archive in HTML', packed(html), /archive in HTML/, /Format: JSON/],
    [
      'an encrypted file',
      packed({ [posts]: '[]' }, { encrypted: true }),
      /is encrypted/,
      /with its password/,
    ],
    ['a link', packed({ [posts]: '/etc/passwd' }, { link: true }), /is a link to another file/, /unpack it/],
    ['a damaged file', packed({ [posts]: '[]' }, { crc: 1 }), /checksum does not fit/, /Download/],
    [
      'a path out of it',
      [...packed({ [posts]: '[]' }), { path: '../media/posts_2.json', content: '' }],
      /invalid relative path/,
      /Nothing/,
    ],
    [
      'an absolute path',
      [...packed({ [posts]: '[]' }), { path: '/media/posts_2.json', content: '' }],
      /absolute path/,
      /Nothing/,
    ],
    ['a bomb', packed({ [posts]: ' '.repeat(70 * 1024 * 1024) }), /grows more than 200-fold/, /Nothing/],
    [
      'half a file',
      packed({ [posts]: '[{"media":[' }),
      /posts_1\.json is not whole JSON/,
      /Download it again/,
    ],
    [
      'a part without any file that is read',
      packed({ 'media/posts/202610/single.jpg': '' }),
      /none of the files/,
      /PART1 PART2/,
    ],
  ];
  it.each(refusals)('%s', async (what, files, message, hint) => {
    const path = await zipFile(`instagram-padaria.aurora-2026-11-20-${what.replaceAll(' ', '-')}.zip`, files);
    await expect(importing('refused', [path])).rejects.toMatchObject({
      exitCode: 65,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
    const left = [...(await filesBelow(join(below, 'refused')).catch(() => new Map())).keys()];
    expect(left.filter((path) => path.startsWith('data/raw'))).toEqual([]);
  });

  it('a needed file of a folder that is a link', async () => {
    const root = await writeFolder(join(below, 'linked'), bakery());
    const path = join(root, 'connections/followers_and_following/followers_2.json');
    await symlink('/etc/hostname', path);
    await expect(importing('refused', [root])).rejects.toMatchObject({
      exitCode: 65,
      message: expect.stringContaining('followers_2.json is a link'),
    });
  });

  it('a nameless part next to two archives', async () => {
    const files = bakery();
    const paths = [
      await zipFile('instagram-padaria.aurora-2026-11-20-x.zip', packed(files)),
      await zipFile('instagram-padaria.aurora-2025-11-20-y.zip', packed(files)),
      await zipFile('part.zip', packed(files)),
    ];
    await expect(importing('refused', paths)).rejects.toMatchObject({
      message: 'part.zip: nothing tells which of the archives it is a part of.',
    });
  });
});
