import type { Format } from '../format.js';
import type { Axis } from './axes.js';
import { type ChartSpec, chart, dimmable, type Frame, ink, pickedFormat } from './theme.js';

/** One row: a point with its interval. `label` may be untrusted but must be short; `color` is a page colour. */
export interface DotRow {
  readonly label: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  /** Written at the right end. */
  readonly text: string;
  readonly color?: string | undefined;
  readonly shape?: string | undefined;
}

/** Horizontal dots with 95 % intervals, one row each in the given order, value and n written at the right. */
export function dotInterval(
  rows: readonly DotRow[],
  x: Axis,
  frame: Frame,
  { words }: Format,
  {
    scale = 'linear',
    reference,
    text,
    isFiltered = false,
    narrowLabels = 116,
  }: {
    scale?: 'linear' | 'log';
    reference?: number;
    /** How the ends of intervals read. */
    text?: (value: number) => string;
    /** Rows are formats: they make way for the picked one. */
    isFiltered?: boolean;
    /** Room for labels on phones, by Vega's estimate of 0.8 em a letter. */
    narrowLabels?: number;
  } = {},
): ChartSpec {
  const values = rows.map((row) => ({
    color: ink.accent,
    shape: 'circle',
    format: row.label,
    ...row,
    tip: `${row.label}: ${row.text}${row.low === null || row.high === null || !text ? '' : `; ${words.interval(text(row.low), text(row.high))}`}`,
  }));
  const y = {
    field: 'label',
    type: 'nominal',
    sort: null,
    axis: { title: null, labelColor: ink.text, labelLimit: frame.isNarrow ? narrowLabels : 220, grid: true },
    // Without it, rows that have an interval would come first.
    scale: { domain: rows.map((row) => row.label), paddingOuter: 0.3 },
  };
  const position = {
    type: 'quantitative',
    scale: { type: scale, domain: x.domain, nice: false, ...(scale === 'log' ? {} : { zero: false }) },
    axis: { ...x.axis, titleAnchor: 'middle', grid: true },
  };
  const color = { field: 'color', type: 'nominal', scale: null };
  const opacity = (value: number) => ({ opacity: isFiltered ? dimmable(value) : { value } });
  const layers: unknown[] = [
    {
      transform: [{ filter: 'datum.low !== null' }],
      mark: { type: 'rule', strokeWidth: 5, strokeCap: 'round' },
      encoding: { y, x: { field: 'low', ...position }, x2: { field: 'high' }, color, ...opacity(0.35) },
    },
    {
      mark: { type: 'point', filled: true, size: 110 },
      encoding: {
        y,
        x: { field: 'value', ...position },
        color,
        shape: { field: 'shape', type: 'nominal', scale: null },
        ...opacity(1),
      },
    },
    {
      mark: { type: 'text', align: 'right', baseline: 'bottom', dy: -7, color: ink.text },
      encoding: { y, x: { value: { expr: 'width' } }, text: { field: 'text' } },
    },
  ];
  if (reference !== undefined) {
    layers.unshift({
      data: { values: [{ at: reference }] },
      mark: { type: 'rule', color: ink.axis },
      encoding: { x: { field: 'at', ...position } },
    });
  }
  return chart(frame, rows.length * 40 + 50, layers, {
    data: { values },
    ...(isFiltered ? { params: [pickedFormat] } : {}),
  });
}

/** `4.3%, n = 12`. */
export function valueAndCount(value: string, n: number, format: Format): string {
  return `${value}, n = ${format.count(n)}`;
}
