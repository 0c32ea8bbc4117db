import { netFollowers } from '../account-days.js';
import { daysIn } from '../calendar.js';
import { sparkline } from '../charts/sparkline.js';
import type { ChartSpec } from '../charts/theme.js';
import { compare, comparisonSentence, isTold } from '../compare.js';
import { capital } from '../language/grammar.js';
import { type Measure, valuesOf } from '../measure.js';
import { compareHeadline } from '../mix.js';
import type { Days } from '../period.js';
import { yearStanding } from '../standing.js';
import { median, quantile } from '../statistics/median.js';
import { FEWEST_FOR_INTERVAL } from '../statistics/typical.js';
import { postsPerWeek, type Study, within } from '../study.js';
import { weeklyMedians, weeksOf } from '../weeks.js';

/** A key figure of the period. Texts are what the page shows; numbers are unrounded. */
export interface Tile {
  readonly id: string;
  readonly label: string;
  readonly definition: string;
  /** What the value counts: `share` (from 0 to 1), `accounts`, `followers`, `posts per week`, … */
  readonly unit: string;
  readonly value: number | null;
  readonly text: string;
  /** Posts behind the value; null when the value is not a statistic of posts. */
  readonly n: number | null;
  readonly before: number | null;
  /** Relative change with its 95 % interval, ratios minus one; null when it may not be told. */
  readonly change: { readonly relative: number; readonly low: number; readonly high: number } | null;
  readonly changeText: string;
  /** 95 % interval of the value; null when n does not allow one. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** The same in words; empty without one. */
  readonly intervalText: string;
  /** Where the value stands among as long stretches of the account's own twelve months; empty when there are too few. */
  readonly standingText: string;
  readonly state: 'rose' | 'fell' | 'unclear' | 'too few' | 'age unknown' | 'plain' | 'none';
  /** Weekly values for the sparkline, oldest first. */
  readonly weeks: readonly (number | null)[];
}

/** The five key figures: headline, reach and shares (or their stand-ins without reach), followers, cadence. */
export function tiles(study: Study): Tile[] {
  const { measures } = study;
  const shown: Measure[] = [measures.headline];
  if (measures.reach !== null) shown.push(measures.reach);
  const shares = measures.components.find(({ id }) => id.startsWith('share'));
  if (measures.reach !== null && shares !== undefined) shown.push(shares);
  for (const component of measures.components) {
    if (shown.length < 3 && !shown.includes(component)) shown.push(component);
  }
  return [...shown.map((measure) => postTile(study, measure)), followersTile(study), cadenceTile(study)];
}

export function tileSparkline(tile: Tile): ChartSpec | null {
  const first = tile.weeks.findIndex((value) => value !== null);
  const weeks = first < 0 ? [] : tile.weeks.slice(first);
  const known = weeks.filter((value) => value !== null);
  if (known.length < 4) return null;
  return sparkline(weeks, [quantile(known, 0.25)!, quantile(known, 0.75)!]);
}

function postTile(study: Study, measure: Measure): Tile {
  const { format, posts, period, history } = study;
  const { summary: words } = format.words;
  const comparison =
    measure === study.measures.headline
      ? compareHeadline(study)
      : compare(measure, within(posts, period), within(posts, period.comparison));
  const { now, before, verdict, relative, low, high } = comparison;
  const base = {
    id: measure.id,
    label: format.words.medianOf(measure.name),
    definition: measure.definition,
    unit: measure.unit,
    value: now.median,
    interval: now.interval,
    n: now.n,
    before: before.median,
    weeks: weeklyMedians(posts, history, measure).map(({ median }) => median),
  };
  if (now.median === null) {
    const text = format.words.notAvailable;
    return {
      ...base,
      text,
      change: null,
      changeText: words.noComparable,
      intervalText: '',
      standingText: '',
      state: 'none',
    };
  }
  const range = now.interval;
  const ends = relative === null ? '' : format.words.range(format.relative(low!), format.relative(high!));
  return {
    ...base,
    text: measure.text(now.median, format),
    change: relative === null ? null : { relative, low: low!, high: high! },
    changeText:
      verdict === 'too few'
        ? words.tooSmall(now.n, before.n)
        : verdict === 'age unknown'
          ? words.ageUnknown
          : verdict === 'unclear'
            ? words.unclear(ends)
            : words.clear({
                verdict,
                change: relative!,
                range: ends,
                isWithin: comparison.crude !== undefined,
              }),
    intervalText:
      range === null
        ? ''
        : format.words.interval(measure.text(range.low, format), measure.text(range.high, format)),
    standingText:
      verdict === 'age unknown'
        ? ''
        : standing(study, now.median, (days) => {
            const values = valuesOf(measure, within(posts, days));
            return values.length < FEWEST_FOR_INTERVAL ? null : median(values);
          }),
    state: verdict,
  };
}

function followersTile(study: Study): Tile {
  const { accountDays, period, format, history } = study;
  const { summary: words, notAvailable } = format.words;
  const now = netFollowers(accountDays, period);
  const before = netFollowers(accountDays, period.comparison);
  return {
    id: 'net_followers',
    label: words.netFollowers,
    definition: words.netDefinition,
    unit: 'followers',
    value: now,
    text: now === null ? notAvailable : format.change(now),
    n: null,
    before,
    change: null,
    interval: null,
    changeText:
      now === null
        ? words.notCovered
        : before === null
          ? words.comparisonNotCovered
          : words.before(format.change(before)),
    intervalText: '',
    standingText: now === null ? '' : standing(study, now, (days) => netFollowers(accountDays, days)),
    state: now === null ? 'none' : 'plain',
    weeks: weeksOf(history).map((week) => (week.isWhole ? netFollowers(accountDays, week) : null)),
  };
}

function cadenceTile(study: Study): Tile {
  const { posts, period, format, history, account } = study;
  const { summary: words, notAvailable } = format.words;
  // Of posts without a date nobody knows when they were, and nothing says that there were none.
  const now = account.firstDay === null ? null : postsPerWeek(posts, period);
  // Days before the first known post are unknown, not silent.
  const isKnown = account.firstDay !== null && account.firstDay <= period.comparison.from;
  const before = isKnown ? postsPerWeek(posts, period.comparison) : null;
  return {
    id: 'posts_per_week',
    label: words.cadence,
    definition: words.cadenceDefinition,
    unit: 'posts per week',
    value: now,
    text: now === null ? notAvailable : format.decimal(now),
    n: now === null ? null : within(posts, period).length,
    before,
    change: null,
    interval: null,
    changeText:
      now === null
        ? words.noDates
        : before === null
          ? words.beforeData
          : words.before(format.decimal(before)),
    intervalText: '',
    standingText: now === null ? '' : standing(study, now, (days) => postsPerWeek(posts, days)),
    state: now === null ? 'none' : 'plain',
    weeks: weeksOf(history).map((week) => (now !== null && week.isWhole ? within(posts, week).length : null)),
  };
}

function standing(study: Study, value: number, measured: (days: Days) => number | null): string {
  const { period, year, account, format } = study;
  const found = yearStanding(value, { period, year, firstDay: account.firstDay }, measured);
  if (found === null) return '';
  const count = daysIn(period.from, period.to);
  return format.words.summary.standing(format.percent(found.percentile), found.stretches, count);
}

/** The sentence that stands for the whole report, in the archive and in `report.json`. */
export function headline(study: Study): string {
  const { measures, posts, period, format, account } = study;
  const { summary: words } = format.words;
  const comparison = compareHeadline(study);
  if (account.firstDay === null) return `${capital(words.noDates)}.`;
  if (within(posts, period).length === 0) return words.noPosts;
  if (!isTold(comparison) && comparison.now.median !== null) {
    const value = measures.headline.text(comparison.now.median, format);
    const first = words.medianIs(measures.headline.name, value, comparison.now.n);
    return `${first} ${comparisonSentence(measures.headline, comparison, format)}`;
  }
  return comparisonSentence(measures.headline, comparison, format);
}
