import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { Command } from 'commander';
import { SourceError } from '../connectors/errors.js';
import type { Diagnosis, MetricHealth } from '../connectors/index.js';
import { exitCodes, ReachlineError } from '../pipeline/errors.js';
import { contextOf } from './context.js';
import { indent } from './summary.js';
import { bold, bytes, errorMark, okMark, print, safe, table, warnMark } from './terminal.js';

const marks = { ok: okMark, warning: warnMark, error: errorMark };

export function register(program: Command): void {
  program
    .command('doctor')
    .description(
      'check configuration, tokens, permissions, zones, disk and lock, and say how to mend what is wrong',
    )
    .option('--metrics', 'list every metric that is asked for, refused or not offered, and why; asks nothing')
    .addHelpText('after', '\nExamples:\n  reachline doctor\n  reachline doctor --metrics')
    .action(async ({ metrics }: { metrics?: boolean }, command: Command) => {
      const [{ lockHolder, openMarts, readCurrent, readManifests }, { effectsOf }] = await Promise.all([
        import('../pipeline/index.js'),
        import('../pipeline/run/effects.js'),
      ]);
      const context = await contextOf(command);
      const loaded = await context.load();
      const state = (await readManifests(context.home)).at(-1)?.state ?? {};
      const contexts = loaded.connections.map(({ name, connector, settings }) => ({
        connector,
        context: {
          connection: name,
          settings,
          state: state[name] ?? {},
          effects: effectsOf(context.outside, context.home),
        },
      }));
      if (metrics) {
        showMetrics(contexts.flatMap(({ connector, context }) => connector.metrics?.(context) ?? []));
        return;
      }
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
      for (const { connector, context } of contexts) {
        try {
          found.push(...(await connector.diagnose(context)));
        } catch (error) {
          if (!(error instanceof SourceError || error instanceof ReachlineError)) throw error;
          found.push({
            level: 'error',
            subject: context.connection,
            message: error.message,
            hint: error.hint,
          });
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

/** What is asked, once for all accounts that are asked the same; what is not, one by one. */
function showMetrics(metrics: readonly MetricHealth[]): void {
  if (metrics.length === 0) {
    print('No account has been read yet: run `reachline nightly` first.');
    return;
  }
  const accounts = groupedBy(metrics, ({ account }) => account);
  const alike = groupedBy(accounts, ([, own]) => JSON.stringify(own.map(({ account, ...rest }) => rest)));
  for (const group of alike.values()) {
    const own = group[0]![1];
    const asked = own.filter(({ status }) => status === 'asked');
    const others = own.filter(({ status }) => status !== 'asked');
    const refused = others.filter(({ status }) => status === 'refused');
    // An account that is too small has nothing to mend.
    const isWrong = refused.some(({ absent }) => absent !== 'below_threshold');
    const names = group.map(([account]) => safe(account)).join(', ');
    print(
      `${isWrong ? warnMark : okMark} ${bold(names)}: ${asked.length} metrics asked, ${refused.length} refused`,
    );
    print();
    const rows = others.map(({ of, metric, breakdown, status, absent, since, message }) => [
      of,
      breakdown === null ? metric : `${metric} by ${breakdown}`,
      status,
      absent ?? '',
      since ?? '',
      message ?? '',
    ]);
    if (rows.length > 0) {
      print(indent(table(['of', 'metric', 'status', 'reason', 'since', 'what is known'], rows, 100)));
      print();
    }
    for (const [of, members] of groupedBy(asked, ({ of }) => of)) {
      const names = [...groupedBy(members, ({ metric }) => metric)].map(([metric, ways]) => {
        const by = ways.flatMap(({ breakdown }) => breakdown ?? []);
        return by.length > 0 ? `${metric} (by ${by.join('; ')})` : metric;
      });
      print(`  ${bold(of)}`);
      print(lines(names, 90).replace(/^/gm, '    '));
    }
    print();
  }
}

/** Names in lines of at most so many columns, where a name fits. */
function lines(names: readonly string[], columns: number): string {
  let [text = '', ...rest] = names;
  let length = text.length;
  for (const name of rest) {
    length += name.length + 2;
    const fits = length <= columns;
    text += fits ? `, ${name}` : `,\n${name}`;
    if (!fits) length = name.length;
  }
  return text;
}

function groupedBy<T>(values: Iterable<T>, keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
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
