import type { Format } from '../format.js';
import { linearAxis } from './axes.js';
import { type Chart, chart, ink } from './theme.js';

export interface AudienceBar {
  readonly label: string;
  readonly share: number;
  /** Share of the same group among those who engage; null when it is not known. */
  readonly engaged: number | null;
}

/**
 * Shares of an audience's buckets as bars from zero, largest first, with a tick for those who engage. Labels must be
 * cleaned and short.
 */
export function audienceChart(bars: readonly AudienceBar[], format: Format): Chart {
  return (frame) => {
    const x = linearAxis(
      bars.flatMap(({ share, engaged }) => [share, engaged ?? 0]),
      format.rate,
      format.words.audience.axis,
      { zero: true, horizontal: true, most: frame.isNarrow ? 4 : 6 },
    );
    const values = bars.map(({ label, share, engaged }) => ({
      label,
      share,
      engaged,
      end: Math.max(share, engaged ?? 0),
      text: format.rate(share),
      tip: tipOf(label, share, engaged, format),
    }));
    const y = {
      field: 'label',
      type: 'nominal',
      sort: null,
      axis: { title: null, labelColor: ink.text, labelLimit: frame.isNarrow ? 140 : 200 },
    };
    const across = (field: string) => ({
      field,
      type: 'quantitative',
      scale: { domain: x.domain, nice: false },
      axis: x.axis,
    });
    const engaged = engagedTicks(y, across('engaged'));
    return chart(
      frame,
      bars.length * 26 + 50,
      [
        { mark: { type: 'bar', color: ink.accent }, encoding: { y, x: across('share') } },
        ...(bars.some((bar) => bar.engaged !== null) ? [engaged] : []),
        {
          mark: { type: 'text', align: 'left', dx: 5, color: ink.text },
          encoding: { y, x: across('end'), text: { field: 'text' } },
        },
      ],
      { data: { values } },
    );
  };
}

/** One group of people by two traits. */
export interface CrossedShare extends AudienceBar {
  readonly column: string;
}

/**
 * Shares by two traits: a row per label, side by side a column of bars per second trait, all from zero on one scale. Labels
 * and columns in the given order; they must be cleaned and short.
 */
export function crossedAudienceChart(
  cells: readonly CrossedShare[],
  labels: readonly string[],
  columns: readonly string[],
  format: Format,
): Chart {
  const largest = Math.max(...cells.flatMap(({ share, engaged }) => [share, engaged ?? 0])) || 1;
  return (frame) => {
    // The rest of a column is room for the number behind its longest bar.
    const length = (share: number) => (share / largest) * (frame.isNarrow ? 0.52 : 0.74);
    const values = cells.map(({ label, column, share, engaged }) => {
      const start = columns.indexOf(column);
      return {
        label,
        start,
        end: start + length(share),
        engaged: engaged === null ? null : start + length(engaged),
        behind: start + length(Math.max(share, engaged ?? 0)),
        text: format.rate(share),
        tip: tipOf(`${column}, ${label}`, share, engaged, format),
      };
    });
    const y = {
      field: 'label',
      type: 'nominal',
      sort: labels,
      scale: { domain: labels },
      axis: { title: null, labelColor: ink.text, domain: false, ticks: false },
    };
    const across = (field: string) => ({
      field,
      type: 'quantitative',
      scale: { domain: [0, columns.length], nice: false, zero: false },
      axis: {
        title: format.words.audience.axis,
        titleAnchor: 'start',
        orient: 'top',
        values: columns.map((_, index) => index),
        // Room for the names, which are text of data and so never stand in an expression.
        labelExpr: '"\u00a0"',
        grid: true,
        domain: false,
        ticks: false,
      },
    });
    const engaged = engagedTicks(y, across('engaged'));
    return chart(
      frame,
      labels.length * 28 + 60,
      [
        {
          mark: { type: 'bar', color: ink.accent },
          encoding: { y, x: across('start'), x2: { field: 'end' } },
        },
        {
          data: { values: columns.map((name, start) => ({ name, start })) },
          mark: { type: 'text', align: 'left', baseline: 'bottom', color: ink.text },
          encoding: { x: across('start'), y: { value: -6 }, text: { field: 'name' } },
        },
        ...(cells.some((cell) => cell.engaged !== null) ? [engaged] : []),
        {
          mark: { type: 'text', align: 'left', dx: 5, color: ink.text },
          encoding: { y, x: across('behind'), text: { field: 'text' } },
        },
      ],
      { data: { values } },
    );
  };
}

/** People online by hour of the day as bars from zero. */
export function onlineChart(hours: readonly { hour: number; people: number }[], format: Format): Chart {
  return (frame) => {
    const y = linearAxis(
      hours.map(({ people }) => people),
      format.count,
      format.words.audience.online.followers,
      { zero: true },
    );
    const values = hours.map(({ hour, people }) => ({
      start: hour - 0.4,
      end: hour + 0.4,
      people,
      tip: `${hourText(hour)}: ${format.count(people)}`,
    }));
    const ticks = Array.from({ length: 8 }, (_, index) => index * 3);
    const names = JSON.stringify(Object.fromEntries(ticks.map((hour) => [hour, hourText(hour)])));
    return chart(
      frame,
      230,
      [
        {
          mark: { type: 'rect', color: ink.accent },
          encoding: {
            x: {
              field: 'start',
              type: 'quantitative',
              scale: { domain: [-0.5, 23.5], nice: false, zero: false },
              axis: {
                title: null,
                values: frame.isNarrow ? ticks.filter((hour) => hour % 6 === 0) : ticks,
                labelExpr: `${names}[datum.value]`,
              },
            },
            x2: { field: 'end' },
            y: {
              field: 'people',
              type: 'quantitative',
              scale: { domain: y.domain, nice: false },
              axis: y.axis,
            },
            y2: { datum: 0 },
          },
        },
      ],
      { data: { values } },
    );
  };
}

function tipOf(label: string, share: number, engaged: number | null, format: Format): string {
  return format.words.audience.tip(label, format.rate(share), engaged === null ? null : format.rate(engaged));
}

/** `7:00` as `07:00`. */
export function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

/** The share of those who engaged, where it is known. */
function engagedTicks(y: object, x: object) {
  return {
    transform: [{ filter: 'isValid(datum.engaged)' }],
    mark: { type: 'tick', color: ink.text, thickness: 2, size: 16 },
    encoding: { y, x },
  };
}
