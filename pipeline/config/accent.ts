/** The grounds that links and findings stand on, as the report's style sheet paints them. */
export const grounds = {
  light: { page: '#f6f7f9', surface: '#ffffff' },
  dark: { page: '#14171a', surface: '#1b1f24' },
} as const;

export type Scheme = keyof typeof grounds;

/** What text needs (WCAG 2.2, 1.4.3 level AA). */
const needed = 4.5;

/** The contrast of a colour `#rrggbb` with the ground of a scheme that it stands out from least, from 1 to 21. */
export function contrastOn(scheme: Scheme, colour: string): number {
  return Math.min(...Object.values(grounds[scheme]).map((ground) => contrast(colour, ground)));
}

/**
 * The colour itself where it can be read on the grounds of a scheme, else the nearest of its hue that can: its lightness in
 * OKLCH (Ottosson 2020) moves, away from the ground, and its chroma gives way only where the screen has no such colour.
 */
export function readableOn(scheme: Scheme, colour: string): string {
  if (contrastOn(scheme, colour) >= needed) return colour;
  const [lightness, a, b] = oklab(colour);
  const step = scheme === 'light' ? -0.002 : 0.002;
  for (let moved = lightness; moved >= 0 && moved <= 1; moved += step) {
    const candidate = inGamut(moved, a, b);
    if (contrastOn(scheme, candidate) >= needed) return candidate;
  }
  return scheme === 'light' ? '#000000' : '#ffffff';
}

/** `amount` of a colour laid over a ground. */
export function tint(colour: string, ground: string, amount: number): string {
  const [over, under] = [channels(colour), channels(ground)];
  return hex(over.map((channel, index) => amount * channel + (1 - amount) * under[index]!));
}

/** WCAG 2.2 contrast ratio of two colours `#rrggbb`. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r, g, b] = channels(colour).map(linear) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Red, green and blue from 0 to 1. */
function channels(colour: string): [number, number, number] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255) as [
    number,
    number,
    number,
  ];
}

function hex(rgb: readonly number[]): string {
  return `#${rgb
    .map((channel) =>
      Math.round(255 * Math.min(1, Math.max(0, channel)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

function gamma(channel: number): number {
  return channel <= 0.0031308 ? 12.92 * channel : 1.055 * channel ** (1 / 2.4) - 0.055;
}

/** Lightness and the two colour axes of OKLab. */
function oklab(colour: string): [number, number, number] {
  const [r, g, b] = channels(colour).map(linear) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function rgb(lightness: number, a: number, b: number): [number, number, number] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** The most colourful screen colour of this lightness and hue, up to the chroma of `a` and `b`. */
function inGamut(lightness: number, a: number, b: number): string {
  for (let chroma = 1; chroma > 0; chroma -= 0.02) {
    const candidate = rgb(lightness, a * chroma, b * chroma);
    if (candidate.every((channel) => channel >= -0.0005 && channel <= 1.0005)) return hex(candidate);
  }
  return hex(rgb(lightness, 0, 0));
}
