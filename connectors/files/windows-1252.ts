/** What windows-1252 has in place of the control characters 0x80 to 0x9F; five of them it leaves as they are. */
const own =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

const bytesOfOwn = new Map([...own].map((character, index) => [character, 0x80 + index]));

/** Text of bytes in windows-1252, which has a character for each; some versions of Node take it for Latin-1. */
export function fromWindows1252(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return text.replace(/[\x80-\x9f]/g, (character) => own.charAt(character.charCodeAt(0) - 0x80));
}

/** The bytes of text in windows-1252 or Latin-1; `null` when it has characters of neither. */
export function toWindows1252(text: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const byte = code <= 0xff ? code : bytesOfOwn.get(text.charAt(index));
    if (byte === undefined) return null;
    bytes[index] = byte;
  }
  return bytes;
}
