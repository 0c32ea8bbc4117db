import type { View } from 'vega';

/** Something in a chart that can be pointed at. The box is in CSS pixels of the chart's element. */
export interface Point {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The parts of Vega's scene graph that are read here. */
interface SceneItem {
  readonly x?: number;
  readonly y?: number;
  readonly opacity?: number;
  readonly bounds?: Bounds;
  readonly datum?: { readonly tip?: unknown };
  readonly items?: readonly SceneMark[];
}

interface SceneMark {
  readonly marktype: string;
  readonly items: readonly SceneItem[];
}

interface Bounds {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Marks that place a point best come first: a dot rather than the interval or the line through it. */
const order = ['symbol', 'rect', 'rule', 'line', 'text'];

/**
 * The points of a chart in the order of its data: every mark whose datum has a `tip`, the build's own words for it. A datum
 * that several marks draw is one point; marks that made way for a picked format are none.
 */
export function pointsOf(view: View, canvas: HTMLElement): Point[] {
  const { root } = view.scenegraph() as unknown as { root: SceneMark };
  const svg = canvas.querySelector('svg')!;
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const [left, top] = /translate\(([-\d.]+)[, ]+([-\d.]+)/
    .exec(svg.querySelector('g')?.getAttribute('transform') ?? '')
    ?.slice(1)
    .map(Number) ?? [0, 0];
  const found = new Map<string, { rank: number; box: Bounds }>();
  const visit = (mark: SceneMark, x: number, y: number): void => {
    for (const item of mark.items) {
      if (mark.marktype === 'group') {
        for (const child of item.items ?? []) visit(child, x + (item.x ?? 0), y + (item.y ?? 0));
        continue;
      }
      const tip = item.datum?.tip;
      if (typeof tip !== 'string' || (item.opacity ?? 1) < 0.1) continue;
      const rank = order.indexOf(mark.marktype);
      const known = found.get(tip);
      if (known !== undefined && known.rank <= rank) continue;
      const box = mark.marktype === 'line' || item.bounds === undefined ? around(item) : item.bounds;
      found.set(tip, { rank, box: { x1: x + box.x1, y1: y + box.y1, x2: x + box.x2, y2: y + box.y2 } });
    }
  };
  visit(root, left!, top!);
  return [...found].map(([text, { box }]) => ({
    text,
    left: box.x1 * scale,
    top: box.y1 * scale,
    width: (box.x2 - box.x1) * scale,
    height: (box.y2 - box.y1) * scale,
  }));
}

function around({ x = 0, y = 0 }: SceneItem): Bounds {
  return { x1: x - 4, y1: y - 4, x2: x + 4, y2: y + 4 };
}

/** The point nearest to a place in the chart, at most `reach` CSS pixels away; of several the smallest. */
export function nearest(points: readonly Point[], x: number, y: number, reach: number): Point | null {
  let best: Point | null = null;
  let least = [reach, Number.POSITIVE_INFINITY] as const;
  for (const point of points) {
    const away = Math.hypot(
      Math.max(point.left - x, 0, x - point.left - point.width),
      Math.max(point.top - y, 0, y - point.top - point.height),
    );
    const size = point.width * point.height;
    if (away < least[0] || (away === least[0] && size < least[1])) {
      best = point;
      least = [away, size];
    }
  }
  return best;
}
