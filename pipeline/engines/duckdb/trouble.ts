import { QueryError } from '../engine.js';

/** What DuckDB says when the disk is full or refuses. */
const ofTheDisk =
  /Could not (write|create|open)|Cannot open file|No space left on device|Read-only file system|Permission denied|failed to offload|not enough disk space/i;

/** What DuckDB says of a file that it opened, when it comes to a part that is not as it was written. */
const ofTheFile = /Corrupt database file|Could not read enough bytes|database has been invalidated/i;

/** Whether a query failed because something could not be written. */
export function isDiskTrouble(error: unknown): error is QueryError {
  return error instanceof QueryError && ofTheDisk.test(error.message);
}

/** Whether a query failed because the database file is damaged. */
export function isDamage(error: unknown): error is QueryError {
  return error instanceof QueryError && ofTheFile.test(error.message) && !isDiskTrouble(error);
}
