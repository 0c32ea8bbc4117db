import type { Account } from '../../../connectors/graph-api/accounts.js';
import { graphFor } from '../../../connectors/graph-api/graph.js';
import type { Part } from '../../../connectors/graph-api/part.js';
import type { GraphApiSettings } from '../../../connectors/graph-api/settings.js';
import { parseJson } from '../../../connectors/http/json.js';
import type {
  CanonicalRecord,
  ConnectionState,
  Message,
  Page,
  ReadContext,
  RecordOf,
  StreamName,
} from '../../../connectors/index.js';
import { SourceError } from '../../../connectors/index.js';
import type { TestEffects } from '../effects.js';

export interface PartReading {
  readonly pages: readonly Page[];
  readonly gaps: readonly Extract<Message, { type: 'gap' }>['gap'][];
  /** What the checkpoints leave for the next reading. */
  readonly state: ConnectionState;
  /** Calls that count against a limit. */
  readonly calls: number;
  readonly error: SourceError | null;
}

/** Reads one part of one account, and nothing else. `until` ends the reading early, as a crash would: after a message. */
export async function readPart(
  part: Part,
  context: ReadContext<GraphApiSettings> & { readonly effects: TestEffects },
  id: string,
  until: (message: Message) => boolean = () => false,
): Promise<PartReading> {
  const account: Account = { id, username: null, followers: null, mediaCount: null };
  const token = context.effects.env('REACHLINE_TOKEN')!;
  const graph = graphFor(context, { variable: 'REACHLINE_TOKEN', token, appSecret: null, others: [] });
  const messages: Message[] = [];
  const state: Record<string, Record<string, unknown>> = structuredClone(context.state) as never;
  const before = context.effects.calls.length;
  let error: SourceError | null = null;
  try {
    for await (const message of part.read(context, graph.forAccount(id), account)) {
      messages.push(message);
      if (message.type === 'checkpoint')
        state[message.account] = {
          ...state[message.account],
          [message.stream]: structuredClone(message.value),
        };
      if (until(message)) break;
    }
  } catch (failure) {
    if (!(failure instanceof SourceError)) throw failure;
    error = failure;
  } finally {
    graph.close();
  }
  return {
    pages: messages.flatMap((message) => (message.type === 'page' ? [message.page] : [])),
    gaps: messages.flatMap((message) => (message.type === 'gap' ? [message.gap] : [])),
    state,
    calls: context.effects.calls.length - before,
    error,
  };
}

/** The records of a stream that a part makes of pages. */
export function parsed<S extends StreamName>(part: Part, pages: readonly Page[], stream: S): RecordOf<S>[] {
  return pages
    .flatMap((page) => part.parsers[String(page.request.kind)]!(page, parseJson(page.body)))
    .flatMap((item) => ('records' in item ? item.records : []))
    .filter((record): record is Extract<CanonicalRecord, { stream: S }> => record.stream === stream)
    .map(({ values }) => values as RecordOf<S>);
}
