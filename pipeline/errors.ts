/** Exit codes, after sysexits where one exists. */
export const exitCodes = {
  ok: 0,
  usage: 64,
  refused: 65,
  unavailable: 69,
  internal: 70,
  cannotWrite: 73,
  tryLater: 75,
  credentials: 77,
  configuration: 78,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** An expected failure: shown as a message and a hint, without a stack. Anything else is a bug. */
export class ReachlineError extends Error {
  readonly exitCode: ExitCode;
  /** The next step for the reader; `null` when the message says it all. */
  readonly hint: string | null;

  constructor(
    kind: Exclude<keyof typeof exitCodes, 'ok'>,
    message: string,
    options: { hint?: string | null | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'ReachlineError';
    this.exitCode = exitCodes[kind];
    this.hint = options.hint ?? null;
  }
}
