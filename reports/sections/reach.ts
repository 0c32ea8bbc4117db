import { dayNumber } from '../calendar.js';
import { type PostPoint, postsOverTimeChart, type TrendPoint } from '../charts/posts-over-time.js';
import { compare, comparisonSentence, isTold } from '../compare.js';
import type { Section } from '../figure.js';
import { groupBy } from '../group.js';
import { capital } from '../language/grammar.js';
import { valuesOf } from '../measure.js';
import { compareHeadline } from '../mix.js';
import { median } from '../statistics/median.js';
import { rolling } from '../statistics/rolling-median.js';
import { typical } from '../statistics/typical.js';
import { type Study, shownDays, within } from '../study.js';
import { unusualDays, unusualNote } from '../unusual-days.js';
import { viewsByViewer } from './reach-split.js';

/** Fewer points than this show nothing over time. */
const FEWEST_POINTS = 3;
/** Above this many points single posts give way to one median per day. */
const MOST_POINTS = 400;

/** Days between points of the rolling median: it looks over 29 days, so that closer points only make the page heavier. */
const TREND_STEP = 3;

function isApart(before: string | undefined, day: string): boolean {
  return before === undefined || dayNumber(day) - dayNumber(before) >= TREND_STEP;
}

/** Reach per post over time; without reach, interactions per post, labelled so. */
export function reach(study: Study): Section {
  const { measures, posts, period, format, account } = study;
  const { reach: words, columns, ageBasis, formats: formatNames } = format.words;
  const measure = measures.reach ?? measures.headline;
  const isReach = measures.reach !== null;
  const section = {
    id: 'reach',
    name: isReach ? words.name : words.nameWithout,
    question: isReach ? words.question : words.questionWithout,
  };
  const shown = within(posts, study.history);
  const provisional = isReach
    ? shown.filter((post) => post.ageBasis === null && post.reach !== null)
    : shown.filter(
        (post) => post.ageBasis === null && post.interactions !== null && post.parts === measures.parts,
      );
  const raw = (post: (typeof shown)[number]) => (isReach ? post.reach! : post.interactions!);
  const compared = shown.filter((post) => measure.value(post) !== null);
  const absentReach = isReach ? '' : words.noReach(measure.name, measure.definition);
  const known = compared.length + provisional.length;
  if (known < FEWEST_POINTS) {
    const days = format.days(study.history.from, study.history.to);
    return {
      ...section,
      absent: `${absentReach}${known === 0 ? words.none(days) : words.tooFew(known, days)}`,
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
  const middle = rolling(
    compared.map((post) => ({ day: dayNumber(post.day), value: measure.value(post)! })),
    14,
    (values) => typical(values, measure.offset),
  );
  const trend: TrendPoint[] = [];
  compared.forEach(({ day }, index) => {
    const { median: value, interval } = middle[index]!;
    if (value !== null && interval !== null && isApart(trend.at(-1)?.day, day)) {
      trend.push({ day, value, ...interval });
    }
  });
  const comparison = isReach
    ? compare(measure, within(posts, period), within(posts, period.comparison))
    : compareHeadline(study);
  const highest = points.reduce((a, b) => (b.value > a.value ? b : a));
  const lowest = points.reduce((a, b) => (b.value < a.value ? b : a));
  const unusual = isReach ? unusualDays(study, 'reach') : { days: [], judged: 0 };
  const zeros = points.filter(({ value }) => value <= 0).length;
  return {
    ...section,
    figures: [
      {
        id: isReach ? 'reach-per-post' : 'interactions-per-post',
        title: isTold(comparison)
          ? comparisonSentence(measure, comparison, format)
          : words.title(measure.name),
        definition: `${absentReach}${words.definition({
          name: measure.name,
          definition: measure.definition,
          age: measures.age,
          days: format.days(history.from, history.to),
          n: compared.length,
          isDaily,
        })}`,
        description: words.description({
          highest: format.count(highest.value),
          highestDay: format.day(highest.day),
          lowest: format.count(lowest.value),
          lowestDay: format.day(lowest.day),
          provisional: provisional.length,
        }),
        caveat: [
          isReach ? words.caveats.adding : '',
          provisional.length > 0 ? words.caveats.provisional(provisional.length) : '',
          zeros > 0 ? words.caveats.zeros(zeros) : '',
          words.caveats.zone(account.zone),
          unusualNote('reach', unusual, format),
        ].join(''),
        chart: postsOverTimeChart(
          points,
          trend,
          history,
          period,
          capital(measure.name),
          unusual.days,
          format,
        ),
        table: {
          columns: [
            { label: columns.day, field: 'day', words: format.day },
            { label: columns.format, field: 'format' },
            { label: capital(measure.name), field: isReach ? 'reach' : 'interactions', text: format.count },
            {
              label: words.values,
              field: 'age_basis',
              words: (basis) => ageBasis[basis as keyof typeof ageBasis],
            },
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
      ...viewsByViewer(study),
    ],
  };
}
