import { DRAWS, percentileInterval } from './bootstrap.js';
import { standardNormal, uniformFloat64 } from './draws.js';
import type { Interval } from './median.js';

/** Posts that belong to any number of groups each: `values` in log units, `groups` the numbers of each post's groups. */
export interface Memberships {
  readonly values: readonly number[];
  readonly groups: readonly (readonly number[])[];
  /** How many groups there are; their numbers run from 0. */
  readonly count: number;
}

/** What belonging to a group goes with, other groups held equal; log units, shrunken. */
export interface MemberEffect {
  readonly effect: number;
  /** 95 %; holds the effect. */
  readonly interval: Interval;
  /** Share of the draws in which the group lies above the median group. */
  readonly probabilityAboveMedian: number;
}

export interface MemberEffects {
  /** p value of the global test that no group has an effect. */
  readonly p: number;
  /** Variance of posts whose groups are the same. */
  readonly within: number;
  /** Variance between groups' effects, by moments, never negative. */
  readonly between: number;
  readonly effects: readonly MemberEffect[];
}

/**
 * Effects of overlapping groups by ridge regression with penalty λ = s²/τ² (Hoerl & Kennard 1970), which is the random
 * effects model of multiple membership (Browne, Goldstein & Rasbash 2001). With Z the centred memberships, K = ZZ′ and
 * y the centred values, the variances follow from two moments:
 * E[y′y] = s²(n − 1) + τ²·tr K and E[y′Ky] = s²·tr K + τ²·tr K².
 * p is that of Q = y′Ky among 2,000 seeded permutations of the posts, the score test of τ² = 0 (Goeman et al. 2004, "A
 * global test for groups of genes", Bioinformatics 20). Intervals are a seeded bootstrap over posts in which the prior
 * mean is drawn too (Papandreou & Yuille 2010, "Gaussian sampling by local perturbations"), and λ from its chances:
 * posts alone would leave out that shrinking biases and that τ is not known, and their interval would be too short.
 * When τ² is 0, effects are 0.
 */
export function memberEffects(
  data: Memberships,
  { seed = 1, draws = 1000 }: { seed?: number; draws?: number } = {},
): MemberEffects {
  const { count } = data;
  const n = data.values.length;
  const mean = data.values.reduce((sum, value) => sum + value, 0) / n;
  const values = Float64Array.from(data.values, (value) => value - mean);
  const groups = data.groups.map((own) => own.toSorted((a, b) => a - b));
  const uniform = uniformFloat64(seed);
  const whole = emptyEquations(count);
  normalEquations(whole, values, groups, new Float64Array(n).fill(1));
  const total = sumOfSquares(values);
  const q = sumOfSquares(whole.sums);
  const diagonal = whole.sums.map((_, group) => whole.products[group * count + group]!);
  const trace = diagonal.reduce((sum, value) => sum + value, 0);
  const traceOfSquare = 2 * sumOfSquares(whole.products) - sumOfSquares(diagonal);
  const determinant = (n - 1) * traceOfSquare - trace * trace;
  const moment = determinant > 0 ? ((n - 1) * q - trace * total) / determinant : 0;
  // Moments may give the groups more than there is; a tenth is left to the posts.
  const between = Math.min(Math.max(0, moment), trace > 0 ? (0.9 * total) / trace : 0);
  const within = (total - between * trace) / (n - 1);
  const p = permutationP(values, groups, count, q, DRAWS, uniform);
  const levels = within === 0 ? [] : spreadLevels(whole, { values, count, total });
  const sum = levels.at(-1)?.reached ?? 0;
  if (sum === 0) {
    const none = { effect: 0, interval: { low: 0, high: 0 }, probabilityAboveMedian: 0.5 };
    return { p, within, between: 0, effects: Array.from({ length: count }, () => none) };
  }
  const point = between === 0 ? new Float64Array(count) : solved(whole, within / between);
  const normal = standardNormal(uniform);
  const weights = new Float64Array(n);
  const equations = emptyEquations(count);
  const drawn = Array.from({ length: draws }, () => {
    const at = uniform() * sum;
    const { penalty, spread } = levels.find(({ reached }) => at <= reached)!;
    weights.fill(0);
    for (let post = 0; post < n; post++) weights[Math.floor(uniform() * n)]!++;
    normalEquations(equations, values, groups, weights);
    for (let group = 0; group < count; group++) {
      equations.sums[group]! += Math.sqrt(penalty) * spread * normal();
    }
    return solved(equations, penalty).slice();
  });
  const above = new Array<number>(count).fill(0);
  for (const draw of drawn) {
    const sorted = draw.toSorted();
    const middle = (sorted[(count - 1) >> 1]! + sorted[count >> 1]!) / 2;
    draw.forEach((value, group) => {
      if (value > middle) above[group]!++;
    });
  }
  return {
    p,
    within,
    between,
    effects: Array.from(point, (effect, group) => {
      const { low, high } = percentileInterval(drawn.map((draw) => draw[group]!))!;
      const interval = { low: Math.min(low, effect), high: Math.max(high, effect) };
      return { effect, interval, probabilityAboveMedian: above[group]! / draws };
    }),
  };
}

/** A quadratic form's matrix, row by row, lower triangle only, and the vector beside it. */
interface Equations {
  readonly products: Float64Array;
  readonly sums: Float64Array;
}

const emptyEquations = (count: number): Equations => ({
  products: new Float64Array(count * count),
  sums: new Float64Array(count),
});

/** Writes Z′WZ and Z′Wy, both centred by the weighted means, into `to`; groups of a post ascending. */
function normalEquations(
  to: Equations,
  values: Float64Array,
  groups: readonly (readonly number[])[],
  weights: Float64Array,
): void {
  const { products, sums } = to;
  const count = sums.length;
  products.fill(0);
  sums.fill(0);
  let [size, total] = [0, 0];
  for (let post = 0; post < values.length; post++) {
    const weight = weights[post]!;
    if (weight === 0) continue;
    const amount = weight * values[post]!;
    size += weight;
    total += amount;
    const own = groups[post]!;
    for (let first = 0; first < own.length; first++) {
      const row = own[first]! * count;
      sums[own[first]!]! += amount;
      for (let second = 0; second <= first; second++) products[row + own[second]!]! += weight;
    }
  }
  const sizes = Float64Array.from(sums, (_, group) => products[group * count + group]!);
  for (let group = 0; group < count; group++) {
    const share = sizes[group]! / size;
    sums[group]! -= share * total;
    for (let other = 0; other <= group; other++) products[group * count + other]! -= share * sizes[other]!;
  }
}

/** (A + λI)⁻¹b by Cholesky's factors (Golub & Van Loan, "Matrix Computations", 4th ed., 2013, 4.2.3); overwrites both. */
function solved({ products: factor, sums }: Equations, penalty: number): Float64Array {
  const count = sums.length;
  for (let row = 0; row < count; row++) {
    const start = row * count;
    for (let column = 0; column <= row; column++) {
      const other = column * count;
      let value = factor[start + column]! + (row === column ? penalty : 0);
      for (let k = 0; k < column; k++) value -= factor[start + k]! * factor[other + k]!;
      factor[start + column] = row === column ? Math.sqrt(value) : value / factor[other + column]!;
    }
    let value = sums[row]!;
    for (let k = 0; k < row; k++) value -= factor[start + k]! * sums[k]!;
    sums[row] = value / factor[start + row]!;
  }
  for (let row = count - 1; row >= 0; row--) {
    const value = sums[row]! / factor[row * count + row]!;
    sums[row] = value;
    for (let k = 0; k < row; k++) sums[k]! -= factor[row * count + k]! * value;
  }
  return sums;
}

/** A penalty that may be the true one, the spread of posts that goes with it, and the summed chances up to it. */
interface SpreadLevel {
  readonly penalty: number;
  readonly spread: number;
  readonly reached: number;
}

/**
 * Penalties by their chances given the values: marginal likelihood with s² integrated out,
 * −½·log|I + K/λ| − ½(n − 1)·log(y′y − b′(Z′Z + λI)⁻¹b), on equal steps of a half-Cauchy prior of τ/s with scale 1 (as in
 * `randomEffects`).
 */
function spreadLevels(
  whole: Equations,
  { values, count, total }: { values: Float64Array; count: number; total: number },
): SpreadLevel[] {
  const degrees = values.length - 1;
  const steps = Array.from({ length: PRIOR_STEPS }, (_, step) => {
    const penalty = 1 / Math.tan((Math.PI / 2) * ((step + 0.5) / PRIOR_STEPS)) ** 2;
    const copy = { products: whole.products.slice(), sums: whole.sums.slice() };
    const solution = solved(copy, penalty);
    let [misfit, logDeterminant] = [total, -count * Math.log(penalty)];
    for (let group = 0; group < count; group++) {
      misfit -= whole.sums[group]! * solution[group]!;
      logDeterminant += 2 * Math.log(copy.products[group * count + group]!);
    }
    const log = -0.5 * (logDeterminant + degrees * Math.log(misfit));
    return { penalty, spread: Math.sqrt(misfit / degrees), log };
  });
  const highest = Math.max(...steps.map(({ log }) => log));
  let reached = 0;
  return steps.map(({ penalty, spread, log }) => {
    reached += Math.exp(log - highest);
    return { penalty, spread, reached };
  });
}

const PRIOR_STEPS = 40;

/** How often shuffled posts give a Q at least as large, the order they are in being one of the shuffles. */
function permutationP(
  values: Float64Array,
  groups: readonly (readonly number[])[],
  count: number,
  q: number,
  draws: number,
  uniform: () => number,
): number {
  // The values are centred, so Z′y is the same whether the memberships are centred or not.
  const shuffled = values.slice();
  const sums = new Float64Array(count);
  let atLeast = 1;
  for (let draw = 0; draw < draws; draw++) {
    sums.fill(0);
    for (let post = shuffled.length - 1; post >= 0; post--) {
      const other = Math.floor(uniform() * (post + 1));
      const value = shuffled[other]!;
      shuffled[other] = shuffled[post]!;
      shuffled[post] = value;
      const own = groups[post]!;
      for (let index = 0; index < own.length; index++) sums[own[index]!]! += value;
    }
    if (sumOfSquares(sums) >= q * (1 - 1e-12)) atLeast++;
  }
  return atLeast / (draws + 1);
}

function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
