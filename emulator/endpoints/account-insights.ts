import { type AccountMetric, accountMetrics, type Slice } from '../graph/account-metrics.js';
import { type Call, demand, linkTo, listOf, type Params } from '../graph/call.js';
import { GraphError } from '../graph/errors.js';
import { pickInsight } from '../graph/fields.js';
import type { Edge } from '../graph/node.js';
import { graphTime, timeOf } from '../graph/time.js';
import { platformDayOf } from '../world/account-days.js';
import { dayMs, dayStart, platformZone } from '../world/days.js';
import type { Account } from '../world/world.js';
import { demographicsOf, onlineByHour } from './demographics.js';

const longestMs = 30 * dayMs;

/** Days cut at US Pacific midnight whose end lies in (since, until]. */
interface Window {
  readonly since: Date;
  readonly until: Date;
  /** Oldest first; never later than the day in progress. */
  readonly days: readonly number[];
}

/** `/{ig-user}/insights`: series by day, or one total over the window. */
export const accountInsights: Edge<Account> = (call, account, params, fields) => {
  demand(call, 'instagram_manage_insights', 'instagram_business_manage_insights');
  const metrics = validMetrics(call, params);
  const window = windowOf(call, params);
  for (const [name, metric] of metrics) refuseOldWindow(call, name, metric, window, params);
  const followers = call.world.followers(account.id, call.now);
  const data = metrics
    .filter(([, metric]) => followers >= (metric.needsFollowers ?? 0))
    .filter(([, metric]) => !metric.facebookOnly || call.token.login === 'facebook')
    .filter(([name]) => !call.afflicted('metric-omitted', endpoint, account.id, name))
    .map(([name, metric]) => ({
      name,
      period: metric.period,
      ...(call.afflicted('metric-empty', endpoint, account.id, name)
        ? withoutValue(params)
        : valuesOf(call, account, name, metric, window, params)),
      title: metric.title,
      description: metric.description,
      id: `${account.id}/insights/${name}/${metric.period}`,
    }))
    .map((insight) => pickInsight(insight, fields));
  const timeless = metrics.every(([, { slices, series }]) => !slices && !series);
  return {
    data,
    ...(!timeless && data.length > 0 && { paging: windowLinks(call, account, window, params) }),
  };
};

const endpoint = 'user/insights';

/** An answer as it is where nothing was counted. */
const withoutValue = ({ metric_type, breakdown }: Params): object =>
  metric_type === 'total_value'
    ? { total_value: breakdown ? { breakdowns: [{ dimension_keys: listOf(breakdown) }] } : {} }
    : { values: [] };

function validMetrics(call: Call, params: Params): (readonly [string, AccountMetric])[] {
  const names = listOf(params.metric);
  if (names.length === 0) throw new GraphError('parameter-missing', { name: 'metric' });
  const metrics = names.map((name, index) => {
    const isUnsupported = call.afflicted('metric-unsupported', endpoint, 'account', name);
    const known = Object.keys(accountMetrics).filter((other) => other !== name || !isUnsupported);
    if (!known.includes(name)) throw new GraphError('metric-unknown', { index, values: known.join(', ') });
    return [name, accountMetrics[name]!] as const;
  });
  const refused = (wrong: (metric: AccountMetric) => boolean) =>
    metrics
      .filter(([, metric]) => wrong(metric))
      .map(([name]) => name)
      .join(', ');

  // `week` and `days_28` have left the documentation and are read as `day`.
  const asked = params.period === 'week' || params.period === 'days_28' ? 'day' : params.period;
  if (asked === undefined) throw new GraphError('parameter-missing', { name: 'period' });
  mustBeOneOf('period', asked, periods);
  const untimely = refused(({ period }) => period !== asked);
  if (untimely) throw new GraphError('period-refused', { metrics: untimely, period: asked });

  const type = params.metric_type ?? 'default';
  mustBeOneOf('metric_type', type, ['default', 'time_series', 'total_value']);
  if (type === 'total_value') {
    const seriesOnly = refused(({ total }) => !total);
    if (seriesOnly) throw new GraphError('metric-type-refused', { metrics: seriesOnly, type });
    const dimensions = listOf(params.breakdown);
    for (const name of dimensions) mustBeOneOf('breakdown', name, dimensionNames);
    // A breakdown that any of the metrics lacks fails like a passing fault, and is not one.
    const isLacking = dimensions.some((name) => refused(({ breakdowns }) => !breakdowns.includes(name)));
    if (isLacking || !isPossible(dimensions)) throw new GraphError('breakdown-refused');
  } else {
    const totalOnly = refused(({ series }) => !series);
    if (totalOnly) throw new GraphError('metric-type-needed', { metrics: totalOnly });
  }
  return metrics;
}

const periods = ['day', 'week', 'days_28', 'month', 'lifetime', 'total_over_range'];

const dimensionNames = [
  'age',
  'city',
  'contact_button_type',
  'country',
  'follow_type',
  'gender',
  'media_product_type',
];

/** The dimensions that can be crossed with each other, in either order. */
const crossed = [
  ['age', 'gender'],
  ['follow_type', 'media_product_type'],
];

const isPossible = (dimensions: readonly string[]): boolean =>
  dimensions.length <= 1 || crossed.some((pair) => [...dimensions].sort().join() === pair.join());

function mustBeOneOf(name: string, value: string, values: readonly string[]): void {
  if (!values.includes(value))
    throw new GraphError('parameter-invalid', {
      name,
      problem: `must be one of the following values: ${values.join(', ')}`,
    });
}

function windowOf(call: Call, params: Params): Window {
  const today = platformDayOf(call.now);
  // Without a window: yesterday and today, so the last point is still growing.
  const until = timeOf('until', params.until) ?? new Date(dayStart(platformZone, today + 1));
  const since = timeOf('since', params.since) ?? new Date(dayStart(platformZone, platformDayOf(until) - 2));
  if (since > until) throw new GraphError('window-reversed');
  if (until.getTime() - since.getTime() > longestMs) throw new GraphError('window-too-long');
  const days: number[] = [];
  for (
    let day = platformDayOf(since);
    day <= today && dayStart(platformZone, day + 1) <= until.getTime();
    day++
  )
    days.push(day);
  return { since, until, days };
}

function refuseOldWindow(
  call: Call,
  name: string,
  metric: AccountMetric,
  { since }: Window,
  params: Params,
): void {
  if (!metric.recentOnly || params.since === undefined) return;
  const oldest = dayStart(platformZone, platformDayOf(call.now) - 30);
  if (since.getTime() < oldest) throw new GraphError('window-too-old', { metric: name });
}

function valuesOf(
  call: Call,
  account: Account,
  name: string,
  metric: AccountMetric,
  window: Window,
  params: Params,
): object {
  const { slices } = metric;
  if (!slices) {
    return name === 'online_followers'
      ? { values: onlineValues(call, account, window) }
      : { total_value: demographicsOf(call, account, name, params) };
  }
  const slicesOf = (day: number) => slices(call.world.day(account.id, day, call.now));
  if (params.metric_type === 'total_value')
    return { total_value: totalOf(metric, window.days.map(slicesOf), params) };
  const today = platformDayOf(call.now);
  return {
    values: window.days
      .filter((day) => !metric.recentOnly || day < today)
      .map((day) => ({ value: sum(slicesOf(day)), end_time: endOf(day) })),
  };
}

const endOf = (day: number): string => graphTime(new Date(dayStart(platformZone, day + 1)));

const sum = (slices: readonly Slice[]): number => slices.reduce((total, { value }) => total + value, 0);

const onlineValues = (call: Call, account: Account, { days }: Window): object[] =>
  days
    .filter((day) => day < platformDayOf(call.now))
    .map((day) => ({
      value: onlineByHour(call, account, day),
      end_time: endOf(day),
    }));

function totalOf(metric: AccountMetric, days: readonly (readonly Slice[])[], params: Params): object {
  const dimensions = listOf(params.breakdown);
  // The same people come back on other days.
  const repeat = metric.people ? Math.max(1, days.length) ** -0.3 : 1;
  const groups = new Map<string, { values: string[]; value: number }>();
  for (const { dimensions: place, value } of days.flat()) {
    const values = dimensions.map((dimension) => place[dimension] ?? '');
    const group = groups.get(values.join('\n')) ?? { values, value: 0 };
    group.value += value;
    groups.set(values.join('\n'), group);
  }
  const results = [...groups.values()]
    .map(({ values, value }) => ({ dimension_values: values, value: Math.floor(value * repeat) }))
    .filter(({ value }) => value > 0);
  const value = dimensions.length > 0 ? sumOf(results) : Math.floor(sum(days.flat()) * repeat);
  if (dimensions.length === 0) return metric.onlyBroken ? {} : { value };
  return {
    ...(!metric.onlyBroken && { value }),
    breakdowns: [{ dimension_keys: dimensions, ...(results.length > 0 && { results }) }],
  };
}

const sumOf = (results: readonly { value: number }[]): number =>
  results.reduce((total, { value }) => total + value, 0);

/** Links to the windows before and after. The one after leads into the future without end, as on the platform. */
function windowLinks(call: Call, account: Account, { since, until }: Window, params: Params): object {
  // The platform repeats the token but not the proof.
  const { access_token: _token, appsecret_proof: _proof, ...rest } = params;
  const seconds = (at: number) => String(Math.floor(at / 1000));
  const length = until.getTime() - since.getTime();
  const link = (from: number) =>
    linkTo(call, `${account.id}/insights`, { ...rest, since: seconds(from), until: seconds(from + length) });
  return { previous: link(since.getTime() - length), next: link(until.getTime()) };
}
