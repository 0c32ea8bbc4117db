import { dayNumber, dayText } from '../calendar.js';
import type { Format } from '../format.js';
import type { Days } from '../period.js';
import type { Frame } from './theme.js';

/** An axis with our own ticks: their labels come from the report's formatter, not from d3. */
export interface Axis {
  readonly domain: readonly [number, number];
  readonly axis: Readonly<Record<string, unknown>>;
}

/** A value in words; beside the largest of its axis, in the unit of that. */
type TickText = (value: number, largest?: number) => string;

/** Labels looked up by value, as a Vega expression. Only formatted numbers and dates enter it, never data text. */
function labelled(values: readonly number[], text: TickText) {
  const largest = Math.max(...values.map(Math.abs));
  const table = Object.fromEntries(values.map((value) => [String(value), tick(text(value, largest))]));
  return { values, labelExpr: `${JSON.stringify(table)}[datum.value]` };
}

/** Round ticks need no decimals: `2%`, not `2.0%`. */
function tick(label: string): string {
  return label.replace(/[.,]0(?=\s?[%s])/, '');
}

/** A y title that reads horizontally above the axis. */
const above = {
  titleAngle: 0,
  titleAlign: 'left',
  titleAnchor: 'end',
  titleBaseline: 'bottom',
  titleY: -10,
  titleX: 0,
};

/** A linear axis that covers the values, with at most six round ticks; from zero when bars need it, whole numbers for counts. */
export function linearAxis(
  values: readonly number[],
  text: TickText,
  title: string,
  {
    zero = false,
    horizontal = false,
    whole = false,
    most = 6,
  }: { zero?: boolean; horizontal?: boolean; whole?: boolean; most?: number } = {},
): Axis {
  const known = zero ? [0, ...values] : values;
  let low = least(known) ?? 0;
  let high = greatest(known) ?? 1;
  if (low === high) {
    const room = Math.abs(low) * 0.1 || 1;
    [low, high] = zero ? [Math.min(0, low), Math.max(room, high)] : [low - room, high + room];
  }
  const rough = roundStep((high - low) / (most - 1));
  let step = whole ? Math.max(1, Math.ceil(rough)) : rough;
  const ends = () => [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)] as const;
  // Ends that are no multiples of the step add a tick on either side.
  while (ends()[1] - ends()[0] >= most) step = roundStep(step * 1.5);
  const [first, last] = ends();
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => round((first + index) * step));
  return {
    domain: [ticks[0]!, ticks.at(-1)!],
    axis: { ...labelled(ticks, text), title, ...(horizontal ? {} : above) },
  };
}

/** A log axis over positive values with at most six round ticks, the finest set that fits. */
export function logAxis(
  values: readonly number[],
  text: TickText,
  title: string,
  { words }: Format,
  { horizontal = false }: { horizontal?: boolean } = {},
): Axis {
  const positive = values.filter((value) => value > 0);
  const low = (least(positive) ?? 1) / 1.15;
  const high = (greatest(positive) ?? 10) * 1.15;
  const powers = (multiples: readonly number[]) => {
    const ticks: number[] = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
      for (const multiple of multiples) ticks.push(round(multiple * 10 ** power));
    }
    return ticks.filter((tick) => tick >= low && tick <= high);
  };
  const sets = [[1, 1.5, 2, 3, 4, 5, 6, 8], [1, 2, 5], [1]].map(powers);
  const tens = sets.at(-1)!;
  const shown = sets.find((ticks) => ticks.length <= 6) ?? tens.filter((_, index) => index % 2 === 0);
  return {
    domain: [low, high],
    axis: {
      ...labelled(shown.length > 0 ? shown : [round(Math.sqrt(low * high))], text),
      title: words.logScale(title),
      ...(horizontal ? {} : above),
    },
  };
}

/** A horizontal axis of local days as day numbers, so that no time zone can move a point. */
export function dayAxis(days: Days, format: Format, frame: Frame): Axis {
  const [from, to] = [dayNumber(days.from), dayNumber(days.to)];
  const most = frame.isNarrow ? 4 : 6;
  const months = firstDaysOfMonths(days);
  // Months as soon as there are enough to read a scale from; whole weeks before that.
  const byMonth = months.length >= 4;
  const weeks = Math.max(1, Math.ceil((to - from + 1) / most / 7));
  const ticks = byMonth ? thin(months, most) : every(from, to, 7 * weeks);
  const text = (value: number) => (byMonth ? format.month(dayText(value)) : format.shortDay(dayText(value)));
  return { domain: [from - 0.5, to + 0.5], axis: { ...labelled(ticks, text), title: null } };
}

function firstDaysOfMonths(days: Days): number[] {
  const found: number[] = [];
  for (let day = dayNumber(days.from); day <= dayNumber(days.to); day++) {
    if (dayText(day).endsWith('-01')) found.push(day);
  }
  return found;
}

function every(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

function thin(values: readonly number[], most: number): number[] {
  const step = Math.ceil(values.length / most);
  return values.filter((_, index) => index % step === 0);
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  // No 2.5: its multiples need a digit that two-digit rates do not print.
  return [1, 2, 5, 10].map((multiple) => multiple * power).find((step) => step >= rough * 0.999)!;
}

/** Removes the dust of floating point so that labels and domains are clean. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}

function least(values: readonly number[]): number | null {
  return values.reduce<number | null>((low, value) => (low === null || value < low ? value : low), null);
}

function greatest(values: readonly number[]): number | null {
  return values.reduce<number | null>((high, value) => (high === null || value > high ? value : high), null);
}
