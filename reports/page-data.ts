import type { CompiledChart } from './charts/render.js';
import type { FrameName } from './charts/theme.js';
import type { CsvCell } from './csv.js';
import type { Figure, PostList, Section } from './figure.js';
import type { Words } from './language/index.js';
import { formats, type PostFormat } from './post.js';

/** A compiled chart whose long parts lie in `PageData.shared`: `config` and the `values` of its data are indexes. */
export type SharedChart = Readonly<Record<string, unknown>> & {
  readonly config: number;
  readonly data: readonly Readonly<Record<string, unknown>>[];
};

/** What the page's script works with: inlined once per page, shared by all charts and tables. */
export interface PageData {
  /** Texts of the controls. They exist with the script only, so they travel with its data. */
  readonly words: Words['controls'];
  /** Formats to filter by, as charts and tables name them and as the address does; fewer than two means no filter. */
  readonly formats: readonly { readonly key: PostFormat; readonly name: string }[];
  /** Long parts of charts, each once. */
  readonly shared: readonly unknown[];
  /** By figure and by frame. */
  readonly charts: Readonly<Record<string, Readonly<Record<FrameName, SharedChart>>>>;
  /** What the CSV file of a figure holds, raw; figures that did not fit are missing. */
  readonly tables: Readonly<
    Record<string, { readonly header: readonly string[]; readonly rows: readonly (readonly CsvCell[])[] }>
  >;
  /** Null without posts to list. */
  readonly posts: PostList | null;
}

/** Sections whose charts follow the format filter. */
export const filteredSections = ['reach', 'engagement', 'formats', 'posts'] as const;

/** Rows for CSV buttons stop here, so that a page stays light; the files beside it have everything. */
const MOST_BYTES_OF_ROWS = 300_000;
const MOST_POSTS = 5000;

/** Gathers what the page's script needs while the charts are drawn. */
export interface PageDataCollector {
  /** Is told of each chart by the id of its drawing: `<figure>-<frame>`. Others, such as sparklines, stay still. */
  readonly compiled: (id: string, chart: CompiledChart) => void;
  collect(sections: readonly Section[], words: Words): PageData;
}

export function createPageData(): PageDataCollector {
  const charts = new Map<string, CompiledChart>();
  return {
    compiled: (id, chart) => void charts.set(id, chart),
    collect(sections, words) {
      const figures = sections.flatMap((section) => section.figures ?? []);
      const posts = sections.map(({ list }) => list).find((list) => list !== undefined) ?? null;
      const share = sharing();
      const listed = posts === null ? null : lightList(posts);
      const shared = Object.fromEntries(
        figures.flatMap(({ id }) => {
          const [wide, narrow] = [charts.get(`${id}-wide`), charts.get(`${id}-narrow`)];
          if (wide === undefined || narrow === undefined) return [];
          return [[id, { wide: share.chart(wide), narrow: share.chart(narrow) }]];
        }),
      );
      const drawn = new Set(
        share.parts.flatMap((part) => (Array.isArray(part) ? part.map((datum) => datum?.format) : [])),
      );
      return {
        words: words.controls,
        formats: formats
          .filter((kind) => kind !== 'unknown')
          .map((key) => ({ key, name: words.formats[key] }))
          .filter(({ name }) => drawn.has(name)),
        charts: shared,
        shared: share.parts,
        tables: lightTables(figures, MOST_BYTES_OF_ROWS - JSON.stringify(listed).length),
        posts: listed,
      };
    },
  };
}

/** Puts equal parts of charts into one place: the frames of a figure share their data, all charts their config. */
function sharing() {
  const parts: unknown[] = [];
  const known = new Map<string, number>();
  const place = (part: unknown): number => {
    const text = JSON.stringify(part);
    const index = known.get(text) ?? parts.push(part) - 1;
    known.set(text, index);
    return index;
  };
  const chart = (compiled: CompiledChart): SharedChart => ({
    ...compiled,
    config: place(compiled.config),
    data: compiled.data.map((source) =>
      'values' in source ? { ...source, values: place(source.values) } : source,
    ),
  });
  return { parts, chart };
}

function lightTables(figures: readonly Figure[], room: number): PageData['tables'] {
  let left = room;
  const fitting = figures.flatMap(({ id, table }) => {
    const bytes = JSON.stringify(table.rows).length;
    if (bytes > left || table.rows.length > MOST_POSTS) return [];
    left -= bytes;
    return [[id, { header: table.columns.map(({ field }) => field), rows: table.rows }] as const];
  });
  return Object.fromEntries(fitting);
}

/** The newest posts, as many as fit into two thirds of the room for rows. */
function lightList(list: PostList): PostList {
  let left = (MOST_BYTES_OF_ROWS * 2) / 3;
  const rows = list.rows.slice(0, MOST_POSTS).filter((row) => {
    left -= JSON.stringify(row).length;
    return left >= 0;
  });
  return { ...list, rows };
}

/**
 * Data as the text of a `<script type="application/json">`: what could end or open markup, and all beyond ASCII, is written as
 * `\uXXXX`, so that no text of strangers stands there as it is.
 */
export function inlineJson(data: unknown): string {
  return JSON.stringify(data).replace(
    /[<>&\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
