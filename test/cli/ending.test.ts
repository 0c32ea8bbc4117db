import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { dayMs, firstNight, mappedTable, smallWorld, starting } from './running.js';

// Other tests call the command line in a process that they share, which cannot tell whether a command would end by itself.

const { home: homeOf, env, clock } = await smallWorld({ historyDays: 5 });
clock.set(firstNight);
const asOf = ['--as-of', firstNight.toISOString()];
const yesterday = new Date(firstNight.getTime() - dayMs).toISOString().slice(0, 10);

let home: string;
beforeAll(async () => {
  home = await homeOf('    accounts: [barro_kai_alati]\n');
  await mappedTable(home, ['https://www.instagram.com/p/AAAAAAAAAA1/,2026-08-01T10:00:00Z,5,1']);
  await writeFile(join(home, 'wrong.csv'), 'a;b\n1;2\n');
});

// one after the other in one home
test.each<[number, string[]]>([
  [0, ['nightly', ...asOf]],
  [0, ['stories', ...asOf]],
  [0, ['build']],
  [0, ['backfill', ...asOf, '--from', yesterday]],
  [0, ['import', 'table.csv', '--map', 'map.yaml', '--account', 'shop']],
  [65, ['import', 'wrong.csv']],
  [0, ['check']],
  [0, ['report', ...asOf]],
  [0, ['query', 'from accounts']],
  [64, ['query', 'from nowhere']],
  [0, ['quarantine', 'list']],
  [0, ['doctor']],
  [0, ['plan']],
  [0, ['runs']],
])(
  'ends by itself in a process of its own, with %i and without a warning of Node: %j',
  async (code, args) => {
    const { child, ended } = await starting(home, args, { env, cwd: home });
    try {
      const { code: ending, stdout, stderr } = await ended;
      expect([ending, stdout + stderr]).toEqual([code, expect.not.stringMatching(/\(node:\d+\)/)]);
    } finally {
      child.kill('SIGKILL');
    }
  },
);
