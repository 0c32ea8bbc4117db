import type { Format } from '../format.js';
import { linearAxis } from './axes.js';
import { type Chart, chart, ink } from './theme.js';

/** One part of a change; ratios minus one against the rate before. */
export interface MixBar {
  readonly label: string;
  readonly effect: number;
  readonly low: number;
  readonly high: number;
}

/** Parts of a change as bars from zero with 95 % intervals; the accent marks those whose interval excludes zero. */
export function mixEffectsChart(bars: readonly MixBar[], format: Format): Chart {
  return (frame) => {
    const x = linearAxis(
      [-0.05, 0.05, ...bars.flatMap(({ effect, low, high }) => [effect, low, high])],
      format.relative,
      format.words.formatMix.axis,
      { zero: true, horizontal: true, most: frame.isNarrow ? 4 : 6 },
    );
    const values = bars.map((bar) => ({
      ...bar,
      zero: 0,
      text: format.relative(bar.effect),
      tip: `${bar.label}: ${format.relative(bar.effect)}; ${format.words.interval(format.relative(bar.low), format.relative(bar.high))}`,
      color: bar.low > 0 || bar.high < 0 ? ink.accent : ink.context,
    }));
    const y = {
      field: 'label',
      type: 'nominal',
      sort: null,
      axis: { title: null, labelColor: ink.text, labelLimit: frame.isNarrow ? 150 : 180 },
      scale: { paddingOuter: 0.3, paddingInner: 0.5 },
    };
    const across = (field: string) => ({
      field,
      type: 'quantitative',
      scale: { domain: x.domain, nice: false },
      axis: { ...x.axis, titleAnchor: 'middle', grid: true },
    });
    const color = { field: 'color', type: 'nominal', scale: null };
    return chart(
      frame,
      bars.length * 56 + 50,
      [
        { mark: { type: 'bar' }, encoding: { y, x: across('zero'), x2: { field: 'effect' }, color } },
        {
          mark: { type: 'rule', strokeWidth: 2, color: ink.text },
          encoding: { y, x: across('low'), x2: { field: 'high' } },
        },
        {
          data: { values: [{ at: 0 }] },
          mark: { type: 'rule', color: ink.axis },
          encoding: { x: across('at') },
        },
        {
          mark: { type: 'text', align: 'right', baseline: 'bottom', dy: -16, color: ink.text },
          encoding: { y, x: { value: { expr: 'width' } }, text: { field: 'text' } },
        },
      ],
      { data: { values } },
    );
  };
}
