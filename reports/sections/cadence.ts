import { type CadenceWeek, cadenceChart } from '../charts/cadence.js';
import type { Section } from '../figure.js';
import { capital, valuesOf } from '../measure.js';
import { median } from '../statistics/median.js';
import { type Study, within } from '../study.js';
import { postsByWeek, weeksOf } from '../weeks.js';

export function cadence(study: Study): Section {
  const { measures, posts, history, period, format } = study;
  const measure = measures.reach ?? measures.headline;
  const section = { id: 'cadence', name: 'Cadence', question: 'Does posting more help or hurt?' };
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
      absent:
        'Cadence: fewer than six whole weeks with comparable posts, or the same number of posts in every week.',
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
        title: `Posts per week and ${measure.name}`,
        definition: `One point per whole ISO week with posts: feed posts published against the median of ${measure.name} (${measure.definition}, ${measures.age}); ${format.days(history.from, history.to)}, n = ${format.count(weeks.length)} weeks; filled: weeks of the period.`,
        description: `Busiest week from ${format.day(busiest.week)}: ${format.posts(busiest.posts)}, median ${text(busiest.median)}. Quietest from ${format.day(quietest.week)}: ${format.posts(quietest.posts)}, median ${text(quietest.median)}.`,
        caveat:
          'Weeks are not experiments: busy weeks also differ in season and subject. No trend is claimed.',
        chart: cadenceChart(weeks, `Median ${capital(measure.name).toLowerCase()}`, text, format),
        table: {
          columns: [
            { label: 'Week from', field: 'week', words: format.day },
            { label: 'Posts', field: 'posts', text: format.count },
            { label: `Median ${measure.name}`, field: `median_${measure.id}`, text },
          ],
          rows: weeks.map((week) => [week.week, week.posts, week.median]),
        },
      },
    ],
  };
}
