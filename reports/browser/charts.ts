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
    ? (work) => requestIdleCallback(work, { timeout: 100 })
    : (work) => setTimeout(work);

/**
 * Puts a live chart in the place of a drawing when it comes near the window, or the reader points at it or tabs to it, and the
 * browser has time: one after the other, so that the page answers between them.
 */
export function upgradeCharts(data: PageData, place: Place): void {
  const narrow = matchMedia('(max-width:680px)');
  const waiting = new Set<HTMLElement>();
  const done = new WeakSet<HTMLElement>();
  let isBusy = false;
  const next = (): void => {
    const [figure] = waiting;
    isBusy = figure !== undefined;
    if (figure === undefined) return;
    waiting.delete(figure);
    whenIdle(() => {
      upgrade(figure, data, place, narrow)
        .then(() => done.add(figure))
        // A chart that cannot come to life stays the drawing that it is, until somebody asks for it again.
        .catch(() => undefined)
        .finally(next);
    });
  };
  const wake = (figure: HTMLElement): void => {
    if (done.has(figure)) return;
    waiting.add(figure);
    if (!isBusy) next();
  };
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (isIntersecting) wake(target as HTMLElement);
        // Who scrolls past it does not wait for it.
        else waiting.delete(target as HTMLElement);
      }
    },
    { rootMargin: '400px' },
  );
  for (const id of Object.keys(data.charts)) {
    const figure = document.getElementById(id);
    if (figure === null) continue;
    observer.observe(figure);
    for (const sign of ['pointerenter', 'focusin']) figure.addEventListener(sign, () => wake(figure));
  }
}

async function upgrade(
  figure: HTMLElement,
  data: PageData,
  place: Place,
  narrow: MediaQueryList,
): Promise<void> {
  if (figure.classList.contains('upgraded')) return;
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
  let shown: string | null = null;
  const told = readout(live, data.words.keys, () => (view === null ? [] : pointsOf(view, canvas)));
  const draw = async (): Promise<void> => {
    view?.finalize();
    const chart = data.charts[figure.id]![narrow.matches ? 'narrow' : 'wide'];
    shown = place.format;
    view = await show(chart, data.shared, canvas, labelledBy, shown);
    told.redrawn();
  };
  const pick = async (format: string | null): Promise<void> => {
    if (view === null || format === shown) return;
    shown = format;
    if (!knowsPicked(view)) return;
    await view.signal('picked', format).runAsync();
    told.redrawn();
  };
  await draw();
  drawing.before(live);
  figure.classList.add('upgraded');
  place.whenPicked((format) => void pick(format));
  narrow.addEventListener('change', () => void draw());
}

function knowsPicked(view: View): boolean {
  return 'picked' in (view.getState().signals ?? {});
}

async function show(
  chart: SharedChart,
  shared: readonly unknown[],
  canvas: HTMLElement,
  labelledBy: string,
  picked: string | null,
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
  if (picked !== null && knowsPicked(view)) view.signal('picked', picked);
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
