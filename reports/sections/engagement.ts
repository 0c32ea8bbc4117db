import { componentsChart } from '../charts/components.js';
import type { FormatWeeks } from '../charts/format-points.js';
import { weeklyMedianChart } from '../charts/weekly-median.js';
import { compare, comparisonSentence, isTold } from '../compare.js';
import type { Figure, Section } from '../figure.js';
import { capital, type Measure } from '../measure.js';
import { compareHeadline } from '../mix.js';
import type { Days } from '../period.js';
import { formats, type Post } from '../post.js';
import { type Study, shownDays, within } from '../study.js';
import { weeklyMedians } from '../weeks.js';

/** Fewer weeks than this show nothing over time. */
const FEWEST_WEEKS = 3;

export function engagement(study: Study): Section {
  const { measures, posts, history, format } = study;
  const section = { id: 'engagement', name: 'Engagement', question: 'How well does content land?' };
  const first = within(posts, history).find((post) => measures.headline.value(post) !== null);
  if (first === undefined) {
    return {
      ...section,
      absent: `Engagement: no comparable posts in ${format.days(history.from, history.to)}.`,
    };
  }
  const shown = shownDays(study, first.day);
  const weeks = weeklyMedians(posts, shown, measures.headline).filter(({ n }) => n > 0).length;
  if (weeks < FEWEST_WEEKS) {
    return {
      ...section,
      absent: `Engagement: comparable posts in only ${format.count(weeks)} ${weeks === 1 ? 'week' : 'weeks'} of ${format.days(history.from, history.to)}: too few to draw.`,
    };
  }
  return { ...section, figures: [byWeek(study, shown), ...components(study, shown)] };
}

function byWeek(study: Study, history: Days): Figure {
  const { measures, posts, period, format } = study;
  const measure = measures.headline;
  const weeks = weeklyMedians(posts, history, measure);
  const text = (value: number) => measure.text(value, format);
  const comparison = compareHeadline(study);
  const known = weeks.filter(({ median }) => median !== null);
  const high = known.reduce((a, b) => (b.median! > a.median! ? b : a));
  const low = known.reduce((a, b) => (b.median! < a.median! ? b : a));
  const n = known.reduce((sum, week) => sum + week.n, 0);
  return {
    id: 'engagement-by-week',
    title: isTold(comparison)
      ? comparisonSentence(measure, comparison, format)
      : `${capital(measure.name)} by week`,
    definition: `Median ${measure.name} per ISO week: ${measure.definition}, ${measures.age}; ${format.days(history.from, history.to)}, n = ${format.posts(n)}. Bars: 95% interval.`,
    description: `Highest week from ${format.day(high.week)} with ${text(high.median!)} (n = ${format.count(high.n)}), lowest from ${format.day(low.week)} with ${text(low.median!)} (n = ${format.count(low.n)}).`,
    caveat: 'Hollow points are weeks with fewer than 5 comparable posts: no interval, read them with care.',
    chart: weeklyMedianChart(
      known,
      history,
      period,
      capital(measure.name),
      text,
      format,
      weeksByFormat(posts, history, measure),
    ),
    table: {
      columns: [
        { label: 'Week from', field: 'week', words: format.day },
        { label: 'Posts', field: 'posts', text: format.count },
        { label: 'Median', field: `median_${measure.id}`, text },
        { label: '95% low', field: 'low', text },
        { label: '95% high', field: 'high', text },
      ],
      rows: weeks.map(({ week, n: posted, median, interval }) => [
        week,
        posted,
        median,
        interval?.low ?? null,
        interval?.high ?? null,
      ]),
    },
  };
}

function weeksByFormat(posts: readonly Post[], days: Days, measure: Measure): FormatWeeks[] {
  return formats
    .filter((kind) => kind !== 'unknown')
    .map((kind) => ({
      kind,
      weeks: weeklyMedians(
        posts.filter((post) => post.format === kind),
        days,
        measure,
      ),
    }));
}

function components({ measures, posts, period, format }: Study, history: Days): Figure[] {
  const series = measures.components
    .map((measure) => ({ measure, weeks: weeklyMedians(posts, history, measure) }))
    .filter(({ weeks }) => weeks.some(({ median }) => median !== null));
  if (series.length < 2) return [];
  const changes = series.map(({ measure }) => ({
    measure,
    comparison: compare(measure, within(posts, period), within(posts, period.comparison)),
  }));
  const clear = changes.filter(({ comparison }) => ['rose', 'fell'].includes(comparison.verdict));
  const title =
    clear.length > 0
      ? clear
          .map(
            ({ measure, comparison }) =>
              `${capital(measure.name)} ${comparison.verdict} ${format.percent(comparison.relative!)}`,
          )
          .join(', ')
      : changes.some(({ comparison }) => isTold(comparison))
        ? 'No clear change in any component of engagement'
        : 'Components of engagement';
  return [
    {
      id: 'engagement-components',
      title,
      definition: `Median per ISO week of each component (${series.map(({ measure }) => measure.definition).join('; ')}), ${measures.age}; ${format.days(history.from, history.to)}. Every row has its own axis.`,
      description: changes
        .map(({ measure, comparison }) => comparisonSentence(measure, comparison, format))
        .join(' '),
      caveat: 'Medians of components do not add up to the median of their sum.',
      chart: componentsChart(
        series.map(({ measure, weeks }) => ({
          name: capital(measure.name),
          weeks,
          text: (value) => measure.text(value, format),
          byFormat: weeksByFormat(posts, history, measure),
        })),
        history,
        format,
      ),
      table: {
        columns: [
          { label: 'Week from', field: 'week', words: format.day },
          ...series.map(({ measure }) => ({
            label: capital(measure.name),
            field: `median_${measure.id}`,
            text: (value: number) => measure.text(value, format),
          })),
        ],
        rows: series[0]!.weeks.map(({ week }, index) => [
          week,
          ...series.map(({ weeks }) => weeks[index]!.median),
        ]),
      },
    },
  ];
}
