import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type ChartSpec, frames } from '../../reports/charts/theme.js';
import { stylesheet } from '../../reports/stylesheet.js';
import { charts } from './every-chart.js';

type Part = Readonly<Record<string, unknown>>;

const specs = Object.entries(charts).flatMap(([name, pair]) =>
  pair.flatMap((chart) => Object.values(frames).map((frame) => [name, chart(frame)] as const)),
);

/** Everything inside a specification, data included, with the way to it. */
function* inside(part: unknown, path: readonly string[] = []): Generator<[readonly string[], unknown]> {
  yield [path, part];
  if (typeof part !== 'object' || part === null) return;
  for (const [key, value] of Object.entries(part)) yield* inside(value, [...path, key]);
}

/** The parts of a specification that draw something: a mark and its channels, those of layers around it included. */
function* drawn(spec: Part): Generator<{ mark: Part; encoding: Record<string, Part> }> {
  for (const child of [...((spec.layer ?? []) as Part[]), ...((spec.vconcat ?? []) as Part[])])
    yield* drawn(child);
  if (spec.mark) yield { mark: spec.mark as Part, encoding: (spec.encoding ?? {}) as Record<string, Part> };
}

const colours = new Set([...stylesheet.matchAll(/--([\w-]+):/g)].map(([, name]) => `var(--${name})`));

/** What a condition, a filter or a label may compute. Labels are looked up by number among texts of our own formatter. */
const expressions = [
  /^datum\.low !== null$/,
  /^isValid\(datum\.engaged\)$/,
  /^datum\.format === picked$/,
  /^picked !== null && datum\.format !== picked$/,
  /^datum\.value$/,
  /^width$/,
  /^"\u00a0"$/,
  /^\{("-?[\d.e-]+":"[^"\\<>]*",?)*\}\[datum\.value\]$/,
];

const rules: Record<string, (spec: ChartSpec) => string[]> = {
  'nothing is loaded, linked or named to others': (spec) =>
    [...inside(spec)]
      .map(([path]) => path.at(-1) ?? '')
      .filter((key) => ['url', 'image', 'href', 'usermeta', 'loader', 'link', 'src', 'lookup'].includes(key)),
  'marks are drawn, never pictures or maps': (spec) =>
    [...drawn(spec)]
      .map(({ mark }) => String(mark.type))
      .filter((type) => !['point', 'line', 'bar', 'rect', 'rule', 'text', 'tick', 'area'].includes(type)),
  'expressions are on the list, and hold no text of data': (spec) =>
    [...inside(spec)]
      .filter(([path]) =>
        ['test', 'filter', 'expr', 'labelExpr', 'signal', 'calculate', 'update'].includes(path.at(-1)!),
      )
      .map(([, expression]) => String(expression))
      .filter((expression) => !expressions.some((known) => known.test(expression))),
  'colours are those of the page': (spec) =>
    [...inside(spec)]
      .filter(([path, value]) => typeof value === 'string' && /colou?r$|^(stroke|fill)$/i.test(path.at(-1)!))
      .map(([, value]) => String(value))
      .filter((colour) => !colours.has(colour)),
  'scales draw from the palette': (spec) =>
    [...inside(spec)]
      .filter(([path, value]) => path.at(-1) === 'range' && Array.isArray(value))
      .flatMap(([, range]) => range as unknown[])
      .filter(
        (colour) => typeof colour === 'string' && /^(#|rgb|hsl|var)/.test(colour) && !colours.has(colour),
      )
      .map(String),
  'bars begin at zero': (spec) =>
    [...drawn(spec)].flatMap(({ mark, encoding: { x, x2, y, y2 } }) => {
      const lengths = mark.type === 'bar' ? [x, y] : mark.type === 'rect' ? [x2 && x, y2 && y] : [];
      return lengths.flatMap((channel) => {
        const scale = channel?.scale as { domain?: [number, number] } | undefined;
        const isDays = channel?.field === 'start' || channel?.field === 'from';
        // A band without an axis, as behind a sparkline, has no length to read.
        if (channel?.type !== 'quantitative' || isDays || !scale?.domain || channel.axis === null) return [];
        const [low, high] = scale.domain;
        return low <= 0 && high >= 0 ? [] : [`${channel.field}: ${low} to ${high}`];
      });
    }),
  'axes have a title, or speak for themselves: days, hours, names': (spec) =>
    [...drawn(spec)].flatMap(({ encoding }) =>
      ['x', 'y'].flatMap((name) => {
        const channel = encoding[name];
        if (channel?.type !== 'quantitative' || channel.axis === null) return [];
        const axis = channel.axis as { title?: string | null } | undefined;
        const isNamed = ['at', 'start'].includes(String(channel.field));
        return axis?.title || isNamed ? [] : [`${name} of ${channel.field}`];
      }),
    ),
  'log axes say so': (spec) =>
    [...drawn(spec)].flatMap(({ encoding }) =>
      ['x', 'y'].flatMap((name) => {
        const { scale, axis } = (encoding[name] ?? {}) as { scale?: Part; axis?: Part };
        return scale?.type === 'log' && !String(axis?.title).includes('log scale')
          ? [`${name}: ${axis?.title}`]
          : [];
      }),
    ),
  'an axis of numbers has at most six ticks': (spec) =>
    [...drawn(spec)].flatMap(({ encoding }) =>
      ['x', 'y'].flatMap((name) => {
        const channel = encoding[name];
        if (channel?.type !== 'quantitative' || !channel.axis) return [];
        const { values, title } = channel.axis as { values?: number[]; title?: string };
        // Hours and frames of a story are names with an order.
        const isNamed = title === 'Frame of the day' || channel.field === 'start';
        return values === undefined || (!isNamed && values.length > 6)
          ? [`${name}: ${values?.length} ticks`]
          : [];
      }),
    ),
  'text is at least 12 px': (spec) =>
    [...inside(spec)]
      .filter(([path, value]) => /fontSize$/i.test(path.at(-1) ?? '') && Number(value) < 12)
      .map(([path]) => path.join('.')),
};

test.each(Object.entries(rules))('%s', (_, rule) => {
  expect(specs.flatMap(([name, spec]) => rule(spec).map((trouble) => `${name}: ${trouble}`))).toEqual([]);
});

test('the rules notice what they forbid', () => {
  const bad: Record<string, ChartSpec> = {
    'nothing is loaded, linked or named to others': { data: { url: 'https://x.example' } },
    'marks are drawn, never pictures or maps': { layer: [{ mark: { type: 'image' } }] },
    'expressions are on the list, and hold no text of data': {
      transform: [{ filter: `datum.a === '${'x'}'` }],
    },
    'colours are those of the page': { mark: { type: 'bar', color: '#f00' } },
    'scales draw from the palette': { encoding: { color: { scale: { range: ['#E45756'] } } } },
    'bars begin at zero': {
      mark: { type: 'bar' },
      encoding: { x: { type: 'quantitative', scale: { domain: [3, 9] }, axis: { title: 'Posts' } } },
    },
    'axes have a title, or speak for themselves: days, hours, names': {
      mark: { type: 'point' },
      encoding: { y: { type: 'quantitative', field: 'value', axis: { title: null } } },
    },
    'log axes say so': {
      mark: { type: 'point' },
      encoding: { y: { type: 'quantitative', scale: { type: 'log' }, axis: { title: 'Reach' } } },
    },
    'an axis of numbers has at most six ticks': {
      mark: { type: 'point' },
      encoding: { y: { type: 'quantitative', axis: { title: 'Reach', values: [1, 2, 3, 4, 5, 6, 7] } } },
    },
    'text is at least 12 px': { config: { axis: { labelFontSize: 10 } } },
  };
  for (const [name, rule] of Object.entries(rules)) expect(rule(bad[name]!), name).not.toEqual([]);
});

test('every chart is looked at', () => {
  const folder = new URL('../../reports/charts/', import.meta.url);
  const made = readdirSync(folder).flatMap((file) =>
    [
      ...readFileSync(new URL(file, folder), 'utf8').matchAll(
        /^export function (\w+)\([^{]*\): Chart(?:Spec)? \{/gms,
      ),
    ].map(([, name]) => name!),
  );
  const seen = readFileSync(new URL('every-chart.ts', import.meta.url), 'utf8');
  const helpers = ['chart', 'dotInterval'];
  expect(made.filter((name) => !helpers.includes(name) && !seen.includes(`${name}(`))).toEqual([]);
  expect(made.length).toBeGreaterThan(15);
});
