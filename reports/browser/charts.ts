import { parse, textMetrics, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import type { PageData, SharedChart } from '../page-data.js';
import { element } from './element.js';
import type { Place } from './place.js';
import { pointsOf } from './points.js';
import { readout } from './readout.js';

// Texts are measured as the build measures them, so that a live chart lies exactly where the drawing lay.
textMetrics.canvas(false);

/** Soon, even where the browser never comes to rest. */
const whenIdle: (work: () => void) => void =
  'requestIdleCallback' in globalThis
    ? (work) => requestIdleCallback(work, { timeout: 500 })
    : (work) => setTimeout(work);

/** Puts a live chart in the place of a drawing when it comes near the window and the browser has time. */
export function upgradeCharts(data: PageData, place: Place): void {
  const narrow = matchMedia('(max-width:680px)');
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        whenIdle(() => upgrade(target as HTMLElement, data, place, narrow));
      }
    },
    { rootMargin: '400px' },
  );
  for (const id of Object.keys(data.charts)) {
    const figure = document.getElementById(id);
    if (figure !== null) observer.observe(figure);
  }
}

function upgrade(figure: HTMLElement, data: PageData, place: Place, narrow: MediaQueryList): void {
  const drawing = figure.querySelector('svg.chart')!;
  const labelledBy = drawing.getAttribute('aria-labelledby')!;
  const canvas = element('div', { class: 'canvas' });
  const live = element('div', {
    class: 'live',
    role: 'group',
    'aria-labelledby': `${figure.id}-title`,
    tabindex: '0',
  });
  live.append(canvas);
  let view: View | null = null;
  const told = readout(live, data.words.keys, () => (view === null ? [] : pointsOf(view, canvas)));
  const draw = async (): Promise<void> => {
    view?.finalize();
    const chart = data.charts[figure.id]![narrow.matches ? 'narrow' : 'wide'];
    view = await show(chart, data.shared, canvas, labelledBy);
    await pick(place.format);
    told.redrawn();
  };
  const pick = async (format: string | null): Promise<void> => {
    if (view === null || !('picked' in (view.getState().signals ?? {}))) return;
    await view.signal('picked', format).runAsync();
    told.redrawn();
  };
  const begin = async (): Promise<void> => {
    await draw();
    drawing.before(live);
    figure.classList.add('upgraded');
    place.whenPicked((format) => void pick(format));
    narrow.addEventListener('change', () => void draw());
  };
  // A chart that cannot come to life stays the drawing that it is.
  begin().catch(() => undefined);
}

async function show(
  chart: SharedChart,
  shared: readonly unknown[],
  canvas: HTMLElement,
  labelledBy: string,
): Promise<View> {
  const { config, data, ...rest } = chart;
  const spec = {
    ...rest,
    // Vega writes into its data, and two frames share theirs.
    data: data.map((source) =>
      typeof source.values === 'number'
        ? { ...source, values: structuredClone(shared[source.values]) }
        : source,
    ),
  };
  const view = new View(parse(spec as never, shared[config] as never, { ast: true } as never), {
    expr: expressionInterpreter,
    renderer: 'svg',
    container: canvas,
    hover: false,
  } as never);
  await view.runAsync();
  for (const name of canvas.getAttributeNames()) {
    if (name === 'role' || name.startsWith('aria-')) canvas.removeAttribute(name);
  }
  const svg = canvas.querySelector('svg')!;
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-labelledby', labelledBy);
  svg.setAttribute('focusable', 'false');
  return view;
}
