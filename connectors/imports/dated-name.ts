import type { InputFile } from '../contract.js';

const dayPattern = /(?<!\d)(20\d{2})[-_]?(0[1-9]|1[0-2])[-_]?(0[1-9]|[12]\d|3[01])(?!\d)/;
const timePattern = /^[T_ -]([01]\d|2[0-3])[-_:h]?([0-5]\d)[-_:m]?([0-5]\d)(?:[-_.](\d{3}))?(?!\d)/;

/**
 * When a file was made, as its name says, UTC: a time (`…_2026-03-03_15-16-33.json`), or the end of a day, but not later than
 * it was imported; `null` for a name without a day.
 */
export function datedByName({ name, importedAt }: InputFile): Date | null {
  const day = name.match(dayPattern);
  if (!day) return null;
  const [all, year, month, date] = day;
  const rest = name.slice((day.index ?? 0) + all.length).match(timePattern);
  if (rest) {
    const [, hours, minutes, seconds, milliseconds = '0'] = rest;
    return new Date(
      Date.UTC(+year!, +month! - 1, +date!, +hours!, +minutes!, +seconds!, Number(milliseconds)),
    );
  }
  const end = Date.UTC(+year!, +month! - 1, +date! + 1) - 1000;
  return new Date(Math.min(end, importedAt?.getTime() ?? end));
}
