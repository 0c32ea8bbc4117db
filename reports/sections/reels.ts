import { watchedShareChart, watchQuartersChart } from '../charts/reels.js';
import { weeklyMedianChart } from '../charts/weekly-median.js';
import { compare, comparisonSentence, isTold } from '../compare.js';
import type { Figure, Section } from '../figure.js';
import { groupBy } from '../group.js';
import { capital, type Measure, valuesOf } from '../measure.js';
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

const age = 'at the last look, at least 7 days after publishing';

const watchTime: Measure = {
  id: 'average_watch_seconds',
  name: 'average watch time',
  definition: 'seconds that a viewer stays, replays included',
  unit: 'seconds',
  value: ({ ageBasis, watchSeconds }) => (ageBasis === null ? null : watchSeconds),
  offset: 0.1,
  text: (value, format) => format.seconds(value),
};

const skipRate: Measure = {
  id: 'skip_rate',
  name: 'skip rate',
  definition: 'viewers gone within the first seconds / all viewers',
  unit: 'share',
  value: ({ ageBasis, skipRate: share }) => (ageBasis === null ? null : share),
  offset: 0.005,
  text: (value, format) => format.rate(value),
};

export function reels(study: Study): Section {
  const { history, year, format } = study;
  const section = { id: 'reels', name: 'Reels', question: 'Do people stay with reels?' };
  const all = within(study.posts, year);
  const posts = all.filter((post) => post.format === 'reel');
  if (all.length > 0 && all.every((post) => post.format === 'unknown')) {
    return { ...section, absent: 'Reels: the source does not say which posts are reels.' };
  }
  if (posts.length === 0) {
    return { ...section, absent: `Reels: none published in ${format.days(year.from, year.to)}.` };
  }
  if (!posts.some(({ watchSeconds, skipRate: share }) => watchSeconds !== null || share !== null)) {
    return {
      ...section,
      absent: `Reels: the source does not say how long viewers stay with the ${format.posts(posts.length)} of ${format.days(year.from, year.to)}.`,
    };
  }
  const figures = [
    ...byDuration(study, posts),
    ...byWeek(study, posts, watchTime, 'reel-watch-by-week'),
    ...byWeek(study, posts, skipRate, 'reel-skips-by-week'),
    ...byQuarter(study, posts),
  ];
  if (figures.length === 0) {
    return {
      ...section,
      absent: `Reels: comparable ones in fewer than ${format.count(FEWEST_WEEKS)} weeks of ${format.days(history.from, history.to)}: too few to draw.`,
    };
  }
  return { ...section, figures };
}

/** Bands of length: from so many seconds on. */
const bands = [0, 15, 30, 60, 90];

/** What share of their length reels are watched for; nothing where the source does not say how long they are. */
function byDuration({ year, format }: Study, posts: readonly Post[]): Figure[] {
  const known = posts
    .filter((post) => watchTime.value(post) !== null && (post.durationSeconds ?? 0) > 0)
    .map((post) => ({
      day: post.day,
      duration: post.durationSeconds!,
      watched: post.watchSeconds!,
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
        label:
          to === undefined
            ? `${format.count(from)} s or more`
            : `${format.count(from)}–${format.count(to)} s`,
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
      title: `Half of the reels are watched for more than ${format.rate(all.median!)} of their length`,
      definition: `Average watch time / length, one point per reel, ${age}; thick lines: median of reels of similar length; ${format.days(year.from, year.to)}, n = ${format.posts(known.length)}, 95% interval of the median ${format.rate(all.interval!.low)} to ${format.rate(all.interval!.high)}.`,
      description: drawn
        .map(({ label, n, median: middle }) => `${label}: ${format.rate(middle)}, n = ${format.count(n)}.`)
        .join(' '),
      caveat: `Average watch time counts replays, so a share can exceed ${format.percent(1)} (dashed line: the whole length). Short reels are easier to watch to the end.${known.length > MOST_DRAWN ? ` The newest ${format.count(MOST_DRAWN)} are drawn.` : ''}`,
      chart: watchedShareChart(known.slice(-MOST_DRAWN), drawn, format),
      table: {
        columns: [
          { label: 'Day', field: 'day', words: format.day },
          { label: 'Length', field: 'duration_seconds', text: format.seconds },
          { label: 'Average watch time', field: watchTime.id, text: format.seconds },
          { label: 'Share watched', field: 'watched_share', text: format.rate },
        ],
        rows: known.map(({ day, duration, watched, share }) => [day, duration, watched, share]),
      },
    },
  ];
}

function byWeek(study: Study, posts: readonly Post[], measure: Measure, id: string): Figure[] {
  const { history, period, format } = study;
  const first = within(posts, history).find((post) => measure.value(post) !== null);
  if (first === undefined) return [];
  const shown = shownDays(study, first.day);
  const weeks = weeklyMedians(posts, shown, measure);
  const known = weeks.filter(({ n }) => n > 0);
  if (known.length < FEWEST_WEEKS) return [];
  const text = (value: number) => measure.text(value, format);
  const comparison = compare(measure, within(posts, period), within(posts, period.comparison));
  const high = known.reduce((a, b) => (b.median! > a.median! ? b : a));
  const low = known.reduce((a, b) => (b.median! < a.median! ? b : a));
  const n = known.reduce((sum, week) => sum + week.n, 0);
  return [
    {
      id,
      title: isTold(comparison)
        ? comparisonSentence(measure, comparison, format)
        : `${capital(measure.name)} by week`,
      definition: `Median ${measure.name} of reels per ISO week: ${measure.definition}, ${age}; ${format.days(shown.from, shown.to)}, n = ${format.posts(n)}. Bars: 95% interval.`,
      description: `Highest week from ${format.day(high.week)} with ${text(high.median!)} (n = ${format.count(high.n)}), lowest from ${format.day(low.week)} with ${text(low.median!)} (n = ${format.count(low.n)}).`,
      caveat:
        `Hollow points are weeks with fewer than 5 reels: no interval. ${measure === watchTime ? lengthRemark(posts) : ''}`.trim(),
      chart: weeklyMedianChart(known, shown, period, capital(measure.name), text, format),
      table: {
        columns: [
          { label: 'Week from', field: 'week', words: format.day },
          { label: 'Reels', field: 'reels', text: format.count },
          { label: 'Median', field: `median_${measure.id}`, text },
          { label: '95% low', field: 'low', text },
          { label: '95% high', field: 'high', text },
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

function lengthRemark(posts: readonly Post[]): string {
  return posts.some(({ durationSeconds }) => durationSeconds !== null)
    ? ''
    : 'How long the reels are is not known: the source does not say, so longer reels may be all that a higher value means.';
}

/** Whether reels that hold viewers also get further. */
function byQuarter({ measures, year, format }: Study, posts: readonly Post[]): Figure[] {
  const measure = measures.reach ?? measures.headline;
  const known = posts.filter(
    (post) => !post.isBoosted && watchTime.value(post) !== null && measure.value(post) !== null,
  );
  if (known.length < FEWEST_FOR_QUARTERS) return [];
  const seconds = valuesOf(watchTime, known);
  const cuts = [0.25, 0.5, 0.75].map((p) => quantile(seconds, p)!);
  const groups = groupBy(known, ({ watchSeconds }) => cuts.filter((cut) => watchSeconds! > cut).length);
  const [soonest, longest] = [groups.get(0) ?? [], groups.get(3) ?? []];
  const labels = [
    `up to ${format.seconds(cuts[0]!)}`,
    `${format.decimal(cuts[0]!)}–${format.seconds(cuts[1]!)}`,
    `${format.decimal(cuts[1]!)}–${format.seconds(cuts[2]!)}`,
    `over ${format.seconds(cuts[2]!)}`,
  ];
  const quarters = labels.flatMap((label, index) => {
    const list = groups.get(index);
    return list === undefined ? [] : [{ label, ...typical(valuesOf(measure, list), measure.offset) }];
  });
  const comparison = compare(measure, longest, soonest);
  if (comparison.relative === null) return [];
  const text = (value: number) => measure.text(value, format);
  const { relative, low, high, verdict } = comparison;
  const range = `${format.relative(low!)} to ${format.relative(high!)}`;
  return [
    {
      id: 'reel-watch-quarters',
      title:
        verdict === 'unclear'
          ? `No clear difference in ${measure.name} between reels watched longest and left soonest (${range})`
          : `Reels watched longest: ${measure.name} ${format.relative(relative!)} (${range}) against those left soonest`,
      definition: `Median ${measure.name} (${measure.definition}, ${measures.age}) of reels in four quarters by average watch time; ${format.days(year.from, year.to)}, n = ${format.posts(known.length)} without boosted ones. Bars: 95% interval.`,
      description: quarters
        .map((quarter) => `${quarter.label}: ${text(quarter.median!)}, n = ${format.count(quarter.n)}.`)
        .join(' '),
      caveat:
        `Association, not cause: viewers who know the account stay longer, and wide reach brings viewers who do not. ${lengthRemark(posts)}`.trim(),
      chart: watchQuartersChart(quarters, capital(measure.name), text, format),
      table: {
        columns: [
          { label: 'Average watch time', field: 'quarter' },
          { label: 'Reels', field: 'reels', text: format.count },
          { label: 'Median', field: `median_${measure.id}`, text },
          { label: '95% low', field: 'low', text },
          { label: '95% high', field: 'high', text },
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
