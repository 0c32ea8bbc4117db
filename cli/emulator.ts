import type { Command } from 'commander';
import type { FaultRule } from '../emulator/index.js';
import { ReachlineError } from '../pipeline/errors.js';
import { instant, tcpPort, wholeNumber } from './arguments.js';
import { interrupted } from './interrupt.js';
import { bold, dim, note, print } from './terminal.js';

interface Options {
  readonly port: number;
  readonly seed: number;
  readonly start: Date;
  readonly fault?: readonly string[];
  readonly faultSeed: number;
  readonly latency?: number;
  readonly listFaults?: true;
}

export function register(program: Command): void {
  program
    .command('emulator')
    .description('a local Instagram Graph API with a simulated clock, for trying things without an account')
    .option('--port <port>', 'where it listens on 127.0.0.1', tcpPort, 4010)
    .option('--seed <number>', 'another seed is another world', wholeNumber, 1)
    .option(
      '--start <time>',
      'the simulated time at which it starts',
      instant,
      new Date('2026-09-08T02:30:00Z'),
    )
    .option(
      '--fault <name[:rate[:endpoint]]>',
      'go wrong: unavailable, or at 10 % of the tries unavailable:0.1, of one endpoint unavailable:0.1:media/insights; repeatable',
      (text: string, earlier: readonly string[] = []) => [...earlier, text],
    )
    .option('--fault-seed <number>', 'another seed strikes other requests', wholeNumber, 1)
    .option('--latency <ms>', 'make every answer so many milliseconds late', wholeNumber)
    .option('--list-faults', 'show what can go wrong, and end')
    .addHelpText(
      'after',
      `
Examples:
  reachline emulator --port 4010
  reachline emulator --fault reset:0.05 --fault metric-omitted:0.1:media/insights --latency 50
  curl -s localhost:4010/_emulator/world                     accounts and tokens
  curl -s -X POST localhost:4010/_emulator/clock -H 'content-type: application/json' -d '{"advance_hours":24}'`,
    )
    .action(async ({ port, seed, start, fault = [], faultSeed, latency, listFaults }: Options) => {
      const library = await import('../emulator/index.js');
      if (listFaults) return print(catalogue(library));
      const rules = fault.map((text) => faultRule(library, text, faultSeed));
      const clock = library.createClock(start);
      const emulator = await library
        .startEmulator({
          seed,
          now: clock.now,
          setNow: clock.set,
          start,
          port,
          faults: rules,
          latencyMs: latency ?? 0,
        })
        .catch((error: unknown) => {
          if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
          throw new ReachlineError('usage', `port ${port} is taken`, { hint: 'Choose another with --port.' });
        });
      print(`${bold('Emulator')}  ${emulator.url}   simulated time ${clock.now().toISOString()}`);
      print(`token     ${emulator.token}`);
      print(
        `accounts  ${emulator.world.accounts
          .filter(({ profile }) => profile.owned)
          .map(({ profile }) => profile.username)
          .join(', ')}`,
      );
      for (const { fault, rate, endpoint } of rules)
        print(
          `fault     ${fault} at ${((rate ?? 1) * 100).toFixed(1)} %${endpoint ? ` of ${endpoint}` : ''}`,
        );
      if (latency) print(`latency   ${latency} ms`);
      note('Stop it with Ctrl-C.');
      await new Promise<void>((resolve) => {
        interrupted.signal.addEventListener('abort', () => resolve(), { once: true });
      });
      await emulator.close();
      throw interrupted.signal.reason;
    });
}

type Library = typeof import('../emulator/index.js');

/** `name`, `name:rate` or `name:rate:endpoint`. */
function faultRule({ faultNames, problemWith }: Library, text: string, seed: number): FaultRule {
  const [name = '', rate = '1', endpoint, ...rest] = text.split(':');
  const fault = faultNames.find((known) => known === name);
  const usage = (message: string) =>
    new ReachlineError('usage', `--fault ${text}: ${message}`, {
      hint: '`reachline emulator --list-faults` shows the names; write NAME, NAME:RATE or NAME:RATE:ENDPOINT.',
    });
  if (!fault) throw usage(`there is no fault ${name === '' ? 'without a name' : name}`);
  if (!/^(0?\.\d+|[01](\.0+)?)$/.test(rate)) throw usage('the rate is a number from 0 to 1');
  if (rest.length > 0) throw usage('too many colons');
  const rule = { fault, rate: Number(rate), seed, ...(endpoint !== undefined && { endpoint }) };
  const problem = problemWith(rule);
  if (problem !== undefined) throw usage(problem);
  return rule;
}

/** The fault catalogue: how each shows, and what a careful reader then lacks. */
function catalogue({ faultNames, faults, mostInARow }: Library): string {
  const width = Math.max(...faultNames.map((name) => name.length)) + 4;
  const plain = (text: string) => text.replaceAll('`', '');
  const entries = (lasting: 'transient' | 'permanent') =>
    faultNames
      .filter((name) => faults[name].lasting === lasting)
      .flatMap((name) => {
        const { description, absent } = faults[name];
        return [
          `  ${name}`.padEnd(width) + plain(description),
          ...(absent ? [`${' '.repeat(width)}${dim(`missing then: ${plain(absent.what)}`)}`] : []),
        ];
      });
  return [
    bold(`Transient: gone after ${mostInARow} tries of the same request at most`),
    ...entries('transient'),
    '',
    bold('Permanent: asking again never helps'),
    ...entries('permanent'),
  ].join('\n');
}
