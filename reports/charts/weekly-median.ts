import type { Format } from '../format.js';
import type { Days } from '../period.js';
import type { Typical } from '../statistics/typical.js';
import { dayAxis, linearAxis } from './axes.js';
import { type FormatWeeks, formatPoints, pickedPoints, weekMiddle } from './format-points.js';
import { periodBand } from './period-band.js';
import { byRun, withRuns } from './runs.js';
import { type Chart, chart, ink, pickedFormat } from './theme.js';
import { weekFrom } from './tips.js';

export interface Week extends Typical {
  /** Monday. */
  readonly week: string;
}

/**
 * Weekly medians with 95 % intervals where enough posts allow them; weeks with fewer than 5 posts are hollow; the line
 * breaks at weeks without posts.
 */
export function weeklyMedianChart(
  weeks: readonly Week[],
  shown: Days,
  period: Days,
  title: string,
  text: (value: number) => string,
  format: Format,
  byFormat: readonly FormatWeeks[] = [],
): Chart {
  return (frame) => {
    const values = weeks
      .filter((week) => week.median !== null)
      .map(({ week, n, median, interval }) => ({
        at: weekMiddle(week, shown),
        median: median!,
        low: interval?.low ?? null,
        high: interval?.high ?? null,
        fill: interval === null ? ink.surface : ink.accent,
        tip: `${weekFrom(week, format)}: ${text(median!)}${interval === null ? '' : `; ${format.words.interval(text(interval.low), text(interval.high))}`}; n = ${format.count(n)}`,
      }));
    const single = formatPoints(byFormat, shown, text, format);
    const x = dayAxis(shown, format, frame);
    const y = linearAxis(
      values.flatMap(({ median, low, high }) => [median, low ?? median, high ?? median]),
      text,
      title,
      { zero: true },
    );
    const across = {
      field: 'at',
      type: 'quantitative',
      scale: { domain: x.domain, nice: false, zero: false },
      axis: x.axis,
    };
    const up = (field: string) => ({
      field,
      type: 'quantitative',
      // Medians of single formats rest on few posts: an extreme one stands at the edge instead of flattening all others.
      scale: { domain: y.domain, nice: false, clamp: true },
      axis: y.axis,
    });
    return chart(
      frame,
      frame.isNarrow ? 240 : 280,
      [
        periodBand(period, shown, x),
        {
          transform: [{ filter: 'datum.low !== null' }],
          mark: { type: 'rule', strokeWidth: frame.isNarrow ? 4 : 7, color: ink.accent, opacity: 0.25 },
          encoding: { x: across, y: up('low'), y2: { field: 'high' } },
        },
        {
          mark: { type: 'line', color: ink.accent, strokeWidth: 1.5 },
          encoding: { x: across, y: up('median'), detail: byRun },
        },
        {
          mark: { type: 'point', filled: true, size: 50, stroke: ink.accent, strokeWidth: 1.5, opacity: 1 },
          encoding: { x: across, y: up('median'), fill: { field: 'fill', type: 'nominal', scale: null } },
        },
        pickedPoints(single, across, up('median'), 80),
      ],
      { data: { values: withRuns(values, 10) }, params: [pickedFormat] },
    );
  };
}
