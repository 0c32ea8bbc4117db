import type { Command } from 'commander';
import { contextOf } from './context.js';
import { indent } from './summary.js';
import { bold, count, print, safe, table } from './terminal.js';

export function register(program: Command): void {
  program
    .command('status')
    .description('how fresh the published tables are, account by account, and what the last run said')
    .addHelpText('after', '\nExample:\n  reachline status')
    .action(async (_options: object, command: Command) => {
      const { lockHolder, openMarts, readCurrent, readManifests } = await import('../pipeline/index.js');
      const context = await contextOf(command);
      const holder = await lockHolder(context.home);
      if (holder) print(`${bold('Working')}    ${holder}`);
      const last = (await readManifests(context.home)).at(-1);
      if (last) {
        const trouble = last.error
          ? `: ${safe(last.error.message.split('\n')[0]!)}`
          : last.gaps.length > 0
            ? `, ${count(last.gaps.length, 'gap')}`
            : '';
        print(`${bold('Last run')}   ${last.run_id} ${last.status}${trouble}`);
      }
      const current = await readCurrent(context.home);
      if (!current) {
        print(
          `${bold('Published')}  nothing yet: run \`reachline nightly\`, \`reachline import FILE\` or \`reachline demo\``,
        );
        return;
      }
      print(`${bold('Published')}  ${current.run_id}, ${count(Object.keys(current.tables).length, 'table')}`);
      print();
      const marts = await openMarts(context.home);
      try {
        const accounts = await marts.rows<{
          account: string;
          posts: number;
          newest: string | null;
          observed: string | null;
          followers: number | null;
        }>(
          `select coalesce(a.username, a.name, a.account_id) as account, count(p.media_key) as posts,
             strftime(max(p.posted_at), '%Y-%m-%d %H:%M') as newest, strftime(max(a.last_observed_at), '%Y-%m-%d %H:%M') as observed,
             max(a.followers) as followers
           from accounts as a left join media_performance as p on p.account_id = a.account_id
           group by a.account_id, coalesce(a.username, a.name, a.account_id) order by 1`,
        );
        const rows = accounts.map(({ account, posts, newest, observed, followers }) => [
          account,
          String(posts),
          followers === null ? '' : followers.toLocaleString('en-US'),
          newest ?? '',
          observed ?? '',
        ]);
        print(
          indent(table(['account', 'posts', 'followers', 'newest post (UTC)', 'last observed (UTC)'], rows)),
        );
      } finally {
        marts.close();
      }
    });
}
