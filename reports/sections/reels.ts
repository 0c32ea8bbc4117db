import { watchedShareChart, watchQuartersChart } from '../charts/reels.js';
import { weeklyMedianChart } from '../charts/weekly-median.js';
import { compare, comparisonSentence, isTold } from '../compare.js';
import type { Figure, Section } from '../figure.js';
import { groupBy } from '../group.js';
import { capital } from '../language/grammar.js';
import type { Words } from '../language/index.js';
import { type Measure, textIn, valuesOf } from '../measure.js';
import type { Post } from '../post.js';
import { median, quantile } from '../statistics/median.js';
import { FEWEST_FOR_INTERVAL, typical } from '../statistics/typical.js';
import { type Study, shownDays, within } from '../study.js';
import { weeklyMedians } from '../weeks.js';

/** Fewer weeks than this show nothing over time. */
const FEWEST_WEEKS = 3;

/** Quarters need five reels each for an interval. */
const FEWEST_FOR_QUARTERS = 4 * FEWEST_FOR_INTERVAL;

/** Older reels are left to the medians and the file. */
const MOST_DRAWN = 150;

const watchTime = ({ measures }: Words): Measure => ({
  id: 'average_watch_seconds',
  ...measures.watchTime,
  unit: 'seconds',
  value: ({ ageBasis, watchSeconds }) => (ageBasis === null ? null : watchSeconds),
  offset: 0.1,
  text: (value, format) => format.seconds(value),
});

const skipRate = ({ measures }: Words): Measure => ({
  id: 'skip_rate',
  ...measures.skipRate,
  unit: 'share',
  value: ({ ageBasis, skipRate: share }) => (ageBasis === null ? null : share),
  offset: 0.005,
  text: (value, format) => format.rate(value),
});

export function reels(study: Study): Section {
  const { history, year, format } = study;
  const { reels: words } = format.words;
  const section = { id: 'reels', name: words.name, question: words.question };
  const all = within(study.posts, year);
  const posts = all.filter((post) => post.format === 'reel');
  if (all.length > 0 && all.every((post) => post.format === 'unknown')) {
    return { ...section, absent: words.unknown };
  }
  if (posts.length === 0) {
    return { ...section, absent: words.none(format.days(year.from, year.to)) };
  }
  if (!posts.some(({ watchSeconds, skipRate: share }) => watchSeconds !== null || share !== null)) {
    return {
      ...section,
      absent: words.silent(posts.length, format.days(year.from, year.to)),
    };
  }
  const figures = [
    ...byDuration(study, posts),
    ...byWeek(study, posts, watchTime(format.words), 'reel-watch-by-week'),
    ...byWeek(study, posts, skipRate(format.words), 'reel-skips-by-week'),
    ...byQuarter(study, posts),
  ];
  if (figures.length === 0) {
    return {
      ...section,
      absent: words.tooFew(FEWEST_WEEKS, format.days(history.from, history.to)),
    };
  }
  return { ...section, figures };
}

/** Bands of length: from so many seconds on. */
const bands = [0, 15, 30, 60, 90];

/** What share of their length reels are watched for; nothing where the source does not say how long they are. */
function byDuration({ year, format }: Study, posts: readonly Post[]): Figure[] {
  const { age, shares: words } = format.words.reels;
  const watched = watchTime(format.words);
  const known = posts
    .filter((post) => watched.value(post) !== null && (post.durationSeconds ?? 0) > 0)
    .map((post) => ({
      day: post.day,
      duration: post.durationSeconds!,
      seconds: post.watchSeconds!,
      share: post.watchSeconds! / post.durationSeconds!,
    }));
  if (known.length < FEWEST_FOR_INTERVAL) return [];
  const byBand = groupBy(known, ({ duration }) => bands.findLastIndex((from) => duration >= from));
  const drawn = [...byBand]
    .toSorted(([a], [b]) => a - b)
    .map(([band, list]) => {
      const [from, to] = [bands[band]!, bands[band + 1]];
      const lengths = list.map(({ duration }) => duration);
      return {
        label: to === undefined ? words.lastBand(from) : words.band(from, to),
        from: Math.min(...lengths),
        to: Math.max(...lengths),
        n: list.length,
        median: median(list.map(({ share }) => share))!,
      };
    });
  const all = typical(
    known.map(({ share }) => share),
    0.01,
  );
  return [
    {
      id: 'reel-watched-share',
      title: words.title(format.rate(all.median!)),
      definition: words.definition({
        age,
        days: format.days(year.from, year.to),
        n: known.length,
        range: format.words.range(format.rate(all.interval!.low), format.rate(all.interval!.high)),
      }),
      description: drawn
        .map(({ label, n, median: middle }) => `${label}: ${format.rate(middle)}, n = ${format.count(n)}.`)
        .join(' '),
      caveat: `${words.caveat}${known.length > MOST_DRAWN ? words.newest(MOST_DRAWN) : ''}`,
      chart: watchedShareChart(known.slice(-MOST_DRAWN), drawn, format),
      table: {
        columns: [
          { label: format.words.columns.day, field: 'day', words: format.day },
          { label: words.columns.length, field: 'duration_seconds', text: format.seconds },
          { label: words.columns.watchTime, field: watched.id, text: format.seconds },
          { label: words.columns.share, field: 'watched_share', text: format.rate },
        ],
        rows: known.map(({ day, duration, seconds, share }) => [day, duration, seconds, share]),
      },
    },
  ];
}

function byWeek(study: Study, posts: readonly Post[], measure: Measure, id: string): Figure[] {
  const { history, period, format } = study;
  const { reels: words, engagement, columns } = format.words;
  const first = within(posts, history).find((post) => measure.value(post) !== null);
  if (first === undefined) return [];
  const shown = shownDays(study, first.day);
  const weeks = weeklyMedians(posts, shown, measure);
  const known = weeks.filter(({ n }) => n > 0);
  if (known.length < FEWEST_WEEKS) return [];
  const text = textIn(measure, format);
  const comparison = compare(measure, within(posts, period), within(posts, period.comparison));
  const high = known.reduce((a, b) => (b.median! > a.median! ? b : a));
  const low = known.reduce((a, b) => (b.median! < a.median! ? b : a));
  const n = known.reduce((sum, week) => sum + week.n, 0);
  return [
    {
      id,
      title: isTold(comparison)
        ? comparisonSentence(measure, comparison, format)
        : engagement.byWeek(measure.name),
      definition: words.byWeek.definition({
        name: measure.name,
        definition: measure.definition,
        age: words.age,
        days: format.days(shown.from, shown.to),
        n,
      }),
      description: engagement.description({
        highest: text(high.median!),
        highestWeek: format.day(high.week),
        highestN: high.n,
        lowest: text(low.median!),
        lowestWeek: format.day(low.week),
        lowestN: low.n,
      }),
      caveat:
        `${words.byWeek.caveat} ${measure.unit === 'seconds' ? lengthRemark(posts, format) : ''}`.trim(),
      chart: weeklyMedianChart(known, shown, period, capital(measure.name), text, format),
      table: {
        columns: [
          { label: columns.weekFrom, field: 'week', words: format.day },
          { label: columns.reels, field: 'reels', text: format.count },
          { label: columns.median, field: `median_${measure.id}`, text },
          { label: columns.low, field: 'low', text },
          { label: columns.high, field: 'high', text },
        ],
        rows: weeks.map((week) => [
          week.week,
          week.n,
          week.median,
          week.interval?.low ?? null,
          week.interval?.high ?? null,
        ]),
      },
    },
  ];
}

function lengthRemark(posts: readonly Post[], { words }: Study['format']): string {
  return posts.some(({ durationSeconds }) => durationSeconds !== null) ? '' : words.reels.lengthUnknown;
}

/** Whether reels that hold viewers also get further. */
function byQuarter({ measures, year, format }: Study, posts: readonly Post[]): Figure[] {
  const { quarters: words, shares } = format.words.reels;
  const { columns } = format.words;
  const measure = measures.reach ?? measures.headline;
  const watched = watchTime(format.words);
  const known = posts.filter(
    (post) => !post.isBoosted && watched.value(post) !== null && measure.value(post) !== null,
  );
  if (known.length < FEWEST_FOR_QUARTERS) return [];
  const seconds = valuesOf(watched, known);
  const cuts = [0.25, 0.5, 0.75].map((p) => quantile(seconds, p)!);
  const groups = groupBy(known, ({ watchSeconds }) => cuts.filter((cut) => watchSeconds! > cut).length);
  const [soonest, longest] = [groups.get(0) ?? [], groups.get(3) ?? []];
  const labels = [
    words.upTo(cuts[0]!),
    words.between(cuts[0]!, cuts[1]!),
    words.between(cuts[1]!, cuts[2]!),
    words.over(cuts[2]!),
  ];
  const quarters = labels.flatMap((label, index) => {
    const list = groups.get(index);
    return list === undefined ? [] : [{ label, ...typical(valuesOf(measure, list), measure.offset) }];
  });
  const comparison = compare(measure, longest, soonest);
  if (comparison.relative === null) return [];
  const text = textIn(measure, format);
  const { relative, low, high, verdict } = comparison;
  const range = format.words.range(format.relative(low!), format.relative(high!));
  return [
    {
      id: 'reel-watch-quarters',
      title:
        verdict === 'unclear'
          ? words.unclear(measure.name, range)
          : words.clear(measure.name, format.relative(relative!), range),
      definition: words.definition({
        name: measure.name,
        definition: measure.definition,
        age: measures.age,
        days: format.days(year.from, year.to),
        n: known.length,
      }),
      description: quarters
        .map((quarter) => `${quarter.label}: ${text(quarter.median!)}, n = ${format.count(quarter.n)}.`)
        .join(' '),
      caveat: `${words.caveat} ${lengthRemark(posts, format)}`.trim(),
      chart: watchQuartersChart(quarters, capital(measure.name), text, format),
      table: {
        columns: [
          { label: shares.columns.watchTime, field: 'quarter' },
          { label: columns.reels, field: 'reels', text: format.count },
          { label: columns.median, field: `median_${measure.id}`, text },
          { label: columns.low, field: 'low', text },
          { label: columns.high, field: 'high', text },
        ],
        rows: quarters.map(({ label, n, median: middle, interval }) => [
          label,
          n,
          middle,
          interval?.low ?? null,
          interval?.high ?? null,
        ]),
      },
    },
  ];
}
