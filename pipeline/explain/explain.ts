import type { Connector } from '../../connectors/contract.js';
import { streams } from '../../connectors/streams.js';
import type { Engine } from '../engines/engine.js';
import { ReachlineError } from '../errors.js';
import type { Home } from '../home.js';
import type { Cell, Marts } from '../marts.js';
import { readModels } from '../models/catalogue.js';
import { type Lineage, lineageOf } from '../models/lineage.js';
import { openMarts } from '../published.js';
import { type AtAge, ageHours, valuesAtAge } from './at-age.js';
import { type Evidence, evidenceFor } from './evidence.js';
import {
  type Observation,
  type Origin,
  observationsOf,
  type Statement,
  statementsOf,
} from './observations.js';
import { findPost, type PostKey, type PostName } from './post.js';
import { isSame } from './raw-line.js';
import {
  type Absence,
  absenceIn,
  historyOf,
  isCorrection,
  moments,
  newestOf,
  type Part,
  partsOf,
  type Reading,
  readingsOf,
  takenOf,
} from './readings.js';
import { readWarehouse } from './warehouse.js';

export interface ExplainOptions {
  readonly home: Home;
  /** They read the raw lines again. */
  readonly connectors: readonly Connector[];
  readonly post: PostName;
}

/** Which post it is. Times are UTC. */
export interface ExplainedPost extends PostKey {
  readonly account_id: string;
  /** What the sources call the account. */
  readonly account_refs: readonly string[];
  readonly username: string | null;
  readonly format: string | null;
  readonly caption: string | null;
  readonly permalink: string | null;
  readonly posted_at: Date | null;
  readonly sources: readonly string[];
  readonly is_missing: boolean;
}

/** What is known about a post. */
export interface PostExplanation {
  readonly post: ExplainedPost;
  /** What describes it: the value that is published, and who said so last. */
  readonly fields: readonly FieldFact[];
  /** Every counter that a source was ever read for. */
  readonly counters: readonly CounterFact[];
  readonly warnings: readonly string[];
}

export interface FieldFact {
  readonly name: string;
  readonly value: Cell;
  /** `null` when no source says it. */
  readonly source: string | null;
  readonly observed_at: Date | null;
  readonly run_id: string | null;
}

export interface CounterFact {
  readonly name: string;
  /** The latest value; `null` with a reason. */
  readonly value: number | null;
  readonly observed_at: Date;
  readonly source: string;
  readonly run_id: string;
  readonly absent: Absence | null;
  /** How often a reading was lower than the one before. */
  readonly corrections: number;
}

/** Where one value comes from. */
export interface ValueExplanation {
  readonly post: ExplainedPost;
  readonly name: string;
  /** `counter`: read from a source; `field`: said by a source; `derived`: computed from those. */
  readonly kind: 'counter' | 'field' | 'derived';
  /** As `media_performance` shows it; the latest reading of a counter that it does not show. */
  readonly value: Cell;
  readonly is_published: boolean;
  /** Which part of the counter the value is, e.g. `action_type=call`; empty for the whole. */
  readonly dimension: string;
  /** Hours from the post's publication to the reading; `null` when either is not known. */
  readonly age_hours: number | null;
  /** Set when there is no value, or when the newest readings have none. */
  readonly absent: Absence | null;
  readonly at_age: readonly AtAge[];
  /** From the mart down to landing, one way for each landing table. */
  readonly models: readonly (readonly string[])[];
  /** Published values that a derived one is computed from. */
  readonly computed_from: readonly { readonly name: string; readonly value: Cell }[];
  /** What the value rests on; of several at one moment, the one that is taken first. */
  readonly evidence: readonly Evidence[];
  /** The last readings that said something else than the one before them, newest first; the last correction is among them. */
  readonly history: readonly Reading[];
  readonly readings: number;
  readonly corrections: number;
  /** The latest value of each part of the counter. */
  readonly parts: readonly Part[];
  readonly warnings: readonly string[];
}

const mart = 'media_performance';
const counters = 'landing.media_counters';

/**
 * What is known about a post: each field and counter with its value, source and time.
 * @throws ReachlineError `usage` for a post that is not known or not published, and without a warehouse; `tryLater`
 *   while a job has it open.
 */
export function explainPost(options: ExplainOptions): Promise<PostExplanation> {
  return withPost(options, async ({ post, row, observations, statements }) => {
    const warnings: string[] = [];
    const fields = fieldNames.map((name) => {
      const said = statementFor(statements, name, row[name] ?? null);
      const { source = null, observed_at = null, run_id = null } = said ?? {};
      return { name, value: row[name] ?? null, source, observed_at, run_id };
    });
    const names = [...new Set(observations.map(({ metric }) => metric))];
    const facts = inMartOrder(names, row).map((name) => {
      const readings = readingsOf(observations, name);
      const taken = takenOf(readings)[0]!;
      if (isOutdated(row, name, taken)) warnings.push(outdated(name, row[name]!, taken));
      const { value, observed_at, source, run_id } = taken;
      return {
        name,
        value,
        observed_at,
        source,
        run_id,
        absent: absenceIn(readings),
        corrections: historyOf(readings).filter(isCorrection).length,
      };
    });
    return { post, fields, counters: facts, warnings };
  });
}

/**
 * Where a value of a post comes from: `name` is a counter (`reach`), a field (`caption`), or another column of
 * `media_performance` (`interactions`). The raw line is read again and compared.
 * @throws ReachlineError as {@link explainPost} does, and `usage`, with the names there are, for a name that the post does
 *   not have.
 */
export function explainValue(options: ExplainOptions & { readonly name: string }): Promise<ValueExplanation> {
  const { name, home, connectors } = options;
  return withPost(options, async ({ post, row, observations, statements, marts, warehouse }) => {
    const readings = readingsOf(observations, name);
    const isPublished = name in row;
    if (readings.length === 0 && !isPublished) throw unknownName(name, post, row, observations);
    const lineage = isPublished
      ? await lineageOf(warehouse, await readModels(), { table: mart, column: name })
      : null;
    const kind = fieldNames.includes(name)
      ? 'field'
      : readings.length > 0 || isCounter(lineage!, row, name)
        ? 'counter'
        : 'derived';
    const warnings: string[] = [];
    const common = { post, name, kind, is_published: isPublished, warnings } as const;
    const published = row[name] ?? null;

    if (kind === 'field') {
      const said = statementFor(statements, name, published);
      if (said && !isSame(said[name], published)) warnings.push(outdated(name, published, said));
      const evidence = said ? [await evidenceFor(home, connectors, 'media', said, name, warnings)] : [];
      return { ...common, ...nothing, value: published, models: pathsOf(lineage, 'landing.media'), evidence };
    }
    if (kind === 'derived') {
      const from = lineage!.nearest(isColumnOf(row, name)).map(({ column }) => column);
      const computed_from = [...new Set(from)].map((column) => ({
        name: column,
        value: row[column] ?? null,
      }));
      return { ...common, ...nothing, value: published, models: pathsOf(lineage), computed_from };
    }

    const taken = takenOf(readings);
    const history = historyOf(readings);
    const evidence = [];
    for (const reading of taken)
      evidence.push(await evidenceFor(home, connectors, 'media_insights', reading, 'value', warnings));
    const first = taken[0];
    if (first && isOutdated(row, name, first)) warnings.push(outdated(name, published, first));
    return {
      ...common,
      value: isPublished ? published : (first?.value ?? null),
      dimension: first?.dimension ?? '',
      age_hours: first ? ageHours(post.posted_at, first.observed_at) : null,
      absent: absenceIn(readings),
      at_age: await valuesAtAge(marts, warehouse, post, name, moments(readings)),
      models: pathsOf(lineage, counters),
      computed_from: [],
      evidence,
      history: newestOf(history),
      readings: readings.length,
      corrections: history.filter(isCorrection).length,
      parts: partsOf(observations, name),
    };
  });
}

/** The parts of an explanation that only a counter has. */
const nothing = {
  dimension: '',
  age_hours: null,
  absent: null,
  at_age: [],
  computed_from: [],
  evidence: [],
  history: [],
  readings: 0,
  corrections: 0,
  parts: [],
};

interface Known {
  readonly post: ExplainedPost;
  /** The post's row of `media_performance`. */
  readonly row: Row;
  readonly observations: readonly Observation[];
  readonly statements: readonly Statement[];
  readonly marts: Marts;
  readonly warehouse: Engine;
}

type Row = Readonly<Record<string, Cell>>;

async function withPost<T>(
  { home, post }: ExplainOptions,
  explain: (known: Known) => Promise<T>,
): Promise<T> {
  const marts = await openMarts(home);
  try {
    return await readWarehouse(home, async (warehouse) => {
      const key = await findPost(warehouse, post);
      const [row] = await marts.rows<Record<string, Cell>>(`select * from ${mart} where media_key = $key`, {
        key: key.media_key,
      });
      const observations = await observationsOf(warehouse, key);
      const statements = await statementsOf(warehouse, key);
      if (!row) throw unpublished(key, statements.length > 0);
      const refs = [...observations, ...statements].map(({ account_ref }) => account_ref);
      const explained: ExplainedPost = {
        ...key,
        account_id: String(row.account_id),
        account_refs: [...new Set(refs)].sort(),
        username: (row.username as string | null) ?? null,
        format: (row.format as string | null) ?? null,
        caption: (row.caption as string | null) ?? null,
        permalink: (row.permalink as string | null) ?? null,
        posted_at: (row.posted_at as Date | null) ?? null,
        sources: String(row.sources ?? '')
          .split(',')
          .filter((source) => source !== ''),
        is_missing: row.is_missing === true,
      };
      return explain({ post: explained, row, observations, statements, marts, warehouse });
    });
  } finally {
    marts.close();
  }
}

function unpublished({ media_key }: PostKey, isDescribed: boolean): ReachlineError {
  return isDescribed
    ? new ReachlineError('usage', `${media_key} is landed and not yet published`, {
        hint: 'Publish it with `reachline build`.',
      })
    : new ReachlineError(
        'usage',
        `${media_key} is a post of somebody else, seen by a tag, a hashtag or a comment only`,
        {
          hint: 'What is known of it is in the tables `tagged_media`, `hashtag_media` and `comments`; see `reachline query`.',
        },
      );
}

const fieldNames = Object.keys(streams.media.columns).filter(
  (name) => !['media_ref', 'account_ref', 'observed_at'].includes(name),
);

function unknownName(
  name: string,
  { media_key }: ExplainedPost,
  row: Row,
  observations: readonly Observation[],
): ReachlineError {
  const metrics = inMartOrder([...new Set(observations.map(({ metric }) => metric))], row);
  const others = Object.keys(row).filter((column) => !metrics.includes(column));
  return new ReachlineError('usage', `${media_key} has no "${name}"`, {
    hint: `Its counters are ${metrics.join(', ') || 'none'}.\nIts other columns are ${others.join(', ')}.`,
  });
}

/** Counters as `media_performance` orders its columns, the others after them by name. */
function inMartOrder(names: readonly string[], row: Row): string[] {
  const columns = Object.keys(row);
  const place = (name: string): number => (name in row ? columns.indexOf(name) : columns.length);
  return [...names].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

/** Whether a column that no reading of the post is for would show readings. */
function isCounter(lineage: Lineage, row: Row, name: string): boolean {
  if (row[name] instanceof Date || !lineage.landing.includes(counters)) return false;
  return lineage.nearest(isColumnOf(row, name)).length === 0;
}

/** Another published value; keys and moments tell values apart and are none. */
function isColumnOf(row: Row, name: string): (origin: { column: string }) => boolean {
  return ({ column }) => column !== name && !['media_key', 'observed_at'].includes(column) && column in row;
}

function pathsOf(lineage: Lineage | null, landing?: string): string[][] {
  const tables = landing ? [landing] : (lineage?.landing ?? []);
  return tables.flatMap((table) => {
    const path = lineage?.pathTo(table) ?? [];
    return path.length > 0 ? [path] : [];
  });
}

/** The statement that a published field rests on: the best that says so, else the best that says anything. */
function statementFor(statements: readonly Statement[], name: string, value: Cell): Statement | undefined {
  const saying = statements.filter((statement) => (statement[name] ?? null) !== null);
  return saying.find((statement) => isSame(statement[name], value)) ?? saying[0];
}

/** Whether the published value is another than the warehouse would publish now. Marts hold whole numbers. */
function isOutdated(row: Row, name: string, { value }: Observation): boolean {
  const published = row[name];
  if (published === undefined) return false;
  return published !== (value === null ? null : Math.round(value));
}

function outdated(
  name: string,
  published: Cell,
  { observed_at }: Pick<Origin & { observed_at: Date }, 'observed_at'>,
): string {
  const shown = published instanceof Date ? published.toISOString() : String(published);
  return `${mart} shows ${shown} for ${name}, the newest reading (${observed_at.toISOString()}) is another: publish it with \`reachline build\``;
}
