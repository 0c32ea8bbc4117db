import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homeAt, openMarts } from '../pipeline/index.js';
import { measured, median, reachline, rounded, tell } from './measured.js';
import { landed } from './published.js';
import { rawHistory } from './raw-history.js';
import { inTemporaryFolder } from './temporary-folder.js';

export interface QueryBench {
  /** Invented posts to query; without it the demo's home is queried, where the demo has been run. */
  readonly posts?: number;
}

const demo = 'demo';
const attempts = 7;

/** An account's month of posts through `reachline query`, process start included; the floor is an empty Node process. */
export async function query({ posts }: QueryBench) {
  if (posts === undefined && existsSync(`${demo}/data/published/current.json`)) return queried(demo);
  return inTemporaryFolder(async (folder) => {
    const size = { posts: posts ?? 20_000, accounts: Math.max(1, Math.round((posts ?? 20_000) / 2000)) };
    const history = await rawHistory({ folder, ...size, days: 1096 });
    await landed(() => history.first());
    tell('building them');
    await measured(reachline, '--home', folder, 'build');
    return queried(folder);
  });
}

async function queried(folder: string) {
  const marts = await openMarts(homeAt(folder));
  const [busiest] = await marts.rows<{
    account_id: string;
    posted_month: string;
    posts: number;
    all_posts: number;
  }>(
    `select account_id, strftime(posted_day, '%Y-%m') as posted_month, count(*) as posts,
       (select count(*) from media_performance) as all_posts
     from media_performance where posted_day is not null
     group by account_id, posted_month order by posts desc, account_id, posted_month limit 1`,
  );
  marts.close();
  const { account_id, posted_month: month, posts, all_posts } = busiest!;
  const sql = `select * from media_performance
    where account_id = '${account_id}' and posted_day >= date '${month}-01'
      and posted_day < date '${month}-01' + interval 1 month`;
  const words = ['--home', folder, 'query', sql];
  const shown = JSON.parse(timed([reachline, ...words, '--format', 'json']).stdout) as unknown[];
  if (shown.length !== posts) throw new Error(`the query shows ${shown.length} of ${posts} posts`);
  const milliseconds = medianOf([reachline, ...words, '--format', 'arrow']);
  const floor = medianOf(['-e', '0']);
  return {
    home: folder === demo ? demo : 'invented',
    all_posts,
    posts,
    milliseconds,
    node_milliseconds: floor,
    ratio_to_node: rounded(milliseconds / floor, 1),
  };
}

function medianOf(words: readonly string[]): number {
  return Math.round(median(Array.from({ length: attempts }, () => timed(words).milliseconds)));
}

function timed(words: readonly string[]): { milliseconds: number; stdout: string } {
  const begun = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { maxBuffer: 1e9 });
  const milliseconds = performance.now() - begun;
  if (status !== 0) throw new Error(stderr.toString());
  return { milliseconds, stdout: stdout.toString() };
}
