import { type Call, listOf, type Params } from '../graph/call.js';
import { GraphError } from '../graph/errors.js';
import { platformDayOf } from '../world/account-days.js';
import { dayOf, dayStart, hourMs, platformZone } from '../world/days.js';
import type { Account } from '../world/world.js';

/** Cities and countries end here. */
const mostValues = 45;
const fewestEngagements = 100;
const timeframeDays: Readonly<Record<string, number>> = { this_week: 7, this_month: 30 };

/** Absolute people per bucket; fewer than the audience, because not everybody's traits are known. */
export function demographicsOf(call: Call, account: Account, metric: string, params: Params): object {
  const dimensions = listOf(params.breakdown);
  const engaged = metric === 'engaged_audience_demographics';
  const days = params.timeframe === undefined ? undefined : timeframeDays[params.timeframe];
  if (params.timeframe !== undefined && days === undefined)
    throw new GraphError('parameter-invalid', {
      name: 'timeframe',
      problem: `must be one of the following values: ${Object.keys(timeframeDays).join(', ')}`,
    });
  if (engaged && days === undefined) throw new GraphError('timeframe-missing', { metric });

  const people = engaged ? engagedPeople(call, account, days!) : call.world.followers(account.id, call.now);
  if (engaged && (people < fewestEngagements || call.afflicted('too-few-users', 'user/insights', account.id)))
    throw new GraphError('too-few-users');
  if (dimensions.length === 0) return {};
  const results = combine(account, dimensions)
    .map(({ values, share }) => ({ dimension_values: values, value: Math.floor(people * 0.93 * share) }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value)
    .slice(0, mostValues);
  return { breakdowns: [{ dimension_keys: dimensions, ...(results.length > 0 && { results }) }] };
}

function engagedPeople(call: Call, account: Account, days: number): number {
  const today = platformDayOf(call.now);
  let people = 0;
  for (let day = today - days; day < today; day++)
    people += call.world.day(account.id, day, call.now).accountsEngaged;
  return Math.floor(people * days ** -0.25);
}

function combine(account: Account, dimensions: readonly string[]): { values: string[]; share: number }[] {
  const { ages, genders, countries, cities } = account.profile.audience;
  const shares: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
    age: ages,
    gender: genders,
    country: countries,
    city: cities,
  };
  return dimensions.reduce<{ values: string[]; share: number }[]>(
    (rows, dimension) =>
      rows.flatMap((row) =>
        (shares[dimension] ?? []).map(([value, share]) => ({
          values: [...row.values, value],
          share: row.share * share,
        })),
      ),
    [{ values: [], share: 1 }],
  );
}

/** Followers online per US Pacific hour of a platform day: a smooth wave around the account's own local peak. */
export function onlineByHour(call: Call, account: Account, day: number): Record<string, number> {
  const { zone, audience } = account.profile;
  const begins = dayStart(platformZone, day);
  const followers = call.world.followers(account.id, new Date(begins));
  return Object.fromEntries(
    Array.from({ length: 24 }, (_, hour) => {
      const at = begins + hour * hourMs;
      const localHour = (at - dayStart(zone, dayOf(zone, at))) / hourMs;
      const wave = 0.5 + 0.5 * Math.cos(((localHour - audience.peakHour) / 24) * 2 * Math.PI);
      return [String(hour), Math.floor(followers * (0.18 + 0.5 * wave))];
    }),
  );
}
