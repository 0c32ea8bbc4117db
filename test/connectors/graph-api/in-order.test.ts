import { describe, expect, test } from 'vitest';
import { inOrder } from '../../../connectors/graph-api/in-order.js';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const noAbandon = () => {};

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

describe('generators run in order', () => {
  test('yield as if one after the other, however long each takes', async () => {
    const source = (name: string, ms: number) =>
      async function* () {
        for (const n of [1, 2, 3]) {
          await pause(ms);
          yield `${name}${n}`;
        }
      };
    const sources = [source('a', 8), source('b', 1), source('c', 3), source('d', 0)];
    const result = await collect(inOrder(sources, { concurrency: 3, ahead: 2, abandon: noAbandon }));
    expect(result).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'b3', 'c1', 'c2', 'c3', 'd1', 'd2', 'd3']);
  });

  test('run at once, but only so many and only so far ahead', async () => {
    let running = 0;
    let most = 0;
    const produced = [0, 0, 0, 0];
    const sources = produced.map(
      (_, index) =>
        async function* () {
          running++;
          most = Math.max(most, running);
          for (let n = 0; n < 20; n++) {
            await pause(0);
            produced[index]!++;
            yield n;
          }
          running--;
        },
    );
    const values = inOrder(sources, { concurrency: 2, ahead: 5, abandon: noAbandon });
    await values.next();
    await pause(60);
    expect(produced[1]).toBe(5);
    expect(produced[2]).toBe(0);
    expect(await collect(values)).toHaveLength(79);
    expect(most).toBeLessThanOrEqual(3);
  });

  test('do not wait for a slow one to start the next', async () => {
    let finish = () => {};
    const slow = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const started: number[] = [];
    const sources = Array.from(
      { length: 8 },
      (_, index) =>
        async function* () {
          started.push(index);
          if (index === 0) await slow;
          yield index;
        },
    );
    const values = collect(inOrder(sources, { concurrency: 2, ahead: 5, abandon: noAbandon }));
    await pause(20);
    // Two at once, and at most four that have not had their turn.
    expect(started).toEqual([0, 1, 2, 3]);
    finish();
    expect(await values).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('stop all when one throws at its turn, after what came before', async () => {
    const ended: string[] = [];
    const seen: string[] = [];
    const sources = [
      async function* () {
        yield 'a';
      },
      async function* (): AsyncGenerator<string> {
        yield 'b';
        throw new Error('broken');
      },
      async function* () {
        try {
          for (;;) {
            await pause(1);
            yield 'c';
          }
        } finally {
          ended.push('c');
        }
      },
    ];
    let abandoned = false;
    const values = inOrder(sources, {
      concurrency: 3,
      ahead: 3,
      abandon: () => {
        abandoned = true;
      },
    });
    await expect(
      (async () => {
        for await (const value of values) seen.push(value);
      })(),
    ).rejects.toThrow('broken');
    expect(seen).toEqual(['a', 'b']);
    expect(ended).toEqual(['c']);
    expect(abandoned).toBe(true);
  });
});
