import type { Part } from '../part.js';
import { accountTotals } from './account-totals.js';
import { audience } from './audience.js';
import { content } from './content.js';
import { followDays } from './follow-days.js';
import { postInsights } from './post-insights.js';
import { profile } from './profile.js';

/** All that is read of an archive, in the order in which it is read. */
export const parts: readonly Part[] = [
  profile,
  ...content,
  ...postInsights,
  audience,
  ...accountTotals,
  ...followDays,
];

export function partNamed(name: string): Part | undefined {
  return parts.find((part) => part.name === name);
}
