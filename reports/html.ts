/** Markup that is safe to print as it stands. Only `html` and `unsafeHtml` make it. */
export class Html {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

type Printable = Html | string | number | null | undefined | false | readonly Printable[];

/**
 * Template for markup. Every interpolated text is cleaned and escaped, for element content and for quoted attributes;
 * lists are joined; null, undefined and false print nothing. Attributes must be quoted in the template.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Printable[]): Html {
  return new Html(parts.reduce((out, part, index) => out + print(values[index - 1]) + part));
}

/** Declares `text` as markup without looking at it. For our own style sheet and rendered charts only. */
export function unsafeHtml(text: string): Html {
  return new Html(text);
}

function print(value: Printable): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return (value as readonly Printable[]).map(print).join('');
  return escapeHtml(cleanText(String(value)));
}

/** `text` with the five characters that end or open markup replaced. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/**
 * Text without characters that could hide or reorder what is read: control characters (line breaks and tabs become
 * spaces), bidirectional overrides and isolates, invisible joiners' abuse (soft hyphen, zero width space, BOM), line
 * and paragraph separators, and lone surrogates.
 */
export function cleanText(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '')
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')
    .replace(
      /[\u0000-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g,
      '',
    );
}

/**
 * A document with references in place of all characters beyond ASCII: browsers take in one byte a letter at half the work of two.
 * Styles and scripts know no references and must be ASCII already.
 */
export function asciiHtml(document: string): string {
  return document.replace(/[^\u0000-\u007f]/gu, (character) => `&#${character.codePointAt(0)};`);
}

/** Untrusted text for one line: cleaned, spaces collapsed, at most `limit` characters as people count them. */
export function shortText(text: string, limit: number): string {
  // Reading a slice first keeps a ten-megabyte caption from being segmented.
  const line = cleanText(text.slice(0, limit * 20))
    .replace(/\s+/gu, ' ')
    .trim();
  const letters = [...new Intl.Segmenter('en').segment(line)];
  if (letters.length <= limit && text.length <= limit * 20) return line;
  return `${letters
    .slice(0, limit - 1)
    .map(({ segment }) => segment.slice(0, 12))
    .join('')
    .trimEnd()}…`;
}

/** The link if it is a post on instagram.com over https, rebuilt from its parts; null for anything else. */
export function postLink(permalink: string | null): string | null {
  if (permalink === null || !URL.canParse(permalink)) return null;
  const { protocol, hostname, port, username, password, pathname } = new URL(permalink);
  const path = /^\/(?:[\w.]{1,30}\/)?(p|reel|tv)\/([\w-]{1,64})\/?$/.exec(pathname);
  if (protocol !== 'https:' || port || username || password || path === null) return null;
  if (hostname !== 'www.instagram.com' && hostname !== 'instagram.com') return null;
  return `https://www.instagram.com/${path[1]}/${path[2]}/`;
}
