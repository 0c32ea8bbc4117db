import { type FormatRow, formatsChart } from '../charts/formats.js';
import type { Figure, Section } from '../figure.js';
import { groupBy } from '../group.js';
import { capital, type Measure, valuesOf } from '../measure.js';
import { formats as allFormats, formatNames } from '../post.js';
import { mayBeNamed } from '../statistics/gates.js';
import { median } from '../statistics/median.js';
import { randomEffects } from '../statistics/random-effects.js';
import { FEWEST_FOR_INTERVAL, typical } from '../statistics/typical.js';
import { type Study, within } from '../study.js';
import { postsByWeek } from '../weeks.js';
import { formatMixFigures } from './format-mix.js';

export function formats(study: Study): Section {
  const { measures, posts, year, format } = study;
  const section = { id: 'formats', name: 'Formats', question: 'Which format works?' };
  const posted = within(posts, year).filter((post) => measures.headline.value(post) !== null);
  if (posted.every((post) => post.format === 'unknown')) {
    return {
      ...section,
      absent:
        posted.length === 0
          ? `Formats: no comparable posts in ${format.days(year.from, year.to)}.`
          : 'Formats: this source does not say which format a post has.',
    };
  }
  const known = new Set(posted.map((post) => post.format).filter((kind) => kind !== 'unknown'));
  if (known.size === 1) {
    const only = formatNames[[...known][0]!];
    return { ...section, absent: `Formats: ${only} is the only one, so there is nothing to compare.` };
  }
  const second = measures.reach ?? measures.components[0];
  return {
    ...section,
    figures: [
      figure(study, measures.headline, 'formats-headline'),
      ...(second === undefined
        ? []
        : [figure(study, second, `formats-${measures.reach ? 'reach' : second.id}`)]),
      ...formatMixFigures(study),
    ],
  };
}

/** A sentence about the best format if it passes the ranking gates, else null. */
export function bestFormat(study: Study, measure: Measure): { format: string; lift: number } | null {
  const posts = within(study.posts, study.year).filter(
    (post) => measure.value(post) !== null && post.format !== 'unknown',
  );
  const groups = groupBy(posts, (post) => post.format);
  const logs = new Map(
    [...groups].map(([kind, list]) => [
      kind,
      valuesOf(measure, list).map((value) => Math.log(value + measure.offset)),
    ]),
  );
  const { p, groups: effects } = randomEffects(logs);
  const best = effects.toSorted((a, b) => b.effect - a.effect)[0];
  if (best === undefined) return null;
  const own = groups.get(best.group as (typeof posts)[number]['format'])!;
  // Shrunken means decide, medians are drawn: both must agree before a format is named.
  const middle = (list: typeof posts) => median(valuesOf(measure, list))!;
  const isHighest = [...groups.values()].every(
    (list) => list === own || list.length < FEWEST_FOR_INTERVAL || middle(list) <= middle(own),
  );
  if (!isHighest || !mayBeNamed({ ...best, weeks: postsByWeek(own).size }, p)) return null;
  return { format: formatNames[best.group as keyof typeof formatNames], lift: Math.expm1(best.effect) };
}

function figure(study: Study, measure: Measure, id: string): Figure {
  const { measures, posts, year, period, format } = study;
  const text = (value: number) => measure.text(value, format);
  const inYear = within(posts, year);
  const inPeriod = within(posts, period);
  const rows: FormatRow[] = allFormats
    .map((kind) => {
      const values = valuesOf(
        measure,
        inYear.filter((post) => post.format === kind),
      );
      return { kind, ...typical(values, measure.offset), values };
    })
    .filter(({ n }) => n > 0)
    .toSorted((a, b) => b.median! - a.median!);
  const best = bestFormat(study, measure);
  const n = rows.reduce((sum, row) => sum + row.n, 0);
  const few = rows.filter((row) => row.n < FEWEST_FOR_INTERVAL);
  const title =
    best !== null
      ? `${best.format} posts had the highest ${measure.name}`
      : rows.filter((row) => row.n >= FEWEST_FOR_INTERVAL).length < 2
        ? `${capital(measure.name)} by format`
        : `No format stands out in ${measure.name}`;
  return {
    id,
    title,
    definition: `Median ${measure.name} per format: ${measure.definition}, ${measures.age}; 12 months, ${format.days(year.from, year.to)}, n = ${format.posts(n)}. Bars: 95% interval.`,
    description: rows
      .map((row) => `${formatNames[row.kind]}: ${text(row.median!)}, n = ${format.count(row.n)}.`)
      .join(' '),
    caveat: `Association, not cause: formats also differ in subject and effort. ${few.length > 0 ? `Without an interval, too few posts: ${few.map((row) => formatNames[row.kind]).join(', ')}.` : ''}`,
    chart: formatsChart(rows, capital(measure.name), text, format),
    table: {
      columns: [
        { label: 'Format', field: 'format' },
        { label: 'Posts, 12 months', field: 'posts', text: format.count },
        { label: 'Median', field: `median_${measure.id}`, text },
        { label: '95% low', field: 'low', text },
        { label: '95% high', field: 'high', text },
        { label: 'Posts, period', field: 'posts_in_period', text: format.count },
        { label: 'Median, period', field: 'median_in_period', text },
      ],
      rows: rows.map((row) => {
        const now = typical(
          valuesOf(
            measure,
            inPeriod.filter((post) => post.format === row.kind),
          ),
          measure.offset,
        );
        return [
          formatNames[row.kind],
          row.n,
          row.median,
          row.interval?.low ?? null,
          row.interval?.high ?? null,
          now.n,
          now.median,
        ];
      }),
    },
  };
}
