import type { Account, World } from '../world/world.js';
import { GraphError } from './errors.js';
import type { FaultPlan } from './fault-plan.js';
import type { HashtagBudget } from './hashtag-budget.js';
import type { Token } from './tokens.js';

export type Params = Readonly<Record<string, string>>;

/** One request, checked and ready to be answered. */
export interface Call {
  readonly world: World;
  readonly now: Date;
  readonly token: Token;
  /** The access token as the caller wrote it, when it came in the query string; it is echoed in paging links. */
  readonly queryToken: string | undefined;
  /** Origin and version, e.g. `http://127.0.0.1:4010/v26.0`. */
  readonly base: string;
  /** Leave unsupported media metrics out instead of refusing the call. */
  readonly dropUnsupported: boolean;
  readonly hashtags: HashtagBudget;
  /** Whether a fault about the data is switched on and has chosen this one. */
  readonly afflicted: FaultPlan['afflicts'];
}

/** A link to a path of the API with the caller's token if it came that way. */
export function linkTo(call: Call, path: string, params: Params): string {
  const query = new URLSearchParams({
    ...(call.queryToken !== undefined && { access_token: call.queryToken }),
    ...params,
  });
  return `${call.base}/${path}?${query}`;
}

/** Refuses a token without the permission; each login has its own name for it. */
export function demand(call: Call, facebook: string, instagram: string): void {
  const scope = call.token.login === 'facebook' ? facebook : instagram;
  if (!call.token.scopes.includes(scope)) throw new GraphError('permission-missing');
}

/** The accounts that the token may read. */
export const accountsOf = (call: Call): Account[] =>
  call.world.accounts.filter(({ id, profile }) => profile.owned && call.token.accounts.includes(id));

/** A list parameter such as `metric` in either spelling: `a,b` or `["a","b"]`. */
export const listOf = (value: string | undefined): string[] =>
  (value ?? '')
    .replace(/[[\]"\s]/g, '')
    .split(',')
    .filter((name) => name !== '');
