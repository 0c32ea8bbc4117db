import { execFile, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { defaultAccounts, faultNames, faults } from '../../emulator/index.js';
import { running } from './running.js';

const { emulator, clock } = await running();
const readme = await readFile(new URL('../../emulator/README.md', import.meta.url), 'utf8');

/** Continuous integration has curl; elsewhere its absence is no failure of ours. */
const noCurl = !process.env.CI && spawnSync('curl', ['--version']).status !== 0;

it.skipIf(noCurl)('shows a curl session that works', async () => {
  const session = /```sh\n([\s\S]*?)```/.exec(readme)![1]!;
  const script = session.replace('http://127.0.0.1:4010', emulator.url);
  expect(script).not.toBe(session);
  const { stdout } = await promisify(execFile)('bash', ['-euc', script], {
    env: { ...process.env, NO_PROXY: '*' },
  });
  expect(stdout).toContain('"name":"Summer Fair 2019"');
  expect(stdout).toMatch(/"insights":\{"data":\[\{"name":"views"/);
  expect(stdout).toContain('"dimension_keys":["media_product_type"]');
  expect(stdout).toContain('"followers_count":');
  expect(stdout).toContain('"business_discovery":');
  expect(stdout).toContain('#lisboa');
  expect(stdout).toContain('"code":200');
  expect(stdout).toMatch(
    /"fault":"metric-omitted","endpoint":"media\/insights","victim":"\d+","metric":"\w+"/,
  );
  expect(stdout).toMatch(/"access_token":"IGAA[\w-]+","token_type":"bearer","expires_in":5184000/);
  expect(stdout.match(/"error":/g)).toHaveLength(1);
  expect(stdout).toContain('should be specified with parameter metric_type=total_value');
  expect(clock.now().toISOString()).toBe('2026-08-04T03:00:00.000Z');
});

it('shows the fault catalogue as it is', () => {
  const rows = faultNames.map((name) => {
    const { lasting, description, absent } = faults[name];
    const reasons = absent?.reasons.map((reason) => `\`${reason}\``).join(', ') || '–';
    return `| \`${name}\` | ${lasting} | ${description} | ${absent?.what ?? '–'} | ${absent?.of ?? '–'} | ${reasons} |`;
  });
  const table = [
    '| fault | lasts | shows as | missing then | of each | noted as |',
    '|---|---|---|---|---|---|',
    ...rows,
  ];
  expect(/<!-- faults -->\n([\s\S]*?)\n<!-- \/faults -->/.exec(readme)?.[1]).toBe(table.join('\n'));
});

it('tells the day of every incident', () => {
  const days = defaultAccounts
    .flatMap(({ incidents }) => incidents)
    .filter(({ kind }) => kind !== 'licensed-audio')
    .filter((incident) => incident.kind !== 'caption' || incident.text !== '');
  for (const { day } of days)
    expect(readme).toMatch(new RegExp(`(?<!\\d)${String(day).replace('-', '−')}(?!\\d)`));
});
