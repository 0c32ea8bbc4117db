import { type ChartSpec, config, ink } from './theme.js';

/** A line without axes over evenly spaced values, with the usual range (25th to 75th percentile) behind; 120 x 28. */
export function sparkline(
  values: readonly (number | null)[],
  usual: readonly [number, number] | null,
): ChartSpec {
  const points = values
    .map((value, at) => ({ at, value }))
    .filter((point): point is { at: number; value: number } => point.value !== null);
  const all = [...points.map(({ value }) => value), ...(usual ?? [])];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const domain = low === high ? [low - 1, high + 1] : [low, high];
  const x = {
    field: 'at',
    type: 'quantitative',
    axis: null,
    scale: { domain: [0, Math.max(1, values.length - 1)], nice: false, zero: false },
  };
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    axis: null,
    scale: { domain, nice: false, zero: false },
  });
  const band = usual === null ? [] : [{ low: usual[0], high: usual[1] }];
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: 120,
    height: 28,
    padding: 3,
    config,
    layer: [
      {
        data: { values: band },
        mark: { type: 'rect', color: ink.context, opacity: 0.18 },
        encoding: { y: y('low'), y2: { field: 'high' } },
      },
      {
        data: { values: points },
        mark: { type: 'line', color: ink.accent, strokeWidth: 1.6 },
        encoding: { x, y: y('value') },
      },
      {
        data: { values: points.slice(-1) },
        mark: { type: 'point', filled: true, color: ink.accent, size: 24, opacity: 1 },
        encoding: { x, y: y('value') },
      },
    ],
  };
}
