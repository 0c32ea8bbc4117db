import { xoroshiro128plus } from 'pure-rand';
import { normalQuantile } from './distributions.js';

/** Seeded uniform draws strictly between 0 and 1, the same on every machine. */
export function uniformFloat64(seed: number): () => number {
  const source = xoroshiro128plus(seed);
  // Generators of near seeds begin alike: the first draw is nearly 1 for all of them.
  for (let skipped = 0; skipped < 64; skipped++) source.unsafeNext();
  // The highest bits are the best ones of this generator.
  return () => ((source.unsafeNext() >>> 6) + 0.5) / 2 ** 26;
}

/** Standard normal draws from uniform ones, by inversion. */
export function standardNormal(uniform: () => number): () => number {
  return () => normalQuantile(uniform());
}
