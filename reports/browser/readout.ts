import { element } from './element.js';
import { nearest, type Point } from './points.js';

/** How far a pointer may be from what it points at, in CSS pixels. */
const reach = 32;

/** The last word spoken, for assistive technology; one for the page. */
const spoken = element('div', { class: 'unseen', role: 'status' });

/**
 * The value under the pointer or, by arrow keys, of one point after the other: shown beside the point and spoken. It stays
 * while the pointer is on it, and Escape closes it (WCAG 2.2, 1.4.13).
 */
export function readout(
  chart: HTMLElement,
  help: string,
  points: () => readonly Point[],
): { redrawn(): void } {
  const tip = element('div', { class: 'tip', hidden: '' });
  const ring = element('div', { class: 'ring', hidden: '' });
  chart.append(ring, tip);
  chart.setAttribute('aria-description', help);
  if (!spoken.isConnected) document.body.append(spoken);
  let known: readonly Point[] | null = null;
  let at = -1;

  const all = (): readonly Point[] => {
    known ??= points();
    return known;
  };
  const close = (): void => {
    tip.hidden = true;
    ring.hidden = true;
  };
  const show = (point: Point): void => {
    at = all().indexOf(point);
    tip.textContent = point.text;
    tip.hidden = false;
    ring.hidden = false;
    const [width, height] = [Math.max(14, point.width + 4), Math.max(14, point.height + 4)];
    const [x, y] = [point.left + point.width / 2, point.top + point.height / 2];
    place(ring, x - width / 2, y - height / 2);
    ring.style.width = `${width}px`;
    ring.style.height = `${height}px`;
    ring.classList.toggle('round', width < 24 && height < 24);
    const room = chart.clientWidth - tip.offsetWidth;
    const above = point.top - tip.offsetHeight - 6;
    place(
      tip,
      Math.min(Math.max(0, x - tip.offsetWidth / 2), room),
      above > 0 ? above : point.top + height + 4,
    );
  };

  chart.addEventListener('pointermove', ({ target, clientX, clientY }) => {
    if (target === tip) return;
    const box = chart.getBoundingClientRect();
    const point = nearest(all(), clientX - box.left, clientY - box.top, reach);
    if (point === null) close();
    else show(point);
  });
  chart.addEventListener('pointerleave', close);
  chart.addEventListener('blur', close);
  chart.addEventListener('keydown', (event) => {
    const last = all().length - 1;
    const next: Readonly<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: last,
    };
    const index = next[event.key];
    if (index === undefined || last < 0) return;
    event.preventDefault();
    const point = all()[Math.min(Math.max(0, index), last)]!;
    show(point);
    spoken.textContent = point.text;
  });
  // Wherever the focus is: a tooltip that a pointer opened must close, too.
  addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') close();
  });
  addEventListener('resize', () => redrawn());

  function redrawn(): void {
    known = null;
    at = -1;
    close();
  }
  return { redrawn };
}

function place(box: HTMLElement, left: number, top: number): void {
  box.style.left = `${left}px`;
  box.style.top = `${top}px`;
}
