import pino from 'pino';
import type { Log } from '../connectors/index.js';

export type LogFormat = 'text' | 'json';

/**
 * Logs go to standard error. `json` is one object a line for a log collector; `text` shows warnings only, as the last screen of
 * a command says the rest.
 */
export function createLog(format: LogFormat): Log {
  if (format === 'json') {
    const logger = jsonLogger();
    return {
      debug: (message, fields) => logger.debug(fields ?? {}, message),
      info: (message, fields) => logger.info(fields ?? {}, message),
      warn: (message, fields) => logger.warn(fields ?? {}, message),
    };
  }
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
  };
}

export function jsonLogger() {
  return pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  );
}
