import { graphApi } from '../../../connectors/graph-api/index.js';
import type { GraphApiSettings } from '../../../connectors/graph-api/settings.js';
import type { ReadContext } from '../../../connectors/index.js';
import { type ConnectionState, type Message, type Page, SourceError } from '../../../connectors/index.js';
import { type TestEffects, testEffects } from '../effects.js';

export const token = 'EAAtest-token-never-shown';
export const appSecret = 'app-secret-never-shown';

/** A context for a server under test, with a fixed clock and recorded pauses and logs. */
export function contextFor(
  baseUrl: string,
  options: {
    settings?: Record<string, unknown>;
    state?: ConnectionState;
    now?: Date;
    env?: Record<string, string>;
    window?: { from: Date; to: Date };
  } = {},
): ReadContext<GraphApiSettings> & { readonly effects: TestEffects } {
  return {
    connection: 'own',
    settings: graphApi.settings.parse({ base_url: baseUrl, ...options.settings }),
    state: options.state ?? {},
    effects: testEffects({
      env: options.env ?? { REACHLINE_TOKEN: token, REACHLINE_APP_SECRET: appSecret },
      ...(options.now ? { now: options.now } : {}),
    }),
    ...(options.window ? { window: options.window } : {}),
  };
}

export interface Reading {
  readonly messages: readonly Message[];
  readonly pages: readonly Page[];
  readonly gaps: readonly Extract<Message, { type: 'gap' }>['gap'][];
  /** What the checkpoints of this reading leave for the next. */
  readonly state: ConnectionState;
  /** What ended the reading early. */
  readonly error: SourceError | null;
}

/** Reads to the end, or to the error. */
export async function readAll(context: ReadContext<GraphApiSettings>): Promise<Reading> {
  const messages: Message[] = [];
  const state: Record<string, Record<string, unknown>> = structuredClone(context.state) as never;
  let error: SourceError | null = null;
  try {
    for await (const message of graphApi.read(context)) {
      messages.push(message);
      if (message.type !== 'checkpoint') continue;
      state[message.account] = { ...state[message.account], [message.stream]: message.value };
    }
  } catch (failure) {
    if (!(failure instanceof SourceError)) throw failure;
    error = failure;
  }
  return {
    messages,
    pages: messages.flatMap((message) => (message.type === 'page' ? [message.page] : [])),
    gaps: messages.flatMap((message) => (message.type === 'gap' ? [message.gap] : [])),
    state,
    error,
  };
}

/** All records of one stream that the pages become. */
export function recordsOf(pages: readonly Page[], stream: string): Readonly<Record<string, unknown>>[] {
  return pages
    .flatMap((page) => graphApi.parse(page))
    .flatMap((item) => ('records' in item ? item.records : []))
    .filter((record) => record.stream === stream)
    .map((record) => record.values as unknown as Record<string, unknown>);
}
