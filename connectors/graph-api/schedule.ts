import { createHash } from 'node:crypto';
import { utcDay } from './days.js';
import type { GraphApiSettings } from './settings.js';

const dayMs = 86_400_000;

/** How often the insights of a post are read at its age. */
export type Rhythm = 'nightly' | 'weekly' | 'never';

export function rhythmOf(settings: GraphApiSettings, posted: Date | null, now: Date): Rhythm {
  const ageDays = posted ? (now.getTime() - posted.getTime()) / dayMs : 0;
  if (ageDays <= settings.insights.nightly_days) return 'nightly';
  return ageDays <= settings.insights.until_days ? 'weekly' : 'never';
}

/** Whether tonight is the post's night of the week. The night follows from its id, so that nights are even. */
export function isItsNight(mediaId: string, now: Date): boolean {
  const night = Math.floor(Date.parse(utcDay(now)) / dayMs);
  return (night + createHash('sha256').update(mediaId).digest().readUInt32BE(0)) % 7 === 0;
}

/** Where the insights of an account's posts stand between runs. */
export interface InsightsState {
  /** UTC day of the pass that wrote this. */
  readonly on: string;
  /** Every post has been asked for at least once. */
  readonly complete: boolean;
  /** Publication time of the oldest post that an unfinished pass has reached; posts are listed newest first. */
  readonly down_to: string | null;
  /** Posts up to this publication time have no insights: the account was not professional yet. */
  readonly before_business: string | null;
}

export const noInsightsState: InsightsState = {
  on: '',
  complete: false,
  down_to: null,
  before_business: null,
};

/** Whether to ask for the insights of a post now. */
export function isDue(
  settings: GraphApiSettings,
  state: InsightsState,
  media: { readonly id: string; readonly posted: Date | null },
  now: Date,
): boolean {
  const posted = media.posted?.toISOString() ?? null;
  const isBelow = posted !== null && (state.down_to === null || posted < state.down_to);
  const wasInterrupted = state.down_to !== null;
  // Once each, also when it is sure to be refused: the refusal is what says why there are no values.
  if (!state.complete && isBelow) return true;
  if (posted && state.before_business && posted <= state.before_business) return false;
  // The pass that stopped earlier today has already read what lies above its mark.
  if (wasInterrupted && state.on === utcDay(now) && !isBelow) return false;
  const rhythm = rhythmOf(settings, media.posted, now);
  return rhythm === 'nightly' || (rhythm === 'weekly' && isItsNight(media.id, now));
}
