import type { Effects } from '../../connectors/index.js';

export interface TestEffects extends Effects {
  /** Everything logged, as one JSON line each. */
  readonly lines: string[];
  /** Every pause asked for, milliseconds; none is taken. */
  readonly pauses: number[];
}

/** Effects with a fixed clock, no real pauses and recorded logs. */
export function testEffects(
  options: {
    now?: Date;
    env?: Readonly<Record<string, string>>;
    signal?: AbortSignal;
    files?: Effects['files'];
  } = {},
): TestEffects {
  const lines: string[] = [];
  const pauses: number[] = [];
  const log = (level: string) => (message: string, fields?: object) => {
    lines.push(JSON.stringify({ level, message, ...fields }));
  };
  return {
    lines,
    pauses,
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
