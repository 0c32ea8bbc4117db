import { isUtf8, transcode } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { createGunzip, type ZlibOptions } from 'node:zlib';

const lineFeed = 10;

/**
 * The lines of a text stream, split at line feeds and nowhere else: JSON text may hold U+2028 and U+2029, which Node's own
 * line reader takes for line ends in some versions. A last line without a line feed counts.
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
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

/** What is unpacked at a time, while the lines before it are worked on. */
const chunkBytes = 1 << 18;

/** The lines of a gzipped file. Throws where the file is missing, damaged or cut short, after the lines before that. */
export async function* linesOfGzip(path: string): AsyncGenerator<string> {
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
