import type { Home } from '../pipeline/index.js';

/**
 * What people call an account: the published user name of an id. A user name stays as it is, and so does the id of an
 * account that is not published so far.
 */
export async function accountNames(home: Home): Promise<(account: string) => string> {
  const { openMarts, readCurrent } = await import('../pipeline/index.js');
  if (!(await readCurrent(home))) return (account) => account;
  const marts = await openMarts(home);
  const accounts = await marts
    .rows<{ account_id: string; name: string }>(
      'select account_id, coalesce(username, name, account_id) as name from accounts',
    )
    .finally(() => marts.close());
  const names = new Map(accounts.map(({ account_id, name }) => [account_id, name]));
  return (account) => names.get(account) ?? account;
}
