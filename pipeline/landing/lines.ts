import { createReadStream } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip, type ZlibOptions } from 'node:zlib';

/**
 * The lines of a text stream, split at line feeds and nowhere else: JSON text may hold U+2028 and U+2029, which Node's own
 * line reader takes for line ends in some versions. A last line without a line feed counts.
 */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest: string[] = [];
  for await (const chunk of bytes) {
    const parts = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)).split('\n');
    for (const part of parts.slice(0, -1)) {
      yield rest.length > 0 ? rest.join('') + part : part;
      rest = [];
    }
    rest.push(parts.at(-1)!);
  }
  const last = rest.join('') + decoder.end();
  if (last !== '') yield last;
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
