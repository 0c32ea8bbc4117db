import { toWindows1252 } from './windows-1252.js';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** True for text with a character beyond ASCII: only such text can be mistaken. */
export function hasAccents(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 0x7f) return true;
  return false;
}

/**
 * Mends text whose UTF-8 bytes were taken for characters and written as such: `GrÃ¼ÃŸe` is `Grüße`. `null` for all other text:
 * for what has characters that no byte was taken for, and for bytes that are not UTF-8. Mend a text once: what was mended may
 * look like bytes again.
 *
 * @param taken for what the bytes were taken: spreadsheets take them for windows-1252, where some stand for characters like `€`;
 *   archives of Instagram write each as the character of its number.
 */
export function mended(text: string, taken: 'windows-1252' | 'latin1' = 'windows-1252'): string | null {
  if (!/[\u00c2-\u00f4]/.test(text)) return null;
  const bytes = taken === 'latin1' ? toLatin1(text) : toWindows1252(text);
  if (bytes === null) return null;
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

function toLatin1(text: string): Uint8Array | null {
  return /[^\0-\xff]/.test(text) ? null : Buffer.from(text, 'latin1');
}
