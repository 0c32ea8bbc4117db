import type { PlannedCalls } from '../contract.js';
import { accountsDue } from './accounts.js';
import { visitsIn } from './state.js';
import { type Context, coolingDown, minuteOf, requestsLeft } from './visitor.js';

/** A request for each account that is due, and one for robots.txt; none while the site is not asked. */
export function plan(context: Context): PlannedCalls[] {
  const { settings, state, effects, light, window } = context;
  if (light || window) return [];
  const now = effects.now();
  const visits = visitsIn(state, effects.log);
  const block = coolingDown(visits, now);
  const left = requestsLeft(visits, settings, now);
  return accountsDue(context).map(({ ref: account }, index) => {
    const planned = (calls: number, why: string): PlannedCalls => ({ account, stream: 'media', calls, why });
    if (block) return planned(0, `sent away; not asked before ${minuteOf(block.until)}`);
    // The first request is for robots.txt.
    if (left < index + 2) return planned(0, `left for tomorrow: ${settings.daily_requests} requests a day`);
    return index === 0
      ? planned(2, 'robots.txt, then the public page: counts and the newest posts')
      : planned(1, 'the public page: counts and the newest posts');
  });
}
