import type { Diagnosis } from '../contract.js';
import { SourceError } from '../errors.js';
import { questionAbout } from './profile.js';
import { readRobots } from './robots.js';
import { accountRef } from './settings.js';
import { knownIn, visitsIn } from './state.js';
import {
  type Context,
  coolingDown,
  minuteOf,
  otherWays,
  requestsToday,
  sentAway,
  userAgent,
  visitor,
} from './visitor.js';

/** The opt-in, what robots.txt says and whether the site may be asked; asks for robots.txt alone, and not while sent away. */
export async function diagnose(context: Context): Promise<Diagnosis[]> {
  const { connection: subject, settings, state, effects } = context;
  const { accounts, accounts_are, purpose, pause_seconds, daily_requests } = settings;
  const now = effects.now();
  const visits = visitsIn(state, effects.log);
  const ok = (message: string): Diagnosis => ({ level: 'ok', subject, message, hint: null });
  const found: Diagnosis[] = [
    ok(
      `opted in to public pages of ${accounts.length} ${accounts_are} account${accounts.length === 1 ? '' : 's'}; purpose: ${purpose}`,
    ),
    ok(
      `asks as "${userAgent(settings)}", ${pause_seconds} s or more apart; ${requestsToday(visits, now)} of ${daily_requests} requests of this day used`,
    ),
  ];
  const block = coolingDown(visits, now);
  if (block) {
    const { message, hint } = sentAway(block);
    found.push({ level: 'warning', subject, message, hint });
    if (visits.robots) {
      found.push(
        ok(`robots.txt on ${minuteOf(visits.robots.at)}: ${visits.robots.refused ?? 'allows the pages'}`),
      );
    }
  } else found.push(await robotsVerdict(context));
  for (const name of accounts) {
    const { profile } = knownIn(state, accountRef(name), effects.log);
    if (profile) found.push(ok(`${name} was read last on ${minuteOf(profile.read_at)}`));
  }
  return found;
}

/** Asks for it anew: whoever mends something wants to know. */
async function robotsVerdict(context: Context): Promise<Diagnosis> {
  const { connection: subject, settings } = context;
  const site = visitor(context);
  try {
    const reading = readRobots(site);
    let step = await reading.next();
    while (!step.done) step = await reading.next();
    const rules = step.value;
    const refused = settings.accounts
      .map((name) => rules.refusal(site.urlOf(questionAbout(name))))
      .find((reason) => reason !== null);
    if (refused) {
      return {
        level: 'error',
        subject,
        message: `${refused}; it is obeyed, nothing is read`,
        hint: otherWays,
      };
    }
    if (rules.crawlDelay !== null) site.slowDown(rules.crawlDelay);
    const pace = rules.crawlDelay === null ? '' : ` and asks for ${rules.crawlDelay} s between requests`;
    return { level: 'ok', subject, message: `robots.txt allows the pages${pace}`, hint: null };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    if (error.kind === 'rate_limited') {
      const message = `the site sends this reader away (${site.visits.block?.reason})`;
      return {
        level: 'error',
        subject,
        message,
        hint: `A night that meets this asks no more for days. ${otherWays}`,
      };
    }
    return { level: 'error', subject, message: error.message, hint: error.hint };
  } finally {
    site.close();
  }
}
