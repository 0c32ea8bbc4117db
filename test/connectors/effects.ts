import type { Call, Effects } from '../../connectors/index.js';

export interface TestEffects extends Effects {
  /** Everything logged, as one JSON line each. */
  readonly lines: string[];
  /** Every pause asked for, milliseconds; none is taken. */
  readonly pauses: number[];
  /** What the connector keeps between runs, by name. */
  readonly kept: Map<string, string>;
  /** One entry per request that counts against a limit: the account it is for. */
  readonly calls: (string | null)[];
  /** How each of them went. */
  readonly traffic: Call[];
}

/** Effects with a fixed clock, no real pauses and recorded logs. */
export function testEffects(
  options: {
    now?: Date;
    env?: Readonly<Record<string, string>>;
    signal?: AbortSignal;
    files?: Effects['files'];
    kept?: Map<string, string>;
  } = {},
): TestEffects {
  const lines: string[] = [];
  const pauses: number[] = [];
  const kept = options.kept ?? new Map<string, string>();
  const calls: (string | null)[] = [];
  const traffic: Call[] = [];
  const log = (level: string) => (message: string, fields?: object) => {
    lines.push(JSON.stringify({ level, message, ...fields }));
  };
  return {
    lines,
    pauses,
    kept,
    calls,
    traffic,
    secrets: {
      read: async (name) => kept.get(name) ?? null,
      write: async (name, value) => {
        kept.set(name, value);
      },
    },
    called: (account, call = {}) => {
      calls.push(account);
      traffic.push(call);
    },
    now: () => options.now ?? new Date('2026-11-20T09:00:00Z'),
    random: () => 0.5,
    sleep: async (ms) => {
      pauses.push(ms);
    },
    env: (name) => options.env?.[name],
    log: { debug: log('debug'), info: log('info'), warn: log('warn') },
    signal: options.signal ?? new AbortController().signal,
    files: options.files ?? [],
  };
}
