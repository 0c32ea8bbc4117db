import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { filesBelow, mappedTable, reachline, succeeding, temporaryFolder } from './running.js';

const secret = 'EAAG0123456789abcdefghijkl';
const rows = [
  'https://www.instagram.com/p/CAAAAAAAAAA/,2026-01-05T17:30:00Z,12,3',
  `https://www.instagram.com/p/CBBBBBBBBBB/,2026-01-06T17:30:00Z,31 \u001b[31mof\u202e,${'x'.repeat(200)}`,
  'https://www.instagram.com/p/CCCCCCCCCCC/,2026-01-06T17:30:00Z,many,3',
  `https://www.instagram.com/p/CDDDDDDDDDD/,Bearer ${secret},1,?access_token=${secret}`,
];

let home: string;
beforeAll(async () => {
  home = await temporaryFolder();
  const { csv, map } = await mappedTable(await temporaryFolder(), rows);
  const { stdout } = await succeeding(home, [
    ...['import', csv, '--map', map, '--account', 'cafe', '--timezone', 'UTC'],
  ]);
  expect(stdout).toContain('3 records quarantined: reachline quarantine list');
});

const list = async (...args: string[]): Promise<string> =>
  (await succeeding(home, ['quarantine', 'list', ...args])).stdout;

test('tells by rule how many, then of each record what is wrong, a piece of it, and where it lies', async () => {
  const text = await list();
  expect(text).toMatch(/^3 records quarantined by 2 rules$/m);
  expect(text).toMatch(/^ {2}schema-drift +2 +1 +\d{4}-\d\d-\d\d +"/m);
  expect(text).toMatch(/^ {2}unreadable-date +1 +1 /m);
  expect(text).toMatch(
    /^ {2}unreadable-date {2}cafe, line 5, Wann, .* UTC\n {4}"Bearer REDACTED" is not a time written as iso\n {4}\{"Beitrag":"https:.*…\n {4}source=imports\/account=user%3Acafe\/\S+\.gz, line 1, item 4$/m,
  );
  // strangers' text neither moves the cursor nor turns the line around
  expect(text).not.toMatch(/[\u001b\u202e]/);
  for (const line of text.split('\n').filter((line) => !line.includes('raw') && !line.includes('source=')))
    expect(line.length).toBeLessThanOrEqual(80);
});

test('is narrowed by run, rule and account, and limited', async () => {
  const records = async (...args: string[]) => {
    const { records } = JSON.parse(await list('--format', 'json', ...args)) as {
      records: { item: number }[];
    };
    return records.map(({ item }) => item);
  };
  expect(await records('--account', '@cafe', '--rule', 'schema-drift')).toEqual([2, 3]);
  expect(await records('--run', 'another')).toEqual([]);
  expect(await list('--limit', '2')).toMatch(/\(the newest 2 of 3 records; /);
  expect(await list('--account', "o'hara")).toBe('nothing is quarantined there\n');
});

test('as NDJSON is one record a line, as JSON rules and records, both whole', async () => {
  const lines = (await list('--format', 'ndjson')).trim().split('\n');
  const { rules, records } = JSON.parse(await list('--format', 'json'));
  expect(lines.map((line) => JSON.parse(line))).toEqual(records);
  expect(rules).toMatchObject([
    { rule: 'schema-drift', records: 2, accounts: 1 },
    { rule: 'unreadable-date', records: 1, accounts: 1 },
  ]);
  expect(records[2]).toMatchObject({
    ref: 'line 5',
    rule: 'unreadable-date',
    field: 'Wann',
    payload: expect.stringContaining('"Herzen":"1","Antworten":"?access_token=REDACTED"'),
    attempts: 1,
  });
  expect(JSON.stringify(records)).not.toContain(secret);
});

test('is replayed: what heals, what remains and why', async () => {
  const [raw] = [...(await filesBelow(join(home, 'data/raw'))).entries()].filter(([path]) =>
    /ndjson/.test(path),
  );
  const [path, bytes] = raw!;
  const said = (stdout: string) => stdout.slice(stdout.indexOf('  healed'));
  const replay = async () => said((await succeeding(home, ['quarantine', 'replay'])).stdout);
  await writeFile(join(home, 'data/raw', path), bytes.subarray(0, 50));
  expect(await replay()).toMatch(/^ {2}healed +0 of 3 quarantined records\n.*\n.*\n {4}unreadable-file +1 /);
  await writeFile(join(home, 'data/raw', path), bytes);
  expect(await replay()).toMatch(/^ {2}healed +1 of 1 quarantined record\n/);
  expect(await list()).toMatch(/^ {2}unreadable-date {2}cafe, .*, read 3 times$/m);
});

test('needs something published', async () => {
  const { code, stderr } = await reachline(await temporaryFolder(), ['quarantine', 'list']);
  expect(code).toBe(64);
  expect(stderr).toContain('nothing has been published');
});
