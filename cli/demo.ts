import { access, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import type { Emulator } from '../emulator/index.js';
import { ReachlineError } from '../pipeline/errors.js';
import { writeAtomically } from '../pipeline/files.js';
import type { Home } from '../pipeline/index.js';
import { wholeNumber } from './arguments.js';
import { contextOf } from './context.js';
import { bold, count, okMark, print, shown, warnMark } from './terminal.js';

const firstNight = new Date('2026-09-08T02:30:00Z');
const marker = '.reachline-demo';
const dayMs = 86_400_000;
/** A shop, a newsroom and a library: four thousand, eighty-five thousand and nine hundred followers in three zones. */
const demoAccounts = ['padaria.aurora', 'jornalvaledonorte', 'shantinagar.library'];
/** Of the shop and of the newsroom: a call each a night. */
const demoCompetitors = ['confeitaria.lumen', 'folhadaserra'];

export function register(program: Command): void {
  program
    .command('demo')
    .description(
      'seventy simulated nights against the emulator, in a home of their own, built and reported once a month; no account needed',
    )
    .option('--nights <number>', 'how many nights', wholeNumber, 70)
    .option('--seed <number>', 'another seed is another world', wholeNumber, 1)
    .addHelpText(
      'after',
      '\nExample:\n  reachline demo && reachline --home demo query "select * from accounts"',
    )
    .action(async ({ nights, seed }: { nights: number; seed: number }, command: Command) => {
      const [
        { createClock, startEmulator },
        { homeAt, loadConfig, nightly, openMarts, syncOnly },
        { reportStage },
      ] = await Promise.all([
        import('../emulator/index.js'),
        import('../pipeline/index.js'),
        import('../reports/index.js'),
      ]);
      const context = await contextOf(command);
      const { home: given } = command.optsWithGlobals<{ home?: string }>();
      const home = homeAt(given ?? 'demo');
      const started = performance.now();
      const clock = createClock(firstNight);
      const emulator = await startEmulator({ seed, now: clock.now, start: firstNight, historyDays: 45 });
      try {
        await prepare(home, emulator);
        const loaded = await loadConfig(home, context.connectors);
        const outside = {
          ...context.outside,
          now: clock.now,
          env: (name: string) => (name === 'REACHLINE_DEMO_TOKEN' ? emulator.token : undefined),
        };
        const job = { home, loaded, connectors: context.connectors, outside };
        const bar = process.stderr.isTTY
          ? new SingleBar({
              format: '  night {value}/{total} {bar} {day}',
              clearOnComplete: true,
              hideCursor: true,
            })
          : null;
        bar?.start(nights, 0, { day: '' });
        let partial = 0;
        let pages = 0;
        for (let night = 0; night < nights; night++) {
          context.outside.signal.throwIfAborted();
          clock.set(new Date(firstNight.getTime() + night * dayMs));
          const at = clock.now();
          // Reports on the eleventh, when the month before has settled, and on the last night: those between would be overwritten, and what
          // the nights between fetched gives the same tables when it is built with theirs.
          const isReported = at.getUTCDate() === 11 || night === nights - 1;
          const { manifest } = isReported
            ? await nightly({ ...job, report: reportStage })
            : await syncOnly(job);
          if (manifest.status === 'partial') partial += 1;
          pages += manifest.calls.requests;
          bar?.update(night + 1, { day: clock.now().toISOString().slice(0, 10) });
        }
        bar?.stop();

        const marts = await openMarts(home);
        const [totals] = await marts
          .rows<{ accounts: number; competitors: number; posts: number; observations: number }>(
            `select (select count(*) from accounts where is_own) as accounts,
               (select count(*) from accounts where not is_own) as competitors, (select count(*) from media_performance) as posts,
               (select count(*) from media_daily) as observations`,
          )
          .finally(() => marts.close());
        const seconds = ((performance.now() - started) / 1000).toFixed(0);
        print(
          `${partial > 0 ? warnMark : okMark} ${bold(`${count(nights, 'night')} simulated in ${seconds} s`)}${partial > 0 ? `, ${partial} of them partial` : ''}`,
        );
        print();
        print(
          `  world      ${count(totals!.accounts, 'account')}, ${count(totals!.competitors, 'competitor')}, ${count(totals!.posts, 'post and story', 'posts and stories')}, ${count(totals!.observations, 'daily observation')}`,
        );
        print(`  fetched    ${count(pages, 'page')} from a local emulator; no network, no account`);
        print(
          `  tables     reachline --home ${shown(home.root)} query "select * from format_performance limit 5"`,
        );
        print(`  ${bold('open')}       ${join(home.out, 'index.html')}`);
      } finally {
        await emulator.close();
      }
    });
}

/** Empties the demo's own home, and nobody else's. */
async function prepare(home: Home, { url, world }: Emulator): Promise<void> {
  const accounts = world.accounts
    .filter(({ profile }) => demoAccounts.includes(profile.username))
    .map(({ profile }) => profile);
  const entries = await readdir(home.root).catch(() => []);
  const isDemo = await access(join(home.root, marker)).then(
    () => true,
    () => false,
  );
  if (entries.length > 0 && !isDemo) {
    throw new ReachlineError('usage', `${home.root} is not empty and not a demo`, {
      hint: 'Give the demo a folder of its own: reachline --home some-new-folder demo',
    });
  }
  await writeAtomically(
    join(home.root, marker),
    'Made by `reachline demo`, which empties this folder when it runs again.\n',
  );
  for (const path of [home.data, home.out]) await rm(path, { recursive: true, force: true });
  await writeAtomically(
    home.config,
    `# Made by \`reachline demo\`. The emulator it talks to runs only during the demo.
connections:
  - name: demo
    connector: graph-api
    login: facebook
    base_url: ${url}
    token_env: REACHLINE_DEMO_TOKEN
    accounts:
${accounts.map(({ username, zone }) => `      - { account: ${username}, time_zone: ${zone} }`).join('\n')}
    competitors: [${demoCompetitors.join(', ')}]
report:
  periods: [last-28-days, month]
  events:
    - { day: 2026-10-05, label: New autumn menu, account: padaria.aurora }
`,
  );
}
