import { postsToDetect } from './detectable-lift.js';
import { normalProbability, normalQuantile } from './distributions.js';
import type { Interval } from './median.js';

/** Something that the next posts could do more of. */
export interface Candidate<What> {
  /** Of each kind only the best two are listed, so that one question does not crowd out the others. */
  readonly kind: string;
  /** What it is, for the caller. */
  readonly what: What;
  /** Posts behind the effect. */
  readonly n: number;
  /** Expected difference from the average post, shrunken; log units. */
  readonly effect: number;
  /** 95 %, log units. */
  readonly interval: Interval;
  /** True when the candidate passed the gates of its section. */
  readonly stands: boolean;
}

/** A candidate as an experiment: half of the next posts do it, half do not. */
export interface Experiment<What> extends Candidate<What> {
  /** Probability that it does better than the average post at all. */
  readonly probability: number;
  /** Mean gain if it is kept only when it turns out better, log units: what knowing is worth. */
  readonly worth: number;
  /** The effect that the number of posts is planned for, log units: the expected one, but at least 10 %. */
  readonly planned: number;
  /** Posts with it, and as many without, until an effect as planned is found in 80 % of cases. */
  readonly postsEach: number;
  /** Weeks that takes at the given pace, rounded up; null without one. */
  readonly weeks: number | null;
  /** True when the answer comes within half a year. */
  readonly isPractical: boolean;
}

export interface Experiments<What> {
  /** Most worth first. */
  readonly list: readonly Experiment<What>[];
  /** False: nothing has passed its gates, the list is only what is least known to be useless. */
  readonly standsOut: boolean;
}

/** A smaller effect is not planned for: to find it would take years. */
const SMALLEST_PLANNED = Math.log(1.1);
const MOST_PER_KIND = 2;
const LONGEST_WEEKS = 26;
/** Less worth than this and there is nothing to learn. */
const SMALLEST_WORTH = Math.log(1.01);

/**
 * Ranks what to try next by what knowing it is worth: E[max(0, effect)] = m·Φ(m/s) + s·φ(m/s) for an effect known as
 * m ± s (the expected improvement of Mockus 1975; here the value of perfect information of Raiffa & Schlaifer,
 * "Applied Statistical Decision Theory", 1961). A candidate ranks high when it is good, or may well be and is little
 * known. `sigma` is the spread of posts (log units), `postsPerWeek` the pace.
 */
export function experiments<What>(
  candidates: readonly Candidate<What>[],
  { sigma, postsPerWeek, most = 5 }: { sigma: number; postsPerWeek: number; most?: number },
): Experiments<What> {
  const listed = new Map<string, number>();
  const list = candidates
    .map((candidate): Experiment<What> => {
      const { effect, interval } = candidate;
      const spread = (interval.high - interval.low) / (2 * normalQuantile(0.975));
      const probability = spread > 0 ? normalProbability(effect / spread) : effect > 0 ? 1 : 0;
      const density = spread > 0 ? Math.exp(-0.5 * (effect / spread) ** 2) / Math.sqrt(2 * Math.PI) : 0;
      const planned = Math.max(effect, SMALLEST_PLANNED);
      const postsEach = postsToDetect(planned, sigma);
      const weeks = postsPerWeek > 0 ? Math.ceil((2 * postsEach) / postsPerWeek) : null;
      return {
        ...candidate,
        probability,
        worth: effect * probability + spread * density,
        planned,
        postsEach,
        weeks,
        isPractical: weeks !== null && weeks <= LONGEST_WEEKS,
      };
    })
    .filter(({ worth }) => worth >= SMALLEST_WORTH)
    .toSorted((a, b) => b.worth - a.worth)
    .filter(({ kind }) => {
      const count = (listed.get(kind) ?? 0) + 1;
      listed.set(kind, count);
      return count <= MOST_PER_KIND;
    })
    .slice(0, most);
  return { list, standsOut: list.some(({ stands, effect }) => stands && effect > 0) };
}
