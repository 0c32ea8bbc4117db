import { componentsChart } from '../charts/components.js';
import type { FormatWeeks } from '../charts/format-points.js';
import { weeklyMedianChart } from '../charts/weekly-median.js';
import { compare, comparisonSentence, isTold } from '../compare.js';
import type { Figure, Section } from '../figure.js';
import { capital } from '../language/grammar.js';
import { type Measure, textIn } from '../measure.js';
import { compareHeadline } from '../mix.js';
import type { Days } from '../period.js';
import { formats, type Post } from '../post.js';
import { type Study, shownDays, within } from '../study.js';
import { weeklyMedians } from '../weeks.js';

/** Fewer weeks than this show nothing over time. */
const FEWEST_WEEKS = 3;

export function engagement(study: Study): Section {
  const { measures, posts, history, format } = study;
  const { engagement: words } = format.words;
  const section = { id: 'engagement', name: words.name, question: words.question };
  const first = within(posts, history).find((post) => measures.headline.value(post) !== null);
  if (first === undefined) {
    return {
      ...section,
      absent: words.none(format.days(history.from, history.to)),
    };
  }
  const shown = shownDays(study, first.day);
  const weeks = weeklyMedians(posts, shown, measures.headline).filter(({ n }) => n > 0).length;
  if (weeks < FEWEST_WEEKS) {
    return {
      ...section,
      absent: words.tooFew(weeks, format.days(history.from, history.to)),
    };
  }
  return { ...section, figures: [byWeek(study, shown), ...components(study, shown)] };
}

function byWeek(study: Study, history: Days): Figure {
  const { measures, posts, period, format } = study;
  const { engagement: words, columns } = format.words;
  const measure = measures.headline;
  const weeks = weeklyMedians(posts, history, measure);
  const text = textIn(measure, format);
  const comparison = compareHeadline(study);
  const known = weeks.filter(({ median }) => median !== null);
  const high = known.reduce((a, b) => (b.median! > a.median! ? b : a));
  const low = known.reduce((a, b) => (b.median! < a.median! ? b : a));
  const n = known.reduce((sum, week) => sum + week.n, 0);
  return {
    id: 'engagement-by-week',
    title: isTold(comparison) ? comparisonSentence(measure, comparison, format) : words.byWeek(measure.name),
    definition: words.definition({
      name: measure.name,
      definition: measure.definition,
      age: measures.age,
      days: format.days(history.from, history.to),
      n,
    }),
    description: words.description({
      highest: text(high.median!),
      highestWeek: format.day(high.week),
      highestN: high.n,
      lowest: text(low.median!),
      lowestWeek: format.day(low.week),
      lowestN: low.n,
    }),
    caveat: words.caveat,
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
        { label: columns.weekFrom, field: 'week', words: format.day },
        { label: columns.posts, field: 'posts', text: format.count },
        { label: columns.median, field: `median_${measure.id}`, text },
        { label: columns.low, field: 'low', text },
        { label: columns.high, field: 'high', text },
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
  const { components: words } = format.words.engagement;
  const series = measures.components
    .map((measure) => ({ measure, weeks: weeklyMedians(posts, history, measure) }))
    .filter(({ weeks }) => weeks.some(({ median }) => median !== null));
  if (series.length < 2) return [];
  const changes = series.map(({ measure }) => ({
    measure,
    comparison: compare(measure, within(posts, period), within(posts, period.comparison)),
  }));
  const clear = changes.flatMap(({ measure, comparison: { verdict, relative } }) =>
    verdict === 'rose' || verdict === 'fell'
      ? [format.words.comparison.moved(measure.name, verdict, relative!)]
      : [],
  );
  const title =
    clear.length > 0
      ? clear.join(', ')
      : changes.some(({ comparison }) => isTold(comparison))
        ? words.unclear
        : words.title;
  return [
    {
      id: 'engagement-components',
      title,
      definition: words.definition({
        definitions: series.map(({ measure }) => measure.definition).join('; '),
        age: measures.age,
        days: format.days(history.from, history.to),
      }),
      description: changes
        .map(({ measure, comparison }) => comparisonSentence(measure, comparison, format))
        .join(' '),
      caveat: words.caveat,
      chart: componentsChart(
        series.map(({ measure, weeks }) => ({
          name: capital(measure.name),
          weeks,
          text: textIn(measure, format),
          byFormat: weeksByFormat(posts, history, measure),
        })),
        history,
        format,
      ),
      table: {
        columns: [
          { label: format.words.columns.weekFrom, field: 'week', words: format.day },
          ...series.map(({ measure }) => ({
            label: capital(measure.name),
            field: `median_${measure.id}`,
            text: textIn(measure, format),
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
