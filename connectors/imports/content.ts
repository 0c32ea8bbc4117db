import * as cells from './cells.js';
import { formatsOf } from './dates.js';

/** What a cell may hold. */
export type Content = 'id' | 'link' | 'time' | 'number' | 'word' | 'text' | 'nothing';

/** What a cell holds, by its looks. */
export function contentOf(cell: string): Content {
  const value = cell.trim();
  if (cells.isAbsent(value)) return 'nothing';
  if (/^\d{15,20}$/.test(value)) return 'id';
  if (/^https?:\/\//i.test(value)) return 'link';
  if (!/^\d+([.,]\d+)?$/.test(value) && formatsOf(value).length > 0) return 'time';
  if (/^[−-]?\d/.test(value) && typeof cells.number(value, cells.decimalMarkShown(value)) === 'object')
    return 'number';
  return value.length <= 24 && !/\s/.test(value) ? 'word' : 'text';
}
