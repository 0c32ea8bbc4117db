import type { AccountDay } from '../account-days.js';
import { dayNumber } from '../calendar.js';
import type { Format } from '../format.js';
import type { Days } from '../period.js';
import { type Anomaly, dataFaults } from '../statistics/anomalies.js';
import { dayAxis, linearAxis } from './axes.js';
import { type DayEvent, dayMarks, heightOf, namedDays, placeNames, withRoom } from './named-days.js';
import { periodBand } from './period-band.js';
import { byRun, withRuns } from './runs.js';
import { type Chart, chart, ink } from './theme.js';

/** Follower count per day as a line that breaks where days are missing, these days and the period shaded; unusual days and events marked. */
export function followersChart(
  counts: readonly Pick<AccountDay, 'day' | 'followers'>[],
  shown: Days,
  period: Days,
  unusual: readonly Anomaly[],
  events: readonly DayEvent[],
  format: Format,
): Chart {
  const breaks = dataFaults(counts.map(({ day, followers }) => ({ day, value: followers })))
    .filter(({ kind }) => kind === 'missing')
    .map(({ from, to }) => ({ start: dayNumber(from) - 0.5, end: dayNumber(to) + 0.5 }));
  return (frame) => {
    const values = withRuns(
      counts
        .filter(({ followers }) => followers !== null)
        .map(({ day, followers }) => ({
          at: dayNumber(day),
          followers,
          tip: `${format.day(day)}: ${format.exact(followers!)}`,
        })),
      1,
    );
    const x = dayAxis(shown, format, frame);
    const placed = placeNames(namedDays(unusual, events, frame, format), x, frame);
    const height = frame.isNarrow ? 220 : 260;
    const y = linearAxis(
      withRoom(
        values.map(({ followers }) => followers!),
        heightOf(placed) / height,
      ),
      format.exact,
      format.words.growth.followers,
    );
    const encoding = {
      x: {
        field: 'at',
        type: 'quantitative',
        scale: { domain: x.domain, nice: false, zero: false },
        axis: x.axis,
      },
      y: {
        field: 'followers',
        type: 'quantitative',
        scale: { domain: y.domain, nice: false, zero: false },
        axis: y.axis,
      },
    };
    return chart(frame, height, [
      periodBand(period, shown, x),
      {
        data: { values: breaks },
        mark: { type: 'rect', color: 'var(--hatch)', opacity: 0.25 },
        encoding: { x: { ...encoding.x, field: 'start' }, x2: { field: 'end' } },
      },
      {
        data: { values },
        mark: { type: 'line', color: ink.accent, strokeWidth: 2 },
        encoding: { ...encoding, detail: byRun },
      },
      // A lone day between two gaps has no line to show it.
      {
        data: { values: lone(values) },
        mark: { type: 'point', filled: true, color: ink.accent, size: 12, opacity: 1 },
        encoding,
      },
      ...dayMarks(placed, x),
    ]);
  };
}

function lone<Value extends { run: number }>(values: readonly Value[]): Value[] {
  return values.filter(({ run }, index) => values[index - 1]?.run !== run && values[index + 1]?.run !== run);
}
