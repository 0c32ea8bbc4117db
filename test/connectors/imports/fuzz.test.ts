import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import type { Item } from '../../../connectors/contract.js';
import { SourceError } from '../../../connectors/errors.js';
import type { CanonicalRecord } from '../../../connectors/streams.js';
import { fileOf, type Imported, importFiles } from './files.js';
import { type Mutated, mutated } from './mutations.js';

/** More can be asked for: ten thousand take a minute or two. */
const files = Number(process.env.REACHLINE_FUZZ_FILES ?? 1500);
const first = Number(process.env.REACHLINE_FUZZ_SEED ?? 1);
/** Of a file of a few kilobytes; ordinary ones take a few milliseconds. */
const patienceMs = 10_000;

it('mutated files end in an explained refusal or in as many items as they have records', {
  timeout: 600_000,
}, async () => {
  const told = { read: 0, checked: 0 };
  for (let seed = first; seed < first + files; seed += 1) {
    const file = mutated(seed);
    try {
      const begun = performance.now();
      const imported = await attempt(file);
      expect(performance.now() - begun).toBeLessThan(patienceMs);
      if (imported === null) continue;
      told.read += 1;
      expectWhole(imported);
      const records = file.records ?? otherCount(file, imported);
      if (records === null) continue;
      told.checked += 1;
      expect(imported.items).toHaveLength(records);
    } catch (error) {
      throw new Error(
        `seed ${seed} (${file.draft.name}: ${file.changes.join(', ')}); again with REACHLINE_FUZZ_SEED=${seed} REACHLINE_FUZZ_FILES=1`,
        { cause: error },
      );
    }
  }
  // the generator makes files that are read, not only such as are refused
  expect(told.read).toBeGreaterThan(files / 4);
  expect(told.checked).toBeGreaterThan(told.read / 2);
});

/** `null` for a refusal. */
async function attempt({ draft, bytes }: Mutated): Promise<Imported | null> {
  const name = `${draft.name}.${draft.format === 'csv' ? 'csv' : 'json'}`;
  try {
    return await importFiles([fileOf(name, bytes, 1000)], draft.settings);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    expect(error.kind).toBe('input');
    expect(error.message).toContain(name);
    return null;
  }
}

/** Every row of every page is an item: records of a post, or a reject that says why. */
function expectWhole({ pages, items }: Imported): void {
  const rows = pages.flatMap((page) => (JSON.parse(page.body) as { rows: unknown[] }).rows);
  expect(items).toHaveLength(rows.length);
  expect(new Set(items.map(({ ref }) => ref)).size).toBe(items.length);
  expect(items.filter((item) => !isWhole(item))).toEqual([]);
}

function isWhole(item: Item): boolean {
  if ('reject' in item) {
    JSON.parse(item.reject.payload);
    return /^[a-z-]+$/.test(item.reject.rule) && item.reject.message !== '';
  }
  const values = item.records.flatMap((record) => Object.values(record.values) as unknown[]);
  return (
    saysSomething(item.records) &&
    values.every((value) => !(value instanceof Date) || !Number.isNaN(value.getTime())) &&
    values.every((value) => typeof value !== 'number' || Number.isFinite(value))
  );
}

/** Of one post; or of an account or a day of one, and of no post. */
function saysSomething(records: readonly CanonicalRecord[]): boolean {
  const posts = records.filter(({ stream }) => stream === 'media').length;
  const others = records.filter(
    ({ stream }) => stream === 'accounts' || stream === 'account_insights',
  ).length;
  return posts === 1 || (posts === 0 && others > 0);
}

/** The records of a file as another reader counts them; `null` where it cannot tell. */
function otherCount({ draft, bytes }: Mutated, { pages }: Imported): number | null {
  const page = pages[0];
  if (!page) return null;
  const { format, columns, dialect } = page.request as {
    format: string;
    columns: string[];
    dialect: { encoding: string; separator: string; quotes: string };
  };
  const text = new TextDecoder(dialect.encoding).decode(bytes, { stream: true });
  if (format === 'json') {
    if (draft.format === 'ndjson') return null;
    try {
      const value = JSON.parse(text) as unknown;
      return Array.isArray(value) ? value.length : null;
    } catch {
      return null;
    }
  }
  if (text.includes('\0')) return null; // ends a quoted cell for the other reader
  const rows = parse(text, {
    delimiter: dialect.separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: dialect.quotes === 'stray',
    skip_empty_lines: true,
  }) as string[][];
  if (columns.every((name, index) => name === `column ${index + 1}`)) return rows.length;
  const header = rows.findIndex(
    (row) =>
      row.length === columns.length &&
      row.every((cell, at) => cell.trim() === '' || columns[at]!.startsWith(cell.trim())),
  );
  return rows.length - 1 - header;
}
