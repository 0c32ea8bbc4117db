import { isUtf8, transcode } from 'node:buffer';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { createGunzip, gunzipSync, gunzip as gunzipThen, type ZlibOptions } from 'node:zlib';

const gunzip = promisify(gunzipThen);

const lineFeed = 10;

/**
 * The lines of a text stream, split at line feeds and nowhere else: JSON text may hold U+2028 and U+2029, which Node's own
 * line reader takes for line ends in some versions. A last line without a line feed counts.
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<string> {
  let rest: Uint8Array[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      yield textOf([...rest, chunk.subarray(start, end)]);
      rest = [];
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
  if (rest.length > 0) yield textOf(rest);
}

/** UTF-8 as text. Node transcodes several times faster than it decodes, but only what has no fault. */
function textOf(parts: readonly Uint8Array[]): string {
  const [only, ...more] = parts;
  const bytes =
    only && more.length === 0 ? Buffer.from(only.buffer, only.byteOffset, only.length) : Buffer.concat(parts);
  return isUtf8(bytes) ? transcode(bytes, 'utf8', 'utf16le').toString('utf16le') : bytes.toString('utf8');
}

/** A raw file is mostly small: unpacked in one go it takes a twentieth of the time that a stream takes. */
const mostPacked = 4 << 20;
const mostUnpacked = 64 << 20;
const worthAThread = 64 << 10;
/** What is unpacked at a time of a larger one, while the lines before it are worked on. */
const chunkBytes = 1 << 18;

/**
 * Begins to unpack a gzipped file, and gives its lines. These throw where the file is missing, damaged or cut short, after the
 * lines before that.
 */
export async function linesOfGzip(path: string): Promise<AsyncIterable<string>> {
  const whole = await unpacked(path);
  return whole ? linesOf([whole]) : linesOfStream(path);
}

/**
 * The bytes of a file, where it is small and faultless; `null` for others, whose stream tells what is wrong and what stands before
 * it. A night brings many files of a few kilobytes each: to hand them to another thread takes longer than the work.
 */
async function unpacked(path: string): Promise<Uint8Array | null> {
  try {
    const { size } = statSync(path);
    if (size > mostPacked) return null;
    const packed = readFileSync(path);
    const limit = { maxOutputLength: mostUnpacked };
    return size > worthAThread ? await gunzip(packed, limit) : gunzipSync(packed, limit);
  } catch {
    return null;
  }
}

async function* linesOfStream(path: string): AsyncGenerator<string> {
  const source = createReadStream(path);
  const text = source.pipe(
    createGunzip({ chunkSize: chunkBytes, readableHighWaterMark: 4 * chunkBytes } as ZlibOptions),
  );
  source.on('error', (error) => text.destroy(error));
  try {
    yield* linesOf(text);
  } finally {
    source.destroy(); // whoever stops early leaves no open file
  }
}
