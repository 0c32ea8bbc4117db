import type { Connector, Message } from '../../connectors/index.js';
import { configSchema } from '../../pipeline/config/schema.js';
import type { Home } from '../../pipeline/home.js';
import { type JobEvents, type JobResult, nightly } from '../../pipeline/run/nightly.js';
import { counter, page, post, profile, scripted } from './warehouse.js';

const night = '2026-11-01T02:00:00.000Z';
const pages = 6;
/** More than landing keeps in memory, so that a file is on disk before its checkpoint. */
const bigPage = 3;
const ballast = 9 * 1024 * 1024;

/**
 * A source of six pages, a checkpoint after every second. It goes on from its checkpoint and reports where it is before
 * each step.
 */
function slowSource(arrive: (place: string) => Promise<void>): Connector {
  const connector = scripted('graph-api');
  return {
    ...connector,
    async *read({ state }): AsyncGenerator<Message, void, void> {
      const start = (state['100']?.progress as { next: number } | undefined)?.next ?? 0;
      for (let number = start; number < pages; number++) {
        await arrive(`page ${number}`);
        yield { type: 'page', page: pageOf(number) };
        if (number % 2 === 0) continue;
        await arrive(`checkpoint ${number}`);
        yield { type: 'checkpoint', account: '100', stream: 'progress', value: { next: number + 1 } };
      }
    },
  };
}

/** A night of the slow source. */
export function slowNight(
  home: Home,
  now: Date,
  arrive: (place: string) => Promise<void>,
  events: JobEvents = {},
): Promise<JobResult> {
  const connector = slowSource(arrive);
  const config = { name: 'main', connector: 'graph-api' };
  return nightly({
    home,
    loaded: {
      config: configSchema.parse({}),
      connections: [{ name: 'main', connector, settings: {}, config }],
    },
    connectors: [connector],
    outside: {
      now: () => now,
      env: () => undefined,
      log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
      signal: new AbortController().signal,
    },
    events,
  });
}

function pageOf(number: number): ReturnType<typeof page> {
  const media_ref = `POST0${number}`;
  const records = [
    profile(night, { followers: 900 }),
    post(night, { media_ref }),
    counter(night, 'likes', number, { media_ref }),
    counter(night, 'comments', 1, { media_ref }),
  ];
  const padding = number === bigPage ? 'x'.repeat(ballast) : '';
  return page(night, records, { request: { number, padding } });
}
