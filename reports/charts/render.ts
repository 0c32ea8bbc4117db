import { cleanText, escapeHtml } from '../html.js';
import type { ChartSpec } from './theme.js';

/** Draws a specification as an SVG element for inlining. `labelledBy` holds the ids of the elements that name it. */
export type Renderer = (
  spec: ChartSpec,
  options: { id: string; labelledBy: string; className: string },
) => Promise<string>;

/** Told what Vega or Vega-Lite find odd about a chart. */
export type Warn = (message: string) => void;

/** A Vega specification, plain data: what Vega-Lite makes of a chart. */
export type CompiledChart = ChartSpec & { readonly data: readonly ChartSpec[] };

/** Draws a specification as the document that Vega writes, and tells what is odd about it. */
export type Drawing = (
  spec: ChartSpec,
  warn: Warn,
  compiled?: (chart: CompiledChart) => void,
) => Promise<string>;

/** Loads Vega, which holds a top-level await and costs some hundred milliseconds the first time. */
export async function loadDrawing(): Promise<Drawing> {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  return async (spec, warn, compiled) => {
    const complain = (...words: readonly unknown[]) => {
      warn(words.join(' '));
      return logger;
    };
    const quiet = () => logger;
    const logger = { level: quiet, error: complain, warn: complain, info: quiet, debug: quiet };
    const chart = vegaLite.compile(spec as never, { logger: logger as never }).spec;
    if (compiled !== undefined) {
      const { $schema: _, ...plain } = structuredClone(chart);
      compiled({ data: [], ...(plain as object) });
    }
    const view = new vega.View(vega.parse(chart), {
      renderer: 'none',
      logger: logger as never,
      loader: { load: refuse, sanitize: noAddress, http: refuse, file: refuse } as never,
    });
    const svg = await view.toSVG();
    view.finalize();
    return svg;
  };
}

/** A renderer for a page. `compiled` is told of every chart that is drawn, by its id. */
export async function loadRenderer(
  warn: Warn,
  compiled: (id: string, chart: CompiledChart) => void = () => undefined,
): Promise<Renderer> {
  const draw = await loadDrawing();
  return async (spec, { id, labelledBy, className }) => {
    const svg = await draw(
      spec,
      (message) => warn(`chart ${id}: ${message}`),
      (chart) => compiled(id, chart),
    );
    return inline(svg, { id, labelledBy, className });
  };
}

async function refuse(): Promise<never> {
  throw new Error('a chart may not load anything');
}

/** What links and pictures lead to. Vega waits for it and cannot be refused. */
async function noAddress(): Promise<object> {
  return {};
}

/**
 * Vega's document as a page element: named for assistive technology, scaled by its view box, without fixed size, and
 * with ids that stay unique when many charts share a page.
 */
function inline(
  svg: string,
  { id, labelledBy, className }: { id: string; labelledBy: string; className: string },
) {
  const box = /viewBox="([\d. -]+)"/.exec(svg)?.[1];
  if (box === undefined) throw new Error(`chart ${id}: the drawing has no view box`);
  const open = `<svg class="${escapeHtml(className)}" role="img" aria-labelledby="${escapeHtml(labelledBy)}" focusable="false" viewBox="${box}">`;
  const body = svg
    .replace(/^[\s\S]*?<svg[^>]*>/, '')
    .replace(
      /<path class="(?:background|foreground)" aria-hidden="true" d="[^"]*"(?: display="none")?\/>/g,
      '',
    )
    .replace(/ (?:class|role|aria-[a-z]+|pointer-events|xml:space|font-family)="[^"<>]*"/g, '')
    .replace(/ (?:opacity|stroke-width)="1"| transform="translate\(0, ?0\)"/g, '')
    .replace(/<path d="(?:M0,0h0v0h0Z)?"(?: display="none")?\/>/g, '')
    .replace(/ id="([\w-]+)"/g, ` id="${id}-$1"`)
    .replace(/url\(#([\w-]+)\)/g, `url(#${id}-$1)`)
    // Coordinates only: in texts `12.345` may be twelve thousand.
    .replace(/<[^>]*>/g, (tag) =>
      tag.replace(/\d+\.\d{3,}/g, (number) => String(Math.round(Number(number) * 100) / 100)),
    )
    // A tenth of a pixel is not seen, and paths are most of a page.
    .replace(/ (?:d|transform|x2|y2)="[^"<>]*"/g, (attribute) =>
      attribute.replace(/\d+\.\d{2}/g, (number) => String(Math.round(Number(number) * 10) / 10)),
    );
  return cleanText(open + body);
}
