import { addDays, dayNumber } from '../calendar.js';
import type { Format } from '../format.js';
import type { ForecastPoint } from '../statistics/forecast.js';
import { dayAxis, linearAxis } from './axes.js';
import { byRun, withRuns } from './runs.js';
import { type Chart, chart, ink } from './theme.js';
import { weekFrom } from './tips.js';

export interface KnownPoint {
  /** Local day, or the Monday of a week. */
  readonly day: string;
  readonly value: number;
}

/** What was, as a line; what is expected, dashed, inside its 80 % band and, where known, its 95 % band. */
export function outlookChart(
  known: readonly KnownPoint[],
  points: readonly ForecastPoint[],
  title: string,
  text: (value: number) => string,
  format: Format,
  {
    step,
    zero,
  }: {
    /** Days between values: 1 or 7. */
    readonly step: number;
    readonly zero: boolean;
  },
): Chart {
  return (frame) => {
    // A week's value stands in its middle.
    const at = (day: string) => dayNumber(day) + (step - 1) / 2;
    const last = known.at(-1)!;
    const nameOf = (day: string) => (step === 1 ? format.day(day) : weekFrom(day, format));
    const shown = {
      from: known[0]!.day,
      // A week ends on its Sunday.
      to: addDays(points.at(-1)!.day, step - 1),
    };
    const x = dayAxis(shown, format, frame);
    const y = linearAxis(
      [
        ...known.map(({ value }) => value),
        ...points.flatMap(({ inner, outer }) => [
          inner.low,
          inner.high,
          outer?.low ?? inner.low,
          outer?.high ?? inner.high,
        ]),
      ],
      text,
      title,
      { zero },
    );
    const across = {
      field: 'at',
      type: 'quantitative',
      scale: { domain: x.domain, nice: false, zero: false },
      axis: x.axis,
    };
    const up = (field: string) => ({
      field,
      type: 'quantitative',
      scale: { domain: y.domain, nice: false, zero: false },
      axis: y.axis,
    });
    const start = { at: at(last.day), value: last.value, low: last.value, high: last.value };
    const band = (of: (point: ForecastPoint) => { low: number; high: number } | null, opacity: number) => ({
      data: {
        values: [
          start,
          ...points.flatMap((point) => {
            const range = of(point);
            return range === null ? [] : [{ at: at(point.day), low: range.low, high: range.high }];
          }),
        ],
      },
      mark: { type: 'area', color: ink.accent, opacity },
      encoding: { x: across, y: up('low'), y2: { field: 'high' } },
    });
    const expected = points.map(({ day, value, inner }) => ({
      at: at(day),
      value,
      tip: format.words.outlook.tip({
        when: nameOf(day),
        value: text(value),
        range: format.words.range(text(inner.low), text(inner.high)),
      }),
    }));
    const before = withRuns(
      known.map(({ day, value }) => ({
        at: at(day),
        value,
        // Days are told one by one where the report shows growth.
        ...(step === 1 ? {} : { tip: `${nameOf(day)}: ${text(value)}` }),
      })),
      1.5 * step,
    );
    // Days stand too close for dots.
    const dotted = step === 1 ? [] : [before, expected];
    const dots = { type: 'point', filled: true, opacity: 1, size: 40 };
    return chart(frame, frame.isNarrow ? 230 : 270, [
      band(({ outer }) => outer, 0.12),
      band(({ inner }) => inner, 0.22),
      {
        data: { values: before },
        mark: { type: 'line', color: ink.text, strokeWidth: 1.8 },
        encoding: { x: across, y: up('value'), detail: byRun },
      },
      {
        data: { values: [start, ...expected] },
        mark: { type: 'line', color: ink.accent, strokeWidth: 2, strokeDash: [5, 4] },
        encoding: { x: across, y: up('value') },
      },
      ...dotted.map((values, index) => ({
        data: { values },
        mark: { ...dots, color: index === 0 ? ink.text : ink.accent },
        encoding: { x: across, y: up('value') },
      })),
    ]);
  };
}
