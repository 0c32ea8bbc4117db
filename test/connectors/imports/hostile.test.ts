import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SourceError } from '../../../connectors/errors.js';
import { csvRows } from '../../../connectors/imports/csv.js';
import { UnreadableRow } from '../../../connectors/imports/unreadable-row.js';
import { fileOf, type Imported, importFiles } from './files.js';

const captions = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replace(/\0/g, ''));
const tricky = fc.oneof(
  captions,
  fc.constantFrom('"', '""', 'a\r\nb', 'a\nb', '\r', ',;\t|', '=1+1', '{"a":1}', '--', ' x '),
);
const counts = fc.oneof(fc.nat(10_000_000), fc.constant(null));
const post = fc.record({
  caption: tricky,
  likes: counts,
  saves: counts,
  id: fc.bigInt(10n ** 16n, 10n ** 18n),
});
const posts = fc.array(post, { minLength: 1, maxLength: 30 });
const map = { media_id: 'id', caption: 'text', likes: 'likes', saves: 'saves' } as const;

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

function expectSame(
  imported: Imported,
  rows: { caption: string; likes: number | null; saves: number | null; id: bigint }[],
) {
  expect(imported.items).toHaveLength(rows.length);
  expect(imported.rejects).toEqual([]);
  const media = imported.records('media');
  expect(media.map((one) => one.media_id)).toEqual(rows.map((row) => String(row.id)));
  expect(media.map((one) => one.caption)).toEqual(
    rows.map((row) => (row.caption.trim() === '' ? null : row.caption)),
  );
  const of = (metric: string) =>
    imported
      .records('media_insights')
      .filter((one) => one.metric === metric)
      .map((one) => one.value);
  expect(of('likes')).toEqual(rows.map((row) => row.likes));
  expect(of('saves')).toEqual(rows.map((row) => row.saves));
}

/** The cells of a text, and the lines on which its rows begin; `null` when it is refused. */
async function rowsOf(text: string, isLenient: boolean, chunk: number) {
  async function* chunks() {
    for (let at = 0; at < text.length; at += chunk) yield text.slice(at, at + chunk);
  }
  const lines: number[] = [];
  const cells: (readonly string[])[] = [];
  try {
    for await (const row of csvRows(chunks(), ',', isLenient)) {
      lines.push(row.line);
      cells.push(row.cells);
    }
    return { lines, cells };
  } catch (error) {
    if (!(error instanceof UnreadableRow)) throw error;
    return { lines: [], cells: null };
  }
}

function otherReading(text: string, isLenient: boolean): string[][] | null {
  try {
    return parse(text, {
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: isLenient,
      skip_empty_lines: true,
    });
  } catch {
    return null;
  }
}

describe('any table', () => {
  it('comes back from CSV row by row', async () => {
    await fc.assert(
      fc.asyncProperty(
        posts,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.integer({ min: 1, max: 200 }),
        fc.boolean(),
        async (rows, separator, end, chunk, last) => {
          const lines = rows.map((row) =>
            [row.id, quoted(row.caption), row.likes ?? '', row.saves ?? '--'].join(separator),
          );
          const text =
            ['id', 'text', 'likes', 'saves'].join(separator) + end + lines.join(end) + (last ? end : '');
          expectSame(await importFiles([fileOf('a.csv', text, chunk)], { account: 'me', map }), rows);
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });

  it('is cut into the rows that another reader finds, whatever the text and its chunks', async () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom('"', '""', ',', ';', '\n', '\r', '\r\n', ' '),
        fc.constantFrom('a', 'ü', '🎉'),
      ),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(
        pieces,
        fc.boolean(),
        fc.integer({ min: 1, max: 9 }),
        async (parts, isLenient, chunk) => {
          const text = parts.join('');
          const found = await rowsOf(text, isLenient, chunk);
          expect(found.cells).toEqual(otherReading(text, isLenient));
          // rows begin after a line break, on the line that an editor shows
          const lines = text.split(/\r\n|\n|\r/);
          for (const [at, line] of found.lines.entries()) {
            const cell = found.cells![at]![0]!;
            expect(lines[line - 1]!.replaceAll('"', '')).toContain(
              cell.split(/[\r\n]/)[0]!.replaceAll('"', ''),
            );
          }
        },
      ),
      { numRuns: 3000, seed: 5 },
    );
  });

  it('comes back from JSON and NDJSON', async () => {
    await fc.assert(
      fc.asyncProperty(posts, fc.boolean(), fc.integer({ min: 1, max: 200 }), async (rows, array, chunk) => {
        const objects = rows.map(
          (row) =>
            `{"id":${row.id},"text":${JSON.stringify(row.caption)},"likes":${row.likes},"saves":${JSON.stringify(row.saves)}}`,
        );
        const text = array ? `[${objects.join(',')}]` : objects.join('\n');
        expectSame(await importFiles([fileOf('a.json', text, chunk)], { account: 'me', map }), rows);
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});

describe('damaged bytes', () => {
  const csv = [
    'Date,Message,Profile,Network,"Reactions, Comments & Shares",Likes per post,Comments per post,Message-ID,Profile-ID,Link',
    ...Array.from(
      { length: 12 },
      (_, at) =>
        `4419${at % 10}.65,"Grüße ""${at}""\n, 🎉",P,INSTAGRAM,9,"1,203",2,180395971819240${at},77,https://www.instagram.com/p/CJggXA2AtD${at}/`,
    ),
  ].join('\r\n');
  const json = `{"data":[${Array.from({ length: 6 }, (_, at) => `{"id":18100227370824${at},"text":"a\\"b ü","likes":${at}.0,"saves":null,"n":{"m":[1,2]}}`).join(',')}]}`;
  const mutations = fc.array(
    fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      byte: fc.oneof(fc.nat(255), fc.constantFrom(0, 10, 13, 34, 44, 59, 91, 92, 93, 123, 125)),
      kind: fc.constantFrom('set', 'insert', 'delete', 'cut'),
    }),
    { minLength: 1, maxLength: 6 },
  );

  function mutate(text: string, changes: { at: number; byte: number; kind: string }[]): Uint8Array {
    const bytes = [...Buffer.from(text)];
    for (const { at, byte, kind } of changes) {
      const index = Math.floor(at * bytes.length);
      if (kind === 'set') bytes[index] = byte;
      else if (kind === 'insert') bytes.splice(index, 0, byte);
      else if (kind === 'delete') bytes.splice(index, 1);
      else bytes.splice(index, Math.floor(at * 40));
    }
    return Uint8Array.from(bytes);
  }

  it.each([
    ['CSV', csv, {}],
    ['JSON', json, { account: 'me', map }],
  ] as const)(
    'of %s end in an explained refusal or in items, never in a crash',
    async (_name, text, settings) => {
      await fc.assert(
        fc.asyncProperty(mutations, async (changes) => {
          try {
            const imported = await importFiles([fileOf('a', mutate(text, changes), 50)], settings);
            const rows = imported.pages.flatMap((page) => JSON.parse(page.body).rows);
            expect(imported.items).toHaveLength(rows.length);
          } catch (error) {
            if (!(error instanceof SourceError)) throw error;
            expect(error.kind).toBe('input');
            expect(error.message.length).toBeGreaterThan(10);
          }
        }),
        { numRuns: 200, seed: 11 },
      );
    },
  );

  it('of JSON nested without end are refused', async () => {
    const nested = `[{"id": 1, "text": ${'['.repeat(200_000)}${']'.repeat(200_000)}}]`;
    const refused = importFiles([fileOf('a', Buffer.from(nested))], { account: 'me', map });
    await expect(refused).rejects.toThrow(SourceError);
  });

  it('of any kind do the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await importFiles([fileOf('a', bytes)], { account: 'me', map }).then(
          () => undefined,
          (error: unknown) => expect(error).toBeInstanceOf(SourceError),
        );
      }),
      { numRuns: 150, seed: 3 },
    );
  });
});
