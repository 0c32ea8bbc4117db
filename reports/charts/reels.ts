import type { Format } from '../format.js';
import type { Typical } from '../statistics/typical.js';
import { linearAxis, logAxis } from './axes.js';
import { dotInterval, valueAndCount } from './dot-interval.js';
import { type Chart, chart, formatColour, ink } from './theme.js';

/** One reel: how long it is and how much of that a viewer stays for. */
export interface WatchedReel {
  /** Local day. */
  readonly day: string;
  /** Seconds. */
  readonly duration: number;
  /** Average watch time over duration; above 1 where viewers watch again. */
  readonly share: number;
}

/** The median share of reels of similar length. */
export interface DurationBand {
  /** In words: `15–30 s`. */
  readonly label: string;
  /** Seconds, of the shortest and the longest reel inside. */
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly median: number;
}

/** Share watched against duration, one point per reel, the median of each band as a line, and the whole length as a rule. */
export function watchedShareChart(
  reels: readonly WatchedReel[],
  bands: readonly DurationBand[],
  format: Format,
): Chart {
  const { shares: words } = format.words.reels;
  return (frame) => {
    const values = reels.map(({ day, duration, share }) => ({
      duration,
      share,
      tip: `${format.day(day)}, ${format.seconds(duration)}: ${words.watched(format.rate(share))}`,
    }));
    const x = logAxis(
      reels.map(({ duration }) => duration),
      format.seconds,
      words.lengthAxis,
      format,
      { horizontal: true },
    );
    const y = linearAxis([1, ...reels.map(({ share }) => share)], format.rate, words.shareAxis, {
      zero: true,
    });
    const across = (field: string) => ({
      field,
      type: 'quantitative',
      scale: { type: 'log', domain: x.domain, nice: false },
      axis: x.axis,
    });
    const up = (field: string) => ({
      field,
      type: 'quantitative',
      scale: { domain: y.domain, nice: false },
      axis: y.axis,
    });
    return chart(frame, frame.isNarrow ? 250 : 280, [
      {
        data: { values: [{ whole: 1 }] },
        mark: { type: 'rule', color: ink.axis, strokeDash: [4, 3] },
        encoding: { y: up('whole') },
      },
      {
        data: { values },
        mark: {
          type: 'point',
          filled: true,
          size: values.length > 100 ? 30 : 55,
          color: formatColour('reel'),
          opacity: 0.6,
        },
        encoding: { x: across('duration'), y: up('share') },
      },
      {
        data: {
          values: bands.map(({ label, from, to, n, median }) => ({
            from,
            to,
            median,
            tip: `${label}: ${words.watched(format.rate(median))}, n = ${format.count(n)}`,
          })),
        },
        mark: { type: 'rule', color: ink.text, strokeWidth: 3, strokeCap: 'round' },
        encoding: { x: across('from'), x2: { field: 'to' }, y: up('median') },
      },
    ]);
  };
}

/** One quarter of the reels by how long viewers stay. */
export interface WatchQuarter extends Typical {
  /** In words: `over 22.4 s`. */
  readonly label: string;
}

/** A median with its interval for each quarter of reels, from the ones left soonest to the ones watched longest. */
export function watchQuartersChart(
  quarters: readonly WatchQuarter[],
  title: string,
  text: (value: number) => string,
  format: Format,
): Chart {
  return (frame) => {
    const x = linearAxis(
      quarters.flatMap(({ median, interval }) => [median!, interval?.high ?? median!]),
      text,
      title,
      { horizontal: true, zero: true, most: frame.isNarrow ? 4 : 6 },
    );
    return dotInterval(
      quarters.map(({ label, n, median, interval }) => ({
        label,
        value: median!,
        low: interval?.low ?? null,
        high: interval?.high ?? null,
        n,
        text: valueAndCount(text(median!), n, format),
        color: formatColour('reel'),
      })),
      x,
      frame,
      format,
      { text, narrowLabels: 140 },
    );
  };
}
