import { isUtf8 } from 'node:buffer';
import type { InputFile } from '../contract.js';
import { SourceError } from '../errors.js';
import { headOf } from '../files/bytes.js';
import { fromWindows1252 } from '../files/windows-1252.js';

export interface Encoding {
  /** A label of the WHATWG encoding standard. */
  readonly name: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  /** How it was decided, in words. */
  readonly why: string;
  /** Byte sequences that are not valid in `name`; each became U+FFFD. */
  readonly damaged: number;
}

/**
 * The text encoding of a file: its byte order mark, else UTF-16 by its zero bytes, else UTF-8 when every byte fits,
 * else windows-1252, which is what spreadsheets write. A UTF-8 file with a few broken bytes stays UTF-8.
 *
 * @throws SourceError of kind `input` for an empty or a binary file.
 */
export async function encodingOf(file: InputFile): Promise<Encoding> {
  const head = await headOf(file, 4096);
  if (head.length === 0) throw notText(file, 'is empty', 'Export it again; there is nothing to read in it.');
  if (head[0] === 0xff && head[1] === 0xfe) return { name: 'utf-16le', why: 'byte order mark', damaged: 0 };
  if (head[0] === 0xfe && head[1] === 0xff) return { name: 'utf-16be', why: 'byte order mark', damaged: 0 };
  const zeros = zeroShares(head);
  if (zeros.odd > 0.3 && zeros.even < 0.05) return { name: 'utf-16le', why: 'zero bytes', damaged: 0 };
  if (zeros.even > 0.3 && zeros.odd < 0.05) return { name: 'utf-16be', why: 'zero bytes', damaged: 0 };
  if (zeros.even + zeros.odd > 0.2) {
    throw notText(
      file,
      'is not a text file',
      'Reachline reads CSV, TSV, XLSX, JSON, NDJSON and Parquet files.',
    );
  }
  const bom = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  if (await everyByteFits(file))
    return { name: 'utf-8', why: bom ? 'byte order mark' : 'every byte fits', damaged: 0 };
  const { damaged, intact } = await countNonAscii(file);
  // text of one byte per character hardly ever makes up a character of UTF-8
  if (bom || intact > damaged) {
    return { name: 'utf-8', why: `most bytes fit, ${damaged} sequences do not`, damaged };
  }
  return { name: 'windows-1252', why: 'its bytes are not UTF-8', damaged: 0 };
}

/** The text of a file in chunks, without its byte order mark. */
export async function* textOf(file: InputFile, encoding: Encoding): AsyncGenerator<string> {
  if (encoding.name === 'windows-1252') {
    for await (const bytes of file.open()) yield fromWindows1252(bytes);
    return;
  }
  const decoder = new TextDecoder(encoding.name);
  for await (const bytes of file.open()) {
    const text = decoder.decode(bytes, { stream: true });
    if (text) yield text;
  }
  const rest = decoder.decode();
  if (rest) yield rest;
}

function zeroShares(head: Uint8Array): { even: number; odd: number } {
  const counts = { even: 0, odd: 0 };
  head.forEach((byte, index) => {
    if (byte === 0) counts[index % 2 === 0 ? 'even' : 'odd'] += 1;
  });
  const pairs = Math.max(1, head.length / 2);
  return { even: counts.even / pairs, odd: counts.odd / pairs };
}

async function everyByteFits(file: InputFile): Promise<boolean> {
  let rest: Uint8Array = new Uint8Array();
  for await (const chunk of file.open()) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = bytes.length - openCharacter(bytes);
    if (!isUtf8(bytes.subarray(0, whole))) return false;
    rest = bytes.subarray(whole);
  }
  return rest.length === 0;
}

/** Bytes at the end of a piece of UTF-8 that the next piece may make a character of. */
function openCharacter(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return length > back ? back : 0;
  }
  return 0;
}

async function countNonAscii(file: InputFile): Promise<{ damaged: number; intact: number }> {
  const counts = { damaged: 0, intact: 0 };
  for await (const text of textOf(file, { name: 'utf-8', why: '', damaged: 0 })) {
    for (const character of text.match(/[^\0-\x7f]/g) ?? []) {
      counts[character === '\ufffd' ? 'damaged' : 'intact'] += 1;
    }
  }
  return counts;
}

function notText(file: InputFile, what: string, hint: string): SourceError {
  return new SourceError(`${file.name} ${what}.`, { kind: 'input', recovery: 'skip', hint });
}
