import type { Command } from 'commander';
import { ReachlineError } from '../pipeline/errors.js';
import { instant, wholeNumber } from './arguments.js';
import { interrupted } from './interrupt.js';
import { bold, note, print } from './terminal.js';

interface Options {
  readonly port: number;
  readonly seed: number;
  readonly start: Date;
}

export function register(program: Command): void {
  program
    .command('emulator')
    .description('a local Instagram Graph API with a simulated clock, for trying things without an account')
    .option('--port <port>', 'where it listens on 127.0.0.1', wholeNumber, 4010)
    .option('--seed <number>', 'another seed is another world', wholeNumber, 1)
    .option(
      '--start <time>',
      'the simulated time at which it starts',
      instant,
      new Date('2026-09-08T02:30:00Z'),
    )
    .addHelpText(
      'after',
      `
Examples:
  reachline emulator --port 4010
  curl -s localhost:4010/_emulator/world                     accounts and tokens
  curl -s -X POST localhost:4010/_emulator/clock -H 'content-type: application/json' -d '{"advance_hours":24}'`,
    )
    .action(async ({ port, seed, start }: Options) => {
      const { createClock, startEmulator } = await import('../emulator/index.js');
      const clock = createClock(start);
      const emulator = await startEmulator({ seed, now: clock.now, setNow: clock.set, start, port }).catch(
        (error: unknown) => {
          if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
          throw new ReachlineError('usage', `port ${port} is taken`, { hint: 'Choose another with --port.' });
        },
      );
      print(`${bold('Emulator')}  ${emulator.url}   simulated time ${clock.now().toISOString()}`);
      print(`token     ${emulator.token}`);
      print(
        `accounts  ${emulator.world.accounts
          .filter(({ profile }) => profile.owned)
          .map(({ profile }) => profile.username)
          .join(', ')}`,
      );
      note('Stop it with Ctrl-C.');
      await new Promise<void>((resolve) => {
        interrupted.signal.addEventListener('abort', () => resolve(), { once: true });
      });
      await emulator.close();
      throw interrupted.signal.reason;
    });
}
