import { SourceError } from '../errors.js';
import { type Json, listOf, objectOf, textOf } from '../http/json.js';
import { instantOf } from './days.js';
import { refusedField, refusedMetrics } from './error-table.js';
import { type Graph, type GraphAnswer, refused } from './graph.js';
import { listPages } from './list-pages.js';
import { fileFields, minimalMediaFields } from './logins.js';
import type { ProductType } from './metric-table.js';
import type { Context } from './part.js';

/** What later requests need to know about a listed post. */
export interface ListedMedia {
  readonly id: string;
  readonly shortcode: string | null;
  readonly permalink: string | null;
  readonly product: ProductType;
  readonly mediaType: string;
  readonly posted: Date | null;
}

export interface PostList {
  readonly path: string;
  readonly fields: readonly string[];
  readonly childFields: readonly string[];
  /** Insights to expand in the list: those that every product type in it has. */
  readonly metrics: readonly string[];
  /** Further parameters, e.g. `since`. */
  readonly params?: Readonly<Record<string, string>>;
  /** Hears why insights could not be had with the list although the list itself can. */
  readonly onInsightsRefused: (error: SourceError) => void;
}

export interface PostPage {
  readonly answer: GraphAnswer;
  readonly fields: readonly string[];
  readonly metrics: readonly string[];
}

const fullPage = 100;
/** A page with insights that is still too heavy at this size is read without them. */
const smallestWithInsights = 25;

/**
 * The pages of a list of posts, each with the fields and the insights that it was read with. What sinks a page (a field, a
 * metric, a post without insights, its weight) is left out of it; the list goes on.
 */
export async function* postPages(context: Context, graph: Graph, list: PostList): AsyncGenerator<PostPage> {
  let { fields: known, childFields, metrics } = list;
  let limit = fullPage;
  // A page that fails is read with less; the next page has all again.
  let isFileless = false;
  let isMinimal = false;
  let isBare = false;
  // What sinks every further page too.
  let isBareFromHere = false;
  const asked = (): readonly string[] => (isBare || isBareFromHere ? [] : metrics);
  const fields = () =>
    isMinimal ? minimalMediaFields : isFileless ? known.filter((name) => !fileFields.includes(name)) : known;
  const params = () => ({
    ...list.params,
    fields: [
      ...fields(),
      ...(isMinimal || childFields.length === 0 ? [] : [`children{${childFields.join(',')}}`]),
      ...(asked().length === 0 ? [] : [`insights.metric(${asked().join(',')}){name,values,total_value}`]),
    ].join(','),
    limit: String(limit),
  });
  const patient: Pick<Graph, 'get'> = {
    async get(path, query) {
      try {
        return await graph.get(path, query);
      } catch (error) {
        // A token that may not read insights may still list.
        if (asked().length === 0 || !(error instanceof SourceError) || error.recovery !== 'stream')
          throw error;
        list.onInsightsRefused(error);
        isBareFromHere = true;
        return graph.get(path, { ...query, fields: params().fields });
      }
    },
  };

  for await (const answer of listPages(patient, list.path, params)) {
    if (!answer.refusal) {
      yield { answer, fields: fields(), metrics: asked() };
      isFileless = false;
      isMinimal = false;
      isBare = false;
      limit = Math.min(fullPage, limit * 2);
      continue;
    }
    const { error, row } = answer.refusal;
    context.effects.log.debug('list page refused', { path: list.path, error: error.message });
    const unknownField = row.change === 'drop-field' ? refusedField(error) : null;
    const isHeavy = row.change === 'halve-limit';
    if (unknownField !== null && (known.includes(unknownField) || childFields.includes(unknownField))) {
      known = known.filter((field) => field !== unknownField);
      childFields = childFields.filter((field) => field !== unknownField);
    } else if (isHeavy && limit > (asked().length > 0 ? smallestWithInsights : 1)) {
      limit = Math.floor(limit / 2);
    } else if (row.change === 'minimal-fields' && !isMinimal) {
      // The fewest fields are for a page that fails without those about the file too.
      isMinimal = isFileless;
      isFileless = true;
    } else if (asked().length > 0) {
      const refusedHere = row.change === 'drop-metric' ? refusedMetrics(error, asked()) : [];
      if (refusedHere.length > 0) metrics = metrics.filter((metric) => !refusedHere.includes(metric));
      // Newest first: what follows is older still.
      else if (row.absent === 'before_business_conversion') isBareFromHere = true;
      else isBare = true;
    } else if (row.change !== undefined && !isMinimal) {
      isMinimal = true;
    } else throw refused(answer);
  }
}

export function listedMedia(json: Json): ListedMedia[] {
  return listOf(objectOf(json).data).flatMap((entry) => {
    const media = objectOf(entry);
    const id = textOf(media.id);
    if (id === null) return [];
    const product = textOf(media.media_product_type);
    return {
      id,
      shortcode: textOf(media.shortcode),
      permalink: textOf(media.permalink),
      product: product === 'REELS' || product === 'STORY' ? product : 'FEED',
      mediaType: textOf(media.media_type) ?? '',
      posted: instantOf(textOf(media.timestamp)),
    };
  });
}
