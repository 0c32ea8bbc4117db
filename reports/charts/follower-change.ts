import { dayNumber } from '../calendar.js';
import type { Format } from '../format.js';
import type { Days } from '../period.js';
import { dayAxis, linearAxis } from './axes.js';
import { type DayEvent, dayMarks, heightOf, namedDays, placeNames, withRoom } from './named-days.js';
import { periodBand } from './period-band.js';
import { type Chart, chart, ink } from './theme.js';
import { weekFrom } from './tips.js';

/** One week's followers gained net of losses; null when it cannot be told. */
export interface WeeklyNet {
  /** Monday. */
  readonly week: string;
  readonly net: number | null;
  /** False when the week is cut short; drawn pale. */
  readonly isWhole: boolean;
}

/** Net followers per week as bars from zero, with the owner's events by name. */
export function followerChangeChart(
  weeks: readonly WeeklyNet[],
  shown: Days,
  period: Days,
  events: readonly DayEvent[],
  format: Format,
): Chart {
  return (frame) => {
    const values = weeks
      .filter(({ net }) => net !== null)
      .map(({ week, net, isWhole }) => ({
        net,
        tip: `${weekFrom(week, format)}: ${format.change(net!)}`,
        opacity: isWhole ? 0.9 : 0.45,
        start: Math.max(dayNumber(week), dayNumber(shown.from)) - 0.3,
        end: Math.min(dayNumber(week) + 6, dayNumber(shown.to)) + 0.3,
        color: net! < 0 ? ink.context : ink.accent,
      }));
    const x = dayAxis(shown, format, frame);
    const placed = placeNames(namedDays([], events, frame, format), x, frame);
    const height = frame.isNarrow ? 170 : 180;
    const y = linearAxis(
      withRoom([0, ...values.map(({ net }) => net!)], heightOf(placed) / height),
      format.change,
      format.words.growth.net.title,
      { zero: true, most: 5 },
    );
    return chart(frame, height, [
      periodBand(period, shown, x),
      {
        data: { values },
        mark: { type: 'rect' },
        encoding: {
          x: {
            field: 'start',
            type: 'quantitative',
            scale: { domain: x.domain, nice: false, zero: false },
            axis: x.axis,
          },
          x2: { field: 'end' },
          y: { field: 'net', type: 'quantitative', scale: { domain: y.domain, nice: false }, axis: y.axis },
          y2: { datum: 0 },
          color: { field: 'color', type: 'nominal', scale: null },
          opacity: { field: 'opacity', type: 'quantitative', scale: null },
        },
      },
      ...dayMarks(placed, x),
    ]);
  };
}
