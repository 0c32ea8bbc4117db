import { accountRef } from './settings.js';
import { type Known, knownIn } from './state.js';
import type { Context } from './visitor.js';

/** So long a page is as good as read again: whoever runs several times a day asks once. */
const freshMs = 12 * 3_600_000;

/** An account to read, and what is known of it. */
export interface Due extends Known {
  readonly username: string;
  readonly ref: string;
}

/** The accounts to ask about now, those waiting longest first. */
export function accountsDue({ settings, state, effects, account: only }: Context): Due[] {
  const now = effects.now().getTime();
  const wanted = only?.replace(/^@/, '').toLowerCase();
  return settings.accounts
    .map((username) => {
      const ref = accountRef(username);
      return { username, ref, ...knownIn(state, ref, effects.log) };
    })
    .filter(({ username, ref }) => wanted === undefined || wanted === username || wanted === ref)
    .filter(({ asked_at }) => asked_at === null || Math.abs(now - Date.parse(asked_at)) >= freshMs)
    .sort((a, b) => (a.asked_at ?? '').localeCompare(b.asked_at ?? ''));
}
