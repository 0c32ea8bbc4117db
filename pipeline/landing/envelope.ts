import type { Page } from '../../connectors/contract.js';

/** A page as it lies on disk: one line of NDJSON. `body` is the source's answer, verbatim, as one JSON string. */
interface Envelope extends Omit<Page, 'fetched_at'> {
  readonly fetched_at: string;
}

export function toLine(page: Page): string {
  const { source, connection, account, stream, fetched_at, status, request, body } = page;
  const envelope: Envelope = {
    source,
    connection,
    account,
    stream,
    fetched_at: fetched_at.toISOString(),
    status,
    request,
    body,
  };
  return `${JSON.stringify(envelope)}\n`;
}

/** @throws SyntaxError when the line is not a whole envelope. */
export function fromLine(line: string): Page {
  const envelope = JSON.parse(line) as Envelope;
  const fetchedAt = new Date(envelope.fetched_at);
  if (typeof envelope.body !== 'string' || Number.isNaN(fetchedAt.getTime())) {
    throw new SyntaxError('the line is JSON but not a page envelope');
  }
  return { ...envelope, fetched_at: fetchedAt };
}
