import { addDays, dayNumber, weekStart } from '../calendar.js';
import type { Format } from '../format.js';
import type { Days } from '../period.js';
import { dayAxis } from './axes.js';
import { type Chart, chart, ink } from './theme.js';

/** A calendar, weeks side by side and Monday on top: the days that were fetched, and those that were missed. */
export function fetchCalendarChart(fetched: ReadonlySet<string>, days: Days, format: Format): Chart {
  const { fetched: names, weekday } = format.words.quality.calendar;
  const stretches = stretchesByWeek(fetched, days).map(({ from, to, isFetched }) => {
    const week = weekStart(from);
    const start = dayNumber(week);
    return {
      start: start + 0.2,
      end: start + 6.8,
      top: dayNumber(from) - start,
      bottom: dayNumber(to) - start + 1,
      state: isFetched ? names.yes : names.no,
      tip: `${format.days(from, to)}: ${isFetched ? names.yes : names.no}`,
    };
  });
  return (frame) => {
    // Whole weeks, so that the first and the last column are as wide as the others.
    const x = dayAxis({ from: weekStart(days.from), to: addDays(weekStart(days.to), 6) }, format, frame);
    const labels = Object.fromEntries([1, 3, 5, 7].map((day) => [String(day - 0.5), format.weekday(day)]));
    return chart(
      frame,
      frame.isNarrow ? 180 : 190,
      [
        {
          mark: { type: 'rect' },
          encoding: {
            x: {
              field: 'start',
              type: 'quantitative',
              scale: { domain: x.domain, nice: false, zero: false },
              axis: x.axis,
            },
            x2: { field: 'end' },
            y: {
              field: 'top',
              type: 'quantitative',
              scale: { domain: [0, 7], nice: false, reverse: true },
              axis: {
                values: Object.keys(labels).map(Number),
                labelExpr: `${JSON.stringify(labels)}[datum.value]`,
                title: weekday,
                grid: false,
                titleAngle: 0,
                titleAlign: 'left',
                titleAnchor: 'end',
                titleBaseline: 'bottom',
                titleY: -10,
                titleX: 0,
              },
            },
            y2: { field: 'bottom' },
            fill: {
              field: 'state',
              type: 'nominal',
              scale: { domain: [names.yes, names.no], range: [ink.accent, 'var(--hatch)'] },
              legend: { columns: 2 },
            },
          },
        },
      ],
      { data: { values: stretches } },
    );
  };
}

/** Neighbouring days of a week in the same state: a calendar of some hundred days is a few dozen marks. */
function stretchesByWeek(fetched: ReadonlySet<string>, days: Days) {
  const stretches: { from: string; to: string; isFetched: boolean }[] = [];
  for (let day = days.from; day <= days.to; day = addDays(day, 1)) {
    const isFetched = fetched.has(day);
    const last = stretches.at(-1);
    if (last?.isFetched === isFetched && weekStart(last.from) === weekStart(day)) last.to = day;
    else stretches.push({ from: day, to: day, isFetched });
  }
  return stretches;
}
