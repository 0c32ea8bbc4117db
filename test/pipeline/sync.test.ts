import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Connector, type Message, SourceError } from '../../connectors/index.js';
import type { LoadedConfig } from '../../pipeline/config/load.js';
import { configSchema } from '../../pipeline/config/schema.js';
import { exitCodes, ReachlineError } from '../../pipeline/errors.js';
import type { Home } from '../../pipeline/home.js';
import { readManifests } from '../../pipeline/landing/manifest.js';
import { type BackfillOptions, backfill, storiesOnly, syncOnly } from '../../pipeline/run/nightly.js';
import { temporaryHome } from './temporary-home.js';
import { daily, page, post, published, scripted } from './warehouse.js';

const night = '2026-11-01T02:00:00.000Z';
const window = { from: new Date('2026-09-01T00:00:00Z'), to: new Date('2026-09-06T23:59:59.999Z') };
/** More than landing keeps in memory, so that its file is written before any checkpoint. */
const big = { padding: 'x'.repeat(9 * 1024 * 1024) };

const pageMessage = (request: Record<string, unknown> = {}): Message => ({
  type: 'page',
  page: page(night, [post(night)], { request }),
});

/** A job's options for one connection to a source. */
function jobOf(home: Home, connector: Connector, stop = new AbortController()): BackfillOptions {
  const connections = [
    { name: 'main', connector, settings: {}, config: { name: 'main', connector: 'graph-api' } },
  ];
  const loaded: LoadedConfig = { config: configSchema.parse({}), connections };
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
  const outside = { now: () => new Date(night), env: () => undefined, log, signal: stop.signal };
  return { home, loaded, connectors: [connector], outside, connections, window };
}

/** Syncs from one source that says `messages`. */
const sync = (home: Home, messages: () => AsyncIterable<Message>, stop?: AbortController) =>
  syncOnly(jobOf(home, scripted('graph-api', messages), stop));

async function landedPages(home: Home): Promise<number> {
  const [manifest] = await readManifests(home);
  return manifest!.raw_files.reduce((sum, { pages }) => sum + pages, 0);
}

describe('what was answered before a reading ended counts', () => {
  it('when the source fails', async () => {
    const home = await temporaryHome();
    const { manifest } = await sync(home, async function* () {
      yield pageMessage(big);
      yield pageMessage();
      throw new SourceError('gone', { kind: 'unavailable', recovery: 'retry' });
    });
    expect(manifest.gaps).toMatchObject([{ message: 'gone' }]);
    expect(await landedPages(home)).toBe(2);
  });

  it('when a signal stops the run', async () => {
    const home = await temporaryHome();
    const stop = new AbortController();
    const stopped = sync(
      home,
      async function* () {
        yield pageMessage(big);
        yield pageMessage();
        stop.abort(new Error('stopped'));
        yield pageMessage();
      },
      stop,
    );
    await expect(stopped).rejects.toThrow('stopped');
    expect(await landedPages(home)).toBe(2);
  });
});

it('a checkpoint does not count when the pages before it could not be written', async () => {
  const home = await temporaryHome();
  await mkdir(home.raw, { recursive: true });
  await writeFile(join(home.raw, 'source=graph-api'), 'in the way');
  const refused = await sync(home, async function* () {
    yield pageMessage();
    yield { type: 'checkpoint', account: '100', stream: 'media', value: { next: 2 } };
  }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ReachlineError);
  expect((refused as ReachlineError).exitCode).toBe(exitCodes.cannotWrite);
  const [manifest] = await readManifests(home);
  expect(manifest).toMatchObject({ status: 'failed', state: {}, completed: [] });
});

it('a file that was written counts, although the next one could not be', async () => {
  const home = await temporaryHome();
  const account = join(home.raw, 'source=graph-api', 'account=100');
  await mkdir(account, { recursive: true });
  await writeFile(join(account, 'stream=accounts'), 'in the way');
  await expect(
    sync(home, async function* () {
      yield pageMessage();
      yield { type: 'page', page: page(night, [], { stream: 'accounts' }) };
      yield { type: 'checkpoint', account: '100', stream: 'media', value: { next: 2 } };
    }),
  ).rejects.toThrow(/cannot write/);
  const [manifest] = await readManifests(home);
  expect(manifest).toMatchObject({ status: 'failed', state: {}, raw_files: [{ stream: 'media', pages: 1 }] });
});

describe('what a job reads', () => {
  /** A source that keeps what it was asked, for planning and for reading. */
  function asked() {
    const contexts: Pick<Parameters<Connector['plan']>[0], 'window' | 'light' | 'account'>[] = [];
    const note = ({ window, light, account }: (typeof contexts)[number]) =>
      contexts.push({ ...(window && { window }), ...(light && { light }), ...(account && { account }) });
    const connector: Connector = {
      ...scripted('graph-api'),
      plan(context) {
        note(context);
        return [{ account: '100', stream: 'media', calls: 3, why: 'three' }];
      },
      async *read(context) {
        note(context);
        context.effects.called(null);
        context.effects.called('100', { isLimited: true, bytes: 50 });
        context.effects.called('100', { isRepeated: true, bytes: 2_000 });
        yield pageMessage();
      },
    };
    return { connector, contexts };
  }

  it('is what is new for a sync, what vanishes for stories, a window for a back-fill; each foreseen as it is read', async () => {
    for (const [job, scope] of [
      [syncOnly, {}],
      [(options: BackfillOptions) => storiesOnly(options, false), { light: true }],
      [backfill, { window }],
      [(options: BackfillOptions) => backfill({ ...options, account: '100' }), { window, account: '100' }],
    ] as const) {
      const { connector, contexts } = asked();
      await job(jobOf(await temporaryHome(), connector));
      expect(contexts).toEqual([scope, scope]);
    }
  });

  it('is kept with its calls, foreseen and made, in all and for each account', async () => {
    const home = await temporaryHome();
    const { manifest } = await backfill(jobOf(home, asked().connector));
    expect(manifest).toMatchObject({
      kind: 'backfill',
      window: { from: window.from.toISOString(), to: window.to.toISOString() },
      calls: {
        planned: 3,
        requests: 3,
        by_account: [
          { connection: 'main', account: '100', planned: 3, requests: 2 },
          { connection: 'main', account: null, planned: 0, requests: 1 },
        ],
      },
      sources: [{ connection: 'main', requests: 3, retries: 1, rate_limited: 1, bytes: 2_050 }],
    });
  });
});

it('a notice of the source is kept, and misses nothing', async () => {
  const notice = {
    connection: 'main',
    account: '100',
    message: 'the token ends in 6 days',
    hint: 'renew it',
  };
  const { manifest } = await sync(await temporaryHome(), async function* () {
    yield pageMessage();
    yield { type: 'notice', notice };
  });
  expect(manifest).toMatchObject({ status: 'succeeded', gaps: [], notices: [notice] });
});

it('manifests that an older version wrote are read as if it had known what today is written', async () => {
  const home = await temporaryHome();
  const { manifest } = await sync(home, async function* () {
    yield pageMessage();
  });
  const path = join(home.runs, manifest.run_id, 'manifest.json');
  const { run_id, sequence, kind, nominal_at, started_at, versions, config_hash } = manifest;
  const old = { run_id, sequence, kind, status: 'failed', nominal_at, started_at, versions, config_hash };
  const error = { message: 'gone', hint: null, exit_code: 69 };
  const damaged = { state: null, raw_files: null, calls: { planned: null, requests: 7 }, error };
  await writeFile(path, JSON.stringify({ ...old, ...damaged }));
  const read = await readManifests(home);
  expect(read).toMatchObject([
    {
      ...old,
      window: null,
      raw_files: [],
      state: {},
      notices: [],
      calls: { planned: null, planned_is_least: false, requests: 7, by_account: [] },
      sources: [],
      error: { ...error, step: null, retryable: false },
    },
  ]);
  expect(Object.keys(read[0]!).sort()).toEqual(Object.keys(manifest).sort());
  // and the next run goes on from it
  await sync(home, async function* () {
    yield pageMessage();
  });
});

describe('a back-fill that was cut short', () => {
  /** Days of the window, newest first, a checkpoint after every second. It goes on below its checkpoint. */
  function past(read: string[], onDay: (day: string) => void = () => undefined): Connector {
    return {
      ...scripted('graph-api'),
      async *read({ window: { from, to } = window, state }) {
        const done = (state['100']?.past as { from: string } | undefined)?.from;
        for (let at = to.getTime(); at >= from.getTime(); at -= 86_400_000) {
          const day = new Date(at).toISOString().slice(0, 10);
          if (done !== undefined && day >= done) continue;
          onDay(day);
          read.push(day);
          yield { type: 'page', page: page(night, [daily(night, day, 'views', Number(day.slice(-2)))]) };
          if (read.length % 2 === 0) {
            yield { type: 'checkpoint', account: '100', stream: 'past', value: { from: day } };
          }
        }
      },
    };
  }
  const viewsOf = (home: Home) =>
    published(home, 'select cast(day as varchar) as day, views from account_daily order by day');
  const views = [1, 2, 3, 4, 5, 6].map((day) => ({ day: `2026-09-0${day}`, views: day }));

  it('goes on at its last checkpoint when it is asked for again: nothing lost, nothing doubled', async () => {
    const home = await temporaryHome();
    const stop = new AbortController();
    const first: string[] = [];
    const cut = past(first, (day) => {
      if (day === '2026-09-03') stop.abort(new Error('stopped'));
    });
    await expect(backfill(jobOf(home, cut, stop))).rejects.toThrow('stopped');
    expect((await readManifests(home)).at(-1)).toMatchObject({
      status: 'aborted',
      state: { main: { '100': { past: { from: '2026-09-05' } } } },
    });
    const second: string[] = [];
    await backfill(jobOf(home, past(second)));
    expect(second).toEqual(['2026-09-04', '2026-09-03', '2026-09-02', '2026-09-01']);
    expect(await viewsOf(home)).toEqual(views);
  });
});
