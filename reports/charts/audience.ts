import type { Format } from '../format.js';
import { linearAxis } from './axes.js';
import { type Chart, chart, ink } from './theme.js';

/** Shares of an audience's buckets as bars from zero, largest first. Labels must be cleaned and short. */
export function audienceChart(bars: readonly { label: string; share: number }[], format: Format): Chart {
  return (frame) => {
    const x = linearAxis(
      bars.map(({ share }) => share),
      format.rate,
      'Share of the people reported',
      { zero: true, horizontal: true, most: frame.isNarrow ? 4 : 6 },
    );
    const values = bars.map(({ label, share }) => ({ label, share, text: format.rate(share) }));
    const y = {
      field: 'label',
      type: 'nominal',
      sort: null,
      axis: { title: null, labelColor: ink.text, labelLimit: frame.isNarrow ? 96 : 200 },
    };
    const across = {
      field: 'share',
      type: 'quantitative',
      scale: { domain: x.domain, nice: false },
      axis: x.axis,
    };
    return chart(
      frame,
      bars.length * 26 + 50,
      [
        {
          mark: { type: 'bar', color: ink.accent },
          encoding: { y, x: across },
        },
        {
          mark: { type: 'text', align: 'left', dx: 5, color: ink.text },
          encoding: { y, x: across, text: { field: 'text' } },
        },
      ],
      { data: { values } },
    );
  };
}
