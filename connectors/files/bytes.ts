import type { InputFile } from '../contract.js';

/** The first bytes of a file, at most so many. */
export async function headOf(file: Pick<InputFile, 'open'>, size: number): Promise<Uint8Array> {
  const head = new Uint8Array(size);
  let filled = 0;
  for await (const bytes of file.open({ from: 0, to: size })) {
    const part = bytes.subarray(0, size - filled);
    head.set(part, filled);
    filled += part.length;
    if (filled === size) break;
  }
  return head.subarray(0, filled);
}

/** All bytes of a source in one piece. */
export async function whole(bytes: AsyncIterable<Uint8Array>): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}
