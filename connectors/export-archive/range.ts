import type { Labelled } from './labelled.js';
import { type DateRange, dateRangeOf } from './times.js';

/** The date range among the labels, known by its value in every language, and the other labels. */
export function rangeIn(
  labels: readonly Labelled[],
  madeAt: Date,
): { readonly range: DateRange | null; readonly rest: readonly Labelled[] } {
  for (const label of labels) {
    const range = dateRangeOf(label.value ?? '', madeAt);
    if (range) return { range, rest: labels.filter((other) => other !== label) };
  }
  return { range: null, rest: labels };
}
