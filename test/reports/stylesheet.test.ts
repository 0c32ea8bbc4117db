import { expect, test } from 'vitest';
import { stylesheet } from '../../reports/stylesheet.js';

/** WCAG 2.2 relative luminance of `#rgb` or `#rrggbb`. */
function luminance(colour: string): number {
  const hex = colour.length === 4 ? colour.replace(/[^#]/g, '$&$&') : colour;
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const schemes = [...stylesheet.matchAll(/:root\{color-scheme:(light|dark);([^}]*--accent-soft[^}]*)\}/g)].map(
  ([, name, body]) =>
    [
      name!,
      Object.fromEntries([...body!.matchAll(/--([\w-]+):(#\w+)/g)].map(([, key, value]) => [key!, value!])),
    ] as const,
);

test('both schemes are found', () => {
  expect(schemes.map(([name]) => name)).toEqual(['light', 'dark']);
});

// Automated audits cannot judge text inside SVG, so its colours are checked here.
test.each(schemes)('%s: text reads at 4.5 to 1, marks stand out at 3 to 1', (_, colours) => {
  for (const text of ['text', 'muted', 'accent', 'good', 'fair', 'limited']) {
    for (const ground of ['surface', 'page']) {
      expect(contrast(colours[text]!, colours[ground]!), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  }
  for (const mark of [
    'reel',
    'carousel',
    'image',
    'video',
    'unknown',
    'accent',
    'context',
    'hatch',
    'axis',
  ]) {
    expect(contrast(colours[mark]!, colours.surface!), mark).toBeGreaterThanOrEqual(3);
  }
});
