import type { Connector, Message, Page } from '../../connectors/index.js';
import { configSchema } from '../../pipeline/config/schema.js';
import { writeAtomically } from '../../pipeline/files.js';
import type { Home } from '../../pipeline/home.js';
import { type JobOptions, type JobResult, nightly, type ReportStage } from '../../pipeline/run/nightly.js';
import { counter, page, post, profile, scripted } from './warehouse.js';

/** Posts of two accounts in two months. */
const posts = [
  { account_ref: '100', media_ref: 'AAAAA1', posted_at: '2026-09-20T12:00:00Z' },
  { account_ref: '100', media_ref: 'AAAAA2', posted_at: '2026-10-30T12:00:00Z' },
  { account_ref: '200', media_ref: 'BBBBB1', posted_at: '2026-10-30T18:00:00Z' },
];
/** What is new in the second night. */
const later = { account_ref: '200', media_ref: 'BBBBB2', posted_at: '2026-11-01T08:00:00Z' };

function pageOf(number: 1 | 2, account: string): Page {
  const at = `2026-11-0${number}T02:00:00.000Z`;
  const known = [...posts, ...(number === 2 ? [later] : [])];
  const records = known
    .filter(
      ({ account_ref, media_ref }) => account_ref === account && !(number === 2 && media_ref === 'AAAAA1'),
    )
    .flatMap((one) => [
      post(at, { ...one, caption: '#bread' }),
      counter(at, 'likes', 10 * number, one),
      counter(at, 'comments', number, one),
    ]);
  return page(at, [profile(at, { account_ref: account, username: `brand${account}` }), ...records], {
    account,
  });
}

/** Says what one night says, an account at a time with a checkpoint after each, and goes on from its checkpoints. */
function source(number: 1 | 2): Connector {
  return {
    ...scripted('graph-api'),
    async *read({ state }): AsyncGenerator<Message, void, void> {
      for (const account of ['100', '200']) {
        if (state[account]?.night === number) continue;
        yield { type: 'page', page: pageOf(number, account) };
        yield { type: 'checkpoint', account, stream: 'night', value: number };
      }
    },
  };
}

/** A report that says a number of the marts. */
const report: ReportStage = async ({ marts, home }) => {
  const [row] = await marts.rows<{ likes: number }>('select sum(likes) as likes from media_performance');
  await writeAtomically(`${home.out}/report.txt`, `${row!.likes} likes\n`);
  return [];
};

/** A job of a connector at a fixed time, with a report. */
export function jobOf(home: Home, connector: Connector, now: Date): JobOptions {
  const config = { name: 'main', connector: connector.name };
  return {
    home,
    loaded: {
      config: configSchema.parse({}),
      connections: [{ name: 'main', connector, settings: {}, config }],
    },
    connectors: [connector, scripted('imports')],
    outside: {
      now: () => now,
      env: () => undefined,
      log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
      signal: new AbortController().signal,
    },
    report,
  };
}

/** The first or the second of two nights. */
export function nightOf(
  home: Home,
  number: 1 | 2,
  now = new Date(`2026-11-0${number}T03:00:00Z`),
): Promise<JobResult> {
  return nightly(jobOf(home, source(number), now));
}
