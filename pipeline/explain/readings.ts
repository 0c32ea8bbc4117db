import type { Observation } from './observations.js';
import { isSame } from './raw-line.js';

/** Why there is no value, and the first reading that had none. */
export interface Absence {
  readonly reason: string;
  readonly since: Date;
}

/** One reading among others of a counter. */
export interface Reading {
  readonly observed_at: Date;
  readonly value: number | null;
  readonly absent_reason: string | null;
  /** Since the last value before; below 0 is a correction. */
  readonly change: number | null;
  readonly source: string;
  readonly run_id: string;
}

/** One part of a counter, e.g. `action_type=call`. */
export interface Part {
  readonly dimension: string;
  readonly value: number | null;
  readonly observed_at: Date;
}

const historyLength = 8;

/** Readings of a counter as a whole, newest first; of the part that was read last, when no source gives the whole. */
export function readingsOf(observations: readonly Observation[], name: string): Observation[] {
  const all = observations.filter(({ metric }) => metric === name);
  const isWhole = all.some(({ dimension }) => dimension === '');
  const newest = all.reduce<Observation | undefined>(
    (last, one) => (last && last.observed_at >= one.observed_at ? last : one),
    undefined,
  );
  const wanted = isWhole ? '' : newest?.dimension;
  return all.filter(({ dimension }) => dimension === wanted);
}

/** The latest reading of each part. */
export function partsOf(observations: readonly Observation[], name: string): Part[] {
  const latest = new Map<string, Observation>();
  for (const reading of observations) {
    if (reading.metric === name && reading.dimension !== '' && !latest.has(reading.dimension))
      latest.set(reading.dimension, reading);
  }
  return [...latest.values()].map(({ dimension, value, observed_at }) => ({ dimension, value, observed_at }));
}

/** The readings that the value rests on: those of the newest moment with a value, else of the newest moment. */
export function takenOf(readings: readonly Observation[]): Observation[] {
  const newest = readings.find(({ value }) => value !== null) ?? readings[0];
  return readings.filter(
    ({ observed_at, value }) =>
      isSame(observed_at, newest!.observed_at) && (newest!.value === null || value !== null),
  );
}

/** One reading per moment, newest first: the one that the models take, or one that has no value when all have none. */
export function moments(readings: readonly Observation[]): Observation[] {
  const taken = new Map<number, Observation>();
  for (const reading of readings) {
    const moment = reading.observed_at.getTime();
    if ((taken.get(moment)?.value ?? null) === null && (reading.value !== null || !taken.has(moment)))
      taken.set(moment, reading);
  }
  return [...taken.values()];
}

/** Each reading that said something else than the one before it, newest first. */
export function historyOf(readings: readonly Observation[]): Reading[] {
  const steps: Reading[] = [];
  let last: Observation | undefined;
  let known: number | null = null;
  for (const reading of moments(readings).reverse()) {
    const { observed_at, value, absent_reason, source, run_id } = reading;
    if (last?.value !== value || last.absent_reason !== absent_reason) {
      const change = value === null || known === null ? null : value - known;
      steps.unshift({ observed_at, value, absent_reason, change, source, run_id });
    }
    last = reading;
    known = value ?? known;
  }
  return steps;
}

export function isCorrection({ change }: Reading): boolean {
  return change !== null && change < 0;
}

/** The newest steps, and the newest correction when it is older. */
export function newestOf(history: readonly Reading[]): Reading[] {
  const newest = history.slice(0, historyLength);
  const correction = newest.some(isCorrection) ? undefined : history.find(isCorrection);
  return correction ? [...newest, correction] : newest;
}

/** Why the newest readings have no value, and since when; `null` when the newest moment has one. */
export function absenceIn(readings: readonly Observation[]): Absence | null {
  const newestFirst = moments(readings);
  const known = newestFirst.findIndex(({ value }) => value !== null);
  const silent = known < 0 ? newestFirst : newestFirst.slice(0, known);
  const [newest] = silent;
  return newest ? { reason: newest.absent_reason ?? 'unknown', since: silent.at(-1)!.observed_at } : null;
}
