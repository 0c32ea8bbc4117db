import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../../pipeline/landing/lines.js';
import { temporaryHome } from './temporary-home.js';
import { buildHome, counter, land, page, post, published } from './warehouse.js';

async function lines(chunks: readonly Uint8Array[]): Promise<string[]> {
  async function* stream() {
    yield* chunks;
  }
  const found: string[] = [];
  for await (const line of linesOf(stream())) found.push(line);
  return found;
}

/** Every character that some program takes for the end of a line. */
const breaks = ['\u2028', '\u2029', '\u0085', '\r', '\v', '\f', '\u001e'];

describe('the lines of a raw file', () => {
  it('end at line feeds and nowhere else, wherever the bytes are cut', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'ã', '🍞', ...breaks), minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { maxLength: 8 }),
        fc.integer({ min: 1, max: 7 }),
        async (wanted, size) => {
          const bytes = Buffer.from(wanted.map((line) => `${line}\n`).join(''));
          const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
            bytes.subarray(index * size, (index + 1) * size),
          );
          expect(await lines(chunks)).toEqual(wanted);
        },
      ),
    );
  });

  it('include a last one without a line feed', async () => {
    expect(await lines([Buffer.from('one\n\ntw'), Buffer.from('o')])).toEqual(['one', '', 'two']);
    expect(await lines([])).toEqual([]);
  });

  it('hold captions with any of them, from landing to the marts', async () => {
    const home = await temporaryHome();
    const at = '2026-11-01T02:00:00.000Z';
    const caption = breaks.join('x');
    await land(home, at, [
      page(at, [
        post(at, { media_ref: 'AAAAA1', caption }),
        counter(at, 'likes', 3, { media_ref: 'AAAAA1' }),
      ]),
    ]);
    const { counts } = await buildHome(home);
    expect(counts).toMatchObject({ quarantined: 0 });
    expect(await published(home, 'select caption from media_performance')).toEqual([{ caption }]);
  });
});
