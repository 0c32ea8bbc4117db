import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Config, grounds, ReachlineError, readableOn, type Scheme, tint } from '../pipeline/index.js';
import { type Html, html, shortText } from './html.js';
import type { Words } from './language/index.js';

/** Whose report it is: printed on the cover and used for links and findings. All of it is optional. */
export interface Brand {
  /** Its name, such as an agency's. */
  readonly brand?: string | undefined;
  /** A picture as a data URI. It is shown through `img`, where an SVG can neither run nor load anything. */
  readonly logo?: string | undefined;
  /** `#rrggbb` for each scheme, readable on its grounds. */
  readonly accent?: Readonly<Record<Scheme, string>> | undefined;
}

/** Every report carries the logo, so it must be small. */
const mostLogoBytes = 60_000;

/**
 * The brand that the configuration names; `folder` is where a relative `logo` path starts.
 * @throws ReachlineError `configuration` for a logo that is not there, too large, or no PNG, JPEG, WebP or SVG.
 */
export async function readBrand(report: Config['report'], folder: string): Promise<Brand> {
  const { brand, logo, accent, accent_dark: dark } = report;
  return {
    brand,
    logo: logo === undefined ? undefined : await readLogo(resolve(folder, logo)),
    accent: accent === undefined ? undefined : { light: accent, dark: dark ?? readableOn('dark', accent) },
  };
}

async function readLogo(path: string): Promise<string> {
  const hint = `report.logo names a PNG, JPEG, WebP or SVG file of at most ${mostLogoBytes / 1000} kB.`;
  const refuse = (why: string) => new ReachlineError('configuration', `the logo ${path} ${why}`, { hint });
  const bytes = await readFile(path).catch((error: Error) => {
    throw refuse(`cannot be read: ${error.message}`);
  });
  if (bytes.length > mostLogoBytes) throw refuse(`has ${Math.ceil(bytes.length / 1000)} kB`);
  const type = imageType(bytes);
  if (type === null) throw refuse('is no such picture');
  return `data:${type};base64,${bytes.toString('base64')}`;
}

/** What the bytes are, whatever the file is called. */
function imageType(bytes: Buffer): string | null {
  const first = bytes.subarray(0, 12).toString('latin1');
  if (first.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (first.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (/^RIFF[\s\S]{4}WEBP/.test(first)) return 'image/webp';
  const text = bytes
    .toString('utf8')
    .replace(/^\ufeff?(\s|<\?xml[^>]*>|<!--[\s\S]*?-->|<!DOCTYPE svg[^>[]*>)*/i, '');
  return /^<svg[\s>]/.test(text) ? 'image/svg+xml' : null;
}

/** Logo and name at the top of a page; nothing without either. */
export function masthead({ brand, logo }: Brand, words: Words): Html | '' {
  if (!brand && !logo) return '';
  const name = brand ? shortText(brand, 60) : '';
  // Beside its name a logo says nothing of its own.
  const picture = logo
    ? html`<img class="logo" src="${logo}" alt="${name === '' ? words.page.logo : ''}">`
    : '';
  return html`<p class="brand">${picture}${name}</p>`;
}

/** Rules that put the accent in the place of the style sheet's own; empty without one. Print is always light. */
export function accentStyle({ accent }: Brand): string {
  if (accent === undefined) return '';
  const rule = (scheme: Scheme) =>
    `:root{--accent:${accent[scheme]};--accent-soft:${tint(accent[scheme], grounds[scheme].surface, 0.1)}}`;
  return `${rule('light')}\n@media screen and (prefers-color-scheme:dark){${rule('dark')}}\n`;
}
