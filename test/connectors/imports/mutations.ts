import { unsafeUniformIntDistribution, xoroshiro128plus } from 'pure-rand';
import type { ImportSettings } from '../../../connectors/imports/index.js';
import { kinds } from '../../../connectors/imports/kinds/index.js';
import type { Layout } from '../../../connectors/imports/kinds/kind.js';
import { isMetric, type Role } from '../../../connectors/imports/roles.js';

/** Chance with a seed: the same seed makes the same file. */
export class Chance {
  readonly #generator;

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed);
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    return unsafeUniformIntDistribution(0, limit - 1, this.#generator);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** True once in `times`. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }
}

/** A file before it is written. */
export interface Draft {
  readonly name: string;
  readonly settings: Partial<ImportSettings>;
  readonly format: 'csv' | 'json' | 'ndjson' | 'page';
  header: string[];
  rows: string[][];
  hasHeader: boolean;
  above: string[];
  separator: string;
  end: string;
  encoding: (typeof encodings)[number];
  isLastEnded: boolean;
}

const encodings = ['utf-8', 'utf-8 mark', 'utf-16le', 'utf-16be', 'latin1', 'mojibake'] as const;

const captions = [
  'plain',
  'Grüße, "zitiert"; und | mehr',
  'two\nlines',
  'São João 🎉 #festa @someone',
  '=SUM(1,2)',
  "'quoted",
  'a\r\nb',
  '',
  '\u202eright to left',
  'tab\there',
];

function cellOf(role: Role, layout: Layout | null, row: number, chance: Chance): string {
  const day = 1 + ((row * 7) % 27);
  const pad = (number: number) => String(number).padStart(2, '0');
  if (isMetric(role)) return String(chance.below(5000));
  switch (role) {
    case 'permalink':
      return `https://www.instagram.com/p/C${'ABCDEFGHIJ'[row % 10]}ggXA2AtD${chance.below(10)}/`;
    case 'shortcode':
      return `C${'ABCDEFGHIJ'[row % 10]}ggXA2AtD3`;
    case 'media_id':
      return `179027247511${pad(row)}${chance.below(900) + 100}`;
    case 'account_id':
      return '17841409112206242';
    case 'posted_at':
    case 'observed_at': {
      const format = layout?.dates ?? 'iso';
      if (format === 'excel') return `4419${row % 10}.65`;
      if (format === 'mm/dd/yyyy') return `03/${pad(day)}/2025 00:17`;
      if (format === 'dd/mm/yyyy') return `${pad(day)}/03/2025 00:17`;
      if (format === 'unix') return String(1_735_787_045 + row * 1000);
      if (format === 'unix-ms') return String(1_735_787_045_000 + row * 1000);
      return `2025-03-${pad(day)}T00:17:00+00:00`;
    }
    case 'caption':
      return chance.pick(captions);
    case 'username':
      return 'a_school';
    case 'account_name':
      return 'A Schöol';
    case 'format':
      return chance.pick(['IG image', 'VIDEO', 'GraphSidecar']);
    case 'duration_seconds':
      return chance.pick(['0', '12.5', '7']);
    case 'is_boosted':
      return chance.pick(['true', 'false', '']);
    default:
      return String(1000 + chance.below(5000));
  }
}

const fillers: Readonly<Record<string, string>> = { Network: 'INSTAGRAM' };

const mappedRoles = [
  'permalink',
  'media_id',
  'posted_at',
  'caption',
  'likes',
  'comments',
  'username',
  'followers',
] as const;
/** Role → column of the mapped files. */
export const map = Object.fromEntries(
  mappedRoles.map((role) => [role, { column: `my ${role}` }]),
) as NonNullable<ImportSettings['map']>;

/** A whole file of a kind, small: every layout of the registry in turn, and mapped tables in every format. */
export function draftOf(index: number, chance: Chance): Draft {
  const layouts = kinds
    .filter(({ name, unusable }) => name !== 'table' && !unusable)
    .flatMap((kind) => kind.layouts.map((layout) => ({ kind, layout })));
  const formats = ['csv', 'json', 'ndjson', 'page'] as const;
  const turn = index % (layouts.length + formats.length);
  const known = layouts[turn];
  const columns = known ? columnsOf(known.layout) : mappedRoles.map((role) => ({ name: `my ${role}`, role }));
  const rows = Array.from({ length: 2 + chance.below(9) }, (_, row) =>
    columns.map(({ name, role }) =>
      role === null ? (fillers[name] ?? 'Lifetime') : cellOf(role, known?.layout ?? null, row, chance),
    ),
  );
  return {
    name: `${known ? `${known.kind.name}-${known.layout.name}` : 'table'}-${index}`,
    settings: known ? {} : { account: 'me', map },
    format: known ? 'csv' : (formats[turn - layouts.length] as Draft['format']),
    header: columns.map(({ name }) => name),
    rows,
    hasHeader: true,
    above: [],
    separator: ',',
    end: '\n',
    encoding: 'utf-8',
    isLastEnded: true,
  };
}

function columnsOf(layout: Layout): { name: string; role: Role | null }[] {
  const columns = (Object.entries(layout.columns) as [Role, readonly string[]][])
    .filter(([, spellings]) => spellings.length > 0)
    .map(([role, spellings]) => ({ name: spellings[0] as string, role: role as Role | null }));
  const others = layout.others === 'any' ? [] : (layout.others ?? []);
  for (const spellings of [...layout.signature, ...others]) {
    if (!columns.some(({ name }) => spellings.includes(name)))
      columns.push({ name: spellings[0] as string, role: null });
  }
  return columns;
}

const nasty = [
  '',
  ' ',
  '-1',
  '\u22121',
  '--',
  'NaN',
  '75.2k',
  '1,964',
  '1.203',
  '12%',
  '1e308',
  '1e-5',
  '9'.repeat(400),
  '1.81426227341263e+16',
  '18038155718206498.0',
  '0',
  'null',
  '02/30/2024',
  '13/13/2024',
  '99999999999999',
  '2 days ago',
  'https://www.facebook.com/x',
  'https://www.instagram.com/p/',
  '=HYPERLINK("http://x","y")',
  '"',
  '""',
  'a"b',
  '\n',
  '\r',
  '\r\n\r\n',
  '\0',
  'x\0y',
  '\ufeff',
  '\ufffd',
  '\ud800',
  'é'.repeat(3000),
  '{"a":[1]}',
  '<script>',
  '__proto__',
  'constructor',
];

/** Changes that keep the number of records known. */
const ofDraft: Readonly<Record<string, (draft: Draft, chance: Chance) => void>> = {
  cells(draft, chance) {
    for (let times = 1 + chance.below(4); times > 0; times -= 1) {
      const row = chance.pick(draft.rows);
      row[chance.below(row.length)] = chance.pick(nasty);
    }
  },
  column(draft, chance) {
    const column = chance.below(draft.header.length);
    const value = chance.pick(nasty);
    for (const row of draft.rows) if (!chance.once(4)) row[column] = value;
  },
  'header: another name'(draft, chance) {
    draft.header[chance.below(draft.header.length)] = chance.pick([
      ...nasty,
      'likes',
      'Date',
      'LIKE',
      'column 1',
    ]);
  },
  'header: another spelling'(draft, chance) {
    const change = chance.pick([
      (name: string) => name.toUpperCase(),
      (name: string) => ` ${name}  `,
      (name: string) => name.normalize('NFD'),
      (name: string) => name.replace(/ /g, '  '),
    ]);
    draft.header = draft.header.map(change);
  },
  'header: order'(draft, chance) {
    const from = chance.below(draft.header.length);
    const to = chance.below(draft.header.length);
    for (const row of [draft.header, ...draft.rows]) row.splice(to, 0, ...row.splice(from, 1));
  },
  'header: a column less'(draft, chance) {
    const column = chance.below(draft.header.length);
    for (const row of [draft.header, ...draft.rows]) row.splice(column, 1);
  },
  'header: a column twice'(draft, chance) {
    const column = chance.below(draft.header.length);
    for (const row of [draft.header, ...draft.rows]) row.push(row[column] as string);
  },
  'header: none'(draft) {
    draft.hasHeader = false;
  },
  'rows: the same again'(draft, chance) {
    draft.rows.push([...chance.pick(draft.rows)]);
  },
  'rows: the header again'(draft) {
    draft.rows.push([...draft.header]);
  },
  'rows: another width'(draft, chance) {
    const row = chance.pick(draft.rows);
    if (chance.once(2)) row.pop();
    else row.push(chance.pick(nasty));
  },
  'title above'(draft, chance) {
    draft.above.push(chance.pick(['Posts of my dashboard', '01/01/2024 - 01/31/2024', 'a,b,c', '']));
  },
  separator(draft, chance) {
    draft.separator = chance.pick([';', '\t', '|']);
    if (chance.once(3)) draft.above = [`sep=${draft.separator}`];
  },
  'line ends'(draft, chance) {
    draft.end = chance.pick(['\r\n', '\r', '\n\n', '\r\n\r\n']);
    draft.isLastEnded = chance.once(2);
  },
  encoding(draft, chance) {
    draft.encoding = chance.pick(encodings);
  },
};

/** Changes after which nobody knows what was meant. */
const ofBytes: Readonly<Record<string, (bytes: number[], chance: Chance) => void>> = {
  'other bytes'(bytes, chance) {
    for (let times = 1 + chance.below(5); times > 0; times -= 1)
      bytes[chance.below(bytes.length)] = chance.below(256);
  },
  'telling bytes'(bytes, chance) {
    const telling = [0, 10, 13, 34, 44, 59, 91, 92, 93, 123, 125, 0xc3, 0xff];
    for (let times = 1 + chance.below(5); times > 0; times -= 1)
      bytes.splice(chance.below(bytes.length), chance.below(2), chance.pick(telling));
  },
  'cut off'(bytes, chance) {
    bytes.length = chance.below(bytes.length) + 1;
  },
  'a piece less'(bytes, chance) {
    bytes.splice(chance.below(bytes.length), 1 + chance.below(60));
  },
  'a piece twice'(bytes, chance) {
    const from = chance.below(bytes.length);
    bytes.splice(chance.below(bytes.length), 0, ...bytes.slice(from, from + 1 + chance.below(200)));
  },
  'zero bytes'(bytes, chance) {
    for (let times = chance.below(80); times >= 0; times -= 1) bytes.splice(chance.below(bytes.length), 0, 0);
  },
};

export interface Mutated {
  readonly draft: Draft;
  readonly bytes: Uint8Array;
  /** What was done to it. */
  readonly changes: readonly string[];
  /** The records that it holds; `null` when its bytes were touched. */
  readonly records: number | null;
}

/** The file of a seed. */
export function mutated(seed: number): Mutated {
  const chance = new Chance(seed);
  const draft = draftOf(seed, chance);
  const changes: string[] = [];
  for (let times = chance.below(4); times > 0; times -= 1) {
    const change = chance.pick(Object.keys(ofDraft));
    ofDraft[change]!(draft, chance);
    changes.push(change);
  }
  const bytes = [...written(draft)];
  const isTouched = changes.length === 0 || chance.once(3);
  if (isTouched && bytes.length > 0) {
    const change = chance.pick(Object.keys(ofBytes));
    ofBytes[change]!(bytes, chance);
    changes.push(change);
  }
  return { draft, bytes: Uint8Array.from(bytes), changes, records: isTouched ? null : recordsOf(draft) };
}

/** Lines that are quite empty are none. */
function recordsOf({ rows, format }: Draft): number {
  return format === 'csv' ? rows.filter((row) => row.length > 0).length : rows.length;
}

function written(draft: Draft): Uint8Array {
  const text = draft.format === 'csv' ? csvOf(draft) : jsonOf(draft);
  switch (draft.encoding) {
    case 'utf-8':
      return Buffer.from(text);
    case 'utf-8 mark':
      return Buffer.from(`\ufeff${text}`);
    case 'utf-16le':
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    case 'utf-16be':
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    case 'latin1':
      return Buffer.from(text.replace(/[^\0-\xff]/g, '?'), 'latin1');
    case 'mojibake':
      return Buffer.from(Buffer.from(text).toString('latin1'));
  }
}

function csvOf({ header, rows, hasHeader, above, separator, end, isLastEnded }: Draft): string {
  const quoted = (cell: string) =>
    cell === '' || /[",;|\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  const lines = [...(hasHeader ? [header] : []), ...rows].map((row) => row.map(quoted).join(separator));
  return [...above, ...lines].join(end) + (isLastEnded ? end : '');
}

function jsonOf({ header, rows, format, end }: Draft): string {
  const objects = rows.map((row) => {
    const pairs = row.map((cell, index) => {
      const isNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(cell);
      return `${JSON.stringify(header[index] ?? `more ${index}`)}:${isNumber ? cell : JSON.stringify(cell)}`;
    });
    return `{${pairs.join(',')}}`;
  });
  if (format === 'ndjson') return objects.join(end) + end;
  return format === 'json'
    ? `[${objects.join(`,${end}`)}]`
    : `{"data":[${objects.join(',')}],"paging":{"next":"x"}}`;
}
