import { dayNumber } from '../calendar.js';
import type { Days } from '../period.js';
import type { Axis } from './axes.js';
import { ink } from './theme.js';

/** A layer that shades the report's period behind a chart over time; empty when the chart shows only the period. */
export function periodBand(period: Days, shown: Days, x: Axis): unknown {
  const isPart = period.from > shown.from;
  const values = isPart ? [{ start: dayNumber(period.from) - 0.5, end: dayNumber(period.to) + 0.5 }] : [];
  return {
    data: { values },
    mark: { type: 'rect', color: ink.accent, opacity: 0.08 },
    encoding: {
      x: {
        field: 'start',
        type: 'quantitative',
        scale: { domain: x.domain, nice: false, zero: false },
        axis: x.axis,
      },
      x2: { field: 'end' },
    },
  };
}
