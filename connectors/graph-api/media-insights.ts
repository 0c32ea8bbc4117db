import type { Message, Page } from '../contract.js';
import { SourceError } from '../errors.js';
import type { Json } from '../http/json.js';
import type { AbsentReason } from '../metrics.js';
import type { Account } from './accounts.js';
import { utcDay } from './days.js';
import { type Graph, pageOf, refused } from './graph.js';
import {
  isPartsOnly,
  listMetrics,
  type MetricGroup,
  mediaGroups,
  metricNamed,
  type ProductType,
} from './metric-table.js';
import { listCounters, mediaItems } from './parse-media.js';
import { askerOf, type Context, gapOf } from './part.js';
import type { ListedMedia } from './post-list.js';
import { askedDown, type Rejections, rejections, rememberedIn, type Scope } from './rejections.js';
import { type Depth, noPostsState } from './schedule.js';

/** Refusals by this many posts of a kind, without one answer, and the metric is not asked again. */
const patience = 3;
/** So many posts in a row that cannot be read, and it is not the posts. */
export const failuresInARow = 3;

/** What one pass over the posts of an account has learned so far. */
export interface InsightsPass {
  readonly memory: Rejections;
  /** Publication time of the newest post from before the account became professional. */
  beforeBusiness: string | null;
  /** Posts that could not be read, of this pass and of those before. */
  readonly missed: Set<string>;
  /** Posts in a row that could not be read. */
  inARow: number;
  /** Publication time of the last post that was read or given up. */
  reached: Date | null;
  /** Nothing more is asked in this pass. */
  failed: boolean;
  /** Why not even a list may have insights. */
  refusal: SourceError | null;
}

export function insightsPass(
  context: Context,
  account: string,
  about: 'posts' | 'stories',
  { before_business, missed } = noPostsState,
): InsightsPass {
  const on = utcDay(context.effects.now());
  return {
    memory: rejections(patience, rememberedIn(context, account, about), on),
    beforeBusiness: before_business,
    missed: new Set(missed),
    inARow: 0,
    reached: null,
    failed: false,
    refusal: null,
  };
}

/** A post whose insights are due, and the canonical metrics that its list has given already. */
export interface DuePost {
  readonly media: ListedMedia;
  readonly depth: Depth;
  readonly given: ReadonlySet<string>;
}

/** The insights of some posts. A post that fails is a gap; the lists, which still count likes, go on without. */
export async function* readInsights(
  context: Context,
  graph: Graph,
  account: Account,
  due: readonly DuePost[],
  pass: InsightsPass,
): AsyncGenerator<Message> {
  if (pass.refusal && !pass.failed) {
    pass.failed = true;
    yield gapOf(context, account.id, 'media_insights', pass.refusal);
  }
  for (const one of due) {
    if (pass.failed) return;
    try {
      const reasons = yield* readMediaInsights(context, graph, account, one, pass.memory);
      const posted = one.media.posted?.toISOString() ?? '';
      if (reasons.has('before_business_conversion') && posted > (pass.beforeBusiness ?? '')) {
        pass.beforeBusiness = posted;
      }
      pass.inARow = 0;
      pass.missed.delete(one.media.id);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      if (error.recovery !== 'stream' && error.recovery !== 'retry') throw error;
      pass.inARow++;
      pass.missed.add(one.media.id);
      yield gapOf(context, account.id, 'media_insights', error);
      pass.failed = error.recovery === 'stream' || pass.inARow === failuresInARow;
    }
    pass.reached = one.media.posted;
  }
}

/** One request per group of metrics; returns the reasons for absence that the platform gave. */
async function* readMediaInsights(
  context: Context,
  graph: Graph,
  account: Account,
  { media, depth, given }: DuePost,
  memory: Rejections,
): AsyncGenerator<Message, Set<string>> {
  const reasons = new Set<string>();
  const groups = ownGroups(context, media, depth, given);
  const scopeOf = ({ breakdown }: MetricGroup) => ({
    of: `${media.product} ${media.mediaType}`.trim(),
    breakdown,
  });
  // A group that is refused as a whole has no page of its own to say so: the first of the others does.
  let unsaid: Record<string, AbsentReason> = Object.assign(
    {},
    ...groups.map((group) => knownRefused(memory, scopeOf(group), group)),
  );
  for (const [index, group] of groups.entries()) {
    const ask = (names: readonly string[]) =>
      graph.get(`/${media.id}/insights`, {
        metric: names.join(','),
        ...(group.breakdown ? { breakdown: group.breakdown } : {}),
      });
    for await (const { answer, metrics: names, rejected } of askedDown(
      memory,
      scopeOf(group),
      group.metrics,
      ask,
    )) {
      const row = answer.refusal?.row;
      // Refused as a whole: the other groups would be refused for the same reason.
      const refusesAll = row !== undefined && row.change !== 'drop-metric';
      const unasked = refusesAll ? groups.slice(index + 1).flatMap(({ metrics }) => metrics) : [];
      yield {
        type: 'page',
        page: pageOf(context, answer, {
          account: account.id,
          stream: 'media_insights',
          kind: 'media_insights',
          media_id: media.id,
          shortcode: media.shortcode,
          permalink: media.permalink,
          product_type: media.product,
          posted_at: media.posted?.toISOString() ?? null,
          metrics: names,
          breakdown: group.breakdown,
          rejected: {
            ...unsaid,
            ...rejected,
            ...(row?.absent && Object.fromEntries(unasked.map((name) => [name, row.absent]))),
          },
        }),
      };
      unsaid = {};
      if (row?.absent) reasons.add(row.absent);
      else if (answer.refusal) yield gapOf(context, account.id, 'media_insights', refused(answer));
      if (refusesAll) return reasons;
    }
  }
  return reasons;
}

/** Why a group has no values, when all of it is known to be refused; nothing for one whose totals are asked elsewhere too. */
function knownRefused(
  memory: Rejections,
  scope: Scope,
  { metrics, breakdown }: MetricGroup,
): Record<string, AbsentReason> {
  const { ask, rejected } = memory.split(scope, metrics);
  if (ask.length > 0) return {};
  const isTotal = (name: string) => !isPartsOnly(metricNamed('media', name, breakdown)!);
  return Object.fromEntries(Object.entries(rejected).filter(([name]) => isTotal(name)));
}

/** What is left to ask about a post after its list. */
export function ownGroups(
  context: Context,
  { product, posted }: Pick<ListedMedia, 'product' | 'posted'>,
  depth: Depth,
  given: ReadonlySet<string>,
): MetricGroup[] {
  const groups = mediaGroups({
    ...askerOf(context),
    product,
    posted: posted ? utcDay(posted) : null,
    crossposted: context.settings.facebook_views,
    thorough: depth === 'thorough',
  });
  return groups
    .map((group) => ({
      ...group,
      metrics: group.metrics.filter(
        (name) => group.breakdown !== null || !given.has(metricNamed('media', name)!.canonical),
      ),
    }))
    .filter(({ metrics }) => metrics.length > 0);
}

/** The insights that a list of such posts is asked for, next to its own counters. */
export function listMetricsFor(
  context: Context,
  products: readonly ProductType[],
  fields: readonly string[],
  memory: Rejections,
): string[] {
  const metrics = listMetrics(askerOf(context), products, countersIn(fields));
  return metrics.filter((metric) => !memory.remembered().some((known) => known.metric === metric));
}

/** Canonical metrics that fields of a list are counters of. */
function countersIn(fields: readonly string[]): string[] {
  return listCounters.filter(({ field }) => fields.includes(field)).map(({ metric }) => metric);
}

/** Canonical metrics that a list gives, as counters or as insights. */
export function canonicalGiven(
  context: Context,
  products: readonly ProductType[],
  fields: readonly string[],
  memory: Rejections,
): ReadonlySet<string> {
  return new Set([
    ...countersIn(fields),
    ...listMetricsFor(context, products, fields, memory).map((name) => metricNamed('media', name)!.canonical),
  ]);
}

/** Canonical metrics whose totals a page of a list gave, by post id. */
export function givenBy(page: Page, json: Json): Map<string, ReadonlySet<string>> {
  return new Map(
    mediaItems(page, json).map((item) => [
      item.ref,
      new Set(
        ('records' in item ? item.records : []).flatMap(({ stream, values }) =>
          stream === 'media_insights' && values.value !== null && values.dimension === ''
            ? [values.metric]
            : [],
        ),
      ),
    ]),
  );
}
