import type { PlannedCalls, ReadContext } from '../contract.js';
import { accountsRead, tokenVariables } from './accounts.js';
import { logins } from './logins.js';
import { partsOf } from './parts.js';
import { type GraphApiSettings, namesAccount } from './settings.js';

/** Calls that a read would need now, from what earlier reads counted. */
export function plan(context: ReadContext<GraphApiSettings>): PlannedCalls[] {
  const { settings, light, account: only } = context;
  // Facebook Login finds all accounts in one call, Instagram Login each through its own token.
  const isFoundAlone = logins[settings.login].discovery.via === 'token';
  const toFind = (index: number) => (isFoundAlone || index === 0 ? 1 : 0);

  const known = accountsRead(context);
  const isUnread = (name: string) => !known.some((account) => namesAccount(name, account));
  const unread = settings.accounts
    ? settings.accounts.filter(isUnread)
    : known.length === 0
      ? tokenVariables(settings).map(({ account, variable }) => account ?? `accounts of ${variable}`)
      : [];
  const all = [...known, ...unread.map((name) => ({ id: name, username: name }))];
  const wanted = only === undefined ? all : all.filter((account) => namesAccount(only, account));

  return wanted.flatMap(({ id: account }, index) => [
    {
      account,
      stream: 'accounts',
      calls: toFind(index) + (light ? 0 : 1),
      why: light ? 'find the account' : 'find the account and read its profile',
    } as const,
    ...partsOf(context, index === 0).map(({ stream, plan }) => ({
      account,
      stream,
      ...plan(context, account),
    })),
  ]);
}
