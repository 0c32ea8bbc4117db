import type { Drift, Item, Page } from '../contract.js';
import { isRetyped, retyped, unknownField } from '../drift.js';
import { countOf, type Json, type JsonObject, listOf, objectOf, textOf } from '../http/json.js';
import type { AbsentReason } from '../metrics.js';
import type { CanonicalRecord } from '../streams.js';
import { instantOf } from './days.js';
import { graphErrorIn, refusedMetrics, rowFor } from './error-table.js';
import { type MetricRow, metricNamed } from './metric-table.js';
import { addDrifts, type Shape } from './shape.js';

/** The platform keeps correcting, and may not yet show, what is younger than this. */
export const maturationMs = 48 * 3_600_000;

/** What became of the metrics of a page. */
export interface Outcome {
  /** Asked, and not refused: present in `entries`, or silently omitted. */
  readonly answered: readonly MetricRow[];
  readonly entries: ReadonlyMap<string, JsonObject>;
  readonly refused: readonly { readonly row: MetricRow; readonly reason: AbsentReason }[];
  /** Metrics that nobody asked for and this version does not know. */
  readonly drifts: Drift[];
}

/** What a request asked for; each post of a list is answered to the same one. */
interface Asked {
  readonly names: readonly string[];
  readonly rows: readonly MetricRow[];
  /** Refused so often before that this request left them out. */
  readonly before: Outcome['refused'];
  rowsOf(names: readonly string[]): MetricRow[];
}

const askedBy = new WeakMap<Page['request'], Map<MetricRow['of'], Asked>>();

function askedOf({ request }: Page, of: MetricRow['of']): Asked {
  const known = askedBy.get(request)?.get(of);
  if (known) return known;
  const names = listOf(request.metrics as Json).flatMap((name) => textOf(name) ?? []);
  const breakdown = textOf(request.breakdown as Json);
  const rowsOf = (some: readonly string[]) => some.flatMap((name) => metricNamed(of, name, breakdown) ?? []);
  const before = Object.entries(objectOf(request.rejected as Json)).flatMap(([name, reason]) =>
    rowsOf([name]).map((row) => ({ row, reason: reason as AbsentReason })),
  );
  const asked = { names, rows: rowsOf(names), before, rowsOf };
  askedBy.set(request, new Map(askedBy.get(request)).set(of, asked));
  return asked;
}

/** What became of every metric that the page's request asked for. */
export function outcomeOf(page: Page, json: Json, of: MetricRow['of']): Outcome {
  const { names: asked, rows: answered, before, rowsOf } = askedOf(page, of);
  const error = graphErrorIn(json);
  if (error) {
    const { absent, change } = rowFor(error);
    // When the refusal names metrics, the others are asked again: their answer is another page.
    const named = change === 'drop-metric' ? refusedMetrics(error, asked) : [];
    const names = named.length > 0 && absent !== 'not_crossposted' ? named : asked;
    const now = absent ? rowsOf(names).map((row) => ({ row, reason: absent })) : [];
    return { answered: [], entries: new Map(), refused: [...before, ...now], drifts: [] };
  }
  const entries = listOf(objectOf(json).data).map(objectOf);
  const named = new Map(entries.map((entry) => [textOf(entry.name) ?? '', entry]));
  const drifts: Drift[] = [];
  if (answered.filter(({ name }) => named.has(name)).length < named.size) {
    for (const [name, entry] of named) {
      const isKnown = asked.includes(name) || metricNamed(of, name) !== undefined;
      if (!isKnown) drifts.push(unknownField(name, entry));
    }
  }
  return { answered, entries: named, refused: before, drifts };
}

/** One value of a breakdown, as the platform spells it. */
export interface Bucket {
  /** Value by dimension, e.g. `{ age: '25-34', gender: 'F' }`. */
  readonly of: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * What an entry lists under its breakdown; empty when it lists nothing, or has none. Values of another type are left out.
 * `asked`: the breakdown of the request.
 */
export function bucketsIn(entry: JsonObject | undefined, asked: string | null, drifts: Drift[]): Bucket[] {
  const metric = textOf(entry?.name);
  return listOf(objectOf(entry?.total_value).breakdowns).flatMap((breakdown) => {
    const { dimension_keys, results } = objectOf(breakdown);
    const keys = listOf(dimension_keys).map(String);
    const unknown = keys.find((key) => !asked?.split(',').includes(key));
    if (unknown !== undefined) drifts.push(unknownField(`${metric} by ${unknown}`, listOf(results)[0]));
    return listOf(results).flatMap((result) => {
      const { dimension_values, value } = objectOf(result);
      const names = listOf(dimension_values).map(String);
      if (isRetyped(value)) {
        drifts.push(retyped(`${metric} by ${keys.join(',')}`, value));
        return [];
      }
      const number = countOf(value);
      if (number === null || names.length !== keys.length) return [];
      return [{ of: Object.fromEntries(keys.map((key, index) => [key, names[index]!])), value: number }];
    });
  });
}

/** `dimension=value` pairs of an enumeration in one spelling: the documentation and the answers differ in case. */
export function breakdownOf(
  entry: JsonObject,
  asked: string | null,
  drifts: Drift[],
): { dimension: string; value: number }[] {
  const sums = new Map<string, number>();
  for (const { of, value } of bucketsIn(entry, asked, drifts)) {
    const pairs = Object.entries(of).map(([key, name]) => `${key}=${name}`.toLowerCase());
    const dimension = pairs.map((pair) => pair.replace(/=reels$/, '=reel')).join(',');
    sums.set(dimension, (sums.get(dimension) ?? 0) + value);
  }
  return [...sums].map(([dimension, value]) => ({ dimension, value }));
}

/** So far may this machine's clock be behind the platform's. A time later than that would keep every night from publishing. */
const clockToleranceMs = 15 * 60_000;

/** One thing of a list, by its id and time; rejected when it has no id, or a time that cannot be. */
export function itemOf(
  page: Page,
  thing: JsonObject,
  what: 'post' | 'comment',
  shape: Shape,
  recordsOf: (id: string, at: Date | null, drifts: Drift[]) => readonly CanonicalRecord[],
): Item {
  const id = textOf(thing.id);
  if (id === null) return rejected(page, 'missing-id', 'id', `the ${what} has no id`, thing);
  const timestamp = textOf(thing.timestamp);
  const at = instantOf(timestamp);
  if (timestamp !== null && at === null) {
    return rejected(page, 'unreadable-date', 'timestamp', `not a time: ${timestamp}`, thing, id);
  }
  if (at !== null && at.getTime() > page.fetched_at.getTime() + clockToleranceMs) {
    return rejected(page, 'future-date', 'timestamp', `after it was read: ${timestamp}`, thing, id);
  }
  const drifts: Drift[] = [];
  const records = recordsOf(id, at, drifts);
  addDrifts(drifts, thing, shape, page, records);
  return acceptedItem(id, records, drifts);
}

/** An item with its drifts, where it has some. */
export function acceptedItem(
  ref: string,
  records: readonly CanonicalRecord[],
  drifts: readonly Drift[],
): Item {
  return drifts.length > 0 ? { ref, records, drifts } : { ref, records };
}

export function rejected(
  page: Page,
  rule: string,
  field: string | null,
  message: string,
  payload: string | JsonObject,
  ref = String(page.request.path ?? page.stream),
): Item {
  return {
    ref,
    reject: { rule, field, message, payload: typeof payload === 'string' ? payload : shown(payload) },
  };
}

function shown(payload: JsonObject): string {
  try {
    return JSON.stringify(payload);
  } catch {
    return 'nested too deep to be shown';
  }
}
