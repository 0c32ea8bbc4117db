import type { Format } from '../format.js';
import type { Days } from '../period.js';
import { dayAxis, linearAxis } from './axes.js';
import { type FormatWeeks, formatPoints, pickedPoints, weekMiddle } from './format-points.js';
import { byRun, withRuns } from './runs.js';
import { type Chart, config, ink, pickedFormat } from './theme.js';
import { weekFrom } from './tips.js';

/** One component's weekly medians. */
export interface ComponentSeries {
  readonly name: string;
  readonly weeks: readonly { readonly week: string; readonly median: number | null }[];
  text(value: number, largest?: number): string;
  /** The same of single formats, for readers who pick one. */
  readonly byFormat?: readonly FormatWeeks[];
}

/** Small multiples, one row per component, each with its own axis from zero. */
export function componentsChart(series: readonly ComponentSeries[], shown: Days, format: Format): Chart {
  return (frame) => {
    const x = dayAxis(shown, format, frame);
    const rows = series.map(({ name, weeks, text, byFormat = [] }) => {
      const single = formatPoints(byFormat, shown, (value) => `${name}: ${text(value)}`, format);
      const values = weeks
        .filter(({ median }) => median !== null)
        .map(({ week, median }) => ({
          at: weekMiddle(week, shown),
          median: median!,
          tip: `${weekFrom(week, format)}, ${name}: ${text(median!)}`,
        }));
      const medians = values.map(({ median }) => median);
      const y = linearAxis(medians, text, name, { zero: true, most: 3 });
      const ticks = y.axis.values as number[];
      return {
        values,
        single,
        y,
        letters: Math.max(...ticks.map((tick) => text(tick, ticks.at(-1)).length)),
      };
    });
    // Stacked views cannot fit themselves into a width; leave room for the longest tick label at 12 px.
    const margin = 22 + 6.6 * Math.max(...rows.map(({ letters }) => letters));
    const views = rows.map(({ values, single, y }, index) => {
      const across = {
        field: 'at',
        type: 'quantitative',
        scale: { domain: x.domain, nice: false, zero: false },
        axis: index === rows.length - 1 ? x.axis : { ...x.axis, labels: false },
      };
      const up = {
        field: 'median',
        type: 'quantitative',
        // An extreme median of a single format stands at the edge instead of flattening the row.
        scale: { domain: y.domain, nice: false, clamp: true },
        axis: { ...y.axis, titleColor: ink.text },
      };
      return {
        width: Math.round(frame.width - margin),
        height: 74,
        layer: [
          {
            data: { values: withRuns(values, 10) },
            mark: {
              type: 'line',
              color: ink.accent,
              strokeWidth: 1.8,
              point: { color: ink.accent, size: 22, filled: true },
            },
            encoding: { x: across, y: up, detail: byRun },
          },
          pickedPoints(single, across, up, 50),
        ],
      };
    });
    return {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      padding: 4,
      config,
      spacing: 26,
      params: [pickedFormat],
      vconcat: views,
    };
  };
}
