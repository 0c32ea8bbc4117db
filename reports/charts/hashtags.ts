import type { Format } from '../format.js';
import type { TopicEffect } from '../statistics/topics.js';
import { linearAxis } from './axes.js';
import { dotInterval, valueAndCount } from './dot-interval.js';
import { type Chart, ink } from './theme.js';

/** A tag's effect; log units. */
export type TagRow = Omit<TopicEffect, 'others'>;

/** Shrunken effects of tags as dots with intervals; the accent marks tags that stand out. */
export function hashtagsChart(effects: readonly TagRow[], format: Format): Chart {
  return (frame) => {
    const rows = effects.map(({ tag, n, effect, low, high, stands }) => ({
      label: `#${tag}`,
      value: Math.expm1(effect),
      low: Math.expm1(low),
      high: Math.expm1(high),
      n,
      text: valueAndCount(format.relative(Math.expm1(effect)), n, format),
      color: stands ? ink.accent : ink.context,
    }));
    const x = linearAxis(
      [-0.1, 0.1, ...rows.flatMap(({ low, high }) => [low, high])],
      format.relative,
      format.words.topics.axis,
      { horizontal: true, most: frame.isNarrow ? 4 : 6 },
    );
    return dotInterval(rows, x, frame, format, { reference: 0, text: format.relative, narrowLabels: 156 });
  };
}
