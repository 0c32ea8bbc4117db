import type { Command } from 'commander';
import { exitCodes } from '../pipeline/errors.js';
import { contextOf } from './context.js';
import { count, dim, errorMark, okMark, print, safe, shortened, warnMark } from './terminal.js';

export function register(program: Command): void {
  program
    .command('check')
    .description('run the checks over the published tables; 65 when one of severity error fails')
    .addHelpText('after', '\nExample:\n  reachline check --strict')
    .action(async (_options: object, command: Command) => {
      const { openMarts } = await import('../pipeline/index.js');
      const context = await contextOf(command);
      const marts = await openMarts(context.home);
      const checks = await marts.check().finally(() => marts.close());
      const failing = checks.filter(({ failures }) => failures > 0);
      for (const { name, severity, failures, examples } of failing) {
        print(`${severity === 'error' ? errorMark : warnMark} ${name}: ${count(failures, 'bad row')}`);
        for (const example of examples) print(dim(`    ${shortened(safe(JSON.stringify(example)), 76)}`));
      }
      const errors = failing.filter(({ severity }) => severity === 'error').length;
      print(
        `${errors > 0 ? errorMark : okMark} ${count(checks.length, 'check')}: ${checks.length - failing.length} passed, ${failing.length - errors} warned, ${errors} failed`,
      );
      if (errors > 0 || (context.strict && failing.length > 0)) process.exitCode = exitCodes.refused;
    });
}
