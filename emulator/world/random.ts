import { createHash } from 'node:crypto';
import { xoroshiro128plus } from 'pure-rand';

/** A reproducible stream of random values. */
export interface Draws {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** A positive factor with median 1; `sigma` is the spread of its logarithm. */
  factor(sigma: number): number;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  /** An index, drawn in proportion to the weights. */
  weighted(weights: readonly number[]): number;
}

/** The stream that belongs to a key. Streams of different keys are independent, so the order of asking is free. */
export function drawsFor(...key: readonly (string | number)[]): Draws {
  const seed = createHash('sha256').update(key.join('\n')).digest().readInt32LE(0);
  const generator = xoroshiro128plus(seed);
  // The first values of xoroshiro still resemble the seed.
  for (let i = 0; i < 4; i++) generator.unsafeNext();

  const uniform = () => (generator.unsafeNext() >>> 0) / 2 ** 32;
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const whole = (low: number, high: number) => low + Math.floor(uniform() * (high - low + 1));
  return {
    uniform,
    normal,
    factor: (sigma) => Math.exp(sigma * normal()),
    whole,
    pick: (list) => list[whole(0, list.length - 1)]!,
    weighted: (weights) => {
      let left = uniform() * weights.reduce((sum, weight) => sum + weight, 0);
      for (const [index, weight] of weights.entries()) {
        left -= weight;
        if (left < 0) return index;
      }
      return weights.length - 1;
    },
  };
}

/** `length` characters of base64url that depend on the key alone. */
export function digestOf(length: number, ...key: readonly (string | number)[]): string {
  return createHash('sha512').update(key.join('\n')).digest('base64url').slice(0, length);
}
