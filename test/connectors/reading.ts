import {
  type ConnectionState,
  type Connector,
  type Message,
  type Page,
  type ReadContext,
  SourceError,
} from '../../connectors/index.js';

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
export async function readWith<Settings>(
  connector: Connector<Settings>,
  context: ReadContext<Settings>,
): Promise<Reading> {
  const messages: Message[] = [];
  const state: Record<string, Record<string, unknown>> = structuredClone(context.state) as never;
  let error: SourceError | null = null;
  try {
    for await (const message of connector.read(context)) {
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
