import { normalQuantile } from './distributions.js';

/**
 * Smallest true lift (as a ratio minus one) that a comparison of `n1` against `n2` posts finds in 80 % of cases at the
 * 5 % level: exp((z₀.₉₇₅ + z₀.₈)·σ·√(1/n₁ + 1/n₂)) − 1, σ the standard deviation on the log scale
 * (Cohen, "Statistical Power Analysis", 2.4, on logarithms).
 */
export function detectableLift(n1: number, n2: number, sigma: number): number {
  return Math.expm1((normalQuantile(0.975) + normalQuantile(0.8)) * sigma * Math.sqrt(1 / n1 + 1 / n2));
}
