import { fTail, normalQuantile } from './distributions.js';
import { uniformFloat64 } from './draws.js';
import type { Interval } from './median.js';

/** One group's effect pulled toward the common mean by how little is known about it. */
export interface GroupEffect {
  readonly group: string;
  readonly n: number;
  /** Deviation of the group mean from the mean of all, before shrinking; log units. */
  readonly raw: number;
  /** The same after shrinking. */
  readonly effect: number;
  readonly interval: Interval;
  /** Probability, in seeded draws, that the group lies above the median group; 0.5 unless the F test has p < 0.05. */
  readonly probabilityAboveMedian: number;
}

export interface RandomEffects {
  /** p value of the one-way F test that all groups are equal; 1 when it cannot be computed. */
  readonly p: number;
  /** Variance within groups. */
  readonly within: number;
  /** Variance between groups, by moments, never negative. */
  readonly between: number;
  readonly groups: readonly GroupEffect[];
}

/**
 * One-way random effects by the method of moments (Searle, Casella & McCulloch, "Variance Components", 3.6):
 * τ² = max(0, (MSB − s²) / n₀), weight B = τ² / (τ² + s²/n), effect B·(ȳ − μ), standard error √(B·s²/n).
 * Group order is kept. `draws` seeded normal draws estimate the chance of beating the median group.
 */
export function randomEffects(
  samples: ReadonlyMap<string, readonly number[]>,
  { seed = 1, draws = 4000 }: { seed?: number; draws?: number } = {},
): RandomEffects {
  const groups = [...samples].filter(([, values]) => values.length > 0);
  const total = groups.reduce((sum, [, values]) => sum + values.length, 0);
  const mean = groups.reduce((sum, [, values]) => sum + add(values), 0) / total;
  const k = groups.length;
  if (k < 2 || total - k < 1) return { p: 1, within: Number.NaN, between: 0, groups: [] };
  let squaresBetween = 0;
  let squaresWithin = 0;
  let sizes = 0;
  const means = groups.map(([, values]) => {
    const own = add(values) / values.length;
    squaresBetween += values.length * (own - mean) ** 2;
    squaresWithin += values.reduce((sum, value) => sum + (value - own) ** 2, 0);
    sizes += values.length ** 2;
    return own;
  });
  const within = squaresWithin / (total - k);
  const meanSquareBetween = squaresBetween / (k - 1);
  const n0 = (total - sizes / total) / (k - 1);
  const between = Math.max(0, (meanSquareBetween - within) / n0);
  const p = within > 0 ? fTail(meanSquareBetween / within, k - 1, total - k) : 1;
  const effects = groups.map(([group, values], index) => {
    const noise = within / values.length;
    const weight = between === 0 ? 0 : between / (between + noise);
    const raw = means[index]! - mean;
    return { group, n: values.length, raw, effect: weight * raw, error: Math.sqrt(weight * noise) };
  });
  const above = chancesAboveMedian(effects, seed, between === 0 || p >= 0.05 ? 0 : draws);
  const z = normalQuantile(0.975);
  return {
    p,
    within,
    between,
    groups: effects.map(({ group, n, raw, effect, error }, index) => ({
      group,
      n,
      raw,
      effect,
      interval: { low: effect - z * error, high: effect + z * error },
      probabilityAboveMedian: above[index]!,
    })),
  };
}

function chancesAboveMedian(
  effects: readonly { effect: number; error: number }[],
  seed: number,
  draws: number,
): number[] {
  const wins = effects.map(() => 0);
  if (draws === 0) return effects.map(() => 0.5);
  const random = uniformFloat64(seed);
  for (let draw = 0; draw < draws; draw++) {
    const values = effects.map(({ effect, error }) => effect + error * normalQuantile(random()));
    const sorted = [...values].sort((a, b) => a - b);
    const middle = (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
    for (let index = 0; index < values.length; index++) if (values[index]! > middle) wins[index]!++;
  }
  return wins.map((count) => count / draws);
}

function add(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
