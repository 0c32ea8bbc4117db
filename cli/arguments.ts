import { ReachlineError } from '../pipeline/errors.js';

/** An instant given on the command line; a day alone is its start in UTC. */
export function instant(text: string): Date {
  const time = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  if (Number.isNaN(time.getTime()) || !/^\d{4}-/.test(text)) {
    throw new ReachlineError('usage', `not a time: ${text}`, {
      hint: 'Write it like 2026-11-20 or 2026-11-20T02:30:00Z.',
    });
  }
  return time;
}

/** A calendar day given on the command line: its start in UTC. */
export function day(text: string): Date {
  const start = new Date(`${text}T00:00:00Z`);
  if (
    !/^\d{4}-\d{2}-\d{2}$/.test(text) ||
    Number.isNaN(start.getTime()) ||
    !start.toISOString().startsWith(text)
  ) {
    throw new ReachlineError('usage', `not a day: ${text}`, { hint: 'Write it like 2026-11-20.' });
  }
  return start;
}

/** A whole number from 1. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new ReachlineError('usage', `not a whole number from 1: ${text}`);
  return Number(text);
}

/** A TCP port to listen on. */
export function tcpPort(text: string): number {
  const port = wholeNumber(text);
  if (port > 65_535) throw new ReachlineError('usage', `not a port: ${text}`, { hint: 'Ports go to 65535.' });
  return port;
}
