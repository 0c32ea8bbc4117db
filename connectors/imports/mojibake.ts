import { toWindows1252 } from './windows-1252.js';

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
  const bytes = toWindows1252(text);
  if (bytes === null) return null;
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
