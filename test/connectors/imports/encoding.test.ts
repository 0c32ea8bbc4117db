import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { InputFile } from '../../../connectors/contract.js';
import { encodingOf } from '../../../connectors/imports/encoding.js';

const fileOf = (bytes: Uint8Array, size: number): InputFile => ({
  name: 'table.csv',
  sha256: '',
  bytes: bytes.length,
  modifiedAt: new Date(0),
  async *open() {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  },
});

const isFaultless = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

test('UTF-8 is told from other text wherever the file is cut into pieces', async () => {
  const characters = fc.string({ unit: fc.constantFrom('a', 'é', '€', '🍞', '\n'), minLength: 1 });
  const broken = fc.constantFrom([], [0xe9], [0xf0, 0x9f], [0xc3], [0x80], [0xed, 0xa0, 0x80], [0xff]);
  await fc.assert(
    fc.asyncProperty(characters, broken, fc.integer({ min: 1, max: 9 }), async (text, fault, size) => {
      const bytes = Buffer.concat([Buffer.from(text), Buffer.from(fault)]);
      const encoding = await encodingOf(fileOf(bytes, size));
      expect(encoding.why === 'every byte fits').toBe(isFaultless(bytes));
    }),
  );
});
