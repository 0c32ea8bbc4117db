import type { Format } from '../format.js';

/** A week in words, by its Monday: `Week from 3 Nov 2026`. */
export function weekFrom(week: string, format: Format): string {
  return format.words.weekFrom(format.day(week));
}
