import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { connectors } from '../../connectors/index.js';
import { defaultAccounts } from '../../emulator/index.js';
import { openDuckDB } from '../../pipeline/engines/duckdb/duckdb.js';
import {
  explainPost,
  explainValue,
  homeAt,
  loadConfig,
  syncOnly,
  type ValueExplanation,
} from '../../pipeline/index.js';
import { dayMs, reachline, rowsOf, smallWorld, succeeding, temporaryFolder } from './running.js';

const hostile = '\u001b[2J\u202e';
const control = /[\u001b\u009b\u202e]/;
const world = await smallWorld({
  historyDays: 12,
  accounts: defaultAccounts.filter(({ username }) => username === 'padaria.aurora'),
});

const all = Object.values(connectors);

let home: string;
/** A post that was seen shortly before and shortly after it was seven days old. */
let post: {
  media_key: string;
  media_id: string;
  permalink: string;
  likes: number;
  reach: number;
  likes_then: number;
};
let csv: string;

/** Two readings of the API, then a file: the newest likes of `post`, fewer than before, and three posts of its own. */
beforeAll(async () => {
  const { clock, emulator, env } = world;
  home = await world.home();
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
  for (const hours of [0, 24]) {
    clock.advance(hours);
    await syncOnly({
      home: homeAt(home),
      loaded: await loadConfig(homeAt(home), all),
      connectors: all,
      outside: {
        now: clock.now,
        env: (name) => env[name as keyof typeof env],
        log,
        signal: new AbortController().signal,
      },
    });
  }
  const [account] = emulator.world.accounts;
  const found = emulator.world.media(account!.id, clock.now()).find(({ postedAt, likesHidden }) => {
    const age = (clock.now().getTime() - postedAt.getTime()) / 3_600_000;
    return age > 170 && age < 191 && !likesHidden;
  });
  csv = join(await temporaryFolder(), 'eigene tabelle.csv');
  await writeFile(
    csv,
    `Beitrag,Nummer,Wann,Text,Herzen,Reichweite
https://www.instagram.com/p/${found!.shortcode}/,,,,1,
https://www.instagram.com/p/CAAAAAAAAAA/,,2026-08-01 10:00,Ev${hostile}il «text»,"1,203",
https://www.instagram.com/p/CBBBBBBBBBB/,17900000000000001,2026-08-02 10:00,,5,44
https://www.instagram.com/p/17900000000000001/,,2026-08-03 10:00,,6,45
`,
  );
  const map = join(home, 'map.yaml');
  await writeFile(
    map,
    'permalink: Beitrag\nmedia_id: Nummer\nposted_at: {column: Wann, format: iso, zone: UTC}\ncaption: Text\nlikes: Herzen\nreach: Reichweite\n',
  );
  const observed = new Date(world.clock.now().getTime() + dayMs).toISOString();
  const args = ['--map', map, '--account', `pa${hostile}daria`, '--observed-at', observed];
  await succeeding(home, ['import', csv, ...args]);
  [post] = (await rowsOf(
    home,
    `select p.media_key, p.media_id, p.permalink, p.likes, p.reach, a.likes as likes_then
     from media_performance as p join media_at_age as a on a.media_key = p.media_key
     where p.media_key = '${found!.shortcode}' and a.horizon_hours = 168`,
  )) as [typeof post];
});

const options = (given: string) => ({
  home: homeAt(home),
  connectors: all,
  post: { given, link: null, shortcode: null },
});
const explained = (given: string, name: string): Promise<ValueExplanation> =>
  explainValue({ ...options(given), name });

test('a number of the API is followed to the place in the answer that it was read from', async () => {
  const { stdout } = await succeeding(home, ['explain', '--json', post.media_key, 'reach']);
  const { name, kind, value, models, evidence, at_age, warnings, history } = JSON.parse(
    stdout,
  ) as ValueExplanation;
  expect([name, kind, value, warnings]).toEqual(['reach', 'counter', post.reach, []]);
  expect(models).toHaveLength(1);
  expect([models[0]!.at(0), models[0]!.at(-1)]).toEqual(['media_performance', 'landing.media_counters']);
  const [first] = evidence;
  expect(first).toMatchObject({
    value: post.reach,
    source: 'graph-api',
    verified: 'equal',
    raw_value: post.reach,
    run: { kind: 'sync', started_at: '2026-09-09T02:30:00.000Z' },
  });

  const raw = gunzipSync(await readFile(join(home, 'data/raw', first!.raw.file))).toString();
  const page = JSON.parse(raw.split('\n')[first!.raw.line - 1]!) as {
    request: { path: string; params: object };
    body: string;
  };
  const { path, params } = page.request;
  expect(first!.call).toEqual({ kind: 'api', connection: 'main', path, params, status: 200 });
  const { data } = JSON.parse(page.body) as {
    data: { id: string; insights: { data: { name: string; values: object[] }[] } }[];
  };
  expect(data[first!.raw.item_in_line! - 1]!.id).toBe(post.media_id);
  const place = /^data\[(\d+)\]\.insights\.data\[(\d+)\]\.values\[0\]\.value$/.exec(first!.excerpt!.path)!;
  const said = data[Number(place[1])]!.insights.data[Number(place[2])]!;
  expect([said.name, said.values]).toEqual(['reach', [{ value: post.reach }]]);
  expect(JSON.parse(first!.excerpt!.json)).toEqual({ name: 'reach', values: [{ value: post.reach }] });

  expect(at_age).toHaveLength(1);
  // the file has an empty cell, later: the API's reading stands
  expect(history[0]).toMatchObject({ value: null, absent_reason: 'not_in_source', source: 'imports' });
});

test('a value at equal age shows the readings on both sides; a counter that fell shows how', async () => {
  const { value, at_age, corrections, history, evidence } = await explained(post.media_key, 'likes');
  expect([value, post.likes, corrections]).toEqual([1, 1, 1]);
  expect(history.map((step) => [step.value, step.source])).toEqual([
    [1, 'imports'],
    [expect.any(Number), 'graph-api'],
    [expect.any(Number), 'graph-api'],
  ]);
  expect(history[0]!.change).toBe(1 - history[1]!.value!);
  expect(history[0]!.change).toBeLessThan(0);
  expect(evidence[0]!.call).toMatchObject({ kind: 'file', row: 'line 2' });
  const [aged] = at_age;
  expect(aged).toMatchObject({
    value: post.likes_then,
    age_basis: 'fixed',
    horizon_hours: 168,
    is_interpolated: true,
  });
  const { before, after } = aged!;
  expect(before!.age_hours).toBeLessThan(168);
  expect(after!.age_hours).toBeGreaterThan(168);
  expect(after!.age_hours - before!.age_hours).toBeCloseTo(24);
  expect([before!.value, after!.value]).toEqual([history[2]!.value, history[1]!.value]);
});

test('people read it on eighty columns; only the path of the raw file has a line of its own', async () => {
  const likes = await succeeding(home, ['explain', `${post.permalink}?igsh=x`, 'likes']);
  const all = await succeeding(home, ['explain', `id:${post.media_id}`]);
  const lines = `${likes.stdout}${all.stdout}`.split('\n');
  expect(lines.filter((line) => line.length > 80 && !line.startsWith('  source='))).toEqual([]);
  expect(likes.stdout).toMatch(/^likes {2}\d+$/m);
  expect(likes.stdout).toContain(', fixed: interpolated between\n');
  expect(likes.stdout).toContain('The counter fell once in 3 readings');
  expect(likes.stdout).toMatch(/^ {2}raw says {2}\{"Herzen":"\d+"\} ✓$/m);
  expect(all.stdout).toMatch(/^ {2}likes +\d+ {2}imports +2026-09-10 {2}fell once$/m);
});

test('a number of a file names the file, its checksum and the row', async () => {
  const { value, evidence, post: of } = await explained('CAAAAAAAAAA', 'likes');
  expect([value, of.sources]).toEqual([1203, ['imports']]);
  expect(evidence[0]).toMatchObject({
    verified: 'equal',
    run: { kind: 'import' },
    raw: { line: 1, item_in_line: 2, items_in_line: 4 },
    call: {
      kind: 'file',
      name: 'eigene tabelle.csv',
      sha256: createHash('sha256')
        .update(await readFile(csv))
        .digest('hex'),
      row: 'line 3',
    },
    excerpt: { path: 'rows[1].cells[4]', json: '{"Herzen":"1,203"}' },
  });
});

test('a number that is not there says why and since when', async () => {
  const { value, absent, evidence } = await explained('CAAAAAAAAAA', 'reach');
  expect([value, absent]).toEqual([
    null,
    { reason: 'not_in_source', since: new Date('2026-09-10T02:30:00Z') },
  ]);
  expect(evidence[0]).toMatchObject({
    value: null,
    verified: 'equal',
    excerpt: { json: '{"Reichweite":""}' },
  });
  const never = await explained('CBBBBBBBBBB', 'comments');
  expect(never).toMatchObject({ kind: 'counter', value: null, absent: null, evidence: [], readings: 0 });
});

test('what describes a post is followed to who said it, what is computed to what it is computed from', async () => {
  const format = await explained(post.media_id, 'format');
  expect(format).toMatchObject({ kind: 'field', models: [expect.arrayContaining(['landing.media'])] });
  expect(format.evidence[0]).toMatchObject({
    source: 'graph-api',
    verified: 'equal',
    value: format.value,
    excerpt: { path: expect.stringMatching(/^data\[\d+\]\.media_(product_)?type$/) },
  });
  const rate = await explained(post.media_key, 'engagement_rate_by_reach');
  expect([rate.kind, rate.computed_from.map(({ name }) => name)]).toEqual([
    'derived',
    ['interactions', 'reach'],
  ]);
  expect(rate.computed_from[1]!.value).toBe(post.reach);
});

test('without a metric: all that is known, from whom, and under which names', async () => {
  const { post: of, fields, counters, warnings } = await explainPost(options(post.media_id));
  expect([of.media_key, of.sources]).toEqual([post.media_key, ['graph-api', 'imports']]);
  expect(of.refs).toEqual(expect.arrayContaining([post.media_key, `id:${post.media_id}`]));
  const media_id = { name: 'media_id', value: post.media_id, source: 'graph-api' };
  expect(fields).toContainEqual(expect.objectContaining(media_id));
  const likes = { name: 'likes', value: 1, source: 'imports', corrections: 1 };
  expect(counters).toContainEqual(expect.objectContaining(likes));
  const reach = {
    name: 'reach',
    value: post.reach,
    absent: expect.objectContaining({ reason: 'not_in_source' }),
  };
  expect(counters).toContainEqual(expect.objectContaining(reach));
  expect(warnings).toEqual([]);
});

test('what strangers write cannot steer the terminal', async () => {
  const { stdout } = await succeeding(home, ['explain', 'CAAAAAAAAAA']);
  expect(stdout).toMatch(/^ {2}caption +Evil «text»/m);
  const { code, stderr } = await reachline(home, ['explain', `no${hostile}where`]);
  expect(code).toBe(64);
  expect(stderr).toContain('no post is known as "nowhere"\n');
  expect(stdout + stderr).not.toMatch(control);
});

describe('a wrong question says what to ask instead', () => {
  test.each<[string, () => [string, string], RegExp, RegExp]>([
    ['no such post', () => ['nowhere', 'reach'], /no post is known as "nowhere"/, /query "select media_key/],
    ['a slip', () => [post.media_key.slice(0, -1), 'reach'], /no post/, /^Did you mean .*case differ\.$/],
    [
      'two posts',
      () => ['17900000000000001', 'reach'],
      /means 2 posts: 17900000000000001, CBBBBBBBBBB/,
      /permalink/,
    ],
    ['no such metric', () => [post.media_key, 'saved'], /has no "saved"/, /counters are likes, .*saves/],
  ])('%s', async (_, question, message, hint) => {
    await expect(explained(...question())).rejects.toMatchObject({
      exitCode: 64,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });

  test('of the two posts each has a name of its own', async () => {
    expect((await explained('id:17900000000000001', 'likes')).value).toBe(5);
    const link = 'instagram.com/p/17900000000000001';
    const other = { ...options(''), post: { given: link, link, shortcode: '17900000000000001' } };
    expect((await explainValue({ ...other, name: 'likes' })).value).toBe(6);
  });
});

describe('what lies below', () => {
  test('raw that says something else is a warning', async () => {
    const { evidence } = await explained('CBBBBBBBBBB', 'reach');
    const path = join(home, 'data/raw', evidence[0]!.raw.file);
    const bytes = await readFile(path);
    await writeFile(path, gzipSync(gunzipSync(bytes).toString().replace('\\"44\\"', '\\"45\\"')));
    const { stdout } = await succeeding(home, ['explain', 'CBBBBBBBBBB', 'reach']);
    expect(stdout).toMatch(/^ {2}raw says {2}\{"Reichweite":"45"\} !$/m);
    expect(stdout).toMatch(/^! line 1 of .* says 45, the warehouse 44: .*build --full/m);
    await writeFile(path, 'not gzip');
    const damaged = await explained('CBBBBBBBBBB', 'reach');
    expect(damaged.evidence[0]).toMatchObject({ verified: 'unreadable', call: null });
    expect(damaged.warnings).toEqual([expect.stringContaining('the raw file is missing, damaged')]);
    await writeFile(path, bytes);
  });

  test('a warehouse that a job has open is 75, one that is missing 64, one that is broken 65', async () => {
    const path = join(home, 'data/warehouse.duckdb');
    const job = await openDuckDB({ path });
    const busy = await reachline(home, ['explain', post.media_key]);
    job.close();
    expect([busy.code, busy.stderr]).toEqual([75, expect.stringContaining('another process has')]);
    await rename(path, `${path}.away`);
    const hint = expect.stringContaining('`reachline build`');
    await expect(explained('CAAAAAAAAAA', 'reach')).rejects.toMatchObject({ exitCode: 64, hint });
    await writeFile(path, 'no database');
    await expect(explained('CAAAAAAAAAA', 'reach')).rejects.toMatchObject({ exitCode: 65, hint });
    await rename(`${path}.away`, path);
  });

  test('a home where nothing was published says what to run', async () => {
    home = await temporaryFolder();
    await expect(explained('x', 'reach')).rejects.toMatchObject({
      exitCode: 64,
      message: expect.stringContaining('nothing has been published'),
    });
  });
});
