import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const home = 'demo';

/** An account's month through `reachline query`, process start included; the floor is an empty Node process. Needs the demo's home. */
export async function query(): Promise<object> {
  if (!existsSync(`${home}/data/published/current.json`)) {
    throw new Error('the demo has not been run here: npm run demo');
  }
  const cli = fileURLToPath(new URL('../cli/main.js', import.meta.url));
  const sql =
    'select m.* from media_performance as m where m.account_id = (select min(account_id) from accounts) and month(posted_day) = 10';
  const milliseconds = median(() => [cli, '--home', home, 'query', sql, '--format', 'arrow']);
  const floor = median(() => ['-e', '0']);
  return { milliseconds, node_milliseconds: floor, ratio_to_node: Number((milliseconds / floor).toFixed(1)) };
}

function median(arguments_: () => string[]): number {
  const times: number[] = [];
  for (let attempt = 0; attempt < 7; attempt++) {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, arguments_(), { maxBuffer: 1e9 });
    if (status !== 0) throw new Error(stderr.toString());
    times.push(performance.now() - start);
  }
  return Math.round(times.sort((a, b) => a - b)[3]!);
}
