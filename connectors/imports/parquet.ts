import type { InputFile } from '../contract.js';
import { whole } from '../files/bytes.js';
import { UnreadableRow } from './unreadable-row.js';

const rowsAtOnce = 5000;
/** Smaller ones are read in one go. */
const smallFile = 64 * 1024 * 1024;

/**
 * The rows of a Parquet file as JSON-like objects: 64-bit integers and decimals as texts, times as ISO texts.
 *
 * @throws UnreadableRow when it cannot be read.
 */
export async function* parquetRows(file: InputFile): AsyncGenerator<Readonly<Record<string, unknown>>> {
  const [{ parquetMetadataAsync, parquetReadObjects }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  try {
    const buffer = await randomAccess(file);
    const metadata = await parquetMetadataAsync(buffer);
    const rows = Number(metadata.num_rows);
    for (let rowStart = 0; rowStart < rows; rowStart += rowsAtOnce) {
      const rowEnd = Math.min(rows, rowStart + rowsAtOnce);
      for (const row of await parquetReadObjects({ file: buffer, metadata, compressors, rowStart, rowEnd }))
        yield plain(row) as Readonly<Record<string, unknown>>;
    }
  } catch (error) {
    throw new UnreadableRow(`it is no Parquet file that can be read: ${(error as Error).message}`);
  }
}

async function randomAccess({ bytes, open }: InputFile) {
  if (bytes <= smallFile) {
    const all = await whole(open());
    return { byteLength: all.length, slice: (from: number, to?: number) => copy(all.subarray(from, to)) };
  }
  return {
    byteLength: bytes,
    slice: async (from: number, to = bytes) => {
      const start = from < 0 ? bytes + from : from;
      return copy(await whole(open({ from: start, to })));
    },
  };
}

function copy(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
