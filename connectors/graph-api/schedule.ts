import { createHash } from 'node:crypto';
import { utcDay } from './days.js';
import type { GraphApiSettings } from './settings.js';

const dayMs = 86_400_000;

/** Where the posts of an account stand between runs. Times are ISO 8601, UTC. */
export interface PostsState {
  /** Start of the last pass over the recent posts that came to its end. */
  readonly read_at: string | null;
  /** Start of the last pass over all posts that came to its end. */
  readonly swept_at: string | null;
  /** An unfinished pass: its start, and the publication time of the oldest post that it has reached, newest first. */
  readonly pass: { readonly at: string; readonly down_to: string } | null;
  /** Posts up to this publication time have no insights: the account was not professional yet. */
  readonly before_business: string | null;
  /** Ids of posts that could not be read when they were due: they are due whenever they are listed. */
  readonly missed: readonly string[];
}

export const noPostsState: PostsState = {
  read_at: null,
  swept_at: null,
  pass: null,
  before_business: null,
  missed: [],
};

/** How much to ask about a post: its own metrics, or also those that are worth a call of their own only now and then. */
export type Depth = 'plain' | 'thorough';

/**
 * What is due for a post now; `null` for nothing. A post is read in every pass until it is `nightly_days` old, thoroughly when it
 * gets there, and then thoroughly each time its age has doubled, up to `until_days`. That follows from when it was last
 * passed, so that a missed night is made up for.
 */
export function depthDue(
  { insights, listing }: GraphApiSettings,
  state: PostsState,
  posted: Date | null,
  now: Date,
): Depth | null {
  const age = ageDays(posted, now);
  const last = lastPass(listing.nightly_days, state, posted);
  // Once each, also when it is sure to be refused: the refusal is what says why there are no values.
  if (last === null) return age < insights.nightly_days ? 'plain' : 'thorough';
  if (posted && state.before_business && posted.toISOString() <= state.before_business) return null;
  // The pass that stopped earlier today has already read what lies above its mark.
  if (state.pass && last === state.pass.at && utcDay(new Date(last)) === utcDay(now)) return null;
  const before = ageDays(posted, new Date(last));
  const milestone = milestoneUpTo(insights, age);
  if (milestone > 0 && before < milestone) return 'thorough';
  return before < insights.nightly_days ? 'plain' : null;
}

/** The oldest milestone that an age has passed, in days; 0 before the first. Milestones: `nightly_days`, doubled and doubled again. */
function milestoneUpTo({ nightly_days, until_days }: GraphApiSettings['insights'], age: number): number {
  let milestone = 0;
  for (let next = nightly_days; next <= age && next <= until_days; next *= 2) milestone = next;
  return milestone;
}

/** When a post was last in a pass; `null` for never. Only posts young enough for a nightly list are in every pass. */
function lastPass(
  nightlyDays: number,
  { read_at, swept_at, pass }: PostsState,
  posted: Date | null,
): string | null {
  if (pass && posted && posted.toISOString() >= pass.down_to) return pass.at;
  const wasListed = read_at !== null && ageDays(posted, new Date(read_at)) <= nightlyDays;
  return wasListed ? read_at : swept_at;
}

export function ageDays(posted: Date | null, at: Date): number {
  return posted ? (at.getTime() - posted.getTime()) / dayMs : 0;
}

/**
 * Whether something that is read once in `every` days is due: when the last time is so long ago, and before that on the
 * account's own night, which spreads accounts (and, by `offset`, the things to read) evenly over the nights.
 */
export function isNightOf(account: string, last: Date | null, every: number, now: Date, offset = 0): boolean {
  if (last === null) return true;
  const night = (at: Date) => Math.floor(Date.parse(utcDay(at)) / dayMs);
  const since = night(now) - night(last);
  if (since <= 0) return false;
  const own = createHash('sha256').update(account).digest().readUInt32BE(0) + offset;
  return since >= every || (night(now) + own) % every === 0;
}
