import { formatEffects } from './format-effects.js';
import { tagEffects } from './hashtags.js';
import type { Days } from './period.js';
import type { PostFormat } from './post.js';
import type { Residual } from './residuals.js';
import { type Candidate, type Experiments, experiments } from './statistics/experiments.js';
import { FEWEST_FOR_TIMING, postingTime } from './statistics/posting-time.js';
import { postsPerWeek, type Study } from './study.js';

/** What an experiment would do more of. */
export type Trial =
  | { readonly kind: 'format'; readonly format: PostFormat }
  | {
      readonly kind: 'slot';
      /** ISO weekdays, 1 = Monday. */
      readonly weekdays: readonly number[];
      /** 0, 4, … 20: four hours from here on, in the account's zone. */
      readonly fromHour: number;
    }
  | {
      readonly kind: 'topic';
      /** Untrusted, without the sign; `others` nearly always come with it. */
      readonly tag: string;
      readonly others: readonly string[];
    };

/** Options with fewer posts are no habit to build on. */
const FEWEST_POSTS = 3;

/**
 * What to post next: formats, blocks of hours and tags as experiments, ranked by what knowing them is worth
 * (`statistics/experiments`). Null where there are too few comparable posts to say anything (30 within 12 months).
 */
export function nextPosts(
  study: Pick<Study, 'residuals' | 'posts'> & { readonly period: Days },
): Experiments<Trial> | null {
  const { residuals: left } = study;
  if (left.length < FEWEST_FOR_TIMING) return null;
  // Files that tell days only have one hour for all posts.
  const tellsHours = left.some(({ post }) => post.hour !== left[0]!.post.hour);
  const slots = tellsHours ? postingTime(left.map(({ post, value }) => ({ ...post, value }))) : null;
  const candidates: Candidate<Trial>[] = [
    ...formatCandidates(left),
    ...(slots?.blocks ?? [])
      .filter(({ n }) => n >= FEWEST_POSTS)
      .map(({ n, effect, interval, group, weekdays, fromHour }) => ({
        kind: 'slot',
        what: { kind: 'slot' as const, weekdays, fromHour },
        n,
        effect,
        interval,
        stands: slots?.best?.group === group,
      })),
    ...tagEffects(left).effects.map(({ tag, others, n, effect, low, high, stands }) => ({
      kind: 'topic',
      what: { kind: 'topic' as const, tag, others },
      n,
      effect,
      interval: { low, high },
      stands: stands && effect > 0,
    })),
  ];
  return experiments(candidates, {
    sigma: standardDeviation(left.map(({ value }) => value)),
    postsPerWeek: postsPerWeek(study.posts, study.period),
  });
}

function formatCandidates(left: readonly Residual[]): Candidate<Trial>[] {
  return formatEffects(left)
    .filter(({ n }) => n >= FEWEST_POSTS)
    .map(({ format, n, effect, interval, stands }) => ({
      kind: 'format',
      what: { kind: 'format' as const, format },
      n,
      effect,
      interval,
      stands,
    }));
}

function standardDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
