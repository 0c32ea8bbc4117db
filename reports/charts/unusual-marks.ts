import { dayNumber } from '../calendar.js';
import type { Format } from '../format.js';
import type { Anomaly } from '../statistics/anomalies.js';
import type { Axis } from './axes.js';
import { ink } from './theme.js';

/** Layers that mark days over the whole height of a chart over time, each with how far off it was; none without days. */
export function unusualMarks(days: readonly Anomaly[], x: Axis, format: Format): unknown[] {
  if (days.length === 0) return [];
  const last = x.domain[1];
  const values = days.map(({ day, effect }) => {
    const at = dayNumber(day);
    return { at, note: format.relative(effect), align: at > (x.domain[0] + last) / 2 ? 'right' : 'left' };
  });
  const at = {
    field: 'at',
    type: 'quantitative',
    scale: { domain: x.domain, nice: false, zero: false },
    axis: x.axis,
  };
  return [
    { data: { values }, mark: { type: 'rule', color: ink.text, strokeDash: [3, 3] }, encoding: { x: at } },
    ...(['left', 'right'] as const).map((align) => ({
      data: { values: values.filter((value) => value.align === align) },
      mark: { type: 'text', align, dx: align === 'left' ? 4 : -4, baseline: 'top', color: ink.text },
      encoding: { x: at, y: { value: 0 }, text: { field: 'note' } },
    })),
  ];
}
