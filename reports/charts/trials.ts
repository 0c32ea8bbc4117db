import type { Format } from '../format.js';
import { linearAxis } from './axes.js';
import { dotInterval, valueAndCount } from './dot-interval.js';
import { type Chart, ink } from './theme.js';
import type { EffectRow } from './timing-effects.js';

/** What a trial is expected to bring. */
export interface TrialRow extends EffectRow {
  /** Whether it passed the gates of its section. */
  readonly stands: boolean;
}

/** Expected differences of trials as dots with intervals, in their order; the accent marks those that stand out already. */
export function trialsChart(rows: readonly TrialRow[], format: Format): Chart {
  return (frame) => {
    const x = linearAxis(
      [-0.1, 0.1, ...rows.flatMap(({ low, high }) => [low, high])],
      format.relative,
      format.words.next.axis,
      { horizontal: true, most: frame.isNarrow ? 4 : 6 },
    );
    return dotInterval(
      rows.map(({ label, n, effect, low, high, stands }) => ({
        label,
        value: effect,
        low,
        high,
        n,
        text: valueAndCount(format.relative(effect), n, format),
        color: stands ? ink.accent : ink.context,
      })),
      x,
      frame,
      format,
      // So that blocks of hours can be read.
      { reference: 0, text: format.relative, narrowLabels: 156 },
    );
  };
}
