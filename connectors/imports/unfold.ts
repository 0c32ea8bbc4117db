import { Temporal } from 'temporal-polyfill';

type Json = Readonly<Record<string, unknown>>;

/**
 * The rows inside one element of a JSON file. Most elements are rows themselves. Some wrap a list: an API answer its posts, a
 * profile its newest ones, a table its columns or its rows. Then each of the list is a row, with what stands around the list
 * beside it, under the same paths as before.
 */
export function unfold(element: unknown): unknown[] {
  if (!isObject(element)) return [element];
  return (
    tabular(element) ??
    insightRows(element) ??
    connection(element) ??
    profileAndPosts(element) ?? [withInsights(element)]
  );
}

/** The lists that stand in an answer of the Graph API or of the web, by the way to them. */
const wrapped = [
  ['business_discovery', 'media', 'data'],
  ['media', 'data'],
] as const;

/** `{business_discovery: {followers_count, media: {data: […]}}}`: each post as `media`, with the profile around it. */
function connection(element: Json): unknown[] | null {
  for (const path of wrapped) {
    const posts = path.reduce<unknown>((part, key) => (isObject(part) ? part[key] : undefined), element);
    if (!Array.isArray(posts)) continue;
    const around = path.slice(0, -1);
    if (posts.length === 0) return [replaced(element, around, {})];
    return posts.map((post) => replaced(element, around, withInsights(post)));
  }
  const edges = edgesWithin(element, [], 4);
  if (!edges) return null;
  const rows = edges.list.map((edge) => ({ ...kept(element), ...edge }));
  const profile = profileWithin(replaced(element, edges.path, undefined));
  return profile ? [...profile, ...rows] : rows;
}

interface Edges {
  readonly path: readonly string[];
  readonly list: readonly Json[];
}

/** Lists of the web: `{edges: [{node}, …]}` of posts, wherever the answer keeps them. */
function edgesWithin(part: unknown, path: readonly string[], depth: number): Edges | null {
  if (!isObject(part) || depth < 0) return null;
  const { edges } = part;
  if (Array.isArray(edges) && edges.every((edge) => isObject(edge) && isPost(edge.node)))
    return edges.length > 0 ? { path: [...path, 'edges'], list: edges } : null;
  for (const [key, value] of Object.entries(part)) {
    const found = edgesWithin(value, [...path, key], depth - 1);
    if (found) return found;
  }
  return null;
}

function isPost(node: unknown): boolean {
  if (!isObject(node)) return false;
  return (
    ('shortcode' in node || 'code' in node) &&
    ('taken_at_timestamp' in node || 'taken_at' in node || 'date' in node)
  );
}

/** What an answer says of a profile, as an element of its own, `user.…`. */
function profileWithin(answer: unknown): unknown[] | null {
  if (!isObject(answer)) return null;
  if ('edge_followed_by' in answer || 'follower_count' in answer) return [{ user: withoutLists(answer) }];
  for (const key of ['data', 'graphql', 'user', 'node']) {
    const found = profileWithin(answer[key]);
    if (found) return found;
  }
  return null;
}

/** Of a profile with its newest posts (`latestPosts`): the profile, and each of them. */
function profileAndPosts(element: Json): unknown[] | null {
  const { latestPosts, items, ...profile } = element;
  if (Array.isArray(latestPosts)) return [profile, ...latestPosts.filter(isObject)];
  if (Array.isArray(items) && items.length > 0 && items.every(isPost)) return items;
  return null;
}

/** What stands beside a wrapper that says who made the file; a wrapper's own texts are of no use in every row. */
function kept({ instaloader }: Json): Json {
  return instaloader === undefined ? {} : { instaloader };
}

function withoutLists(object: Json): Json {
  return Object.fromEntries(
    Object.entries(object).filter(
      ([, value]) => !Array.isArray(value) && !(isObject(value) && 'edges' in value && !('count' in value)),
    ),
  );
}

function replaced(element: Json, [key, ...rest]: readonly string[], value: unknown): Json {
  if (key === undefined) return element;
  const inner = element[key];
  const next = rest.length === 0 ? value : replaced(isObject(inner) ? inner : {}, rest, value);
  return { ...element, [key]: next };
}

/** A post with `insights: {data: [{name, values: [{value}]}]}` as `insights.<name>`. */
function withInsights(post: unknown): unknown {
  if (!isObject(post) || !isObject(post.insights) || !Array.isArray(post.insights.data)) return post;
  const insights = Object.fromEntries(
    post.insights.data.filter(isInsight).map((one) => [one.name, insightValue(one)]),
  );
  return { ...post, insights };
}

interface Insight {
  readonly name: string;
  readonly period: string;
  readonly id?: unknown;
  readonly values?: readonly unknown[];
  readonly total_value?: unknown;
}

function isInsight(value: unknown): value is Insight {
  return isObject(value) && typeof value.name === 'string' && ('values' in value || 'total_value' in value);
}

function insightValue({ values, total_value }: Insight): unknown {
  const [first] = values ?? [];
  if (isObject(first)) return first.value;
  return isObject(total_value) ? total_value.value : null;
}

const insightId = /^([^/]+)\/insights\/\w+\/(\w+)/;

/** An answer of `/insights`: a post's metric, or a row per day of an account's. */
function insightRows(element: Json): unknown[] | null {
  if (!isInsight(element) || typeof element.id !== 'string') return null;
  const [, owner, period] = element.id.match(insightId) ?? [];
  if (owner === undefined) return null;
  if (period === 'lifetime')
    return [{ insights: { media_id: owner, [element.name]: insightValue(element) } }];
  if (period !== 'day') return [{ insights: { period } }];
  return (element.values ?? []).filter(isObject).map(({ value, end_time }) => ({
    insights: { account_id: owner, day: pacificDayBefore(end_time), [element.name]: value },
  }));
}

/** The day that ended: Meta names a day by the midnight, US Pacific, at its end. */
function pacificDayBefore(time: unknown): string | null {
  try {
    return Temporal.Instant.from(String(time).replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
      .subtract({ seconds: 1 })
      .toZonedDateTimeISO('America/Los_Angeles')
      .toPlainDate()
      .toString();
  } catch {
    return null;
  }
}

/** A table kept by column, or by row under keys; `null` for an object that is a row. */
function tabular(element: Json): unknown[] | null {
  const entries = Object.entries(element);
  if (entries.length < 2) return null;
  const lists = entries.map(([, value]) => (Array.isArray(value) ? value : null));
  if (lists.every((list) => list !== null && list.length > 0 && list.every((item) => !isObject(item)))) {
    const lengths = new Set(lists.map((list) => list!.length));
    if (lengths.size > 1) return null;
    const [length = 0] = lengths;
    const columns = lists.filter((list) => new Set(list!.map(isNumberLike)).size === 1).length;
    const isByColumn = columns >= 0.9 * lists.length && !entries.every(([key]) => /^\d+$/.test(key));
    return isByColumn
      ? Array.from({ length }, (_, row) =>
          Object.fromEntries(entries.map(([name, list]) => [name, (list as unknown[])[row]])),
        )
      : entries.map(([key, list]) => ({
          key,
          ...Object.fromEntries((list as unknown[]).map((item, index) => [`item ${index + 1}`, item])),
        }));
  }
  const maps = entries.map(([, value]) => (isObject(value) ? value : null));
  if (!maps.every((map) => map !== null && Object.keys(map).length > 0)) return null;
  const keys = Object.keys(maps[0]!);
  if (keys.every((key) => /^\d+$/.test(key)))
    return keys.map((row) => Object.fromEntries(entries.map(([name, map]) => [name, (map as Json)[row]])));
  if (entries.every(([key]) => /^\d+$/.test(key)))
    return maps.flatMap((row) => (isPlainRow(row!) ? [row] : []));
  return null;
}

/** Values of a column are alike; those of a row are a picture, a text, a number. */
function isNumberLike(value: unknown): boolean {
  return /^[-\u2212]?\d[\d.,]*\s?[kmb%]?$/i.test(String(value));
}

function isPlainRow(row: Json): boolean {
  return Object.keys(row).length > 1;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
