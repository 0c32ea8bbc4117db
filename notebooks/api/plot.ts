import type { Chart, ChartSpec } from '../../reports/charts/index.js';
import { drawPicture, frames } from '../../reports/charts/index.js';
import { html } from '../../reports/index.js';
import type { Display } from './display.js';
import { Table } from './table.js';

/** Rows for a chart: a table, or plain objects. */
export type PlotData = Pick<Table<object>, 'rows'> | readonly object[];

export type Plot = (spec: ChartSpec | Chart, data?: PlotData) => Promise<void>;

/** More rows make a drawing that no front end likes to show. */
const MOST_ROWS = 20_000;

/** The picture of a chart as an SVG document, and what is odd about it. @throws RangeError for more rows than can be drawn. */
export async function picture(spec: ChartSpec | Chart, data?: PlotData) {
  const plain = typeof spec === 'function' ? spec(frames.wide) : spec;
  const values = data instanceof Table ? data.rows() : (data as readonly object[] | undefined);
  if (values !== undefined && values.length > MOST_ROWS) {
    throw new RangeError(
      `${values.length.toLocaleString('en')} rows are too many to draw, at most ${MOST_ROWS.toLocaleString('en')}; aggregate or sample them in SQL`,
    );
  }
  const title = [textOf(plain.title), textOf(plain.description)].find((text) => text !== null) ?? 'Chart';
  return drawPicture(values === undefined ? plain : { ...plain, data: { values } }, title);
}

/** Draws into a notebook's cell, warnings below. */
export function plotter(display: Display | null): Plot {
  return async (spec, data) => {
    if (display === null) throw new Error('opened without a display; use picture(spec, data)');
    const { svg, warnings } = await picture(spec, data);
    display.svg(svg);
    if (warnings.length > 0)
      display.html(html`<p>${warnings.map((warning) => html`<small>${warning}</small><br>`)}</p>`.text);
  };
}

/** A title is a text, or an object that has one. */
function textOf(title: unknown): string | null {
  if (typeof title === 'string') return title;
  const text = (title as { text?: unknown } | undefined)?.text;
  return typeof text === 'string' ? text : null;
}
