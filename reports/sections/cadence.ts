import { type CadenceWeek, cadenceChart } from '../charts/cadence.js';
import type { Section } from '../figure.js';
import { textIn, valuesOf } from '../measure.js';
import { median } from '../statistics/median.js';
import { type Study, within } from '../study.js';
import { postsByWeek, weeksOf } from '../weeks.js';

export function cadence(study: Study): Section {
  const { measures, posts, history, period, format } = study;
  const measure = measures.reach ?? measures.headline;
  const { cadence: words, columns, medianOf } = format.words;
  const section = { id: 'cadence', name: words.name, question: words.question };
  const byWeek = postsByWeek(within(posts, history));
  const weeks: (CadenceWeek & { readonly total: number | null })[] = weeksOf(history)
    .filter(({ isWhole, week }) => isWhole && byWeek.has(week))
    .flatMap(({ week, from, to }) => {
      const middle = median(valuesOf(measure, byWeek.get(week)!));
      const isInPeriod = to >= period.from && from <= period.to;
      const list = byWeek.get(week)!;
      const reached = measures.reach === null ? [] : valuesOf(measures.reach, list);
      // Half a week's reach is no reach of a week.
      const total = reached.length === list.length ? reached.reduce((sum, value) => sum + value, 0) : null;
      return middle === null ? [] : [{ week, posts: list.length, median: middle, total, isInPeriod }];
    });
  const counts = new Set(weeks.map((week) => week.posts));
  if (weeks.length < 6 || counts.size < 2) {
    return {
      ...section,
      absent: words.absent,
    };
  }
  const text = textIn(measure, format);
  const hasTotals = weeks.some(({ total }) => total !== null);
  const busiest = weeks.reduce((a, b) => (b.posts > a.posts ? b : a));
  const quietest = weeks.reduce((a, b) => (b.posts < a.posts ? b : a));
  return {
    ...section,
    figures: [
      {
        id: 'posts-per-week',
        title: words.title(measure.name),
        definition: words.definition({
          name: measure.name,
          definition: measure.definition,
          age: measures.age,
          days: format.days(history.from, history.to),
          weeks: weeks.length,
        }),
        description: `${words.description({
          busiest: format.day(busiest.week),
          busiestPosts: busiest.posts,
          busiestMedian: text(busiest.median),
          quietest: format.day(quietest.week),
          quietestPosts: quietest.posts,
          quietestMedian: text(quietest.median),
        })}${
          busiest.total === null || quietest.total === null
            ? ''
            : words.totals(format.count(busiest.total), format.count(quietest.total))
        }`,
        caveat: `${words.caveat}${hasTotals ? words.totalCaveat : ''}`,
        chart: cadenceChart(weeks, medianOf(measure.name), text, format),
        table: {
          columns: [
            { label: columns.weekFrom, field: 'week', words: format.day },
            { label: columns.posts, field: 'posts', text: format.count },
            { label: medianOf(measure.name), field: `median_${measure.id}`, text },
            ...(hasTotals ? [{ label: words.total, field: 'reach_added_up', text: format.count }] : []),
          ],
          rows: weeks.map((week) => [week.week, week.posts, week.median, ...(hasTotals ? [week.total] : [])]),
        },
      },
    ],
  };
}
