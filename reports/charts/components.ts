import { dayNumber } from '../calendar.js';
import type { Format } from '../format.js';
import type { Days } from '../period.js';
import { dayAxis, linearAxis } from './axes.js';
import { byRun, withRuns } from './runs.js';
import { type Chart, config, ink } from './theme.js';
import { weekFrom } from './tips.js';

/** One component's weekly medians. */
export interface ComponentSeries {
  readonly name: string;
  readonly weeks: readonly { readonly week: string; readonly median: number | null }[];
  text(value: number): string;
}

/** Small multiples, one row per component, each with its own axis from zero. */
export function componentsChart(series: readonly ComponentSeries[], shown: Days, format: Format): Chart {
  return (frame) => {
    const x = dayAxis(shown, format, frame);
    const rows = series.map(({ name, weeks, text }) => {
      const values = weeks
        .filter(({ median }) => median !== null)
        .map(({ week, median }) => ({
          at: Math.min(Math.max(dayNumber(week) + 3, dayNumber(shown.from)), dayNumber(shown.to)),
          median: median!,
          tip: `${weekFrom(week, format)}, ${name}: ${text(median!)}`,
        }));
      const medians = values.map(({ median }) => median);
      const y = linearAxis(medians, text, name, { zero: true, most: 3 });
      const ticks = y.axis.values as number[];
      return { values, y, letters: Math.max(...ticks.map((tick) => text(tick).length)) };
    });
    // Stacked views cannot fit themselves into a width; leave room for the longest tick label at 12 px.
    const margin = 22 + 6.6 * Math.max(...rows.map(({ letters }) => letters));
    const views = rows.map(({ values, y }, index) => ({
      width: Math.round(frame.width - margin),
      height: 74,
      data: { values: withRuns(values, 10) },
      mark: {
        type: 'line',
        color: ink.accent,
        strokeWidth: 1.8,
        point: { color: ink.accent, size: 22, filled: true },
      },
      encoding: {
        x: {
          field: 'at',
          type: 'quantitative',
          scale: { domain: x.domain, nice: false, zero: false },
          axis: index === rows.length - 1 ? x.axis : { ...x.axis, labels: false },
        },
        y: {
          field: 'median',
          type: 'quantitative',
          scale: { domain: y.domain, nice: false },
          axis: { ...y.axis, titleColor: ink.text },
        },
        detail: byRun,
      },
    }));
    return {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      padding: 4,
      config,
      spacing: 26,
      vconcat: views,
    };
  };
}
