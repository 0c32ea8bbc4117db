import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { Command } from 'commander';
import { SourceError } from '../connectors/errors.js';
import type { Diagnosis } from '../connectors/index.js';
import { exitCodes, ReachlineError } from '../pipeline/errors.js';
import { contextOf } from './context.js';
import { bold, bytes, errorMark, okMark, print, safe, warnMark } from './terminal.js';

const marks = { ok: okMark, warning: warnMark, error: errorMark };

export function register(program: Command): void {
  program
    .command('doctor')
    .description(
      'check configuration, tokens, permissions, zones, disk and lock, and say how to mend what is wrong',
    )
    .addHelpText('after', '\nExample:\n  reachline doctor')
    .action(async (_options: object, command: Command) => {
      const [{ lockHolder, openMarts, readCurrent }, { effectsOf }] = await Promise.all([
        import('../pipeline/index.js'),
        import('../pipeline/run/effects.js'),
      ]);
      const context = await contextOf(command);
      const loaded = await context.load();
      const found: Diagnosis[] = [
        existsSync(context.home.config)
          ? { level: 'ok', subject: 'configuration', message: `${context.home.config} is valid`, hint: null }
          : {
              level: 'warning',
              subject: 'configuration',
              message: `there is no ${context.home.config}; defaults apply`,
              hint: 'Write one with `reachline init`, or say where it is with --home.',
            },
      ];
      if (loaded.connections.length === 0) {
        found.push({
          level: 'warning',
          subject: 'connections',
          message: 'none: nightly only builds and reports what was imported',
          hint: 'Add one to reachline.yaml; `reachline init` in an empty folder shows how.',
        });
      }
      for (const { name, connector, settings } of loaded.connections) {
        const effects = effectsOf(context.outside, context.home);
        try {
          found.push(...(await connector.diagnose({ connection: name, settings, state: {}, effects })));
        } catch (error) {
          if (!(error instanceof SourceError || error instanceof ReachlineError)) throw error;
          found.push({ level: 'error', subject: name, message: error.message, hint: error.hint });
        }
      }
      found.push(await disk(context.home.root));
      const holder = await lockHolder(context.home);
      found.push({
        level: 'ok',
        subject: 'lock',
        message: holder ? `held by ${holder}` : 'free',
        hint: null,
      });
      if (await readCurrent(context.home)) {
        const marts = await openMarts(context.home);
        const unknown = await marts
          .rows<{ account: string }>(
            "select coalesce(username, name, account_id) as account from accounts where time_zone_basis = 'unknown' order by 1",
          )
          .finally(() => marts.close());
        for (const { account } of unknown) {
          found.push({
            level: 'warning',
            subject: 'time zone',
            message: `${account} has none: its days and hours are cut in UTC`,
            hint: 'State time_zone for the account in reachline.yaml, or import with --timezone.',
          });
        }
      }
      for (const { level, subject, message, hint } of found) {
        print(`${marks[level]} ${bold(safe(subject))}: ${safe(message)}`);
        if (hint) print(`    ${hint.split('\n').map(safe).join('\n    ')}`);
      }
      if (found.some(({ level }) => level === 'error')) process.exitCode = exitCodes.credentials;
      else if (context.strict && found.some(({ level }) => level === 'warning'))
        process.exitCode = exitCodes.refused;
    });
}

async function disk(path: string): Promise<Diagnosis> {
  try {
    const { bavail, bsize } = await statfs(path);
    const free = bavail * bsize;
    return free < 1e9
      ? {
          level: 'warning',
          subject: 'disk',
          message: `${bytes(free)} free`,
          hint: 'Make room: a full disk stops the night.',
        }
      : { level: 'ok', subject: 'disk', message: `${bytes(free)} free`, hint: null };
  } catch {
    return {
      level: 'warning',
      subject: 'disk',
      message: `cannot read the free space of ${path}`,
      hint: null,
    };
  }
}
