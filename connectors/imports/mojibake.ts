/** What windows-1252 has in place of the control characters 0x80 to 0x9F; five of them it leaves as they are. */
const own =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

const byteOf = new Map([...own].map((character, index) => [character, 0x80 + index]));

const decoder = new TextDecoder('utf-8', { fatal: true });

/** True for text with a character beyond ASCII: only such text can be mistaken. */
export function hasAccents(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 0x7f) return true;
  return false;
}

/**
 * Mends text whose UTF-8 bytes were taken for Latin-1 or windows-1252 and written as such: `GrÃ¼ÃŸe` is `Grüße`. `null` for
 * all other text: for what has characters of neither, and for bytes that are not UTF-8.
 */
export function mended(text: string): string | null {
  if (!/[\u00c2-\u00f4]/.test(text)) return null;
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const byte = code <= 0xff ? code : byteOf.get(text.charAt(index));
    if (byte === undefined) return null;
    bytes[index] = byte;
  }
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
