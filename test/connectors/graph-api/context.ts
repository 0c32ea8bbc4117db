import { graphApi } from '../../../connectors/graph-api/index.js';
import type { GraphApiSettings } from '../../../connectors/graph-api/settings.js';
import type { ConnectionState, Page, ReadContext } from '../../../connectors/index.js';
import { type TestEffects, testEffects } from '../effects.js';
import { type Reading, readWith } from '../reading.js';

export type { Reading };

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

/** Reads to the end, or to the error. */
export const readAll = (context: ReadContext<GraphApiSettings>): Promise<Reading> =>
  readWith(graphApi, context);

/** All records of one stream that the pages become. */
export function recordsOf(pages: readonly Page[], stream: string): Readonly<Record<string, unknown>>[] {
  return pages
    .flatMap((page) => graphApi.parse(page))
    .flatMap((item) => ('records' in item ? item.records : []))
    .filter((record) => record.stream === stream)
    .map((record) => record.values as unknown as Record<string, unknown>);
}
