import type { Format } from '../format.js';
import { type Chart, chart, ink } from './theme.js';

/** One cell of {weekday, weekend} or of seven days x 4-hour blocks. `effect` is a ratio minus one, null with fewer than 3 posts. */
export interface TimingCell {
  readonly part: string;
  readonly block: string;
  /** The block's hours alone, for where there is no room for more. */
  readonly hours: string;
  readonly n: number;
  readonly effect: number | null;
}

/**
 * Shrunken effects as tints of a scale centred on zero, with the effect and n written in every cell. Grey when the
 * differences are not measurable, so that nobody reads a best time out of noise.
 */
export function timingGridChart(
  cells: readonly TimingCell[],
  parts: readonly string[],
  isMeasurable: boolean,
  format: Format,
): Chart {
  const largest = Math.max(0.1, ...cells.map(({ effect }) => Math.abs(effect ?? 0)));
  const { tooFewHere, tooFewPosts } = format.words.timing;
  return (frame) => {
    // Six blocks side by side on a phone leave room for numbers, not for words.
    const isTight = frame.isNarrow && parts.length > 3;
    const isTurned = frame.isNarrow && !isTight;
    const values = cells.map(({ part, block, hours, n, effect }) => ({
      part,
      block: isTight ? hours : block,
      // Orange below, blue above; the opacity carries the size, so both schemes read alike.
      color:
        !isMeasurable || effect === null || effect === 0
          ? ink.context
          : effect > 0
            ? 'var(--above)'
            : 'var(--below)',
      tint: effect === null ? 0 : isMeasurable ? 0.06 + 0.5 * (Math.abs(effect) / largest) : 0.08,
      effect: effect === null ? (isTight ? '' : tooFewHere) : format.relative(effect),
      tip: `${format.words.timing.slot(part, block)}: ${effect === null ? tooFewPosts : format.relative(effect)}; n = ${format.count(n)}`,
      n: isTight ? format.count(n) : `n = ${format.count(n)}`,
    }));
    const [rows, columns] = isTurned ? (['block', 'part'] as const) : (['part', 'block'] as const);
    const order = { part: parts, block: [...new Set(values.map(({ block }) => block))] };
    const axis = { title: null, labelColor: ink.text, ticks: false, domain: false, labelAngle: 0 };
    const y = { field: rows, type: 'nominal', sort: order[rows], axis };
    const x = {
      field: columns,
      type: 'nominal',
      sort: order[columns],
      axis: { ...axis, orient: 'top' },
    };
    return chart(
      frame,
      isTurned ? 360 : 70 + 60 * parts.length,
      [
        {
          mark: { type: 'rect', stroke: ink.grid, strokeWidth: 1, cornerRadius: 4 },
          encoding: {
            x,
            y,
            fill: { field: 'color', type: 'nominal', scale: null },
            fillOpacity: { field: 'tint', type: 'quantitative', scale: null },
          },
        },
        {
          mark: { type: 'text', dy: -8, fontSize: 13, color: ink.text },
          encoding: { x, y, text: { field: 'effect' } },
        },
        { mark: { type: 'text', dy: 10, color: ink.muted }, encoding: { x, y, text: { field: 'n' } } },
      ],
      { data: { values } },
    );
  };
}
