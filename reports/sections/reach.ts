import { dayNumber } from '../calendar.js';
import { type PostPoint, postsOverTimeChart, type TrendPoint } from '../charts/posts-over-time.js';
import { compare, comparisonSentence, isTold } from '../compare.js';
import type { Section } from '../figure.js';
import { groupBy } from '../group.js';
import { capital, valuesOf } from '../measure.js';
import { compareHeadline } from '../mix.js';
import { formatNames } from '../post.js';
import { median } from '../statistics/median.js';
import { rollingMedian } from '../statistics/rolling-median.js';
import { type Study, shownDays, within } from '../study.js';

/** Fewer points than this show nothing over time. */
const FEWEST_POINTS = 3;
/** Above this many points single posts give way to one median per day. */
const MOST_POINTS = 400;

/** Reach per post over time; without reach, interactions per post, labelled so. */
export function reach(study: Study): Section {
  const { measures, posts, period, format, account } = study;
  const measure = measures.reach ?? measures.headline;
  const isReach = measures.reach !== null;
  const section = {
    id: 'reach',
    name: isReach ? 'Reach' : 'Over time',
    question: isReach ? 'How far do posts get?' : 'How do posts do over time?',
  };
  const shown = within(posts, study.history);
  const provisional = isReach
    ? shown.filter((post) => post.ageBasis === null && post.reach !== null)
    : shown.filter(
        (post) => post.ageBasis === null && post.interactions !== null && post.parts === measures.parts,
      );
  const raw = (post: (typeof shown)[number]) => (isReach ? post.reach! : post.interactions!);
  const compared = shown.filter((post) => measure.value(post) !== null);
  const absentReach = isReach
    ? ''
    : `This source has no reach. Posts are measured by ${measure.name} (${measure.definition}) instead. `;
  const known = compared.length + provisional.length;
  if (known < FEWEST_POINTS) {
    const days = format.days(study.history.from, study.history.to);
    return {
      ...section,
      absent: `${absentReach}${known === 0 ? `No posts with values in ${days}.` : `Only ${format.posts(known)} with values in ${days}: too few to draw.`}`,
    };
  }
  const drawn = new Set([...compared, ...provisional]);
  const history = shownDays(study, [...drawn].map(({ day }) => day).sort()[0]!);
  const isDaily = compared.length > MOST_POINTS;
  const single = (
    list: typeof shown,
    value: (post: (typeof shown)[number]) => number,
    young: boolean,
  ): PostPoint[] =>
    list.map((post) => ({ day: post.day, value: value(post), format: post.format, isProvisional: young }));
  const points: PostPoint[] = isDaily
    ? [...groupBy(compared, ({ day }) => day)].map(([day, list]) => ({
        day,
        value: median(valuesOf(measure, list))!,
        format: 'unknown',
        isProvisional: false,
      }))
    : [
        ...single(compared, (post) => measure.value(post)!, false),
        ...single(provisional.slice(-60), raw, true),
      ];
  const middle = rollingMedian(
    compared.map((post) => ({ day: dayNumber(post.day), value: measure.value(post)! })),
    14,
    5,
  );
  const trend: TrendPoint[] = [];
  compared.forEach(({ day }, index) => {
    const value = middle[index];
    if (value != null && trend.at(-1)?.day !== day) trend.push({ day, value });
  });
  const comparison = isReach
    ? compare(measure, within(posts, period), within(posts, period.comparison))
    : compareHeadline(study);
  const highest = points.reduce((a, b) => (b.value > a.value ? b : a));
  const lowest = points.reduce((a, b) => (b.value < a.value ? b : a));
  const zeros = points.filter(({ value }) => value <= 0).length;
  return {
    ...section,
    figures: [
      {
        id: isReach ? 'reach-per-post' : 'interactions-per-post',
        title: isTold(comparison)
          ? comparisonSentence(measure, comparison, format)
          : `${capital(measure.name)} over time`,
        definition: `${absentReach}${capital(measure.name)}: ${measure.definition}, ${measures.age}; ${format.days(history.from, history.to)}, n = ${format.posts(compared.length)}. Line: median of the posts at most 14 days away (from 5 posts on). ${isDaily ? 'Each point is the median of a day.' : ''}`,
        description: `Highest ${format.count(highest.value)} on ${format.day(highest.day)}, lowest ${format.count(lowest.value)} on ${format.day(lowest.day)}. ${provisional.length > 0 ? `${format.posts(provisional.length)} provisional.` : ''}`,
        caveat: `${isReach ? 'Reach of single posts must not be added up: the same people see several posts. ' : ''}${provisional.length > 0 ? `Hollow points are provisional: ${format.posts(provisional.length)} younger than the horizon, with the latest values, left out of line and comparison. ` : ''}${zeros > 0 ? `${format.posts(zeros)} at zero cannot be drawn on a log scale. ` : ''}Days are local (${account.zone}).`,
        chart: postsOverTimeChart(points, trend, history, period, capital(measure.name), format),
        table: {
          columns: [
            { label: 'Day', field: 'day', words: format.day },
            { label: 'Format', field: 'format' },
            { label: capital(measure.name), field: isReach ? 'reach' : 'interactions', text: format.count },
            { label: 'Values', field: 'age_basis' },
          ],
          rows: shown
            .filter((post) => drawn.has(post))
            .map((post) => [
              post.day,
              formatNames[post.format],
              measure.value(post) ?? raw(post),
              post.ageBasis ?? 'provisional',
            ])
            .reverse(),
        },
      },
    ],
  };
}
