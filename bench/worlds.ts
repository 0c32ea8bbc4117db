import { addDays, isoWeekday } from '../reports/calendar.js';
import { compare } from '../reports/compare.js';
import { createFormat } from '../reports/format.js';
import { chooseMeasures } from '../reports/measure.js';
import type { Post, PostFormat } from '../reports/post.js';
import { residuals } from '../reports/residuals.js';
import { timingAnswer } from '../reports/sections/timing.js';
import { standingTags } from '../reports/sections/topics.js';
import { anomalies } from '../reports/statistics/anomalies.js';
import { standardNormal, uniformFloat64 } from '../reports/statistics/draws.js';
import { forecastFollowers } from '../reports/statistics/forecast.js';
import type { TimeBlock } from '../reports/statistics/posting-time.js';
import { shareChange } from '../reports/statistics/share-change.js';
import { typical } from '../reports/statistics/typical.js';
import { rounded, tell } from './measured.js';

export interface WorldsBench {
  /** Worlds per question; each is another account with another year. */
  readonly seeds: number;
}

/**
 * What the report claims in worlds whose truth is known, through the functions that its sections call: how often it names a
 * best time or a hashtag where there is none, how often its 95 % intervals hold the truth, whether it finds a planted time, and
 * how often it flags a usual day.
 */
export async function worlds({ seeds }: WorldsBench) {
  tell(`${seeds} worlds each without any effect of hour or tag`);
  const none = claimsOfNothing(seeds);
  tell('intervals');
  const coverage = coverageOf(seeds);
  tell('a time that is 25% better');
  const planted = plantedTime(seeds);
  tell('days and followers');
  return {
    seeds,
    ...none,
    ...coverage,
    ...planted,
    false_flags_per_90_days: falseFlags(seeds),
    ...followerForecasts(seeds),
  };
}

/** Posts of a year as many accounts have them: few, some, many. */
const sizes = [60, 150, 400] as const;
const format = createFormat('en');

/** Shares of reports that name a time or a tag in worlds without such effects; at most 5 % is what is promised. */
export function claimsOfNothing(seeds: number) {
  let [times, tags] = [0, 0];
  for (let seed = 1; seed <= seeds; seed++) {
    const left = residualsOf(yearOfPosts(seed, sizes[seed % sizes.length]!));
    if (timingAnswer({ residuals: left, format })?.best != null) times++;
    if (standingTags({ residuals: left }).length > 0) tags++;
  }
  return { false_best_time: rounded(times / seeds, 4), false_hashtag: rounded(tags / seeds, 4) };
}

/** Shares of 95 % intervals that hold the truth. */
export function coverageOf(seeds: number) {
  const [centre, moved, effects, viewed] = [0, 0, 0, 0].map(() => ({ inside: 0, of: 0 }));
  const hold = (tally: { inside: number; of: number }, low: number, high: number, truth: number) => {
    tally.of++;
    if (low <= truth && truth <= high) tally.inside++;
  };
  for (let seed = 1; seed <= seeds; seed++) {
    const { uniform, normal } = world(seed);
    for (let sample = 0; sample < 4; sample++) {
      const n = 5 + Math.floor(56 * uniform());
      const spread = 0.4 + 0.6 * uniform();
      const { interval } = typical(
        Array.from({ length: n }, () => 200 * Math.exp(spread * normal())),
        0.5,
      );
      hold(centre!, interval!.low, interval!.high, 200);
    }
    const shift = 0.4 * normal();
    const side = (day: string, by: number) =>
      Array.from({ length: 5 + Math.floor(40 * uniform()) }, (_, index) =>
        post(`${day}${index}`, day, 12, 'image', '', Math.round(400 * Math.exp(by + 0.6 * normal()))),
      );
    const [before, now] = [side('2026-01-01', 0), side('2026-02-01', shift)];
    const { headline } = chooseMeasures(now, [...before, ...now], format.words);
    const { low, high } = compare(headline, now, before);
    hold(moved!, low!, high!, Math.expm1(shift));

    const { interval: points } = shareChange(viewsOfDays(seed * 2, 28), viewsOfDays(seed * 2 + 1, 28))!;
    hold(viewed!, points.low, points.high, 0);

    const slots = Array.from({ length: 12 }, () => Math.log1p(0.15) * normal());
    const left = residualsOf(yearOfPosts(seed, sizes[seed % sizes.length]!, slots));
    const average = left.reduce((sum, one) => sum + slots[cellOf(one.post)]!, 0) / left.length;
    for (const cell of timingAnswer({ residuals: left, format })?.blocks ?? []) {
      const truth = slots[cellOfBlock(cell)]! - average;
      hold(effects!, cell.interval.low, cell.interval.high, truth);
    }
  }
  const share = ({ inside, of }: { inside: number; of: number }) => rounded(inside / of, 4);
  return {
    coverage_centre: share(centre!),
    coverage_shift: share(moved!),
    coverage_timing: share(effects!),
    coverage_share: share(viewed!),
  };
}

/** Views by people who do not follow: days that follow each other, with weekdays, and posts that carry far for a day or two. */
function viewsOfDays(seed: number, days: number) {
  const { uniform, normal } = world(seed);
  let [level, carried] = [normal(), 0];
  return Array.from({ length: days }, (_, day) => {
    level = 0.6 * level + 0.8 * normal();
    carried = carried * 0.5 + (uniform() < 0.1 ? -1.5 * Math.log(1 - uniform()) : 0);
    const weekday = 0.3 * Math.sin((2 * Math.PI * day) / 7);
    const followers = Math.round(1000 * Math.exp(weekday + 0.15 * normal()));
    const part = Math.round(700 * Math.exp(weekday + 0.3 * level) * (1 + 2 * carried));
    return { part, whole: part + followers };
  });
}

/**
 * The cell of a random one of 400 posts does 25 % better: how often it is among the three highest, how often the global test
 * notices, how often it is named. And how often any cell of the twelve is found, the ones with hardly a post included.
 */
export function plantedTime(seeds: number) {
  let [top, noticed, named, anyTop] = [0, 0, 0, 0];
  for (let seed = 1; seed <= seeds; seed++) {
    const used = cellOf(yearOfPosts(seed, 400)[(seed * 7) % 400]!);
    const found = foundTime(seed, used);
    if (found.isTop) top++;
    if (found.isNoticed) noticed++;
    if (found.isNamed) named++;
    if (foundTime(seed, seed % 12).isTop) anyTop++;
  }
  return {
    planted_in_top_three: rounded(top / seeds, 4),
    planted_in_top_three_of_any: rounded(anyTop / seeds, 4),
    gate_power: rounded(noticed / seeds, 4),
    planted_named: rounded(named / seeds, 4),
  };
}

function foundTime(seed: number, planted: number) {
  const slots = Array.from({ length: 12 }, (_, cell) => (cell === planted ? Math.log(1.25) : 0));
  const { blocks, best, isMeasurable } = timingAnswer({
    residuals: residualsOf(yearOfPosts(seed, 400, slots)),
    format,
  })!;
  const isPlanted = (block: (typeof blocks)[number]) => cellOfBlock(block) === planted;
  const order = blocks.toSorted((a, b) => b.effect - a.effect || b.raw - a.raw);
  return {
    isTop: order.slice(0, 3).some(isPlanted),
    isNoticed: isMeasurable,
    isNamed: best !== null && isPlanted(best),
  };
}

/** Flagged days in 90 usual ones of a daily reach with weekdays, growth and noise of its own. */
export function falseFlags(seeds: number): number {
  let flags = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const { uniform, normal } = world(seed);
    const weekdays = Array.from({ length: 7 }, () => 0.25 * normal());
    const [level, growth, spread] = [50 + 5000 * uniform(), 0.002 * normal(), 0.1 + 0.25 * uniform()];
    const days = Array.from({ length: 146 }, (_, index) => {
      const mean = level * Math.exp(growth * index + weekdays[index % 7]! + spread * normal());
      return {
        day: addDays('2026-01-01', index),
        value: Math.max(0, Math.round(mean + Math.sqrt(mean) * normal())),
      };
    });
    flags += anomalies(days, { from: addDays('2026-01-01', 56) }).length;
  }
  return rounded(flags / seeds, 3);
}

/** How many forecasts of followers are shown, and how many of these hold the count 28 days later in their bands. */
export function followerForecasts(seeds: number) {
  let [shown, inner, outer, withOuter] = [0, 0, 0, 0];
  for (let seed = 1; seed <= seeds; seed++) {
    const { uniform, normal } = world(seed);
    const [pace, noise] = [20 * normal(), 5 + 20 * uniform()];
    let [followers, drift] = [20_000, pace];
    const days = Array.from({ length: 365 + 28 }, (_, index) => {
      drift += 0.02 * (pace - drift) + 0.3 * normal();
      followers = Math.max(0, followers + drift + noise * normal());
      return { day: addDays('2025-11-10', index), followers: Math.round(followers) };
    });
    const outlook = forecastFollowers(days.slice(0, 365));
    if (!('forecast' in outlook)) continue;
    shown++;
    const last = outlook.forecast.points.at(-1)!;
    const truth = days.at(-1)!.followers;
    if (last.inner.low <= truth && truth <= last.inner.high) inner++;
    if (last.outer === null) continue;
    withOuter++;
    if (last.outer.low <= truth && truth <= last.outer.high) outer++;
  }
  return {
    forecasts_shown: rounded(shown / seeds, 3),
    forecast_coverage_80: rounded(inner / Math.max(1, shown), 3),
    forecast_coverage_95: rounded(outer / Math.max(1, withOuter), 3),
  };
}

function world(seed: number) {
  const uniform = uniformFloat64(seed);
  return { uniform, normal: standardNormal(uniform) };
}

const residualsOf = (posts: readonly Post[]) =>
  residuals(posts, chooseMeasures(posts, posts, format.words).headline);

/** Monday to Friday, then Saturday and Sunday, each in six blocks of four hours. */
const cellOf = ({ weekday, hour }: Pick<Post, 'weekday' | 'hour'>): number =>
  (weekday >= 6 ? 6 : 0) + Math.floor(hour / 4);

const cellOfBlock = ({ weekdays, fromHour }: TimeBlock): number => (weekdays[0] === 6 ? 6 : 0) + fromHour / 4;

const themes = ['food', 'travel', 'team', 'sale'] as const;

/**
 * A year of posts with the habits of real accounts: hours of their own, more reels as the year goes, themes with tags that come
 * together and favour some weekdays, a campaign of twelve posts with a tag of its own, a level that wanders from week
 * to week. `slots` are the true effects of the twelve cells, log units; tags have none.
 */
export function yearOfPosts(seed: number, count: number, slots: readonly number[] = []): Post[] {
  const { uniform, normal } = world(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(uniform() * items.length)]!;
  // Every account has some hours it prefers and uses all others now and then.
  const habits = Array.from(
    { length: 24 },
    (_, hour) => Math.exp(normal()) * (hour >= 7 && hour <= 22 ? 1 : 0.4),
  );
  let inAll = 0;
  const reached = habits.map((habit) => {
    inAll += habit;
    return inAll;
  });
  const hourOf = () => {
    const at = uniform() * inAll;
    return reached.findIndex((limit) => at <= limit);
  };
  const campaign = Math.floor(uniform() * (count - 12));
  let level = 0;
  let week = 0;
  return Array.from({ length: count }, (_, index) => {
    const since = Math.floor((index * 364) / count);
    for (; week <= since / 7; week++) level += 0.06 * normal();
    const day = addDays('2025-11-10', since);
    const [weekday, hour] = [isoWeekday(day), hourOf()];
    const isReel = uniform() < 0.2 + 0.5 * (since / 364);
    const kind: PostFormat = isReel ? 'reel' : pick(['carousel', 'image'] as const);
    const theme = weekday >= 6 && uniform() < 0.5 ? 'travel' : pick(themes);
    const tags = Array.from(
      { length: 1 + Math.floor(4 * uniform()) },
      () => `#${theme}${Math.floor(7 * uniform() ** 2)}`,
    );
    if (index >= campaign && index < campaign + 12) tags.push('#campaign');
    const effect = (slots[cellOf({ weekday, hour })] ?? 0) + level + (isReel ? 0.4 : 0);
    const interactions = Math.round(300 * Math.exp(0.6 * normal() + effect));
    return post(`${index}`, day, hour, kind, tags.join(' '), interactions, uniform() < 0.03);
  });
}

function post(
  key: string,
  day: string,
  hour: number,
  kind: PostFormat,
  caption: string,
  interactions: number,
  isBoosted = false,
): Post {
  return {
    key,
    permalink: null,
    caption,
    format: kind,
    day,
    weekday: isoWeekday(day),
    hour,
    isBoosted,
    isMissing: false,
    ageBasis: 'fixed',
    isAgeKnown: true,
    ageHours: 168,
    likes: interactions,
    comments: 0,
    saves: 0,
    shares: 0,
    views: null,
    reach: 6000,
    interactions,
    parts: 'likes+comments+saves+shares',
    durationSeconds: null,
    watchSeconds: null,
    skipRate: null,
  };
}
