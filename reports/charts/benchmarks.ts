import type { Format } from '../format.js';
import type { PostFormat } from '../post.js';
import type { Interval } from '../statistics/median.js';
import { linearAxis } from './axes.js';
import { type Chart, chart, config, formatScales, ink } from './theme.js';

/** One measure of the period beside what was usual before. */
export interface UsualRange {
  readonly name: string;
  /** Quartiles of the posts before. */
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  /** Median of the period's posts. */
  readonly own: number;
  readonly interval: Interval | null;
  /** Posts of the period. */
  readonly n: number;
  text(value: number): string;
}

/** Bullets, one row per measure with an axis of its own: bar from quartile to quartile, tick at the median, point for the period. */
export function usualRangeChart(rows: readonly UsualRange[], format: Format): Chart {
  const { words } = format;
  return (frame) => {
    const height = 26;
    const views = rows.map(({ name, p25, p50, p75, own, interval, n, text }) => {
      const axis = linearAxis([p75, own, interval?.high ?? own], text, name, {
        horizontal: true,
        zero: true,
        most: frame.isNarrow ? 4 : 6,
      });
      const x = (field: string) => ({
        field,
        type: 'quantitative',
        scale: { domain: axis.domain, nice: false },
        axis: {
          ...axis.axis,
          // The name reads as the row's headline, above its bar.
          titleAnchor: 'start',
          titleAlign: 'left',
          titleBaseline: 'bottom',
          titleY: -height - 6,
          titleColor: ink.text,
        },
      });
      return {
        // Stacked views cannot fit themselves into a width; leave room for half a label on either side.
        width: frame.width - 44,
        height,
        data: {
          values: [
            {
              p25,
              p50,
              p75,
              own,
              low: interval?.low ?? null,
              high: interval?.high ?? null,
              note: `${text(own)}, n = ${format.count(n)}`,
              tip: words.benchmarks.usual.tip({
                name,
                own: text(own),
                n,
                range: words.range(text(p25), text(p75)),
                median: text(p50),
              }),
            },
          ],
        },
        layer: [
          {
            mark: { type: 'bar', color: ink.context, opacity: 0.25, height: 18 },
            encoding: { x: x('p25'), x2: { field: 'p75' } },
          },
          {
            mark: { type: 'tick', color: ink.text, thickness: 2, size: 22 },
            encoding: { x: x('p50') },
          },
          {
            transform: [{ filter: 'datum.low !== null' }],
            mark: { type: 'rule', color: ink.accent, strokeWidth: 5, strokeCap: 'round', opacity: 0.35 },
            encoding: { x: x('low'), x2: { field: 'high' } },
          },
          {
            mark: { type: 'point', filled: true, color: ink.accent, size: 110, opacity: 1 },
            encoding: { x: x('own') },
          },
          {
            mark: { type: 'text', align: 'right', baseline: 'bottom', dy: -6, color: ink.text },
            encoding: { x: { value: { expr: 'width' } }, y: { value: 0 }, text: { field: 'note' } },
          },
        ],
      };
    });
    return {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      padding: 4,
      config,
      spacing: 16,
      vconcat: views,
    };
  };
}

/** An account's median of one format. */
export interface PublicPoint {
  /** Untrusted, short. */
  readonly account: string;
  readonly format: PostFormat;
  readonly value: number;
  /** 95 %; null where it is not known. */
  readonly interval: Interval | null;
  /** Posts. */
  readonly n: number;
}

/** Accounts side by side, in the given order, one point per format, with its interval. */
export function besideOthersChart(
  points: readonly PublicPoint[],
  title: string,
  text: (value: number) => string,
  format: Format,
): Chart {
  return (frame) => {
    const accounts = [...new Set(points.map(({ account }) => account))];
    const scales = formatScales(
      points.map((point) => point.format),
      format.words,
    );
    const x = linearAxis(
      points.map(({ value, interval }) => interval?.high ?? value),
      text,
      title,
      { horizontal: true, zero: true, most: frame.isNarrow ? 4 : 6 },
    );
    const legend = scales.color.domain.length > 1 ? { columns: frame.isNarrow ? 2 : 5 } : null;
    const kind = (scale: unknown) => ({ field: 'format', type: 'nominal', scale, legend });
    const y = {
      field: 'account',
      type: 'nominal',
      sort: null,
      scale: { domain: accounts },
      axis: { title: null, labelColor: ink.text, labelLimit: frame.isNarrow ? 150 : 220, grid: true },
    };
    const across = (field: string) => ({
      field,
      type: 'quantitative',
      scale: { domain: x.domain, nice: false },
      // A long title has room to the left only.
      axis: { ...x.axis, grid: true, ...(frame.isNarrow ? { titleAnchor: 'end' } : {}) },
    });
    return chart(
      frame,
      accounts.length * 34 + (legend === null ? 50 : 80),
      [
        {
          transform: [{ filter: 'datum.low !== null' }],
          mark: { type: 'rule', strokeWidth: 4, strokeCap: 'round', opacity: 0.35 },
          encoding: { y, x: across('low'), x2: { field: 'high' }, color: kind(scales.color) },
        },
        {
          mark: { type: 'point', filled: true, size: 100, opacity: 0.9 },
          encoding: { y, x: across('value'), color: kind(scales.color), shape: kind(scales.shape) },
        },
      ],
      {
        data: {
          values: points.map(({ account, format: post, value, interval, n }) => ({
            account,
            format: format.words.formats[post],
            value,
            low: interval?.low ?? null,
            high: interval?.high ?? null,
            tip: `${account}, ${format.words.formats[post]}: ${text(value)}, n = ${format.count(n)}`,
          })),
        },
      },
    );
  };
}
