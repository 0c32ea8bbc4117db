import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Message, SourceError } from '../../connectors/index.js';
import type { LoadedConfig } from '../../pipeline/config/load.js';
import { configSchema } from '../../pipeline/config/schema.js';
import { exitCodes, ReachlineError } from '../../pipeline/errors.js';
import type { Home } from '../../pipeline/home.js';
import { readManifests } from '../../pipeline/landing/manifest.js';
import { syncOnly } from '../../pipeline/run/nightly.js';
import { temporaryHome } from './temporary-home.js';
import { page, post, scripted } from './warehouse.js';

const night = '2026-11-01T02:00:00.000Z';
/** More than landing keeps in memory, so that its file is written before any checkpoint. */
const big = { padding: 'x'.repeat(9 * 1024 * 1024) };

const pageMessage = (request: Record<string, unknown> = {}): Message => ({
  type: 'page',
  page: page(night, [post(night)], { request }),
});

/** Syncs from one source that says `messages`. */
function sync(home: Home, messages: () => AsyncIterable<Message>, stop = new AbortController()) {
  const connector = scripted('graph-api', messages);
  const connection = {
    name: 'main',
    connector,
    settings: {},
    config: { name: 'main', connector: 'graph-api' },
  };
  const loaded: LoadedConfig = { config: configSchema.parse({}), connections: [connection] };
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
  const outside = { now: () => new Date(night), env: () => undefined, log, signal: stop.signal };
  return syncOnly({ home, loaded, connectors: [connector], outside });
}

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
    expect(manifest.calls.requests).toBe(2);
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
