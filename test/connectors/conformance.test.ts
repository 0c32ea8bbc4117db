import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  absentReasons,
  accountMetrics,
  type CanonicalRecord,
  type ColumnDeclaration,
  type Connector,
  connectors,
  type Drift,
  type Item,
  type Message,
  mediaMetrics,
  type Page,
  type ReadContext,
  type StreamDeclaration,
  streams,
} from '../../connectors/index.js';
import type { TestEffects } from './effects.js';
import { effectsFor, type Harness, harnesses } from './harness.js';

/** What every connector must keep to, whatever its source. A new connector adds a harness, no test. */
describe.each(Object.entries(connectors))('the connector %s', (name, connector) => {
  let harness: Harness;
  let effects: TestEffects;
  let messages: Message[];
  let pages: Page[];
  let items: Item[];
  let records: CanonicalRecord[];

  beforeAll(async () => {
    const make = harnesses[name];
    if (!make) throw new Error(`test/connectors/harness.ts has no entry for ${name}`);
    harness = await make();
    effects = effectsFor(harness);
    messages = await readAll(connector, contextOf(connector, harness, effects));
    pages = messages.flatMap((message) => (message.type === 'page' ? [message.page] : []));
    items = pages.flatMap((page) => connector.parse(page));
    records = items.flatMap((item) => ('records' in item ? item.records : []));
  });
  afterAll(() => harness?.close?.());

  test('is registered under its own name, with a line about itself', () => {
    expect(connector.name).toBe(name);
    expect(connector.summary).toMatch(/^\S.{10,120}$/);
  });

  test('has strict settings that a JSON schema can describe', () => {
    expect(connector.settings.safeParse({ ...harness.settings, no_such_key: 1 }).success).toBe(false);
    expect(z.toJSONSchema(connector.settings, { io: 'input' })).toMatchObject({ type: 'object' });
    const parsed = connector.settings.parse(harness.settings);
    expect(connector.settings.parse(harness.settings)).toEqual(parsed);
  });

  test('declares each canonical stream at most once', () => {
    const declared = connector.streams.map(({ stream }) => stream);
    expect(new Set(declared).size).toBe(declared.length);
    for (const stream of declared) expect(streams).toHaveProperty(stream);
  });

  test('reads something, and all of it', () => {
    expect(pages.length).toBeGreaterThan(0);
    expect(records.length).toBeGreaterThan(0);
    expect(messages.filter(({ type }) => type === 'gap')).toEqual([]);
  });

  test('yields pages that survive storage', () => {
    for (const page of pages) {
      expect(page).toMatchObject({ source: name, connection: 'test', fetched_at: effects.now() });
      expect(page.account).toMatch(/^[^/\\\s]+$/);
      expect(page.status).toBeGreaterThanOrEqual(200);
      expect(typeof page.body).toBe('string');
      expect(page.request).toEqual(overJson(page.request));
      expect(streams).toHaveProperty(page.stream);
    }
  });

  test('parses a stored page to the same items, again and again', () => {
    for (const page of pages) {
      const once = connector.parse(page);
      expect(connector.parse(stored(page))).toEqual(once);
      expect(connector.parse(page)).toEqual(once);
    }
  });

  test('gives every item a reference, and either records or a reason', () => {
    for (const item of items) {
      expect(item.ref).toMatch(/\S/);
      if ('records' in item) expect(item.records.length).toBeGreaterThan(0);
      else
        expect(item.reject).toMatchObject({
          rule: expect.stringMatching(/^[a-z][a-z-]+$/),
          message: expect.stringMatching(/\S/),
        });
    }
  });

  test('knows every field of its own source, and tells of one that it does not know or cannot read', () => {
    expect(driftsOf(items)).toEqual([]);
    for (const drift of pages.flatMap((page) => driftsOf(connector.parse(harness.drift(page))))) {
      expect(drift.value.length).toBeLessThanOrEqual(200);
      if (drift.fills) expect(drift.fills.record).toBeGreaterThanOrEqual(0);
    }
    const kinds = pages.flatMap((page) =>
      driftsOf(connector.parse(harness.drift(page))).map(({ kind }) => kind),
    );
    expect([...new Set(kinds)].sort()).toEqual(['column', 'type']);
  });

  test('fills the declared columns of the declared streams, and nothing else', () => {
    const declared = new Set(connector.streams.map(({ stream }) => stream));
    for (const { stream, values } of records) {
      expect(declared).toContain(stream);
      const { columns, primaryKey }: StreamDeclaration = streams[stream];
      expect(Object.keys(values).sort()).toEqual(Object.keys(columns).sort());
      for (const [column, declaration] of Object.entries(columns)) {
        const problem = problemWith(declaration, (values as Record<string, unknown>)[column]);
        if (problem) throw new Error(`${stream}.${column}: ${problem} in ${JSON.stringify(values)}`);
      }
      for (const column of primaryKey) expect(values).toHaveProperty(column, expect.anything());
    }
  });

  test('has one record per key on a page', () => {
    for (const page of pages) {
      const keys = recordsOf(connector, page).map(keyOf);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  test('uses the canonical vocabulary, and a reason exactly where a value is missing', () => {
    for (const { stream, values } of records) {
      if (!('metric' in values)) continue;
      const known: readonly string[] = stream === 'media_insights' ? mediaMetrics : accountMetrics;
      expect(known).toContain(values.metric);
      expect(values.value === null).toBe(values.absent_reason !== null);
      if (values.absent_reason !== null) expect(absentReasons).toContain(values.absent_reason);
    }
  });

  test('checkpoints JSON values', () => {
    for (const message of messages) {
      if (message.type === 'checkpoint') expect(overJson(message.value)).toEqual(message.value);
    }
  });

  test('reports progress that does not run backwards', () => {
    const done = new Map<string, number>();
    for (const message of messages) {
      if (message.type !== 'progress') continue;
      expect(message.done).toBeLessThanOrEqual(message.total);
      expect(message.done).toBeGreaterThanOrEqual(done.get(message.account) ?? 0);
      done.set(message.account, message.done);
    }
  });

  test('reads the same again at the same clock', async () => {
    const again = await readAll(connector, contextOf(connector, harness, effectsFor(harness)));
    expect(JSON.stringify(again)).toBe(JSON.stringify(messages));
  });

  test('plans without a request', () => {
    const before = harness.requests?.();
    const plan = connector.plan(contextOf(connector, harness, effectsFor(harness)));
    expect(harness.requests?.()).toBe(before);
    for (const { account, stream, calls, why } of plan) {
      expect(streams).toHaveProperty(stream);
      expect(Number.isInteger(calls) && calls >= 0).toBe(true);
      expect([account, why].join()).not.toMatch(/undefined|NaN/);
    }
  });

  test('finds no error in a good connection', async () => {
    const found = await connector.diagnose(contextOf(connector, harness, effectsFor(harness)));
    expect(found.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('shows its secrets nowhere', async () => {
    const quiet = effectsFor(harness);
    const found = await connector.diagnose(contextOf(connector, harness, quiet));
    const shown = JSON.stringify([messages, effects.lines, found, quiet.lines, records]);
    for (const secret of harness.secrets) {
      expect(shown).not.toContain(secret);
      expect(shown).not.toContain(encodeURIComponent(secret));
    }
  });

  test('stops when it is told to', async () => {
    const stopped = effectsFor(harness, AbortSignal.abort(new Error('told to stop')));
    await expect(readAll(connector, contextOf(connector, harness, stopped))).rejects.toThrow('told to stop');
  });

  test('leaves nothing running when its reader goes away', async () => {
    const reading = connector.read(contextOf(connector, harness, effectsFor(harness)));
    await reading.next();
    await reading.return();
    const pause = () => new Promise((resolve) => setTimeout(resolve, 50));
    // What was on the wire may still arrive.
    await pause();
    const after = harness.requests?.();
    await pause();
    expect(harness.requests?.()).toBe(after);
  });
});

function contextOf(connector: Connector, harness: Harness, effects: TestEffects): ReadContext<unknown> {
  return { connection: 'test', settings: connector.settings.parse(harness.settings), state: {}, effects };
}

async function readAll(connector: Connector, context: ReadContext<unknown>): Promise<Message[]> {
  const messages: Message[] = [];
  for await (const message of connector.read(context)) messages.push(message);
  return messages;
}

function overJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** A page as it comes back from disk. */
function stored(page: Page): Page {
  const copy = overJson(page) as Page;
  return { ...copy, fetched_at: new Date(copy.fetched_at) };
}

function driftsOf(items: readonly Item[]): readonly Drift[] {
  return items.flatMap((item) => ('records' in item ? (item.drifts ?? []) : []));
}

function recordsOf(connector: Connector, page: Page): CanonicalRecord[] {
  return connector.parse(page).flatMap((item) => ('records' in item ? item.records : []));
}

function keyOf({ stream, values }: CanonicalRecord): string {
  const { primaryKey }: StreamDeclaration = streams[stream];
  return JSON.stringify([stream, ...primaryKey.map((column) => (values as Record<string, unknown>)[column])]);
}

function problemWith({ type, nullable }: ColumnDeclaration, value: unknown): string | null {
  if (value === null) return nullable ? null : 'null in a required column';
  const isRight = {
    string: () => typeof value === 'string',
    integer: () => Number.isSafeInteger(value),
    number: () => typeof value === 'number' && Number.isFinite(value),
    boolean: () => typeof value === 'boolean',
    timestamp: () => value instanceof Date && !Number.isNaN(value.getTime()),
    date: () => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value),
  }[type]();
  return isRight ? null : `not a ${type}: ${String(value)}`;
}
