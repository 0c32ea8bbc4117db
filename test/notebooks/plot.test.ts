import { describe, expect, it } from 'vitest';
import { picture, plotter } from '../../notebooks/api/plot.js';
import { hashtagsChart } from '../../reports/charts/index.js';
import { createFormat } from '../../reports/format.js';

const hostile = `</title><script>alert(1)</script>"'&<a href="javascript:alert(1)">\u202e`;
const bars = {
  title: hostile,
  mark: 'bar',
  encoding: { x: { field: 'name', type: 'nominal' }, y: { field: 'value', type: 'quantitative' } },
};

describe('a picture', () => {
  it('is a document of its own: sized, named, on white, in concrete colours', async () => {
    const { svg, warnings } = await picture(bars, [{ name: 'a', value: 1 }]);
    expect(warnings).toEqual([]);
    expect(svg).toMatch(
      /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="\d+" height="\d+" viewBox="[\d. -]+" role="img"/,
    );
    expect(svg).toContain('fill="#fff"');
    expect(svg).toContain('#4b4ac8');
    expect(svg).not.toMatch(/var\(|"inherit"/);
  });

  it('shows hostile text as text', async () => {
    const { svg } = await picture(bars, [{ name: hostile, value: 1 }]);
    expect(svg).not.toMatch(/<script|<a |\u202e/);
    expect(svg).toContain('&lt;script&gt;');
  });

  it('neither links nor loads anything, and says so', async () => {
    const marks = [
      { mark: { type: 'point', href: 'javascript:alert(1)' } },
      { mark: { type: 'image', url: 'https://example.com/pixel.png' } },
    ];
    for (const layer of marks) {
      const { svg } = await picture({ ...layer, encoding: {} }, [{}]);
      expect(svg).not.toMatch(/href="[^#"]|javascript|example\.com/);
    }
    const { warnings } = await picture({ ...bars, data: { url: 'https://example.com/posts.csv' } });
    expect(warnings.join()).toContain('may not load anything');
  });

  it('writes whole user names where a specification does not say how long they may be', async () => {
    const name = 'thirty.letters_at.most_on.insta';
    const colour = { field: 'name', type: 'nominal' };
    const { svg } = await picture({ ...bars, encoding: { y: bars.encoding.x, color: colour } }, [{ name }]);
    expect(svg.split(`>${name}<`)).toHaveLength(3);
    expect(svg).not.toContain('…');
  });

  it('draws the charts of the report', async () => {
    const effect = { tag: 'pão', n: 12, effect: 0.1, low: 0, high: 0.2, q: 0.2, stands: false };
    const { svg } = await picture(hashtagsChart([effect], createFormat('en')));
    expect(svg).toContain('#pão');
    expect(svg).not.toContain('var(');
  });

  it('refuses more rows than can be drawn', async () => {
    await expect(picture(bars, new Array(20_001).fill({}))).rejects.toThrow(
      '20,001 rows are too many to draw',
    );
  });
});

it('draws into the cell, warnings below', async () => {
  const shown: string[] = [];
  const plot = plotter({ html: (markup) => shown.push(markup), svg: (svg) => shown.push(svg) });
  await plot(bars, [{ name: 'a', value: 1 }]);
  await plot({ ...bars, data: { url: 'x' } });
  expect(shown.map((each) => each.slice(0, 4))).toEqual(['<svg', '<svg', '<p><']);
  await expect(plotter(null)(bars)).rejects.toThrow('without a display');
});
