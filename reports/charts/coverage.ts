import { dayNumber } from '../calendar.js';
import type { Format } from '../format.js';
import type { Days } from '../period.js';
import { dayAxis, linearAxis } from './axes.js';
import { type Chart, chart, ink } from './theme.js';
import { weekFrom } from './tips.js';

export interface CoverageWeek {
  readonly week: string;
  readonly comparable: number;
  /** Seen, but at another age or with other counters than the posts that are compared. */
  readonly other: number;
  readonly provisional: number;
}

/** The stacked parts, bottom first. */
const order = ['comparable', 'other', 'provisional'] as const;

/** Posts per week, stacked by whether their values enter comparisons. */
export function coverageChart(weeks: readonly CoverageWeek[], shown: Days, format: Format): Chart {
  const { axis, parts } = format.words.quality;
  return (frame) => {
    const values = weeks.flatMap((week) => {
      let base = 0;
      return order.map((part) => {
        const bottom = base;
        base += week[part];
        return {
          start: Math.max(dayNumber(week.week), dayNumber(shown.from)) - 0.3,
          end: Math.min(dayNumber(week.week) + 6, dayNumber(shown.to)) + 0.3,
          bottom,
          top: base,
          part: parts[part],
          tip: `${weekFrom(week.week, format)}, ${parts[part]}: ${format.count(week[part])}`,
        };
      });
    });
    const drawn = values.filter(({ bottom, top }) => top > bottom);
    const x = dayAxis(shown, format, frame);
    const y = linearAxis(
      values.map(({ top }) => top),
      format.count,
      axis,
      { zero: true, whole: true, most: 5 },
    );
    return chart(
      frame,
      frame.isNarrow ? 190 : 200,
      [
        {
          mark: { type: 'rect', stroke: ink.surface, strokeWidth: 1 },
          encoding: {
            x: {
              field: 'start',
              type: 'quantitative',
              scale: { domain: x.domain, nice: false, zero: false },
              axis: x.axis,
            },
            x2: { field: 'end' },
            y: {
              field: 'bottom',
              type: 'quantitative',
              scale: { domain: y.domain, nice: false },
              axis: y.axis,
            },
            y2: { field: 'top' },
            fill: {
              field: 'part',
              type: 'nominal',
              scale: {
                domain: order.map((part) => parts[part]),
                range: [ink.accent, ink.context, 'var(--hatch)'],
              },
              legend: { columns: frame.isNarrow ? 2 : 3, labelLimit: 200 },
            },
          },
        },
      ],
      { data: { values: drawn } },
    );
  };
}
