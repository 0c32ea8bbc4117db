import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { parse as parseYaml } from 'yaml';
import type { Item } from '../connectors/contract.js';
import { SourceError } from '../connectors/errors.js';
import { type ArchiveDescription, inspectArchive } from '../connectors/export-archive/index.js';
import { draftMap, type FileDescription, importSettings, inspectFile } from '../connectors/imports/index.js';
import type { CanonicalRecord } from '../connectors/streams.js';
import { ReachlineError } from '../pipeline/errors.js';
import type { FileOutcome, PassedOver } from '../pipeline/index.js';
import { contextOf } from './context.js';
import { type ImportedRows, linesOf, rowsByFile } from './imported-rows.js';
import { indent } from './summary.js';
import {
  bold,
  count,
  dim,
  errorMark,
  okMark,
  print,
  safe,
  safeLines,
  shown,
  table,
  warnMark,
} from './terminal.js';

interface Options {
  readonly account?: string;
  readonly timezone?: string;
  readonly kind?: string;
  readonly sheet?: string;
  readonly map?: string;
  readonly mapDraft?: boolean;
  readonly observedAt?: string;
  readonly dryRun?: boolean;
  readonly build: boolean;
}

export function register(program: Command): void {
  program
    .command('import')
    .argument(
      '<files...>',
      'files, folders or zips: the archive that Instagram makes of an account, exports of Meta Business Suite, Fanpage Karma, Apify and others, or any table with a column map',
    )
    .description('import files that you already hold, then build and publish')
    .option('--account <name>', 'the account, for files that do not say it or to override what they say')
    .option(
      '--timezone <zone>',
      'IANA zone of the account and of times without a zone, e.g. America/Sao_Paulo',
    )
    .option('--kind <kind>', 'the kind of file, when the header does not tell')
    .option('--sheet <name>', 'of a workbook, the sheet to read (default: the first with a known header)')
    .option('--map <file>', 'a column map (YAML) for files of no known kind')
    .option('--map-draft', 'print a column map to start from, and import nothing')
    .option('--observed-at <time>', 'when the file was made (default: what it says, else its first import)')
    .option('--dry-run', 'say how each file would be read, and import nothing')
    .option('--no-build', 'land only; `reachline build` builds later')
    .addHelpText(
      'after',
      `
Examples:
  reachline import "Content export.csv"
  reachline import instagram-padaria.aurora-2026-11-20-aB3xYz.zip
  reachline import exports/ archive.zip                every file in them that it can read
  reachline import karma.csv --timezone America/Maceio --account prefeitura
  reachline import table.csv --map-draft > map.yaml   then   reachline import table.csv --map map.yaml`,
    )
    .action(async (paths: string[], options: Options, command: Command) => {
      const [{ gather, importFiles }, { progress }, { showResult }] = await Promise.all([
        import('../pipeline/index.js'),
        import('./progress.js'),
        import('./summary.js'),
      ]);
      const context = await contextOf(command);
      const settings = await settingsOf(options);
      if (options.mapDraft) {
        const { files } = await gather(paths, context.connectors);
        for (const { file } of files) {
          const draft = await draftMap(file, options.sheet);
          print(process.stdout.isTTY ? safeLines(draft) : draft); // a file keeps the names of columns as they are
        }
        return;
      }
      if (options.dryRun) {
        const { files, archives, passedOver } = await gather(paths, context.connectors);
        for (const archive of archives)
          describeArchive(archive.name, await inspectArchive(archive.files, settings, context.outside.now()));
        for (const { file, isOneOfMany } of files) {
          try {
            describe(await inspectFile(file, importSettings.parse(settings)));
          } catch (error) {
            if (!isOneOfMany || !(error instanceof SourceError)) throw error;
            sayRefusal(file.name, error);
          }
        }
        sayPassedOver(passedOver);
        return;
      }
      const bars = progress(context.logFormat === 'text');
      const result = await importFiles({
        home: context.home,
        loaded: await context.load(),
        connectors: context.connectors,
        outside: context.outside,
        events: bars,
        paths,
        settings,
        noBuild: !options.build,
      }).finally(() => bars.done());
      if (context.logFormat === 'text') {
        const rows = options.build ? await rowsByFile(context.home, result.manifest) : null;
        sayFiles(result.files, rows);
        sayPassedOver(result.passedOver);
      } else if (result.passedOver.length > 0) {
        context.log.info('passed over', { files: result.passedOver });
      }
      await showResult('Import', result, context);
      if (context.logFormat === 'text' && options.build) {
        const home = shown(context.home.root);
        print(`\n  next       reachline ${home === '.' ? '' : `--home ${home} `}report`);
      }
    });
}

async function settingsOf(options: Options): Promise<Record<string, unknown>> {
  const settings = {
    ...(options.kind === undefined ? {} : { kind: options.kind }),
    ...(options.sheet === undefined ? {} : { sheet: options.sheet }),
    ...(options.account === undefined ? {} : { account: options.account }),
    ...(options.timezone === undefined ? {} : { time_zone: options.timezone }),
    ...(options.observedAt === undefined ? {} : { observed_at: options.observedAt }),
    ...(options.map === undefined ? {} : { map: await readMap(options.map) }),
  };
  const parsed = importSettings.safeParse(settings);
  if (!parsed.success) {
    const flags: Record<string, string> = { time_zone: '--timezone', observed_at: '--observed-at' };
    const lines = parsed.error.issues.map(({ path, message }) => {
      const [first, ...rest] = path.map(String);
      return `${flags[first!] ?? `--${first}`}${rest.length > 0 ? ` ${rest.join('.')}` : ''} ${message}`;
    });
    throw new ReachlineError('usage', lines.join('\n'));
  }
  return settings;
}

async function readMap(path: string): Promise<unknown> {
  try {
    const map = parseYaml(await readFile(path, 'utf8')) as unknown;
    return map !== null && typeof map === 'object' && 'map' in map ? map.map : map;
  } catch (error) {
    throw new ReachlineError('usage', `cannot read the column map ${path}: ${(error as Error).message}`, {
      hint: 'Make one with `reachline import FILE --map-draft > map.yaml`.',
    });
  }
}

/** So many files are told of one by one. */
const filesTold = 20;

/** Of many files of one kind the first in full; of the others only those with something to say. */
function sayFiles(files: readonly FileOutcome[], rows: ReadonlyMap<string, ImportedRows> | null): void {
  const alike = new Map<string, { files: number; read: number }>();
  for (const file of files) {
    const own = rows?.get(file.sha256) ?? null;
    const dialect = file.request?.dialect as FileDescription['dialect'] | undefined;
    const isPlain = dialect?.warnings.length === 0 && (own?.quarantined ?? 0) === 0;
    const kind =
      file.request === null ? file.outcome : `${String(file.request.kind)} (${String(file.request.layout)})`;
    const before = alike.get(kind);
    if (files.length <= filesTold || !before || !(isPlain || file.outcome === 'known')) sayFile(file, own);
    else alike.set(kind, { files: before.files + 1, read: before.read + (own?.read ?? 0) });
    if (!before) alike.set(kind, { files: 0, read: 0 });
  }
  for (const [kind, more] of alike) {
    const read = rows === null ? '' : `, ${count(more.read, 'row')}`;
    if (more.files > 0) print(`${okMark} ${count(more.files, 'more file')} like it: ${kind}${read}`);
  }
}

function sayFile({ name, outcome, request, refusal }: FileOutcome, rows: ImportedRows | null): void {
  if (refusal) {
    sayRefusal(name, refusal);
    return;
  }
  if (outcome === 'known') {
    print(`${okMark} ${bold(safe(name))}: imported before with the same settings; nothing changes`);
    return;
  }
  if (request === null) {
    print(`${warnMark} ${bold(safe(name))}: it holds no rows, so there is nothing to load`);
    print(indent(indent('Export it again, for a period or an account that has posts.')));
    return;
  }
  print(`${okMark} ${bold(safe(name))}: ${String(request.kind)} (${String(request.layout)})`);
  sayDialect(request.dialect as FileDescription['dialect']);
  for (const line of rows ? linesOf(rows) : []) print(`    ${line}`);
}

function sayRefusal(name: string, { message, hint }: { message: string; hint: string | null }): void {
  print(`${errorMark} ${bold(safe(name))}: not imported. ${safe(message)}`);
  if (hint) print(indent(indent(safeLines(hint))));
}

/** One line per reason and kind of file; names while they are few. */
function sayPassedOver(files: readonly PassedOver[]): void {
  const groups = new Map<string, string[]>();
  for (const { path, why } of files) {
    const ending = /[^/.](\.[^/.]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
    const key = JSON.stringify([why, ending]);
    groups.set(key, [...(groups.get(key) ?? []), path]);
  }
  for (const [key, paths] of groups) {
    const [why, ending] = JSON.parse(key) as [string, string];
    const named = paths.slice(0, 3).map(safe).join(', ');
    const more =
      paths.length > 3 ? ` and ${(paths.length - 3).toLocaleString('en-US')} more ${safe(ending)}` : '';
    print(dim(`  passed over (${why}): ${named}${more.trimEnd()}`));
  }
}

/** What was decided about the file, in its own words; the raw pages keep the rest. */
function sayDialect({
  why,
  account_zone,
  warnings,
}: Pick<FileDescription['dialect'], 'why' | 'account_zone' | 'warnings'>): void {
  for (const line of why) print(`    ${safe(line)}`);
  if (account_zone) print(`    days and hours of the account are in ${safe(account_zone)}`);
  for (const line of warnings) print(`  ${warnMark} ${safe(line)}`);
}

function describe(file: FileDescription): void {
  print(
    `${bold(safe(file.file))}: ${file.title} (${file.layout}), ${count(file.rows, 'row')}, account ${safe(file.account)}`,
  );
  sayDialect(file.dialect);
  print(
    indent(
      table(
        ['column', 'read as'],
        file.columns.map(({ name, role }) => [name, role ?? '(not loaded)']),
      ),
    ),
  );
  print();
  sayItems(file.first);
}

function describeArchive(name: string, archive: ArchiveDescription): void {
  print(`${bold(safe(name))}: export archive (${archive.layout})`);
  sayDialect(archive.dialect);
  print();
  sayItems(archive.first);
}

/** Items as they would be loaded. */
/** What a row is about: its post, its day, or its account as it was. */
function subjectOf(records: readonly CanonicalRecord[]): string {
  let about = '';
  for (const { stream, values } of records) {
    if (stream === 'media') return `${values.media_ref}  ${values.posted_at?.toISOString() ?? 'no time'}`;
    if (stream === 'account_insights') return `${values.account_ref}  ${values.day}`;
    if (stream !== 'accounts') continue;
    const counts = `followers ${values.followers ?? 'unknown'}, posts ${values.media_count ?? 'unknown'}`;
    about = `${values.account_ref}  ${values.observed_at.toISOString()}  ${counts}`;
  }
  return about;
}

function sayItems(items: readonly Item[]): void {
  for (const item of items) {
    if ('reject' in item) {
      print(`  ${item.ref}  would be quarantined: ${safe(item.reject.message)}`);
      continue;
    }
    const numbers = item.records.flatMap((record) =>
      'metric' in record.values ? [`${record.values.metric} ${record.values.value ?? 'unknown'}`] : [],
    );
    print(`  ${item.ref}  ${safe(subjectOf(item.records))}  ${numbers.join(', ')}`);
  }
  print();
}
