import { dayMs } from '../world/days.js';
import { GraphError } from './errors.js';

/** Which hashtags accounts have asked for; 30 different ones per rolling seven days of the simulated clock. */
export interface HashtagBudget {
  /** Notes that an account asks for a hashtag. Throws GraphError 18 when it is one too many. */
  spend(now: Date, accountId: string, hashtagId: string): void;
  /** Ids in the window, latest first request first. */
  recent(now: Date, accountId: string): { readonly id: string; readonly since: Date }[];
}

const mostTags = 30;
const windowMs = 7 * dayMs;

export function createHashtagBudget(): HashtagBudget {
  /** First request of the current window by account and hashtag. */
  const firsts = new Map<string, Map<string, Date>>();
  const recent = (now: Date, accountId: string) =>
    [...(firsts.get(accountId) ?? [])]
      .map(([id, since]) => ({ id, since }))
      .filter(({ since }) => since <= now && now.getTime() - since.getTime() < windowMs)
      .sort((a, b) => b.since.getTime() - a.since.getTime() || (a.id < b.id ? 1 : -1));
  return {
    recent,
    spend(now, accountId, hashtagId) {
      const used = recent(now, accountId);
      if (used.some(({ id }) => id === hashtagId)) return;
      if (used.length >= mostTags) throw new GraphError('hashtags-spent');
      const asked = firsts.get(accountId) ?? new Map<string, Date>();
      firsts.set(accountId, asked.set(hashtagId, now));
    },
  };
}
