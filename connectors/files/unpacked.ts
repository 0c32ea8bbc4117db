import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ByteRange, InputFile } from '../contract.js';
import { SourceError } from '../errors.js';
import { headOf } from './bytes.js';

/** What may grow without end is one that is made to harm. */
const mostGrowth = 500;
const smallFile = 64 * 1024 * 1024;

type Unpack = (packed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** A file that is packed with gzip or xz as the file inside; any other as it is. */
export async function unpacked(file: InputFile): Promise<InputFile> {
  const unpack = unpackerFor(await headOf(file, 6));
  if (unpack === null) return file;
  return { ...file, open: (range) => within(contents(file, unpack), range) };
}

function unpackerFor([first, second, ...rest]: Uint8Array): Unpack | null {
  if (first === 0x1f && second === 0x8b) return gunzipped;
  if (first === 0xfd && Buffer.from([second ?? 0, ...rest]).toString('latin1') === '7zXZ\0') return unxzed;
  return null;
}

async function* gunzipped(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = Readable.from(packed, { objectMode: false });
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  try {
    yield* source.pipe(gunzip) as AsyncIterable<Buffer>;
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

async function* unxzed(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  // CommonJS: what it exports is the default of the module
  const { default: xz } = await import('xz-decompress');
  const chunks = packed[Symbol.asyncIterator]();
  const source = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return?.();
    },
  });
  yield* new xz.XzReadableStream(source) as unknown as AsyncIterable<Uint8Array>;
}

/** @throws SourceError of kind `input` for what is damaged, or grows beyond all that text does. */
async function* contents(file: InputFile, unpack: Unpack): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of unpack(file.open())) {
      bytes += chunk.length;
      if (bytes > smallFile && bytes > mostGrowth * file.bytes)
        throw new Error(`it grows more than ${mostGrowth}-fold when unpacked`);
      yield chunk;
    }
  } catch (error) {
    throw new SourceError(`${file.name} cannot be unpacked: ${(error as Error).message}.`, {
      kind: 'input',
      recovery: 'skip',
      hint: 'Nothing of it was imported. Download it again, or unpack it yourself and import what is inside.',
    });
  }
}

async function* within(
  bytes: AsyncIterable<Uint8Array>,
  { from, to }: ByteRange = { from: 0, to: Number.POSITIVE_INFINITY },
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const chunk of bytes) {
    const part = chunk.subarray(Math.max(0, from - at), Math.max(0, Math.min(chunk.length, to - at)));
    at += chunk.length;
    if (part.length > 0) yield part;
    if (at >= to) return;
  }
}
