import { SourceError } from '../connectors/errors.js';
import { type ExitCode, exitCodes, ReachlineError } from '../pipeline/errors.js';
import { createLog } from './log.js';
import { errorMark, note } from './terminal.js';

const sourceExit: Record<SourceError['kind'], ExitCode> = {
  unavailable: exitCodes.unavailable,
  rate_limited: exitCodes.tryLater,
  credentials: exitCodes.credentials,
  input: exitCodes.refused,
  configuration: exitCodes.configuration,
};

/** Says what went wrong and what to do, on standard error; returns the exit code. A bug shows its stack. */
export function explainFailure(error: unknown, format: 'text' | 'json'): ExitCode {
  const expected = error instanceof ReachlineError || error instanceof SourceError ? error : null;
  const code =
    error instanceof ReachlineError
      ? error.exitCode
      : error instanceof SourceError
        ? sourceExit[error.kind]
        : exitCodes.internal;
  const message = error instanceof Error ? error.message : String(error);
  if (format === 'json') {
    const log = createLog('json');
    log.warn(message, { level_name: 'error', exit_code: code, hint: expected?.hint ?? null });
    return code;
  }
  note(`${errorMark} ${expected ? message : error instanceof Error ? (error.stack ?? message) : message}`);
  if (expected?.hint) note(`  ${expected.hint.split('\n').join('\n  ')}`);
  if (!expected) note('  This is a bug in Reachline. Please report it with the lines above.');
  return code;
}
