import type { Format } from '../format.js';
import { linearAxis } from './axes.js';
import { dotInterval, valueAndCount } from './dot-interval.js';
import { type Chart, ink } from './theme.js';

/** A relative effect with its interval, ratios minus one. */
export interface EffectRow {
  readonly label: string;
  readonly n: number;
  readonly effect: number;
  readonly low: number;
  readonly high: number;
}

/** Effects around zero as dots with intervals; the accent marks those whose interval excludes zero. */
export function dotEffectsChart(rows: readonly EffectRow[], format: Format): Chart {
  return (frame) => {
    const x = linearAxis(
      [-0.1, 0.1, ...rows.flatMap(({ low, high }) => [low, high])],
      format.relative,
      format.words.timing.effects.axis,
      { horizontal: true, most: frame.isNarrow ? 4 : 6 },
    );
    return dotInterval(
      rows.map(({ label, n, effect, low, high }) => ({
        label,
        value: effect,
        low,
        high,
        n,
        text: valueAndCount(format.relative(effect), n, format),
        color: low > 0 || high < 0 ? ink.accent : ink.context,
      })),
      x,
      frame,
      format,
      // So that blocks of hours can be read.
      { reference: 0, text: format.relative, narrowLabels: 156 },
    );
  };
}
