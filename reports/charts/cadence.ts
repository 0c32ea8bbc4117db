import type { Format } from '../format.js';
import { linearAxis, logAxis } from './axes.js';
import { type Chart, chart, ink } from './theme.js';
import { weekFrom } from './tips.js';

export interface CadenceWeek {
  readonly week: string;
  readonly posts: number;
  readonly median: number;
  readonly isInPeriod: boolean;
}

/** Weeks as points: posts published against the median post, the period's weeks filled. */
export function cadenceChart(
  weeks: readonly CadenceWeek[],
  title: string,
  text: (value: number) => string,
  format: Format,
): Chart {
  return (frame) => {
    const values = weeks
      .filter(({ median }) => median > 0)
      .map(({ week, posts, median, isInPeriod }) => ({
        posts,
        median,
        fill: isInPeriod ? 0.9 : 0,
        tip: `${weekFrom(week, format)}: ${text(median)}; ${format.words.posts(posts)}`,
      }));
    const x = linearAxis(
      values.map(({ posts }) => posts),
      format.count,
      format.words.cadence.axis,
      { zero: true, horizontal: true, whole: true },
    );
    const y = logAxis(
      values.map(({ median }) => median),
      text,
      title,
      format,
    );
    return chart(
      frame,
      frame.isNarrow ? 250 : 280,
      [
        {
          mark: {
            type: 'point',
            size: 80,
            strokeWidth: 1.5,
            opacity: 1,
            stroke: ink.accent,
            fill: ink.accent,
          },
          encoding: {
            x: {
              field: 'posts',
              type: 'quantitative',
              scale: { domain: x.domain, nice: false },
              axis: { ...x.axis, grid: true },
            },
            y: {
              field: 'median',
              type: 'quantitative',
              scale: { type: 'log', domain: y.domain, nice: false },
              axis: y.axis,
            },
            fillOpacity: { field: 'fill', type: 'quantitative', scale: null },
          },
        },
      ],
      { data: { values } },
    );
  };
}
