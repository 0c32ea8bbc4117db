import type { Format } from '../format.js';
import { linearAxis } from './axes.js';
import { type Chart, chart, ink } from './theme.js';

export interface FramePoint {
  readonly position: number;
  /** Median reach relative to the first frame of the same day. */
  readonly share: number;
  readonly n: number;
}

/** Viewers left at each frame of a story sequence, relative to its first frame. */
export function storyRetentionChart(points: readonly FramePoint[], format: Format): Chart {
  return (frame) => {
    const y = linearAxis(
      [1, ...points.map(({ share }) => share)],
      format.rate,
      format.words.stories.shareAxis,
      { zero: true },
    );
    const last = Math.max(...points.map(({ position }) => position));
    const x = {
      field: 'position',
      type: 'quantitative',
      scale: { domain: [0.7, last + 0.3], nice: false, zero: false },
      axis: {
        title: format.words.stories.frameAxis,
        values: points.map(({ position }) => position),
        labelExpr: 'datum.value',
      },
    };
    const up = {
      field: 'share',
      type: 'quantitative',
      scale: { domain: y.domain, nice: false },
      axis: y.axis,
    };
    return chart(
      frame,
      frame.isNarrow ? 220 : 250,
      [
        { mark: { type: 'line', color: ink.accent, strokeWidth: 2 }, encoding: { x, y: up } },
        {
          mark: { type: 'point', filled: true, color: ink.accent, size: 60, opacity: 1 },
          encoding: { x, y: up },
        },
      ],
      {
        data: {
          values: points.map(({ position, share, n }) => ({
            position,
            share,
            tip: `${format.count(position)}: ${format.rate(share)}; n = ${format.count(n)}`,
          })),
        },
      },
    );
  };
}
