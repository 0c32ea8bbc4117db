/** What a cell says: a value, nothing, or something that cannot be read as its role asks. */
export type Read<T> = { readonly value: T } | 'absent' | 'unreadable';

/** The decimal mark of a column; `null` when no cell shows one, and every mark before three digits groups thousands. */
export type DecimalMark = '.' | ',' | null;

const absentMarks = new Set([
  '',
  '-',
  '--',
  '—',
  '–',
  'n/a',
  '#n/a',
  'na',
  'nan',
  'null',
  'none',
  'undefined',
]);

/** True for an empty cell and for the usual marks of "no value" (`--`, `n/a`, `NaN`). For text use {@link text}. */
export function isAbsent(cell: string): boolean {
  return absentMarks.has(cell.trim().toLowerCase());
}

/** A text as the file gives it, formula signs included; `null` when empty. NUL, which no engine stores, is dropped. */
export function text(cell: string): string | null {
  const value = cell.includes('\0') ? cell.replaceAll('\0', '') : cell;
  return value.trim() === '' ? null : value;
}

/**
 * An id as text, or `null` when it is absent or destroyed: float notation (`1.81426227341263e+16`) and floats of more
 * than 15 digits have lost digits. `="123"` and `'123`, the spreadsheet's ways to keep text, are unwrapped.
 */
export function id(cell: string): string | null {
  if (/^[1-9]\d*$/.test(cell)) return cell;
  const value = cell
    .trim()
    .replace(/^="(.*)"$/, '$1')
    .replace(/^'/, '');
  if (isAbsent(value)) return null;
  if (/^[+-]?\d+(?:[.,]\d+)?e\+?\d+$/i.test(value)) return null;
  const float = value.match(/^(\d+)[.,]0+$/)?.[1];
  if (float !== undefined) return float.length <= 15 ? float : null;
  return value.replaceAll('\0', '');
}

/** True when an id of 16 or more digits ends in zeros from its 16th digit on, as after a spreadsheet's rounding. */
export function looksRounded(cell: string): boolean {
  return /^\d{15}0+$/.test(cell.trim());
}

/** A handle without @ and without the address around it; `null` when absent. */
export function username(cell: string): string | null {
  const value = cell
    .trim()
    .replace(/^https?:\/\/(?:www\.)?instagram\.com\//i, '')
    .replace(/^@/, '')
    .replace(/\/.*$/, '');
  return /^[\w.]{1,30}$/.test(value) ? value.toLowerCase() : null;
}

const multipliers: Readonly<Record<string, number>> = {
  k: 1e3,
  mil: 1e3,
  tsd: 1e3,
  tn: 1e3,
  m: 1e6,
  mi: 1e6,
  mn: 1e6,
  mio: 1e6,
  mln: 1e6,
  b: 1e9,
  bi: 1e9,
  bn: 1e9,
  mrd: 1e9,
};

const numberShape = /^([+-]?)(\d[\d.,]*|[.,]\d+)\s*(?:([a-z]{1,3})\.?)?$/i;

/** True for a cell that is nothing but digits, up to 15. */
export function isDigits(cell: string): boolean {
  return digitsOf(cell) !== null;
}

/** A cell that is nothing but digits, as almost all counters are; `null` for any other, and for more than 15. */
function digitsOf(cell: string): number | null {
  const { length } = cell;
  if (length === 0 || length > 15) return null;
  let value = 0;
  for (let index = 0; index < length; index += 1) {
    const digit = cell.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
  }
  return value;
}

interface NumberParts {
  readonly sign: 1 | -1;
  readonly digits: string;
  readonly multiplier: number;
}

function partsOf(cell: string): NumberParts | null {
  const bare = cell
    .trim()
    .replace(/^'/, '')
    .replace(/^[\u2212\u2013\ufe63\uff0d]/, '-')
    .replace(/(?<=\d)[\s\u00a0\u202f'’](?=\d{3})/g, '');
  const match = bare.match(numberShape);
  if (!match) return null;
  const [, sign, digits = '', suffix] = match;
  const multiplier = suffix === undefined ? 1 : multipliers[suffix.toLowerCase()];
  return multiplier === undefined ? null : { sign: sign === '-' ? -1 : 1, digits, multiplier };
}

/** What one cell shows about the decimal mark of its column; `null` when it shows nothing (`1203`, `1.203`). */
export function decimalMarkShown(cell: string): DecimalMark {
  if (!/[.,]/.test(cell)) return null;
  const parts = partsOf(cell);
  if (!parts) return null;
  const { digits, multiplier } = parts;
  const points = digits.split('.').length - 1;
  const commas = digits.split(',').length - 1;
  if (points > 0 && commas > 0) return digits.lastIndexOf('.') > digits.lastIndexOf(',') ? '.' : ',';
  if (points + commas === 0) return null;
  const mark = points > 0 ? '.' : ',';
  const other = points > 0 ? ',' : '.';
  if (points + commas > 1) return other;
  const groups = /^[1-9]\d{0,2}[.,]\d{3}$/.test(digits) && multiplier === 1;
  return groups ? null : mark;
}

/** The mark of a cell that is two numbers: `1.203` is 1203 where points group thousands, and else hardly more than 1. */
export function openMark(cell: string): DecimalMark {
  const mark = cell.match(/^\s*'?[+-]?[1-9]\d{0,2}([.,])\d{3}\s*$/)?.[1];
  return mark === '.' || mark === ',' ? mark : null;
}

const otherWords = 'others?|outr[oa]s|otr[oa]s|autres?|weiteren?|altri|altre';
const othersShape = new RegExp(
  `^(?:[\\p{L}&]+\\s+)?(?:(?:${otherWords})\\s+(\\d[\\d.,]*)|(\\d[\\d.,]*)\\s+(?:${otherWords}))(?:\\s+\\p{L}+)?$`,
  'iu',
);

/** The number in `and 661 others`, as the app counts likes beside a name, in several languages; `null` for anything else. */
export function others(cell: string): string | null {
  const match = cell.trim().match(othersShape);
  return match?.[1] ?? match?.[2] ?? null;
}

/**
 * A number. With a known decimal mark the other one may only group thousands; without one, `1.203` and `1,203` are
 * both 1203, because counts are whole. `75.2k` is 75200.
 */
export function number(cell: string, decimal: DecimalMark): Read<number> {
  const digits = digitsOf(cell);
  if (digits !== null) return { value: digits };
  if (isAbsent(cell)) return 'absent';
  if (/^\d+(?:\.\d+)?e\+?\d{1,2}$/i.test(cell.trim())) return { value: Number(cell) };
  const parts = partsOf(cell);
  if (!parts) return 'unreadable';
  const [whole = '', fraction = '', ...more] =
    decimal === null ? [parts.digits] : parts.digits.split(decimal);
  if (more.length > 0 || !/^\d*$/.test(fraction)) return 'unreadable';
  if (!/^\d*$/.test(whole) && !/^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$/.test(whole)) return 'unreadable';
  const value = Number(`${whole.replace(/[.,]/g, '') || '0'}.${fraction || '0'}`);
  const product = parts.multiplier === 1 ? value : Math.round(value * parts.multiplier);
  return Number.isFinite(product) ? { value: parts.sign * product || 0 } : 'unreadable';
}

/** A whole number; `1203.0` is one, `1203.5` is not. */
export function count(cell: string, decimal: DecimalMark): Read<number> {
  const read = number(cell, decimal);
  if (read === 'absent' || read === 'unreadable') return read;
  return Number.isSafeInteger(read.value) ? read : 'unreadable';
}

/** Yes or no in the usual spellings; `null` for anything else. */
export function boolean(cell: string): boolean | null {
  const value = cell.trim().toLowerCase();
  if (['true', '1', 'yes', 'y', 'ja', 'sim', 'sí', 'oui'].includes(value)) return true;
  if (['false', '0', 'no', 'n', 'nein', 'não', 'non'].includes(value)) return false;
  return null;
}

const formats: Readonly<Record<string, string>> = {
  image: 'image',
  photo: 'image',
  picture: 'image',
  graphimage: 'image',
  xdtgraphimage: 'image',
  bild: 'image',
  foto: 'image',
  imagem: 'image',
  carousel: 'carousel',
  carouselalbum: 'carousel',
  carouselcontainer: 'carousel',
  album: 'carousel',
  sidecar: 'carousel',
  graphsidecar: 'carousel',
  xdtgraphsidecar: 'carousel',
  carrossel: 'carousel',
  karussell: 'carousel',
  karusell: 'carousel',
  reel: 'reel',
  reels: 'reel',
  clips: 'reel',
  video: 'video',
  graphvideo: 'video',
  xdtgraphvideo: 'video',
  vídeo: 'video',
  igtv: 'video',
  story: 'story',
  stories: 'story',
  storie: 'story',
};

/** `image`, `carousel`, `reel`, `video` or `story` from a source's word for it (`IG reel`, `CAROUSEL_ALBUM`). */
export function format(cell: string): string | null {
  const words = cell.trim().toLowerCase();
  const joined = words.replace(/^(?:ig|instagram)[\s_-]+/, '').replace(/[^\p{L}]/gu, '');
  return formats[joined] ?? formats[joined.replace(/(?:do|de|of|von)?(?:ig|instagram)$/, '')] ?? null;
}

/** A link with its scheme; `null` when absent. */
export function link(cell: string): string | null {
  const value = text(cell)?.trim() ?? null;
  if (value === null || isAbsent(value)) return null;
  return /^(?:www\.)?instagram\.com\//i.test(value) ? `https://${value}` : value;
}
