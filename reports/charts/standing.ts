import type { Format } from '../format.js';
import { formats, type PostFormat } from '../post.js';
import { linearAxis } from './axes.js';
import { type Chart, chart, dimmable, formatScales, ink, pickedFormat } from './theme.js';

export interface StandingPoint {
  readonly format: PostFormat;
  /** Robust z score inside the format. */
  readonly z: number;
  /** Which post, in words: its day and value. */
  readonly name: string;
}

/** Every post's distance from the usual post of its format, one row per format. */
export function standingChart(points: readonly StandingPoint[], format: Format): Chart {
  const { formats: names, postSection, columns } = format.words;
  return (frame) => {
    const present = formats.filter((kind) => points.some((point) => point.format === kind));
    const scales = formatScales(present, format.words);
    const values = points.map(({ format: kind, z, name }) => ({
      format: names[kind],
      z,
      tip: `${names[kind]}, ${name}; z ${format.decimal(z)}`,
    }));
    const x = linearAxis([-3, 3, ...values.map(({ z }) => z)], format.count, postSection.axis, {
      horizontal: true,
    });
    const across = (field: string) => ({
      field,
      type: 'quantitative',
      scale: { domain: x.domain, nice: false, zero: false },
      axis: { ...x.axis, grid: true, ...(frame.isNarrow ? { title: columns.robustZ } : {}) },
    });
    return chart(
      frame,
      present.length * 48 + 60,
      [
        {
          data: { values: [{ from: -2.5, to: 2.5 }] },
          mark: { type: 'rect', color: ink.context, opacity: 0.1 },
          encoding: { x: across('from'), x2: { field: 'to' } },
        },
        {
          data: { values },
          mark: { type: 'point', filled: true, size: 60 },
          encoding: {
            x: across('z'),
            y: {
              field: 'format',
              type: 'nominal',
              sort: scales.color.domain,
              axis: { title: null, labelColor: ink.text },
            },
            color: { field: 'format', type: 'nominal', scale: scales.color, legend: null },
            shape: { field: 'format', type: 'nominal', scale: scales.shape, legend: null },
            opacity: dimmable(0.7),
          },
        },
      ],
      { params: [pickedFormat] },
    );
  };
}
