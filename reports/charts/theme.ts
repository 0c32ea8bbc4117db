import type { Words } from '../language/index.js';
import { formats, type PostFormat } from '../post.js';

/** The size a chart is drawn at: once for wide columns, once for phones. SVG units are CSS pixels at scale 1. */
export interface Frame {
  readonly width: number;
  readonly isNarrow: boolean;
}

export const frames = {
  wide: { width: 760, isNarrow: false },
  narrow: { width: 320, isNarrow: true },
} as const;

export type FrameName = keyof typeof frames;

/** A Vega-Lite specification, plain data. Its own type stays out of ours because it loads megabytes of declarations. */
export type ChartSpec = Readonly<Record<string, unknown>>;

/** One chart: pure data to a specification. */
export type Chart = (frame: Frame) => ChartSpec;

/** Colours are custom properties of the page, so that charts follow its scheme without being drawn again. */
export const ink = {
  text: 'var(--text)',
  muted: 'var(--muted)',
  grid: 'var(--grid)',
  axis: 'var(--axis)',
  accent: 'var(--accent)',
  context: 'var(--context)',
  surface: 'var(--surface)',
} as const;

const shapes: Readonly<Record<PostFormat, string>> = {
  reel: 'circle',
  carousel: 'square',
  image: 'triangle-up',
  video: 'diamond',
  unknown: 'cross',
};

export function formatColour(format: PostFormat): string {
  return `var(--${format})`;
}

/** Scales that give every format its colour and its shape, whichever of them occur. */
export function formatScales(present: readonly PostFormat[], { formats: names }: Words) {
  const known = formats.filter((format) => present.includes(format));
  const domain = known.map((format) => names[format]);
  return {
    color: { domain, range: known.map(formatColour) },
    // A source without formats needs no shape to tell them apart.
    shape: {
      domain,
      range: known.map((format) => (known.length === 1 && format === 'unknown' ? 'circle' : shapes[format])),
    },
  };
}

const label = { labelFontSize: 12, titleFontSize: 12, labelColor: ink.muted, titleColor: ink.muted };

export const config = {
  background: null,
  aria: false,
  font: 'inherit',
  mark: { aria: false },
  view: { stroke: null },
  axis: {
    ...label,
    aria: false,
    titleFontWeight: 'normal',
    gridColor: ink.grid,
    domainColor: ink.axis,
    tickColor: ink.axis,
    labelPadding: 6,
    titlePadding: 8,
    tickSize: 4,
  },
  axisY: { domain: false, ticks: false },
  axisX: { grid: false },
  legend: {
    ...label,
    aria: false,
    title: null,
    orient: 'top',
    direction: 'horizontal',
    symbolSize: 90,
    symbolOpacity: 1,
    offset: 30,
    columnPadding: 14,
  },
  header: { ...label, aria: false },
  text: { fontSize: 12, color: ink.muted },
} as const;

/**
 * The format that readers pick in the page, by name; null, as in every drawing of the build, shows all. Charts that use it
 * name it in `params`.
 */
export const pickedFormat = { name: 'picked', value: null } as const;

/** An opacity that makes way for the picked format: marks carry their format's name in `format`. */
export function dimmable(opacity: number) {
  return {
    condition: { test: 'picked !== null && datum.format !== picked', value: 0.08 },
    value: opacity,
  };
}

/** The outer properties that all single charts share. */
export function chart(
  frame: Frame,
  height: number,
  layers: readonly unknown[],
  rest: ChartSpec = {},
): ChartSpec {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: frame.width,
    height,
    autosize: { type: 'fit', contains: 'padding' },
    padding: 4,
    config,
    layer: layers,
    ...rest,
  };
}
