import { type Call, demand, listOf, type Params } from '../graph/call.js';
import { GraphError } from '../graph/errors.js';
import { pickInsight } from '../graph/fields.js';
import { type MediaMetric, mediaMetrics, productOf } from '../graph/media-metrics.js';
import type { Edge } from '../graph/node.js';
import type { Counters } from '../world/counters.js';
import type { Post } from '../world/post.js';

/** A story needs this many viewers before it shows anything. */
const fewestViewers = 5;

/** `/{media}/insights`: lifetime counters. One metric that does not fit the media refuses the whole call. */
export const mediaInsights: Edge<Post> = (call, post, params, fields) => {
  demand(call, 'instagram_manage_insights', 'instagram_business_manage_insights');
  // Nested in a list, the insights of what cannot be read are left out.
  if (call.afflicted('object-missing', endpoint, post.id)) return undefined;
  const metrics = validMetrics(call, post, params);
  const isStory = post.format === 'STORY';
  if (post.beforeConversion || (!isStory && call.afflicted('before-conversion', endpoint, post.id)))
    throw new GraphError('before-conversion');
  const counters = call.world.counters(post.id, call.now);
  if (isStory && (counters.reach < fewestViewers || call.afflicted('too-few-viewers', endpoint, post.id)))
    throw new GraphError('too-few-viewers');
  return {
    data: metrics
      .filter(([name]) => !call.afflicted('metric-omitted', endpoint, post.id, name))
      .map(([name, metric]) => {
        const shown = insight(post, name, metric, counters, params.breakdown);
        const given = call.afflicted('metric-empty', endpoint, post.id, name) ? withoutValue(shown) : shown;
        return pickInsight(given, fields);
      }),
  };
};

const endpoint = 'media/insights';

const withoutValue = ({ total_value: _total, ...rest }: Insight): Insight => ({ ...rest, values: [] });

function validMetrics(call: Call, post: Post, params: Params): (readonly [string, MediaMetric])[] {
  const names = listOf(params.metric);
  if (names.length === 0) throw new GraphError('parameter-missing', { name: 'metric' });
  const known = Object.keys(mediaMetrics).filter((name) => visible(call, mediaMetrics[name]!));
  const metrics = names.map((name, index) => {
    if (!known.includes(name)) throw new GraphError('metric-unknown', { index, values: known.join(', ') });
    return [name, mediaMetrics[name]!] as const;
  });
  const supported = metrics.filter(([name, metric]) => {
    const problem = problemWith(call, post, name, metric);
    if (problem && !call.dropUnsupported) throw new GraphError(problem, { metric: name });
    return !problem;
  });
  const { breakdown } = params;
  for (const [name, metric] of supported) {
    if (!breakdown || metric.breakdown?.name === breakdown) continue;
    if (breakdown === 'follow_type')
      throw new GraphError('breakdown-incompatible', { breakdown, metric: name });
    throw new GraphError('breakdown-refused');
  }
  return supported;
}

const visible = (call: Call, metric: MediaMetric): boolean =>
  call.token.login === 'facebook' || !metric.facebookOnly;

function problemWith(call: Call, post: Post, name: string, metric: MediaMetric) {
  const product = productOf[post.format];
  const is = (fault: 'metric-withdrawn' | 'metric-unsupported') =>
    call.afflicted(fault, endpoint, product, name);
  if (metric.withdrawn || is('metric-withdrawn')) return 'metric-withdrawn';
  if (!metric.products.includes(product) || is('metric-unsupported')) return 'metric-unsupported';
  if (metric.crosspostedOnly && !post.crossposted) return 'metric-not-crossposted';
  return undefined;
}

interface Insight {
  readonly name: string;
  readonly values: readonly { readonly value: number }[];
  readonly [key: string]: unknown;
}

function insight(
  post: Post,
  name: string,
  metric: MediaMetric,
  counters: Counters,
  breakdown: string | undefined,
): Insight {
  const value = metric.value(counters);
  return {
    name,
    period: 'lifetime',
    values: [{ value }],
    title: metric.title,
    description: metric.description,
    ...(breakdown &&
      metric.breakdown && { total_value: broken(value, breakdown, metric.breakdown.counts(counters)) }),
    id: `${post.id}/insights/${name}/lifetime`,
  };
}

const broken = (value: number, dimension: string, counts: Readonly<Record<string, number>>): object => ({
  value,
  breakdowns: [
    {
      dimension_keys: [dimension],
      results: Object.entries(counts).map(([key, count]) => ({ dimension_values: [key], value: count })),
    },
  ],
});
