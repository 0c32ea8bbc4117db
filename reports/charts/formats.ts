import type { Format } from '../format.js';
import type { PostFormat } from '../post.js';
import type { Typical } from '../statistics/typical.js';
import { linearAxis, logAxis } from './axes.js';
import { dotInterval, valueAndCount } from './dot-interval.js';
import { type Chart, formatColour, formatScales } from './theme.js';

/** One format; `values` are its single posts, drawn as dots when an interval is not allowed. */
export interface FormatRow extends Typical {
  readonly kind: PostFormat;
  readonly values: readonly number[];
}

/** Median with 95 % interval per format, in the given order; log axis when the formats lie far apart. */
export function formatsChart(
  rows: readonly FormatRow[],
  title: string,
  text: (value: number) => string,
  format: Format,
): Chart {
  return (frame) => {
    const all = rows.flatMap(({ median, interval }) => [
      median!,
      interval?.low ?? median!,
      interval?.high ?? median!,
    ]);
    const positive = all.filter((value) => value > 0);
    const isWide = positive.length === all.length && Math.max(...all) > 30 * Math.min(...all);
    const options = { horizontal: true, most: frame.isNarrow ? 4 : 6 };
    const x = isWide
      ? logAxis(all, text, title, format, options)
      : linearAxis(all, text, title, { ...options, zero: true });
    return dotInterval(
      rows.map(({ kind, median, interval, n }) => ({
        label: format.words.formats[kind],
        value: median!,
        low: interval?.low ?? null,
        high: interval?.high ?? null,
        n,
        text: valueAndCount(text(median!), n, format),
        color: formatColour(kind),
        shape: formatScales([kind], format.words).shape.range[0],
      })),
      x,
      frame,
      format,
      { scale: isWide ? 'log' : 'linear', text, isFiltered: true },
    );
  };
}
