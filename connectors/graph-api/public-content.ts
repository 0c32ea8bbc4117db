import type { Message } from '../contract.js';
import { SourceError } from '../errors.js';
import type { StreamName } from '../streams.js';
import { type Context, gapOf } from './part.js';

/**
 * Passes on what is read of other people's content. Such requests count against an hourly limit of the whole app
 * (`X-App-Usage`, code 4) and not against the account, so reaching it ends this reading alone. So does the want of a
 * permission or of a capability of the app (code 3), with what to `grant`: accounts that were just read need neither.
 * Source: Graph API rate limiting, platform rate limits.
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
    const { message, kind, recovery } = error;
    const lacksPermission = kind === 'credentials' && recovery === 'stream';
    const lacksCapability = kind === 'configuration' && recovery === 'connection';
    if (!lacksPermission && !lacksCapability) throw error;
    throw new SourceError(message, { kind, recovery: 'stream', hint: grant, cause: error });
  }
}
