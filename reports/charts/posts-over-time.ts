import { dayNumber } from '../calendar.js';
import type { Format } from '../format.js';
import type { Days } from '../period.js';
import type { PostFormat } from '../post.js';
import type { Anomaly } from '../statistics/anomalies.js';
import { dayAxis, logAxis } from './axes.js';
import { dayMarks, namedDays, placeNames } from './named-days.js';
import { periodBand } from './period-band.js';
import { byRun, withRuns } from './runs.js';
import { type Chart, chart, dimmable, formatScales, ink, pickedFormat } from './theme.js';

export interface PostPoint {
  readonly day: string;
  readonly value: number;
  readonly format: PostFormat;
  /** Too young to compare; drawn hollow. */
  readonly isProvisional: boolean;
}

export interface TrendPoint {
  readonly day: string;
  readonly value: number;
  /** 95 % interval of the value. */
  readonly low: number;
  readonly high: number;
}

/** One point per post on a log axis, colour and shape by format, hollow while provisional, with a rolling median in its interval. */
export function postsOverTimeChart(
  points: readonly PostPoint[],
  trend: readonly TrendPoint[],
  shown: Days,
  period: Days,
  title: string,
  unusual: readonly Anomaly[],
  format: Format,
): Chart {
  const { formats: names, provisional } = format.words;
  const line = withRuns(
    trend
      .filter(({ low }) => low > 0)
      .map(({ day, value, low, high }) => ({ at: dayNumber(day), value, low, high })),
    28,
  );
  return (frame) => {
    const values = points
      .filter(({ value }) => value > 0)
      .map(({ day, value, format: kind, isProvisional }) => ({
        at: dayNumber(day),
        value,
        format: names[kind],
        fill: isProvisional ? 0 : 0.75,
        tip: `${format.day(day)}, ${names[kind]}: ${format.count(value)}${isProvisional ? `, ${provisional}` : ''}`,
      }));
    const x = dayAxis(shown, format, frame);
    const y = logAxis(
      [...values.map(({ value }) => value), ...line.flatMap(({ low, high }) => [low, high])],
      format.count,
      title,
      format,
    );
    const scales = formatScales(
      points.map((point) => point.format),
      format.words,
    );
    const position = {
      x: {
        field: 'at',
        type: 'quantitative',
        scale: { domain: x.domain, nice: false, zero: false },
        axis: x.axis,
      },
      y: {
        field: 'value',
        type: 'quantitative',
        scale: { type: 'log', domain: y.domain, nice: false },
        axis: y.axis,
      },
    };
    const legend = scales.color.domain.length > 1 ? { columns: frame.isNarrow ? 2 : 5 } : null;
    const kind = (scale: unknown) => ({ field: 'format', type: 'nominal', scale, legend });
    return chart(
      frame,
      frame.isNarrow ? 260 : 320,
      [
        periodBand(period, shown, x),
        {
          data: { values: line },
          mark: { type: 'area', color: ink.context, opacity: 0.25 },
          encoding: { ...position, y: { ...position.y, field: 'low' }, y2: { field: 'high' }, detail: byRun },
        },
        {
          data: { values },
          mark: { type: 'point', size: values.length > 150 ? 30 : 55, strokeWidth: 1.2 },
          encoding: {
            ...position,
            stroke: kind(scales.color),
            fill: kind(scales.color),
            shape: kind(scales.shape),
            fillOpacity: { field: 'fill', type: 'quantitative', scale: null },
            opacity: dimmable(0.9),
          },
        },
        {
          data: { values: line },
          mark: { type: 'line', color: ink.text, strokeWidth: 2 },
          encoding: { ...position, detail: byRun },
        },
        ...dayMarks(placeNames(namedDays(unusual, [], frame, format), x, frame), x),
      ],
      { params: [pickedFormat] },
    );
  };
}
