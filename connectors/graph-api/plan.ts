import type { PlannedCalls, ReadContext } from '../contract.js';
import { tokenVariables } from './accounts.js';
import { platformDay, utcDay } from './days.js';
import { logins } from './logins.js';
import { accountGroups, mediaGroups } from './metric-table.js';
import { daysToRead } from './read-account-insights.js';
import { insightsState } from './read-media.js';
import { type GraphApiSettings, isWanted, namesAccount } from './settings.js';

/** What the media listing of the last run counted. */
interface MediaCounts {
  readonly listed: number;
  /** Posts whose insights are read every night, and every seventh night. */
  readonly nightly: number;
  readonly weekly: number;
}

/** Calls that a read would need now, from what earlier reads counted. */
export function plan(context: ReadContext<GraphApiSettings>): PlannedCalls[] {
  const { settings, state, effects } = context;
  const on = utcDay(effects.now());
  const perPost = mediaGroups({
    login: settings.login,
    product: 'REELS',
    on,
    posted: on,
    crossposted: settings.facebook_views,
  }).length;
  const perStory = mediaGroups({
    login: settings.login,
    product: 'STORY',
    on,
    posted: on,
    crossposted: settings.facebook_views,
  }).length;
  // Facebook Login finds all accounts in one call, Instagram Login each through its own token.
  const perAccount = logins[settings.login].discovery.via === 'token' ? 2 : 1;
  const groups = accountGroups({ login: settings.login, on });
  const series = groups.filter(({ metricType }) => metricType === 'time_series').length;
  const perDay = groups.length - series;

  const known = Object.keys(state)
    .map((id) => ({ id, username: usernameIn(state[id]) }))
    .filter((account) => isWanted(settings, account))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const isUnread = (name: string) => !known.some((account) => namesAccount(name, account));
  const unread = settings.accounts
    ? settings.accounts.filter(isUnread)
    : known.length === 0
      ? tokenVariables(settings).map(({ account, variable }) => account ?? `accounts of ${variable}`)
      : [];

  const planned: PlannedCalls[] = [];
  for (const { id } of known) {
    const counts = (state[id]?.media as MediaCounts | undefined) ?? { listed: 0, nightly: 0, weekly: 0 };
    const isComplete = insightsState(context, id).complete;
    const due = isComplete ? counts.nightly + Math.ceil(counts.weekly / 7) : counts.listed;
    const days = daysToRead(context, id).length;
    planned.push(
      { account: id, stream: 'accounts', calls: perAccount, why: 'find the account and read its profile' },
      {
        account: id,
        stream: 'media',
        calls: Math.max(1, Math.ceil(counts.listed / 100)) + 1,
        why: `${counts.listed} posts at the last count, 100 per call, and the stories alive`,
      },
      {
        account: id,
        stream: 'media_insights',
        calls: due * perPost,
        why: isComplete
          ? `${counts.nightly} posts nightly, ${counts.weekly} every seventh night; ${perStory} more per story alive`
          : 'the first pass over all posts is not finished',
      },
      {
        account: id,
        stream: 'account_insights',
        calls: days === 0 ? 0 : days * perDay + series,
        why: `${days} days up to ${platformDay(effects.now())}`,
      },
    );
  }
  for (const account of unread) {
    planned.push(
      { account, stream: 'accounts', calls: perAccount, why: 'find the account and read its profile' },
      {
        account,
        stream: 'media',
        calls: 2,
        why: 'first read: at least one page of posts and the stories alive',
      },
      {
        account,
        stream: 'media_insights',
        calls: perPost,
        why: 'first read: this many per post, number of posts unknown',
      },
      { account, stream: 'account_insights', calls: 30 * perDay + series, why: 'first read: 30 days' },
    );
  }
  return planned;
}

function usernameIn(streams: Readonly<Record<string, unknown>> | undefined): string | null {
  return (streams?.accounts as { username?: string | null } | undefined)?.username ?? null;
}
