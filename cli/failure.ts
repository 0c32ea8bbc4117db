import { SourceError } from '../connectors/errors.js';
import { type ExitCode, exitCodes, ReachlineError } from '../pipeline/errors.js';
import { errorMark, note, safeLines, warnMark } from './terminal.js';

const sourceExit: Record<SourceError['kind'], ExitCode> = {
  unavailable: exitCodes.unavailable,
  rate_limited: exitCodes.tryLater,
  credentials: exitCodes.credentials,
  input: exitCodes.refused,
  configuration: exitCodes.configuration,
};

/** Says what went wrong and what to do, on standard error; returns the exit code. A bug shows its stack. */
export async function explainFailure(error: unknown, format: 'text' | 'json'): Promise<ExitCode> {
  const expected = error instanceof ReachlineError || error instanceof SourceError ? error : null;
  const code =
    error instanceof ReachlineError
      ? error.exitCode
      : error instanceof SourceError
        ? sourceExit[error.kind]
        : exitCodes.internal;
  const message = error instanceof Error ? error.message : String(error);
  if (format === 'json') {
    const bug = expected || !(error instanceof Error) ? {} : { stack: error.stack };
    const { jsonLogger } = await import('./log.js');
    jsonLogger().error({ exit_code: code, hint: expected?.hint ?? null, ...bug }, message);
    return code;
  }
  const said = expected || !(error instanceof Error) ? message : (error.stack ?? message);
  note(`${errorMark} ${safeLines(said)}`);
  if (expected?.hint) note(`  ${safeLines(expected.hint).split('\n').join('\n  ')}`);
  if (!expected) note('  This is a bug in Reachline. Please report it with the lines above.');
  return code;
}

/** Says that a signal ended the command; what was landed until then counts. */
export async function explainStop(signal: 'SIGINT' | 'SIGTERM', format: 'text' | 'json'): Promise<130 | 143> {
  const code = signal === 'SIGINT' ? 130 : 143;
  const message = `stopped by ${signal}`;
  if (format === 'json') (await import('./log.js')).jsonLogger().warn({ exit_code: code }, message);
  else note(`${warnMark} ${message}`);
  return code;
}
