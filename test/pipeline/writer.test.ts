import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Page } from '../../connectors/contract.js';
import { sha256 } from '../../pipeline/files.js';
import { fromLine } from '../../pipeline/landing/envelope.js';
import { linesOfGzip } from '../../pipeline/landing/lines.js';
import { LandingWriter, type RawFile } from '../../pipeline/landing/writer.js';
import { temporaryHome } from './temporary-home.js';

const page = (body: string): Page => ({
  source: 'imports',
  connection: 'imports',
  account: 'user:cafe',
  stream: 'media',
  request: { sha256: 'f'.repeat(64) },
  fetched_at: new Date('2026-11-20T12:00:00Z'),
  status: 200,
  body,
});

test('a long file is packed piece by piece, and gives each page as it was written', async () => {
  const home = await temporaryHome();
  const files: RawFile[] = [];
  const writer = new LandingWriter(home, 'run', (file) => files.push(file));
  const pages = Array.from({ length: 13 }, (_, index) => page(`${index} ü\u2028 `.repeat(100_000)));
  for (const one of pages) await writer.write(one);
  await writer.flush();

  const read: Page[] = [];
  for (const { path, sha256: stated, bytes } of files) {
    const packed = await readFile(join(home.raw, path));
    expect({ stated, bytes }).toEqual({ stated: sha256(packed), bytes: packed.length });
    for await (const line of await linesOfGzip(join(home.raw, path))) read.push(fromLine(line));
  }
  expect(read).toEqual(pages);
  expect(files.map((file) => file.pages)).toEqual([13]);
});
