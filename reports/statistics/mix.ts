import { bootstrapBlocks, DRAWS, percentileInterval, resample } from './bootstrap.js';
import { normalQuantile } from './distributions.js';
import { uniformFloat64 } from './draws.js';
import type { Interval } from './median.js';
import { type Shift, shift } from './shift.js';

/** One post's part in a pooled rate: `amount` interactions among `base` people reached (1 where reach is unknown). */
export interface RatePart {
  /** What the mix is made of, such as the format. */
  readonly stratum: string;
  /** Groups posts for the bootstrap; weeks in order of time sort ascending. */
  readonly week: string;
  readonly amount: number;
  /** Above zero. */
  readonly base: number;
}

/** A difference of rates with its 95 % interval, in the unit of the rate. */
export interface RateEffect extends Interval {
  readonly estimate: number;
}

/** A change of a pooled rate taken apart. `mix` + `within` = `after` − `before`. */
export interface MixSplit {
  readonly before: number;
  readonly after: number;
  /** Because other strata were used: what the change of shares did at average rates. */
  readonly mix: RateEffect;
  /** Because strata did better or worse: what the change of rates did at average shares. */
  readonly within: RateEffect;
}

/**
 * Splits the change of a pooled rate ΣE/ΣR (Kitagawa 1955, "Components of a difference between two rates", JASA 50):
 * mix = Σ (w₁ − w₀)·(r₀ + r₁)/2, within = Σ (r₁ − r₀)·(w₀ + w₁)/2, with w the share of a stratum in the base and r its
 * rate; the average of both orders of changing one after the other. A stratum without posts on one side has no rate
 * there and takes that of the other side: coming and going count as mix. Intervals are seeded percentile bootstraps by
 * posts of each side (by weeks when weeks resemble their neighbours). Null when a side has no posts.
 */
export function splitRateChange(
  before: readonly RatePart[],
  after: readonly RatePart[],
  { seed = 1, draws = DRAWS } = {},
): MixSplit | null {
  const split = kitagawa(before, after);
  if (split === null) return null;
  const uniform = uniformFloat64(seed);
  const [earlier, later] = [blocksOf(before), blocksOf(after)];
  const drawn = Array.from({ length: draws }, () =>
    kitagawa(resample(earlier, uniform), resample(later, uniform)),
  ).filter((draw) => draw !== null);
  const around = (of: 'mix' | 'within'): RateEffect => {
    const { low, high } = percentileInterval(drawn.map((draw) => draw[of]))!;
    return { estimate: split[of], low: Math.min(low, split[of]), high: Math.max(high, split[of]) };
  };
  return { before: split.before, after: split.after, mix: around('mix'), within: around('within') };
}

/**
 * Direct standardisation: Σ wₛ·rₛ over the strata that have a rate, with the shares of a standard mix (Fleiss, Levin &
 * Paik, "Statistical Methods for Rates and Proportions", 3rd ed., 2003, 19.3). `covered` is how much of the standard mix
 * these strata are; below a half the rate is null, for it would be that of another mix.
 */
export function standardisedRate(
  parts: readonly RatePart[],
  standard: readonly RatePart[],
): { readonly rate: number | null; readonly covered: number } {
  const rates = strata(parts);
  const all = sumOf(standard, ({ base }) => base);
  let [sum, covered] = [0, 0];
  for (const [stratum, { base }] of strata(standard)) {
    const own = rates.get(stratum);
    if (own === undefined) continue;
    covered += base / all;
    sum += (base / all) * (own.amount / own.base);
  }
  return { rate: covered < 0.5 ? null : sum / covered, covered };
}

/** Values of one stratum on both sides, log scale, and the stratum's weight in the standard mix. */
export interface StratumValues {
  readonly weight: number;
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/**
 * A change at a constant mix: the mean of the strata's Hodges–Lehmann shifts by their weight in the standard mix, the
 * interval from those of the strata (half widths add as squares times weights; stratified ranks as in van Elteren 1960,
 * "On the combination of independent two-sample tests of Wilcoxon"). Strata with fewer than 4 values on a side are left
 * out; null when those that remain are less than half of the standard mix.
 */
export function standardisedShift(list: readonly StratumValues[]): Shift | null {
  const all = sumOf(list, ({ weight }) => weight);
  const shifts = list.flatMap(({ weight, before, after }) => {
    const moved = shift(after, before);
    return moved === null ? [] : [{ weight, ...moved }];
  });
  const covered = sumOf(shifts, ({ weight }) => weight);
  if (!(covered > 0) || covered < all / 2) return null;
  const estimate = sumOf(shifts, (one) => (one.weight / covered) * one.estimate);
  const z = normalQuantile(0.975);
  const variance = sumOf(
    shifts,
    ({ weight, low, high }) => ((weight / covered) * ((high - low) / (2 * z))) ** 2,
  );
  const half = z * Math.sqrt(variance);
  return { estimate, low: estimate - half, high: estimate + half };
}

/**
 * Simpson's paradox: all posts together went one way, the strata at a constant mix the other (Simpson 1951, "The
 * interpretation of interaction in contingency tables"). Changes smaller than `smallest` (log units) have no direction.
 */
export function isReversed(crude: number, standardised: number, smallest: number): boolean {
  return (
    Math.abs(crude) >= smallest &&
    Math.abs(standardised) >= smallest &&
    Math.sign(crude) !== Math.sign(standardised)
  );
}

function kitagawa(before: readonly RatePart[], after: readonly RatePart[]) {
  const [earlier, later] = [strata(before), strata(after)];
  const [base0, base1] = [sumOf(before, ({ base }) => base), sumOf(after, ({ base }) => base)];
  if (!(base0 > 0 && base1 > 0)) return null;
  let [mix, within] = [0, 0];
  for (const stratum of new Set([...earlier.keys(), ...later.keys()])) {
    const [old, now] = [earlier.get(stratum), later.get(stratum)];
    const r0 = old === undefined ? now!.amount / now!.base : old.amount / old.base;
    const r1 = now === undefined ? r0 : now.amount / now.base;
    const [w0, w1] = [(old?.base ?? 0) / base0, (now?.base ?? 0) / base1];
    mix += ((w1 - w0) * (r0 + r1)) / 2;
    within += ((r1 - r0) * (w0 + w1)) / 2;
  }
  return {
    before: sumOf(before, ({ amount }) => amount) / base0,
    after: sumOf(after, ({ amount }) => amount) / base1,
    mix,
    within,
  };
}

function strata(parts: readonly RatePart[]): Map<string, { amount: number; base: number }> {
  const sums = new Map<string, { amount: number; base: number }>();
  for (const { stratum, amount, base } of parts) {
    const sum = sums.get(stratum);
    if (sum === undefined) sums.set(stratum, { amount, base });
    else {
      sum.amount += amount;
      sum.base += base;
    }
  }
  return sums;
}

function blocksOf(parts: readonly RatePart[]): RatePart[][] {
  const weeks = new Map<string, RatePart[]>();
  for (const part of parts.toSorted((a, b) => (a.week < b.week ? -1 : a.week > b.week ? 1 : 0))) {
    const week = weeks.get(part.week);
    if (week === undefined) weeks.set(part.week, [part]);
    else week.push(part);
  }
  return bootstrapBlocks([...weeks.values()], ({ amount, base }) => Math.log((amount + 0.5) / (base + 1)));
}

function sumOf<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}
