import { unsafeUniformIntDistribution, xoroshiro128plus } from 'pure-rand';

/** Seeded uniform draws strictly between 0 and 1, the same on every machine. */
export function uniformFloat64(seed: number): () => number {
  const source = xoroshiro128plus(seed);
  return () => (unsafeUniformIntDistribution(0, 2 ** 26 - 1, source) + 0.5) / 2 ** 26;
}
