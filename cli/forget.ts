import type { Command } from 'commander';
import { ReachlineError } from '../pipeline/errors.js';
import { runJob } from './job.js';
import { print } from './terminal.js';

const source = 'public-profile';

export function register(program: Command): void {
  program
    .command('forget')
    .description('delete what public pages said of an account, then build and publish without it')
    .argument('<account>', 'its username')
    .addHelpText(
      'after',
      `
Raw files, what runs remember and the tables. What other sources said of the account stays. Take it out of reachline.yaml first.

Example:
  reachline forget casa_do_pao`,
    )
    .action(async (name: string, _options: object, command: Command) => {
      const { forget } = await import('../pipeline/index.js');
      const username = name.replace(/^@/, '').toLowerCase();
      const result = await runJob('Forget', command, (job) => {
        for (const { name, connector, settings } of job.loaded.connections) {
          const { accounts } = settings as { readonly accounts?: readonly string[] };
          if (connector.name !== source || !accounts?.includes(username)) continue;
          throw new ReachlineError('usage', `the connection ${name} still reads ${username}`, {
            hint: 'Take it out of accounts in reachline.yaml first: the next night would read it again.',
          });
        }
        return forget({ ...job, source, account: `user:${username}` });
      });
      print(
        result
          ? '\nReaders of the two publications before still see it until the next ones; reports in out/ are yours to delete.'
          : `nothing is known of ${username} from public pages`,
      );
    });
}
