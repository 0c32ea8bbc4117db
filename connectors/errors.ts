import type { Recovery } from './contract.js';

/** A failure of a source, classed by what to do next. `kind` decides the exit code when nothing could be read. */
export class SourceError extends Error {
  readonly kind: 'unavailable' | 'rate_limited' | 'credentials' | 'input' | 'configuration';
  readonly recovery: Recovery;
  /** What the reader should do. */
  readonly hint: string | null;

  constructor(
    message: string,
    options: {
      kind: SourceError['kind'];
      recovery: Recovery;
      hint?: string;
      cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.name = 'SourceError';
    this.kind = options.kind;
    this.recovery = options.recovery;
    this.hint = options.hint ?? null;
  }
}
