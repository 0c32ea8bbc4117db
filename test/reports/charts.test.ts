import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayAxis, linearAxis, logAxis } from '../../reports/charts/axes.js';
import { followersChart } from '../../reports/charts/followers.js';
import { placeNames } from '../../reports/charts/named-days.js';
import { loadRenderer } from '../../reports/charts/render.js';
import { frames } from '../../reports/charts/theme.js';
import { createFormat } from '../../reports/format.js';
import { charts, format } from './every-chart.js';

test.each(Object.entries(charts))(
  '%s compiles without a warning and follows the page',
  async (name, pair) => {
    const warnings: string[] = [];
    const draw = await loadRenderer((message) => warnings.push(message));
    for (const [index, chart] of pair.entries()) {
      for (const frame of Object.values(frames)) {
        const svg = await draw(chart(frame), {
          id: `${name}-${index}`,
          labelledBy: 'title text',
          className: 'chart',
        });
        expect(svg).toMatch(
          /^<svg class="chart" role="img" aria-labelledby="title text" focusable="false" viewBox="0 0 \d+ \d+">/,
        );
        expect(svg).not.toMatch(
          /NaN|Infinity|undefined|null|<image|href|<script|style=|aria-label=|#[0-9a-f]{6}/i,
        );
        // Text is at least 12 px, also on phones.
        for (const [, size] of svg.matchAll(/font-size="([\d.]+)px"/g))
          expect(Number(size)).toBeGreaterThanOrEqual(12);
        // Nothing sticks out of the drawing: the box is as wide as the frame.
        const width = Number(/viewBox="0 0 (\d+)/.exec(svg)![1]);
        if (!['sparkline', 'components', 'usualRange'].includes(name))
          expect(Math.abs(width - frame.width)).toBeLessThanOrEqual(1);
      }
    }
    expect(warnings).toEqual([]);
  },
);

test('a tick stands where its label says', () => {
  const read = (label: string) =>
    label.endsWith('%') ? Number(label.slice(0, -1)) / 100 : Number(label.replace(' per 1,000', '')) / 1000;
  fc.assert(
    fc.property(
      fc.double({ min: 1e-5, max: 1, noNaN: true }),
      fc.integer({ min: 3, max: 6 }),
      (max, most) => {
        const { axis } = linearAxis([max], format.rate, 'Rate', { zero: true, most });
        const labels: Record<string, string> = JSON.parse(
          (axis.labelExpr as string).replace('[datum.value]', ''),
        );
        for (const [value, label] of Object.entries(labels)) {
          expect(read(label)).toBeCloseTo(Number(value), 9);
        }
      },
    ),
  );
});

test("an axis has at most six round ticks, labelled by the report's own format", () => {
  const linear = linearAxis([3, 97], format.count, 'Posts', { zero: true });
  expect(linear.domain).toEqual([0, 100]);
  expect(linear.axis).toMatchObject({ values: [0, 20, 40, 60, 80, 100] });
  const log = logAxis([12, 90_000], format.count, 'Reach', format);
  expect(log.axis.title).toBe('Reach (log scale)');
  expect((log.axis.values as number[]).length).toBeLessThanOrEqual(6);
  expect(log.axis.labelExpr).toContain('"10000":"10k"');
  for (const values of [[], [0], [5], [-1, -1]]) {
    const { domain } = linearAxis(values, format.count, 'x');
    expect(domain[0]).toBeLessThan(domain[1]);
  }
});

test('names of days that lie close stand under each other, on either side of their line, as long as there is room', () => {
  const { domain } = dayAxis({ from: '2026-10-01', to: '2026-10-31' }, format, frames.wide);
  const days = ['01', '02', '03', '20', '31', '04', '05', '06'].map((day) => ({
    day: `2026-10-${day}`,
    note: 'Autumn campaign',
    isFound: false,
  }));
  const placed = placeNames(days, { domain, axis: {} }, frames.wide);
  expect(placed.map(({ row }) => row)).toEqual([0, 1, 2, 0, 0, 3, null, 0]);
  expect(placed.map(({ align }) => align === 'right')).toEqual(days.map(({ day }) => day.endsWith('31')));
});

test('a drawing rounds places, never what is written: points between thousands stay', async () => {
  const german = createFormat('de');
  const days = { from: '2026-10-01', to: '2026-10-31' };
  const counts = ['2026-10-01', '2026-10-31'].map((day, index) => ({
    day,
    followers: 85_000 + 4000 * index,
  }));
  const draw = await loadRenderer(() => undefined);
  const svg = await draw(followersChart(counts, days, days, [], [], german)(frames.wide), {
    id: 'followers',
    labelledBy: 'title',
    className: 'chart',
  });
  const texts = [...svg.matchAll(/>([^<>]+)<\/text>/g)].map(([, text]) => text);
  expect(texts).toEqual(expect.arrayContaining(['85.000', '89.000']));
});
