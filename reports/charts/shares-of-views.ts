import type { Format } from '../format.js';
import { type Viewer, viewers } from '../view-parts.js';
import { linearAxis } from './axes.js';
import { type Chart, chart, ink } from './theme.js';

export interface SharesOfViews {
  /** Days that the row is of. */
  readonly label: string;
  /** 0 to 1, together 1. */
  readonly shares: Readonly<Record<Viewer, number>>;
}

/** One bar per stretch of days, cut by who saw it; the days stand above their bar, for on phones there is no room beside it. */
export function sharesOfViewsChart(rows: readonly SharesOfViews[], format: Format): Chart {
  const { parts, axis } = format.words.reach.split;
  const values = rows.flatMap(({ label, shares }) => {
    let end = 0;
    return viewers.map((viewer) => {
      const left = end;
      end += shares[viewer];
      const tip = `${label}, ${parts[viewer]}: ${format.rate(shares[viewer])}`;
      return { label, part: parts[viewer], left, right: end, tip };
    });
  });
  return (frame) => {
    const x = linearAxis([0, 1], format.percent, axis, { zero: true, horizontal: true });
    const y = { field: 'label', type: 'nominal', sort: null, axis: null };
    return chart(
      frame,
      rows.length * 56 + (frame.isNarrow ? 104 : 84),
      [
        {
          mark: { type: 'bar', height: 22, stroke: ink.surface, strokeWidth: 1 },
          encoding: {
            y,
            x: {
              field: 'left',
              type: 'quantitative',
              scale: { domain: x.domain, nice: false },
              axis: x.axis,
            },
            x2: { field: 'right' },
            fill: {
              field: 'part',
              type: 'nominal',
              scale: {
                domain: viewers.map((viewer) => parts[viewer]),
                range: [ink.accent, ink.context, 'var(--hatch)'],
              },
              legend: { columns: frame.isNarrow ? 2 : 3, labelLimit: 200 },
            },
          },
        },
        {
          data: { values: rows.map(({ label }) => ({ label })) },
          mark: { type: 'text', align: 'left', baseline: 'bottom', dy: -14, color: ink.text },
          encoding: { y, x: { value: 0 }, text: { field: 'label' } },
        },
      ],
      { data: { values: values.filter(({ left, right }) => right > left) } },
    );
  };
}
