import type { Format } from '../format.js';
import type { Interval } from '../statistics/median.js';
import { linearAxis } from './axes.js';
import { type Chart, chart, ink } from './theme.js';

export interface FramePoint {
  readonly position: number;
  /** Median reach relative to the first frame of the same day. */
  readonly share: number;
  readonly interval: Interval | null;
  /** Days. */
  readonly n: number;
}

export interface FrameExits {
  readonly position: number;
  /** Median share of a frame's viewers who leave the story there. */
  readonly rate: number;
  readonly interval: Interval | null;
}

/** Viewers left at each frame of a story sequence, relative to its first frame, above those who leave there; with intervals. */
export function storyRetentionChart(
  points: readonly FramePoint[],
  exits: readonly FrameExits[],
  format: Format,
): Chart {
  return (frame) => {
    const y = linearAxis(
      [1, ...points.map(({ share, interval }) => interval?.high ?? share)],
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
        {
          data: { values: bounded(points.map(({ position, interval }) => ({ position, interval }))) },
          mark: { type: 'area', color: ink.accent, opacity: 0.25 },
          encoding: { x, y: { ...up, field: 'low' }, y2: { field: 'high' } },
        },
        {
          data: {
            values: exits.map(({ position, rate }) => ({
              start: position - 0.1,
              end: position + 0.1,
              share: rate,
              tip: `${format.count(position)}, ${format.words.stories.columns.exits}: ${format.rate(rate)}`,
            })),
          },
          mark: { type: 'rect', color: ink.context, opacity: 0.6 },
          encoding: { x: { ...x, field: 'start' }, x2: { field: 'end' }, y: up, y2: { datum: 0 } },
        },
        {
          data: { values: bounded(exits) },
          mark: { type: 'rule', color: ink.text, strokeWidth: 1.5 },
          encoding: { x, y: { ...up, field: 'low' }, y2: { field: 'high' } },
        },
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

/** The positions that have an interval. */
function bounded(list: readonly { readonly position: number; readonly interval: Interval | null }[]) {
  return list.flatMap(({ position, interval }) => (interval === null ? [] : [{ position, ...interval }]));
}
