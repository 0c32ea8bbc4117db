const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A text of an archive as it was meant: archives write each byte of UTF-8 as a character of its own (`Ã©` for `é`), in
 * values and in keys. A text that is no such sequence of bytes stays as it is. Repair a text once: what was repaired may
 * look like bytes again.
 */
export function repaired(text: string): string {
  if (!/[\x80-\xff]/.test(text) || /[^\x00-\xff]/.test(text)) return text;
  try {
    return utf8.decode(Buffer.from(text, 'latin1'));
  } catch {
    return text;
  }
}
