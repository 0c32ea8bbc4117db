import { type FormatRow, formatsChart } from '../charts/formats.js';
import type { Figure, Section } from '../figure.js';
import { formatEffects } from '../format-effects.js';
import { capital } from '../language/grammar.js';
import { type Measure, textIn, valuesOf } from '../measure.js';
import { formats as allFormats, type PostFormat } from '../post.js';
import { residuals } from '../residuals.js';
import { median } from '../statistics/median.js';
import { FEWEST_FOR_INTERVAL, typical } from '../statistics/typical.js';
import { type Study, within } from '../study.js';
import { formatMixFigures } from './format-mix.js';

export function formats(study: Study): Section {
  const { measures, posts, year, format } = study;
  const { formatSection: words } = format.words;
  const section = { id: 'formats', name: words.name, question: words.question };
  const posted = within(posts, year).filter((post) => measures.headline.value(post) !== null);
  if (posted.every((post) => post.format === 'unknown')) {
    return {
      ...section,
      absent: posted.length === 0 ? words.none(format.days(year.from, year.to)) : words.unknown,
    };
  }
  const known = new Set(posted.map((post) => post.format).filter((kind) => kind !== 'unknown'));
  if (known.size === 1) {
    return { ...section, absent: words.single([...known][0]!) };
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

/** The best format if it passes the ranking gates, else null. */
export function bestFormat(study: Study, measure: Measure): { format: PostFormat; lift: number } | null {
  const posts = within(study.posts, study.year);
  const isHeadline = measure === study.measures.headline;
  const best = formatEffects(isHeadline ? study.residuals : residuals(posts, measure)).toSorted(
    (a, b) => b.effect - a.effect,
  )[0];
  if (best === undefined || !best.stands) return null;
  // Shrunken means decide, medians are drawn: both must agree before a format is named.
  const drawn = allFormats
    .filter((kind) => kind !== 'unknown')
    .map((kind) => ({
      kind,
      values: valuesOf(
        measure,
        posts.filter((post) => post.format === kind),
      ),
    }));
  const highest = median(drawn.find(({ kind }) => kind === best.format)!.values)!;
  const isHighest = drawn.every(
    ({ values }) => values.length < FEWEST_FOR_INTERVAL || median(values)! <= highest,
  );
  return isHighest ? { format: best.format, lift: Math.expm1(best.effect) } : null;
}

function figure(study: Study, measure: Measure, id: string): Figure {
  const { measures, posts, year, period, format } = study;
  const { formatSection: words, formats: names, columns } = format.words;
  const text = textIn(measure, format);
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
      ? words.best(best.format, measure.name)
      : rows.filter((row) => row.n >= FEWEST_FOR_INTERVAL).length < 2
        ? words.byFormat(measure.name)
        : words.noneStandsOut(measure.name);
  return {
    id,
    title,
    definition: words.definition({
      name: measure.name,
      definition: measure.definition,
      age: measures.age,
      days: format.days(year.from, year.to),
      n,
    }),
    description: rows
      .map((row) => `${names[row.kind]}: ${text(row.median!)}, n = ${format.count(row.n)}.`)
      .join(' '),
    caveat: `${words.caveat}${few.length > 0 ? words.few(few.map((row) => names[row.kind]).join(', ')) : ''}`,
    chart: formatsChart(rows, capital(measure.name), text, format),
    table: {
      columns: [
        { label: columns.format, field: 'format' },
        { label: words.columns.posts, field: 'posts', text: format.count },
        { label: columns.median, field: `median_${measure.id}`, text },
        { label: columns.low, field: 'low', text },
        { label: columns.high, field: 'high', text },
        { label: words.columns.postsInPeriod, field: 'posts_in_period', text: format.count },
        { label: words.columns.medianInPeriod, field: 'median_in_period', text },
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
          names[row.kind],
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
