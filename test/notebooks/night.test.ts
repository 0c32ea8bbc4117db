import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Notebook, open } from '../../notebooks/api/index.js';
import type { Home } from '../../pipeline/home.js';
import { readCurrent } from '../../pipeline/run/publish.js';
import { temporaryHome } from '../pipeline/temporary-home.js';
import { nightOf } from '../pipeline/two-nights.js';

interface Seen {
  readonly likes: number;
  readonly daily: number;
  readonly posts: number;
  readonly nights: number;
}

/** Numbers of four marts that only fit together when they are of one publication. */
async function look({ warehouse }: Notebook): Promise<Seen> {
  const [seen] = (
    await warehouse.sql<Seen>`
      select (select sum(likes) from media_performance) as likes, (select sum(likes) from media_daily where day = (select max(day) from media_daily)) as daily,
        (select count(*) from media_at_age) as posts, (select count(*) from runs) as nights`
  ).rows();
  return seen!;
}

async function opened(home: Home): Promise<Seen> {
  const notebook = await open({ home: home.root });
  try {
    return await look(notebook);
  } finally {
    notebook.warehouse.close();
  }
}

it('a night goes through beside open notebooks, which see the tables before it or after it', async () => {
  const home = await temporaryHome();
  expect((await nightOf(home, 1)).manifest.status).toBe('succeeded');
  const before = await opened(home);
  const early = await open({ home: home.root });
  expect(await look(early)).toEqual(before);

  let isThrough = false;
  const seen: Seen[] = [];
  const reading = (async () => {
    while (!isThrough) seen.push(await opened(home), await look(early));
  })();
  const night = await nightOf(home, 2);
  isThrough = true;
  await reading;
  expect(night.manifest.status).toBe('succeeded');

  const after = await opened(home);
  expect(after).not.toEqual(before);
  expect(after.nights).toBe(before.nights + 1);
  expect(seen.length).toBeGreaterThan(4);
  for (const one of seen) expect([before, after]).toContainEqual(one);
  // what was open before stays with what it had
  expect(await look(early)).toEqual(before);
  early.warehouse.close();
});

it('says so when the tables that it holds were removed by later nights', async () => {
  const home = await temporaryHome();
  await nightOf(home, 1);
  const early = await open({ home: home.root });
  const publication = await readCurrent(home);
  const superseded = { ...publication!, run_id: 'much-later', superseded: [] };
  await writeFile(join(home.published, 'current.json'), JSON.stringify(superseded));
  await rm(join(home.published, 'accounts'), { recursive: true });
  await expect(early.warehouse.sql`select * from accounts`).rejects.toMatchObject({
    message: `the tables of run ${early.warehouse.runId} are no longer kept`,
    hint: expect.stringContaining('open() again'),
  });
  early.warehouse.close();
});
