import { dayNumber } from '../calendar.js';
import type { Format } from '../format.js';
import { shortText } from '../html.js';
import type { Axis } from './axes.js';
import { type Frame, ink } from './theme.js';

/** What the owner of the report knows of a day, such as a campaign's start. */
export interface DayEvent {
  readonly day: string;
  readonly label: string;
}

const ROW = 16;
const MOST_ROWS = 4;
/** Pixels of a letter at 12 px, rather too many than too few. */
const LETTER = 6.6;
/** Pixels beside the plot that labels of the y axis take. */
const MARGIN = 56;

interface PlacedEvent {
  readonly at: number;
  readonly tip: string;
  readonly note: string;
  readonly align: 'left' | 'right';
  /** From the top; null when there is no room for the name. */
  readonly row: number | null;
}

/** Events in rows under each other wherever their names would meet; the first row may be taken by others. */
export function placeEvents(
  events: readonly DayEvent[],
  x: Axis,
  frame: Frame,
  format: Format,
  isFirstRowTaken: boolean,
): PlacedEvent[] {
  const width = frame.width - MARGIN;
  const [from, to] = x.domain;
  const taken: [number, number][][] = Array.from({ length: MOST_ROWS }, () => []);
  return events.map(({ day, label }) => {
    const at = dayNumber(day);
    const note = shortText(label, frame.isNarrow ? 20 : 32);
    const pixel = ((at - from) / (to - from)) * width;
    const length = note.length * LETTER + 8;
    const align = pixel + length > width ? ('right' as const) : ('left' as const);
    const [start, end] = align === 'left' ? [pixel, pixel + length] : [pixel - length, pixel];
    const row = taken.findIndex(
      (others, index) =>
        (index > 0 || !isFirstRowTaken) && others.every((other) => other[1] < start || other[0] > end),
    );
    if (row >= 0) taken[row]!.push([start, end]);
    return { at, tip: `${format.day(day)}: ${label}`, note, align, row: row < 0 ? null : row };
  });
}

/** Pixels that the names take at the top of the plot. */
export function heightOf(events: readonly PlacedEvent[]): number {
  return events.reduce((most, { row }) => Math.max(most, ((row ?? -1) + 1) * ROW), 0);
}

/** Layers that mark events: a rule from its name down to the axis. Only names are drawn that found room; the table has all. */
export function eventMarks(events: readonly PlacedEvent[], x: Axis): unknown[] {
  const at = {
    field: 'at',
    type: 'quantitative',
    scale: { domain: x.domain, nice: false, zero: false },
    axis: x.axis,
  };
  return [null, ...Array(MOST_ROWS).keys()].flatMap((row) => {
    const inRow = events.filter((event) => event.row === row);
    if (inRow.length === 0) return [];
    const top = row === null ? heightOf(events) : row * ROW;
    const rule = {
      data: { values: inRow },
      mark: { type: 'rule', color: ink.muted },
      encoding: { x: at, y: { value: top }, y2: { value: 'height' } },
    };
    if (row === null) return [rule];
    const names = (['left', 'right'] as const).flatMap((align) => {
      const values = inRow.filter((event) => event.align === align);
      if (values.length === 0) return [];
      const mark = { type: 'text', align, dx: align === 'left' ? 4 : -4, baseline: 'top', color: ink.text };
      return [{ data: { values }, mark, encoding: { x: at, y: { value: top }, text: { field: 'note' } } }];
    });
    return [rule, ...names];
  });
}
