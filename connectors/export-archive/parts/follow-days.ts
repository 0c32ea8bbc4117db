import type { Item } from '../../contract.js';
import { daysFrom, endOfPlatformDay, platformDay } from '../../graph-api/days.js';
import { type Json, listOf, numberOf, objectOf } from '../../http/json.js';
import type { AccountMetric } from '../../metrics.js';
import type { About, Entry, Part } from '../part.js';
import { instantOf } from '../times.js';

/**
 * Who follows, and who is followed, by when it began. Of the people themselves nothing is kept, not even a hash: a list
 * of hashed names can be tried out. What is left is how many began in each hour (UTC).
 *
 * A list holds those who are still there: it says how many of a day's new followers stayed, and nothing about how many
 * there were. One that was asked for a shorter time holds only those who began in it.
 */
export const followDays: readonly Part[] = [
  part('followers', 'followers', /^followers(?:_\d+)?$/, 'followers_kept'),
  part('following', 'accounts followed', /^following(?:_\d+)?$/, 'following_kept'),
];

function part(name: string, title: string, file: RegExp, metric: AccountMetric): Part {
  return {
    name,
    title,
    stream: 'account_insights',
    isAt: (folder, path) =>
      (folder === 'followers_and_following' || folder === 'connections') && file.test(path),
    keep: (entry) => ({ began: beganAt(entry) }),
    sum(entries) {
      const hours = new Map<string, number>();
      const people = entries.flatMap(({ began }) => listOf(began));
      for (const began of people) {
        const hour = instantOf(began)?.toISOString().slice(0, 13);
        if (hour !== undefined) hours.set(hour, (hours.get(hour) ?? 0) + 1);
      }
      const dated = [...hours.values()].reduce((sum, count) => sum + count, 0);
      return {
        people: people.length,
        by_hour: Object.fromEntries([...hours].sort()),
        undated: people.length - dated,
      };
    },
    items: (entries, about) => entries.flatMap((entry) => itemsOf(name, metric, entry, about)),
  };
}

/** The times of the people in an entry, as the file has them: one each, in old files sometimes several. */
function beganAt(entry: Json): Json[] {
  const object = objectOf(entry);
  const people = listOf(object.string_list_data).map((held) => objectOf(held).timestamp ?? null);
  if (people.length > 0) return people;
  const times = [
    object.timestamp,
    ...listOf(object.label_values).map((held) => objectOf(held).timestamp_value),
  ];
  return [times.find((time) => instantOf(time) !== null) ?? null];
}

/** One item per day (as the platform cuts days) from the first to the last; one reject per person without a time. */
function itemsOf(name: string, metric: AccountMetric, { kept }: Entry, about: About): Item[] {
  const people = new Map<string, number>();
  let day = '';
  let end = '';
  for (const [hour, count] of Object.entries(objectOf(kept.by_hour)).sort()) {
    // the platform's days end on the hour
    if (hour >= end) {
      day = platformDay(new Date(`${hour}:00:00Z`));
      end = endOfPlatformDay(day).toISOString().slice(0, 13);
    }
    people.set(day, (people.get(day) ?? 0) + (numberOf(count) ?? 0));
  }
  const days = [...people.keys()];
  const items: Item[] =
    days.length === 0
      ? []
      : daysFrom(days[0]!, days.at(-1)!).map((day) => ({
          ref: `${name} of ${day}`,
          records: [
            {
              stream: 'account_insights',
              values: {
                account_ref: about.account,
                day,
                metric,
                dimension: '',
                value: people.get(day) ?? 0,
                absent_reason: null,
                observed_at: about.observedAt,
              },
            },
          ],
        }));
  for (let n = 1; n <= (numberOf(kept.undated) ?? 0); n += 1) {
    items.push({
      ref: `${name} without a time, ${n}`,
      reject: {
        rule: 'no-time',
        field: null,
        message: 'the list does not say since when; who it is was not kept',
        payload: '{}',
      },
    });
  }
  return items;
}
