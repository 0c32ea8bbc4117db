/**
 * Benjamini–Hochberg q values (Benjamini & Hochberg 1995): the smallest false discovery rate at which each p value
 * would count as a finding. Order is kept.
 */
export function falseDiscovery(p: readonly number[]): number[] {
  const order = p.map((_, index) => index).sort((a, b) => p[b]! - p[a]!);
  const q = p.map(() => 1);
  let smallest = 1;
  order.forEach((index, position) => {
    smallest = Math.min(smallest, (p[index]! * p.length) / (p.length - position));
    q[index] = smallest;
  });
  return q;
}
