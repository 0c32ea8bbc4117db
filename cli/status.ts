import type { Command } from 'commander';
import { streams as canonicalStreams } from '../connectors/index.js';
import type { Manifest } from '../pipeline/index.js';
import { accountNames } from './account-names.js';
import { contextOf } from './context.js';
import { indent } from './summary.js';
import { bold, count, print, safe, table } from './terminal.js';

export function register(program: Command): void {
  program
    .command('status')
    .description(
      'how fresh the published tables are, account by account and stream by stream, and what the last run said',
    )
    .addHelpText('after', '\nExample:\n  reachline status')
    .action(async (_options: object, command: Command) => {
      const { lockHolder, openMarts, readCurrent, readManifests } = await import('../pipeline/index.js');
      const context = await contextOf(command);
      const holder = await lockHolder(context.home);
      if (holder) print(`${bold('Working')}    ${holder}`);
      const manifests = await readManifests(context.home);
      const last = manifests.at(-1);
      if (last) print(`${bold('Last run')}   ${outcomeOf(last)}`);
      // the runs of every hour would hide how the night went
      const night = manifests.findLast(({ kind }) => kind === 'nightly');
      if (night && night !== last) print(`${bold('Last night')} ${outcomeOf(night)}`);
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
        const complete = lastComplete(manifests);
        if (complete.size === 0) return;
        const nameOf = await accountNames(context.home);
        const streams = [...complete].map(([key, at]) => {
          const [account, stream] = JSON.parse(key) as [string, string];
          return [nameOf(account), stream, at.slice(0, 16).replace('T', ' ')];
        });
        print();
        print(indent(table(['account', 'stream', 'read to its end (UTC)'], streams.sort())));
      } finally {
        marts.close();
      }
    });
}

function outcomeOf({ run_id, status, error, gaps }: Manifest): string {
  const trouble = error
    ? `: ${safe(error.message.split('\n')[0]!)}`
    : gaps.length > 0
      ? `, ${count(gaps.length, 'gap')}`
      : '';
  return `${run_id} ${status}${trouble}`;
}

/**
 * When each stream of each account was last read completely, by `[account, stream]`. What a connector remembers beside
 * the streams is its own affair.
 */
function lastComplete(manifests: readonly Manifest[]): Map<string, string> {
  const last = new Map<string, string>();
  for (const { completed, nominal_at } of manifests) {
    for (const { account, stream } of completed) {
      if (stream in canonicalStreams) last.set(JSON.stringify([account, stream]), nominal_at);
    }
  }
  return last;
}
