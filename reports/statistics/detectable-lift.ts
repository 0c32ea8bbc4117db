import { normalQuantile } from './distributions.js';

/** z₀.₉₇₅ + z₀.₈: how many standard errors away an effect must lie to be found in 80 % of cases at the 5 % level. */
const REACH = normalQuantile(0.975) + normalQuantile(0.8);

/**
 * Smallest true lift (as a ratio minus one) that a comparison of `n1` against `n2` posts finds in 80 % of cases at the
 * 5 % level: exp((z₀.₉₇₅ + z₀.₈)·σ·√(1/n₁ + 1/n₂)) − 1, σ the standard deviation on the log scale
 * (Cohen, "Statistical Power Analysis", 2.4, on logarithms).
 */
export function detectableLift(n1: number, n2: number, sigma: number): number {
  return Math.expm1(REACH * sigma * Math.sqrt(1 / n1 + 1 / n2));
}

/**
 * Posts on each side after which a comparison finds a true effect of `effect` (log units, not zero) in 80 % of cases at
 * the 5 % level: n = 2·((z₀.₉₇₅ + z₀.₈)·σ / effect)², rounded up. The inverse of `detectableLift` with n₁ = n₂.
 */
export function postsToDetect(effect: number, sigma: number): number {
  return Math.max(2, Math.ceil(2 * ((REACH * sigma) / effect) ** 2));
}
