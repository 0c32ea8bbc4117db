import { once } from 'node:events';
import { cp, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { graphApi } from '../../connectors/graph-api/index.js';
import { type Connector, SourceError } from '../../connectors/index.js';
import { configSchema } from '../../pipeline/config/schema.js';
import type { Home } from '../../pipeline/home.js';
import { fromLine } from '../../pipeline/landing/envelope.js';
import { readManifests } from '../../pipeline/landing/manifest.js';
import { buildOnly, nightly } from '../../pipeline/run/nightly.js';
import { startRun } from '../../pipeline/run/run.js';
import { startChild } from './child.js';
import { comment, now, receiverAt, secret, signed, verifyToken } from './receiver.js';
import { temporaryHome } from './temporary-home.js';
import { published } from './warehouse.js';

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

async function receiving(home: Home, log?: Parameters<typeof receiverAt>[1]): Promise<FastifyInstance> {
  const receiver = await receiverAt(home, log);
  onTestFinished(() => receiver.close());
  return receiver;
}

const deliver = async (receiver: FastifyInstance, body: string, headers = signed(body)): Promise<number> =>
  (await receiver.inject({ method: 'POST', url: '/webhooks', headers, payload: body })).statusCode;

const jobOf = (home: Home, connector: Connector = graphApi as Connector) => ({
  home,
  loaded: {
    config: configSchema.parse({}),
    connections: [
      { name: 'main', connector, settings: {}, config: { name: 'main', connector: connector.name } },
    ],
  },
  connectors: [connector],
  outside: {
    now: () => now,
    env: () => undefined,
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
    signal: new AbortController().signal,
  },
});

/** Numbers of the comments in committed raw files, one for each time that one is there. */
async function landedComments(home: Home): Promise<number[]> {
  const numbers: number[] = [];
  for (const { raw_files } of await readManifests(home)) {
    for (const { path } of raw_files) {
      const lines = gunzipSync(await readFile(join(home.raw, path)))
        .toString()
        .trimEnd()
        .split('\n');
      for (const line of lines) numbers.push(...graphApi.parse(fromLine(line)).map(({ ref }) => Number(ref)));
    }
  }
  return numbers.sort((a, b) => a - b);
}

const waiting = (home: Home): Promise<string[]> => readdir(home.deliveries).catch(() => []);

describe('a receiver that is killed', () => {
  it('has landed every delivery that it answered, once, whatever is sent again', async () => {
    const home = await temporaryHome();
    const answered = new Set<number>();
    /** Sends all, eight at a time, and kills the receiver after so many answers. */
    const receiveAndDie = async (numbers: readonly number[], answersBefore: number): Promise<void> => {
      const child = startChild('./receiver-process.ts', [home.root]);
      const url = `${await child.line()}/webhooks`;
      const queue = [...numbers];
      let answers = 0;
      const sender = async (): Promise<void> => {
        for (let number = queue.shift(); number !== undefined; number = queue.shift()) {
          const body = comment(number);
          const response = await fetch(url, { method: 'POST', headers: signed(body), body }).catch(
            () => null,
          );
          if (!response) return; // it is dead
          expect(response.status).toBe(200);
          answered.add(number);
          answers += 1;
          if (answers === answersBefore) void child.kill('SIGKILL');
        }
      };
      await Promise.all(range(0, 8).map(sender));
      await child.kill('SIGKILL');
    };

    await receiveAndDie(range(0, 200), 40);
    expect(answered.size).toBeGreaterThanOrEqual(40);
    expect(answered.size).toBeLessThan(200);
    await buildOnly(jobOf(home), false);
    expect(await landedComments(home)).toEqual(expect.arrayContaining([...answered]));

    // the platform sends again what was not answered, and some of what was
    await receiveAndDie(range(20, 200), 60);
    expect(answered.size).toBeLessThan(200);
    const last = await receiving(home);
    for (const number of range(0, 200)) expect(await deliver(last, comment(number))).toBe(200);
    const { counts } = await buildOnly(jobOf(home), false);
    expect(await landedComments(home)).toEqual(range(0, 200));
    expect(counts).toMatchObject({ quarantined: 0, superseded: 0 });
    expect(await published(home, 'select sum(read) as read, sum(loaded) as loaded from loads')).toEqual([
      { read: 200, loaded: 200 },
    ]);
    expect(await waiting(home)).toEqual([]);
  });
});

describe('a delivery', () => {
  it('counts from the next run on, once, however often it comes', async () => {
    const home = await temporaryHome();
    const receiver = await receiving(home);
    expect(await deliver(receiver, comment(1))).toBe(200);
    const night = await startRun(home, 'nightly', () => now); // holds the home for hours
    expect(await landedComments(home)).toEqual([1]);
    const twice = await Promise.all([deliver(receiver, comment(2)), deliver(receiver, comment(2))]);
    expect(twice).toEqual([200, 200]);
    expect(await deliver(receiver, comment(1))).toBe(200);
    await night.commit();
    await night.finish('succeeded');
    expect(await landedComments(home)).toEqual([1]);

    await buildOnly(jobOf(home), false);
    expect(await landedComments(home)).toEqual([1, 2]);
    expect((await receiver.inject('/health')).json()).toEqual({
      status: 'ok',
      landed: 2,
      known: 2,
      refused: 0,
      failed: 0,
    });

    // after a restart too, and nothing is written over what a manifest vouches for
    const before = await rawFiles(home);
    const restarted = await receiving(home);
    expect(await deliver(restarted, comment(1))).toBe(200);
    await buildOnly(jobOf(home), false);
    expect(await landedComments(home)).toEqual([1, 2]);
    expect(await rawFiles(home)).toEqual(before);
    const [, second, third] = await readManifests(home);
    expect([second!.raw_files.length, third!.raw_files.length]).toEqual([1, 0]);
    expect(await published(home, 'select read, loaded from loads')).toEqual([
      { read: 1, loaded: 1 },
      { read: 1, loaded: 1 },
    ]);
  });

  it('is not doubled by a run that died between its manifest and forgetting the record', async () => {
    const home = await temporaryHome();
    const receiver = await receiving(home);
    await deliver(receiver, comment(1));
    await cp(home.deliveries, `${home.deliveries}-copy`, { recursive: true });
    await startRun(home, 'sync', () => now);
    await cp(`${home.deliveries}-copy`, home.deliveries, { recursive: true });
    await startRun(home, 'sync', () => now);
    expect(await landedComments(home)).toEqual([1]);
    expect(await waiting(home)).toEqual([]);
  });

  it('counts when the receiver died between the files and their record, and it came again', async () => {
    const home = await temporaryHome();
    const receiver = await receiving(home);
    await deliver(receiver, comment(1));
    await rm(home.deliveries, { recursive: true });
    expect(await deliver(receiver, comment(1))).toBe(200);
    await startRun(home, 'stories', () => now);
    expect(await landedComments(home)).toEqual([1]);
  });

  it('waits while an import runs, which may be taken back', async () => {
    const home = await temporaryHome();
    await deliver(await receiving(home), comment(1));
    const { manifest } = await startRun(home, 'import', () => now);
    expect(manifest.raw_files).toEqual([]);
    expect(await waiting(home)).toHaveLength(1);
  });

  it('is kept by a night in which the source gave nothing, and does not hide that', async () => {
    const home = await temporaryHome();
    await deliver(await receiving(home), comment(1));
    const down: Connector = {
      ...(graphApi as Connector),
      plan: () => [],
      // biome-ignore lint/correctness/useYield: it fails before it has anything to say
      async *read() {
        throw new SourceError('the source is down', { kind: 'unavailable', recovery: 'retry' });
      },
    };
    await expect(nightly(jobOf(home, down))).rejects.toThrow('nothing could be read');
    await buildOnly(jobOf(home), false);
    expect(await published(home, 'select sum(loaded) as loaded from loads')).toEqual([{ loaded: 1 }]);
  });

  it.each(['raw', 'deliveries'] as const)(
    'that cannot be written to %s is answered 500, and comes again',
    async (folder) => {
      const home = await temporaryHome();
      await mkdir(home.data, { recursive: true });
      await writeFile(home[folder], 'in the way');
      const warnings: string[] = [];
      const receiver = await receiving(home, {
        debug: () => undefined,
        info: () => undefined,
        warn: (message) => warnings.push(message),
      });
      expect(await deliver(receiver, comment(1))).toBe(500);
      expect(warnings).toEqual([expect.stringMatching(/^delivery not taken: cannot write .*data/)]);
      expect(warnings[0]).not.toContain('comment 1');
      await rm(home[folder]);
      await startRun(home, 'sync', () => now);
      expect(await landedComments(home)).toEqual([]);
      expect(await deliver(receiver, comment(1))).toBe(200);
      await startRun(home, 'sync', () => now);
      expect(await landedComments(home)).toEqual([1]);
    },
  );

  it('that is not JSON but signed is kept, and in quarantine', async () => {
    const home = await temporaryHome();
    const receiver = await receiving(home);
    expect(await deliver(receiver, '{"entry":[')).toBe(200);
    await buildOnly(jobOf(home), false);
    expect(await published(home, 'select rule, payload from quarantine')).toEqual([
      { rule: 'unreadable-body', payload: '{"entry":[' },
    ]);
  });
});

async function rawFiles(home: Home): Promise<[string, string][]> {
  const names = (await readdir(home.raw, { recursive: true })).filter((name) => name.endsWith('.gz')).sort();
  return Promise.all(
    names.map(
      async (name): Promise<[string, string]> => [
        name,
        (await readFile(join(home.raw, name))).toString('base64'),
      ],
    ),
  );
}

describe('the receiver', () => {
  it('answers the question for the callback URL, and only with the right token', async () => {
    const receiver = await receiving(await temporaryHome());
    const ask = (token: string) =>
      receiver.inject({
        url: '/webhooks',
        query: { 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': '<b>42</b>' },
      });
    const right = await ask(verifyToken);
    expect([right.statusCode, right.body]).toEqual([200, '<b>42</b>']);
    expect(right.headers['content-type']).toMatch('text/plain');
    const wrong = await ask('guess');
    expect([wrong.statusCode, wrong.body]).toEqual([403, '']);
    expect((await receiver.inject('/webhooks')).statusCode).toBe(403);
  });

  it('refuses what is not signed, too large or elsewhere; lands none of it; and logs no body, once', async () => {
    const home = await temporaryHome();
    const said: unknown[] = [];
    const log = (...what: unknown[]) => said.push(...what);
    const receiver = await receiving(home, { debug: log, info: log, warn: log });
    const body = comment(1);
    const { 'x-hub-signature-256': _, ...unsigned } = signed(body);
    expect(await deliver(receiver, body, unsigned)).toBe(403);
    expect(await deliver(receiver, body, signed(`${body} `))).toBe(403);
    expect(await deliver(receiver, `${body} `, signed(body))).toBe(403);
    expect(await deliver(receiver, '', unsigned)).toBe(403);
    const large = 'x'.repeat(1024 * 1024 + 1);
    expect(await deliver(receiver, large, signed(large))).toBe(413);
    expect((await receiver.inject({ method: 'POST', url: '/', payload: body })).statusCode).toBe(404);
    expect(said).toEqual([expect.stringContaining('wrong signature')]);
    expect(await waiting(home)).toEqual([]);

    // the bytes count, not what they are said to be
    for (const [number, type] of ['text/plain', 'application/json; charset=utf-16', undefined].entries()) {
      const next = ` ${comment(number)}\n`;
      const { 'content-type': _type, ...headers } = signed(next);
      expect(await deliver(receiver, next, type ? { ...headers, 'content-type': type } : headers)).toBe(200);
    }
    expect(await waiting(home)).toHaveLength(3);
    expect(JSON.stringify(said)).not.toMatch(/comment \d|never-shown/);
    expect(JSON.stringify(said)).not.toContain(secret);
  });

  it('keeps accounts apart whatever they are called, and inside its folder', async () => {
    const home = await temporaryHome();
    const receiver = await receiving(home);
    const long = 'é'.repeat(60);
    const ids = [`${long}1`, `${long}2`, '../../x', '/etc/x', '%2F', '..', '__proto__', 'a\0b', '\ud800', ''];
    const entry = ids.map((id, index) => ({
      id,
      time: now.getTime() / 1000,
      changes: [{ field: 'comments', value: { id: `${index}`, media: { id: '1' } } }],
    }));
    expect(await deliver(receiver, JSON.stringify({ object: 'instagram', entry }))).toBe(200);
    expect((await readdir(home.root)).sort()).toEqual(['data']);
    expect((await readdir(home.data)).sort()).toEqual(['deliveries', 'raw']);
    expect(await readdir(join(home.raw, 'source=graph-api'))).toHaveLength(ids.length);
    const { counts } = await buildOnly(jobOf(home), false);
    expect(counts).toMatchObject({ loaded: ids.length - 1, quarantined: 1 }); // one does not say whose it is
  });

  it('closes within seconds although somebody holds connections open', async () => {
    const receiver = await receiverAt(await temporaryHome());
    const { port } = new URL(await receiver.listen({ host: '127.0.0.1', port: 0 }));
    const head = 'POST /webhooks HTTP/1.1\r\nhost: x\r\n';
    const halves = [
      '',
      head,
      `${head}content-length: 9\r\n\r\n{`,
      `${head}transfer-encoding: chunked\r\n\r\n1\r\n{`,
    ];
    for (const half of halves) {
      const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
      onTestFinished(() => {
        socket.destroy();
      });
      await once(socket, 'connect');
      socket.write(half);
    }
    await receiver.close();
  });

  it('removes at its start what a dead one was writing, and leaves what a living one may', async () => {
    const home = await temporaryHome();
    const folder = join(home.raw, 'source=graph-api/account=1/stream=comments/date=2026-11-19');
    await mkdir(folder, { recursive: true });
    await mkdir(home.deliveries, { recursive: true });
    const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
    for (const [path, age] of [
      [join(folder, 'webhook-aa.ndjson.gz.tmp'), 61],
      [join(folder, 'webhook-bb.ndjson.gz.tmp'), 59],
      [join(folder, '20261119T023000Z-nightly-0001.ndjson.gz.tmp'), 600],
      [join(home.deliveries, 'webhook-aa.tmp'), 61],
      [join(home.deliveries, 'webhook-cc'), 600],
    ] as const) {
      await writeFile(path, 'half');
      await utimes(path, minutesAgo(age), minutesAgo(age));
    }
    await receiving(home);
    expect((await readdir(folder)).sort()).toEqual([
      '20261119T023000Z-nightly-0001.ndjson.gz.tmp',
      'webhook-bb.ndjson.gz.tmp',
    ]);
    expect(await waiting(home)).toEqual(['webhook-cc']);
  });
});
