import type { Engine } from '../engines/engine.js';
import type { PostKey } from './post.js';

/** Where a row of landing comes from. */
export type Origin = {
  readonly source: string;
  readonly run_id: string;
  /** `null` when the run's record is gone. */
  readonly run_kind: string | null;
  readonly run_started_at: Date | null;
  /** Relative to `data/raw`. */
  readonly raw_file: string;
  /** From 1. */
  readonly line: number;
  readonly item: number;
};

/** One reading of one counter, as landing holds it. */
export type Observation = Origin & {
  readonly media_ref: string;
  readonly account_ref: string;
  readonly metric: string;
  readonly dimension: string;
  readonly value: number | null;
  readonly absent_reason: string | null;
  readonly observed_at: Date;
};

const origin = `r._source as source, r._run_id as run_id, u.kind as run_kind, u.started_at as run_started_at,
  r._raw_file as raw_file, r._line as line, r._item as item`;

/** Which source the models believe first. */
const preferred = 'source_rank(r._source)';

/** Every reading of a post's counters, newest first; of one moment, the one that the models take first. */
export function observationsOf(warehouse: Engine, { refs }: PostKey): Promise<Observation[]> {
  const { list, params } = listOf(refs);
  return warehouse.rows<Observation>(
    `select r.media_ref, r.account_ref, r.metric, r.dimension, r.value, r.absent_reason, r.observed_at, ${origin}
     from landing.media_insights as r left join landing.runs as u on u.run_id = r._run_id
     where r.media_ref in (${list})
     order by r.metric, r.dimension, r.observed_at desc, ${preferred}, r._source, r.value desc nulls last,
       r._raw_file, r._line, r._item`,
    params,
  );
}

/** What a source said about a post: the columns of `landing.media`. */
export type Statement = Origin & {
  readonly media_ref: string;
  readonly account_ref: string;
  readonly observed_at: Date;
} & Readonly<Record<string, string | number | boolean | Date | null>>;

/** Every statement about a post, the best source's first, newest first. */
export function statementsOf(warehouse: Engine, { refs }: PostKey): Promise<Statement[]> {
  const { list, params } = listOf(refs);
  return warehouse.rows<Statement>(
    `select r.* exclude (_source, _run_id, _raw_file, _line, _item, _fetched_at), ${origin}
     from landing.media as r left join landing.runs as u on u.run_id = r._run_id
     where r.media_ref in (${list})
     order by ${preferred}, r.observed_at desc, r._fetched_at desc, r._raw_file desc, r._line desc, r._item desc`,
    params,
  );
}

/** Placeholders for a list of texts, and what fills them. */
export function listOf(texts: readonly string[]): { list: string; params: Record<string, string> } {
  const params = Object.fromEntries(texts.map((text, index) => [`n${index}`, text]));
  const list = texts.map((_, index) => `$n${index}`).join(', ');
  return { list, params };
}
