import { cleanText, escapeHtml } from '../html.js';
import { stylesheet } from '../stylesheet.js';
import { type Drawing, loadDrawing } from './render.js';
import { type ChartSpec, config, ink } from './theme.js';

/** A chart as a document of its own. */
export interface Picture {
  /** SVG with a white ground, concrete colours, a title and a fixed size; it loads and runs nothing. */
  readonly svg: string;
  /** What Vega or Vega-Lite find odd. */
  readonly warnings: readonly string[];
}

/** The report's look, for specifications that say nothing of their own. */
const defaults: ChartSpec = {
  ...config,
  mark: { ...config.mark, color: ink.accent },
  // a whole user name by Vega's estimate of 0.8 em a letter, which is half as much again as it takes
  axis: { ...config.axis, labelLimit: 300 },
  legend: { ...config.legend, labelLimit: 300 },
  view: { ...config.view, continuousWidth: 560, continuousHeight: 280, discreteWidth: { step: 48 } },
  range: {
    category: ['reel', 'carousel', 'image', 'video', 'story', 'unknown'].map((name) => `var(--${name})`),
  },
};

let loading: Promise<Drawing> | undefined;

/**
 * Draws a Vega-Lite specification for where there is no page around it: a notebook, a file. `title` names it for assistive
 * technology. What the specification's `config` leaves open looks as in the report.
 * Addresses in it are not followed: data and pictures stand in the specification itself.
 * @throws Error for a specification that Vega-Lite cannot read.
 */
export async function drawPicture(spec: ChartSpec, title: string): Promise<Picture> {
  loading ??= loadDrawing();
  const draw = await loading;
  const warnings: string[] = [];
  const own = (spec.config ?? {}) as ChartSpec;
  const drawn = await draw({ ...spec, config: { ...defaults, ...own } }, (message) => warnings.push(message));
  const svg = drawn
    .replace(/^[\s\S]*?<svg([^>]*)>/, (_, attributes: string) => open(attributes, title))
    .replaceAll(/var\(--([\w-]+)\)/g, (whole, name: string) => light.get(name) ?? whole)
    .replaceAll(' font-family="inherit"', '');
  return { svg: cleanText(svg), warnings };
}

function open(attributes: string, title: string): string {
  const size = ['width', 'height', 'viewBox'].map((name) => {
    const value = new RegExp(` ${name}="([\\d. -]+)"`).exec(attributes)?.[1];
    if (value === undefined) throw new Error(`the drawing has no ${name}`);
    return ` ${name}="${value}"`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg"${size.join('')} role="img" font-family="system-ui, sans-serif"><title>${escapeHtml(title)}</title><rect width="100%" height="100%" fill="${light.get('surface')}"/>`;
}

/** The colours of the page's light scheme, which its style sheet names first. */
const light = new Map(
  [...stylesheet.matchAll(/--([\w-]+):(#[0-9a-f]+)/g)].reverse().map(([, name, colour]) => [name!, colour!]),
);
