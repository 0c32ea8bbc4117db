import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { requireAgreement } from '../../bench/peers/agreement.js';
import { openDuckDB } from '../../pipeline/engines/duckdb/duckdb.js';
import { temporaryHome } from '../pipeline/temporary-home.js';

const sums =
  'rows,ids,characters,posted_at,fetched_at,hidden,likes,comments,saves,shares,reposts,views,reach,interactions';
const results = {
  posts: `${sums}\n3,2,10,1,1,0,1,2,3,4,5,6,7,8\n`,
  latest: `${sums}\n2,2,8,1,1,0,1,2,3,4,5,6,7,8\n`,
  weekly:
    'account,format,week,posts,median_likes,median_reach,median_interactions\n1,reel,2026-08-31,1,,12.5,3\n1,image,2026-08-31,1,4,12.5,3\n',
  slots: 'account,weekday,hour,posts,median_reach,median_interactions\n1,7,23,2,12.5,3\n',
  hashtags: 'account,hashtag,posts,median_interactions\n1,pão,2,3.0\n',
};

it('takes results for the same in any order and spelling, and for others when a row or a value differs', async () => {
  const { root } = await temporaryHome();
  const engine = await openDuckDB({ path: ':memory:' });
  const write = async (name: string, changed: Partial<typeof results> = {}) => {
    const folder = join(root, name);
    await mkdir(folder, { recursive: true });
    for (const [result, text] of Object.entries({ ...results, ...changed })) {
      await writeFile(join(folder, `${result}.csv`), text);
    }
    return folder;
  };
  const [weeklyHead, reels, images] = results.weekly.split('\n');
  const compared = async (changed: Partial<typeof results>) =>
    requireAgreement(engine, await write('ours'), await write('theirs', changed), 'peer');
  try {
    await compared({
      weekly: `${weeklyHead}\n${images}\n${reels}\n`,
      hashtags: results.hashtags.replace('3.0', '3'),
    });
    const others: Partial<typeof results>[] = [
      { weekly: `${weeklyHead}\n${images}\n` },
      { weekly: results.weekly.replace(',1,,12.5', ',1,0,12.5') },
      { slots: results.slots.replace('12.5', '12.500001') },
      { hashtags: results.hashtags.replace('pão', 'pao') },
      { posts: results.posts.replace('\n3,', '\n4,') },
    ];
    for (const other of others) {
      await expect(compared(other), JSON.stringify(other)).rejects.toThrow(`peer and ours disagree on`);
    }
  } finally {
    engine.close();
  }
});
