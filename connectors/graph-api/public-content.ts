import type { Message } from '../contract.js';
import { SourceError } from '../errors.js';
import type { StreamName } from '../streams.js';
import type { Context } from './part.js';
import { gapOf } from './read-media.js';

/**
 * Passes on what is read of other people's content. Such requests count against an hourly limit of the whole app
 * (`X-App-Usage`, code 4) and not against the account, so reaching it ends this reading alone. A refusal for want of a
 * permission says what to `grant`. Source: Graph API rate limiting, platform rate limits.
 */
export async function* ofOthers(
  context: Context,
  account: string,
  { stream, grant }: { readonly stream: StreamName; readonly grant: string },
  messages: AsyncGenerator<Message, void, void>,
): AsyncGenerator<Message, void, void> {
  try {
    yield* messages;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    if (error.recovery === 'wait') {
      yield gapOf(context, account, stream, error);
      return;
    }
    if (error.kind !== 'credentials' || error.recovery !== 'stream') throw error;
    const { message, kind, recovery } = error;
    throw new SourceError(message, { kind, recovery, hint: grant, cause: error });
  }
}
