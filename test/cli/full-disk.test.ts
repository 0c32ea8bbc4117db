import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main, mappedTable, temporaryFolder } from './running.js';

const rows = Array.from({ length: 20_000 }, (_, index) => {
  const code = `A${String(index).padStart(10, '0')}`;
  return `https://www.instagram.com/p/${code}/,2026-01-05 10:00,${index},2`;
});

test('a warehouse that cannot be written is 73, not a bug', async () => {
  const home = await temporaryFolder();
  const { csv, map } = await mappedTable(home, rows);
  const args = ['import', csv, '--map', map, '--account', 'bakery', '--observed-at', '2026-03-01'];
  // no file may grow beyond 1 MB: enough for the rows as landed, not for the warehouse
  const limited = ['-c', 'ulimit -f 1024 && exec "$0" "$@"', process.execPath, main, '--home', home, ...args];
  const child = spawn('bash', limited, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number];
  expect(said).toContain(`cannot write ${join(home, 'data')}`);
  expect(said).not.toContain('bug');
  expect(code).toBe(73);
});
