import type { Engine } from '../engines/engine.js';
import type { Cell, Marts } from '../marts.js';
import { readModels } from '../models/catalogue.js';
import { lineageOf } from '../models/lineage.js';
import type { Observation } from './observations.js';

/** A counter as `media_at_age` shows it. */
export interface AtAge {
  readonly value: number | null;
  readonly horizon_hours: number;
  /** `fixed`, `lifetime`, `projected`: what to expect at the horizon, or `null`: not comparable, the value is the latest. */
  readonly age_basis: string | null;
  readonly age_hours: number | null;
  /** The readings next to the horizon that the value is read from or interpolated between; `null` when it is not fixed. */
  readonly before: Neighbour | null;
  readonly after: Neighbour | null;
  readonly is_interpolated: boolean;
  /** From the mart down to landing. */
  readonly models: readonly string[];
}

export interface Neighbour {
  readonly value: number;
  readonly observed_at: Date;
  readonly age_hours: number;
  readonly source: string;
  readonly run_id: string;
}

const mart = 'media_at_age';
/** A reading this near to the horizon is taken as it is. */
const nearHours = 1;

/** The counter at equal age, one for each row that `media_at_age` has of the post; none for a counter that it does not show. */
export async function valuesAtAge(
  marts: Marts,
  warehouse: Engine,
  { media_key, posted_at }: { readonly media_key: string; readonly posted_at: Date | null },
  name: string,
  known: readonly Observation[],
): Promise<AtAge[]> {
  const rows = await marts.rows<Record<string, Cell>>(`select * from ${mart} where media_key = $media_key`, {
    media_key,
  });
  if (rows.every((row) => !(name in row))) return [];
  const lineage = await lineageOf(warehouse, await readModels(), { table: mart, column: name });
  const models = lineage.pathTo('landing.media_counters');
  return rows.map((row) => {
    const horizon = row.horizon_hours as number;
    const basis = row.age_basis as string | null;
    const common = {
      value: row[name] as number | null,
      horizon_hours: horizon,
      age_basis: basis,
      age_hours: row.age_hours as number | null,
      models,
    };
    if (basis !== 'fixed' || common.value === null) {
      return { ...common, before: null, after: null, is_interpolated: false };
    }
    const aged = known.flatMap(({ value, observed_at, source, run_id }) => {
      const age_hours = ageHours(posted_at, observed_at);
      return value === null || age_hours === null ? [] : [{ value, observed_at, age_hours, source, run_id }];
    });
    const before = aged.find(({ age_hours }) => age_hours <= horizon) ?? null;
    const after = aged.findLast(({ age_hours }) => age_hours > horizon) ?? null;
    const near = [before, after].find(
      (one) =>
        one !== null &&
        Math.round(one.value) === common.value &&
        // stories end at their horizon: there the last look is the value
        (Math.abs(one.age_hours - horizon) <= nearHours || horizon === 24),
    );
    if (near)
      return {
        ...common,
        before: near === before ? near : null,
        after: near === after ? near : null,
        is_interpolated: false,
      };
    return { ...common, before, after, is_interpolated: true };
  });
}

/** Hours from publication to a moment; `null` when the publication time is not known. */
export function ageHours(posted: Date | null, moment: Date): number | null {
  return posted === null ? null : (moment.getTime() - posted.getTime()) / 3_600_000;
}
