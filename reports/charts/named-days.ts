import { dayNumber } from '../calendar.js';
import type { Format } from '../format.js';
import { shortText } from '../html.js';
import type { Anomaly } from '../statistics/anomalies.js';
import type { Axis } from './axes.js';
import { type Frame, ink } from './theme.js';

/** What the owner of the report knows of a day, such as a campaign's start. */
export interface DayEvent {
  readonly day: string;
  readonly label: string;
}

/** A day that a chart over time marks over its height, with what is written there. */
interface NamedDay {
  readonly day: string;
  readonly note: string;
  /** Dashed for what was found, solid for what was known. */
  readonly isFound: boolean;
  readonly tip?: string;
}

interface PlacedDay {
  readonly at: number;
  readonly note: string;
  readonly align: 'left' | 'right';
  /** From the top; null when there is no room for the name. */
  readonly row: number | null;
  readonly isFound: boolean;
  readonly tip?: string;
}

const ROW = 16;
const MOST_ROWS = 4;
/** Pixels of a letter at 12 px, rather too many than too few. */
const LETTER = 6.6;
/** Pixels beside the plot that labels of the y axis take. */
const MARGIN = 56;

/** Days that stand out, by how far off they were, in order, and then events by their names. */
export function namedDays(
  unusual: readonly Anomaly[],
  events: readonly DayEvent[],
  frame: Frame,
  format: Format,
): NamedDay[] {
  return [
    ...unusual
      .toSorted((a, b) => dayNumber(a.day) - dayNumber(b.day))
      .map(({ day, effect }) => ({ day, note: format.relative(effect), isFound: true })),
    ...events.map(({ day, label }) => ({
      day,
      note: shortText(label, frame.isNarrow ? 20 : 32),
      isFound: false,
      tip: `${format.day(day)}: ${label}`,
    })),
  ];
}

/** Names in rows under each other wherever they would meet. */
export function placeNames(days: readonly NamedDay[], x: Axis, frame: Frame): PlacedDay[] {
  const width = frame.width - MARGIN;
  const [from, to] = x.domain;
  const taken: [number, number][][] = Array.from({ length: MOST_ROWS }, () => []);
  return days.map(({ day, note, ...rest }) => {
    const at = dayNumber(day);
    const pixel = ((at - from) / (to - from)) * width;
    const length = note.length * LETTER + 8;
    const align = pixel + length > width ? ('right' as const) : ('left' as const);
    const [start, end] = align === 'left' ? [pixel, pixel + length] : [pixel - length, pixel];
    const row = taken.findIndex((others) => others.every((other) => other[1] < start || other[0] > end));
    if (row >= 0) taken[row]!.push([start, end]);
    return { at, note, align, row: row < 0 ? null : row, ...rest };
  });
}

/** Pixels that the names take at the top of the plot. */
export function heightOf(placed: readonly PlacedDay[]): number {
  return placed.reduce((most, { row }) => Math.max(most, ((row ?? -1) + 1) * ROW), 0);
}

/** The values and one above them, so that a share of the height at the top stays free for names. */
export function withRoom(values: readonly number[], share: number): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return share === 0 ? [...values] : [...values, high + ((high - low) * share) / (1 - share)];
}

/** Layers with a rule from each name down to the axis. Only names are drawn that found room; the table has all. */
export function dayMarks(placed: readonly PlacedDay[], x: Axis): unknown[] {
  const at = {
    field: 'at',
    type: 'quantitative',
    scale: { domain: x.domain, nice: false, zero: false },
    axis: x.axis,
  };
  const rows = [null, ...Array(MOST_ROWS).keys()];
  const rules = [true, false].flatMap((isFound) =>
    rows.flatMap((row) => {
      const values = placed.filter((day) => day.row === row && day.isFound === isFound);
      if (values.length === 0) return [];
      const style = isFound ? { color: ink.text, strokeDash: [3, 3] } : { color: ink.muted };
      const top = { value: row === null ? heightOf(placed) : row * ROW };
      return [
        {
          data: { values },
          mark: { type: 'rule', ...style },
          encoding: { x: at, y: top, y2: { value: 'height' } },
        },
      ];
    }),
  );
  const names = rows.flatMap((row) =>
    (['left', 'right'] as const).flatMap((align) => {
      const values = placed.filter((day) => row !== null && day.row === row && day.align === align);
      if (values.length === 0) return [];
      const mark = { type: 'text', align, dx: align === 'left' ? 4 : -4, baseline: 'top', color: ink.text };
      const encoding = { x: at, y: { value: row! * ROW }, text: { field: 'note' } };
      return [{ data: { values }, mark, encoding }];
    }),
  );
  return [...rules, ...names];
}
