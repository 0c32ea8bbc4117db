import { type CadenceWeek, cadenceChart } from '../charts/cadence.js';
import type { Section } from '../figure.js';
import { valuesOf } from '../measure.js';
import { median } from '../statistics/median.js';
import { type Study, within } from '../study.js';
import { postsByWeek, weeksOf } from '../weeks.js';

export function cadence(study: Study): Section {
  const { measures, posts, history, period, format } = study;
  const measure = measures.reach ?? measures.headline;
  const { cadence: words, columns, medianOf } = format.words;
  const section = { id: 'cadence', name: words.name, question: words.question };
  const byWeek = postsByWeek(within(posts, history));
  const weeks: CadenceWeek[] = weeksOf(history)
    .filter(({ isWhole, week }) => isWhole && byWeek.has(week))
    .flatMap(({ week, from, to }) => {
      const middle = median(valuesOf(measure, byWeek.get(week)!));
      const isInPeriod = to >= period.from && from <= period.to;
      return middle === null ? [] : [{ week, posts: byWeek.get(week)!.length, median: middle, isInPeriod }];
    });
  const counts = new Set(weeks.map((week) => week.posts));
  if (weeks.length < 6 || counts.size < 2) {
    return {
      ...section,
      absent: words.absent,
    };
  }
  const text = (value: number) => measure.text(value, format);
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
        description: words.description({
          busiest: format.day(busiest.week),
          busiestPosts: busiest.posts,
          busiestMedian: text(busiest.median),
          quietest: format.day(quietest.week),
          quietestPosts: quietest.posts,
          quietestMedian: text(quietest.median),
        }),
        caveat: words.caveat,
        chart: cadenceChart(weeks, medianOf(measure.name), text, format),
        table: {
          columns: [
            { label: columns.weekFrom, field: 'week', words: format.day },
            { label: columns.posts, field: 'posts', text: format.count },
            { label: medianOf(measure.name), field: `median_${measure.id}`, text },
          ],
          rows: weeks.map((week) => [week.week, week.posts, week.median]),
        },
      },
    ],
  };
}
