import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { filesBelow, reachline, temporaryFolder } from './running.js';

const commands =
  'init doctor plan nightly sync stories backfill import build check report status runs quarantine forget query explain webhooks demo emulator'.split(
    ' ',
  );

describe('help', () => {
  test('lists every command and the exit codes', async () => {
    const { code, stdout, stderr } = await reachline(await temporaryFolder(), ['--help']);
    expect([code, stderr]).toEqual([0, '']);
    for (const name of commands) expect(stdout).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
    for (const exit of [0, 64, 65, 69, 70, 73, 75, 77, 78, 130, 143]) expect(stdout).toMatch(`${exit}`);
  });

  test.each(commands)('of %s has an example, and running it changes nothing', async (name) => {
    const home = await temporaryFolder();
    const { code, stdout, stderr } = await reachline(home, [name, '--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`Usage: reachline ${name}`);
    expect(stdout.split(/^Examples?:$/m)[1]).toMatch(new RegExp(`reachline .*${name}|reachline ${name}`));
    expect((await filesBelow(home)).size).toBe(0);
  });

  test('--version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect((await reachline(await temporaryFolder(), ['--version'])).stdout.trim()).toBe(version);
  });
});

describe('usage errors end with 64 and say what is wrong', () => {
  test.each<[string[], string]>([
    [[], 'Usage: reachline'],
    [['frobnicate'], "unknown command 'frobnicate'"],
    [['query'], "missing required argument 'sql'"],
    [['query', ' '], 'the query is empty'],
    [['import'], "missing required argument 'files'"],
    [['import', 'no-such-file.csv'], 'there is no such file'],
    [['import', 'x.csv', '--timezone', 'Lisbon'], '--timezone is not a time zone'],
    [['import', 'x.csv', '--observed-at', 'yesterday'], '--observed-at is not a time'],
    [['nightly', '--as-of', 'tomorrow'], 'not a time: tomorrow'],
    [['nightly', '--asof', '2026-01-01'], 'Did you mean --as-of?'],
    [['nightly', '--log-format', 'xml'], 'Allowed choices are text, json'],
    [
      ['query', 'select 1', '--format', 'xlsx'],
      'Allowed choices are table, csv, json, ndjson, arrow, parquet',
    ],
    [['runs', '--limit', 'x'], 'not a whole number from 1: x'],
    [['runs', 'no-such-run'], 'no run no-such-run'],
    [['demo', '--nights', '0'], 'not a whole number from 1: 0'],
    [['query', 'select 1'], 'nothing has been published'],
    [['report'], 'nothing has been published'],
    [['check'], 'nothing has been published'],
  ])('%j', async (args, message) => {
    const home = await temporaryFolder();
    const { code, stdout, stderr } = await reachline(home, args);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([64, '']);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect([...(await filesBelow(home)).keys()].filter((path) => !path.startsWith('data/'))).toEqual([]);
  });
});

test('a home may be called like a command', async () => {
  const folder = await temporaryFolder();
  const { code, stdout } = await reachline('demo', ['runs'], { cwd: folder });
  expect([code, stdout]).toEqual([0, 'no runs yet\n']);
});
