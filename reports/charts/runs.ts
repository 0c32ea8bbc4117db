/**
 * Numbers the unbroken stretches of points that are in order, so that a line can break where more than `gap` days lie
 * between neighbours instead of bridging what is not known.
 */
export function withRuns<Point extends { readonly at: number }>(
  points: readonly Point[],
  gap: number,
): (Point & { readonly run: number })[] {
  let run = 0;
  return points.map((point, index) => {
    if (index > 0 && point.at - points[index - 1]!.at > gap) run++;
    return { ...point, run };
  });
}

/** The detail channel that keeps runs apart. */
export const byRun = { field: 'run', type: 'nominal' } as const;
