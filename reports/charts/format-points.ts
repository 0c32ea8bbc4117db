import { dayNumber } from '../calendar.js';
import type { Format } from '../format.js';
import type { Days } from '../period.js';
import type { PostFormat } from '../post.js';
import { formatColour, formatScales } from './theme.js';
import { weekFrom } from './tips.js';

/** One format's weekly medians; null without posts. */
export interface FormatWeeks {
  readonly kind: PostFormat;
  readonly weeks: readonly { readonly week: string; readonly n: number; readonly median: number | null }[];
}

/** The middle of an ISO week as a day number, inside the days shown. */
export function weekMiddle(week: string, shown: Days): number {
  return Math.min(Math.max(dayNumber(week) + 3, dayNumber(shown.from)), dayNumber(shown.to));
}

/** The medians of all formats as points that bear their format. */
export function formatPoints(
  byFormat: readonly FormatWeeks[],
  shown: Days,
  text: (value: number) => string,
  format: Format,
) {
  return byFormat.flatMap(({ kind, weeks }) =>
    weeks
      .filter(({ median }) => median !== null)
      .map(({ week, n, median }) => ({
        at: weekMiddle(week, shown),
        median: median!,
        format: format.words.formats[kind],
        color: formatColour(kind),
        shape: formatScales([kind], format.words).shape.range[0],
        tip: `${weekFrom(week, format)}, ${format.words.formats[kind]}: ${text(median!)}; n = ${format.count(n)}`,
      })),
  );
}

/** A layer with nothing in it until a reader picks a format: then its own medians stand before those of all. */
export function pickedPoints(values: ReturnType<typeof formatPoints>, x: object, y: object, size: number) {
  return {
    data: { values },
    transform: [{ filter: 'datum.format === picked' }],
    mark: { type: 'point', filled: true, size, opacity: 1 },
    encoding: {
      x,
      y,
      color: { field: 'color', type: 'nominal', scale: null },
      shape: { field: 'shape', type: 'nominal', scale: null },
    },
  };
}
