import { type Command, Option } from 'commander';
import type { Cell, Marts, ReplayResult } from '../pipeline/index.js';
import { accountNames } from './account-names.js';
import { wholeNumber } from './arguments.js';
import { contextOf } from './context.js';
import { runJob } from './job.js';
import { indent } from './summary.js';
import { bold, count, dim, print, safe, shortened, table } from './terminal.js';

const formats = ['table', 'json', 'ndjson'] as const;

interface ListOptions {
  readonly run?: string;
  readonly rule?: string;
  readonly account?: string;
  readonly limit?: number;
  readonly format: (typeof formats)[number];
}

export function register(program: Command): void {
  const quarantine = program
    .command('quarantine')
    .description('records that could not be loaded: why, and where they lie')
    .addHelpText(
      'after',
      `
Examples:
  reachline quarantine list
  reachline quarantine list --rule unreadable-date --format ndjson
  reachline quarantine replay`,
    );
  quarantine
    .command('list')
    .description('what is quarantined, by rule, then record by record')
    .option('--run <id>', 'only records that this run landed')
    .option('--rule <rule>', 'only those that this rule rejected')
    .option('--account <account>', 'only this account: its id or username')
    .option('--limit <number>', 'how many records (default: 20 in a table, else all)', wholeNumber)
    .addOption(new Option('--format <format>', 'how to write them').choices(formats).default('table'))
    .action(async (options: ListOptions, command: Command) => {
      const { openMarts } = await import('../pipeline/index.js');
      const { home } = await contextOf(command);
      const marts = await openMarts(home);
      try {
        const nameOf = options.format === 'table' ? await accountNames(home) : (account: string) => account;
        await list(marts, options, nameOf);
      } finally {
        marts.close();
      }
    });
  registerReplay(quarantine);
}

interface ReplayOptions {
  readonly rule?: string;
}

function registerReplay(quarantine: Command): void {
  quarantine
    .command('replay')
    .description('read the raw files of quarantined records again, then build, check and publish')
    .option('--rule <rule>', 'only files of which this rule rejected a record')
    .addHelpText(
      'after',
      `
When a raw file was restored, or a newer Reachline reads what an older one could not. The tables are those of a full build.

Examples:
  reachline quarantine replay
  reachline quarantine replay --rule unreadable-file`,
    )
    .action(async ({ rule }: ReplayOptions, command: Command) => {
      const { replay } = await import('../pipeline/index.js');
      const { log, logFormat } = await contextOf(command);
      const result = await runJob('Replay', command, (job) =>
        replay({ ...job, ...(rule !== undefined && { rule }) }),
      );
      if (!result) {
        print(`nothing is quarantined${rule === undefined ? '' : ' by this rule'}`);
        return;
      }
      const { quarantined, healed, remaining } = result;
      if (logFormat === 'json') log.info('quarantine replayed', { quarantined, healed, remaining });
      else showReplayed(result);
    });
}

function showReplayed({ quarantined, healed, remaining }: ReplayResult): void {
  print();
  print(`  healed     ${healed.toLocaleString('en-US')} of ${count(quarantined, 'quarantined record')}`);
  if (remaining.length === 0) return;
  print(`  remaining  in what was read again`);
  const rows = remaining.map(({ rule, records, message }) => [
    rule,
    records.toLocaleString('en-US'),
    message,
  ]);
  print(indent(indent(table(['rule', 'records', 'why, e.g.'], rows, 44))));
}

type Rule = {
  rule: string;
  records: number;
  accounts: number;
  first_seen_at: Date;
  example: string;
};

type Rejected = {
  run_id: string;
  source: string;
  account: string;
  stream: string;
  raw_file: string;
  line: number;
  item: number;
  ref: string;
  rule: string;
  field: string | null;
  message: string;
  payload: string;
  first_seen_at: Date;
  attempts: number;
};

const rowsInTable = 20;
const payloadWidth = 76;

async function list(
  marts: Marts,
  { run, rule, account, limit, format }: ListOptions,
  nameOf: (account: string) => string,
): Promise<void> {
  const conditions = {
    run: 'run_id = $run',
    rule: 'rule = $rule',
    account: `(account in ($account, 'user:' || $account)
      or account in (select account_id from accounts where username = $account))`,
  };
  const given: Record<string, Cell> = {
    ...(run !== undefined && { run }),
    ...(rule !== undefined && { rule }),
    ...(account !== undefined && { account: account.replace(/^@/, '') }),
  };
  const asked = Object.keys(given).map((name) => conditions[name as keyof typeof conditions]);
  const from = `from quarantine where ${['true', ...asked].join(' and ')}`;
  const most = limit ?? (format === 'table' ? rowsInTable : null);
  const records = await marts.rows<Rejected>(
    `select * ${from} order by first_seen_at desc, raw_file, item ${most === null ? '' : `limit ${most}`}`,
    given,
  );
  if (format === 'ndjson') {
    for (const record of records) print(JSON.stringify(record));
    return;
  }
  const rules = await marts.rows<Rule>(
    `select rule, count(*) as records, count(distinct account) as accounts, min(first_seen_at) as first_seen_at,
       min(message) as example
     ${from} group by rule order by records desc, rule`,
    given,
  );
  if (format === 'json') print(JSON.stringify({ rules, records }, null, 2));
  else if (records.length === 0) print(`nothing is quarantined${asked.length > 0 ? ' there' : ''}`);
  else showTable(rules, records, nameOf);
}

function showTable(
  rules: readonly Rule[],
  records: readonly Rejected[],
  nameOf: (account: string) => string,
): void {
  const total = rules.reduce((sum, rule) => sum + rule.records, 0);
  print(`${bold(count(total, 'record'))} quarantined by ${count(rules.length, 'rule')}`);
  print();
  const summary = rules.map((rule) => [
    rule.rule,
    rule.records.toLocaleString('en-US'),
    String(rule.accounts),
    rule.first_seen_at.toISOString().slice(0, 10),
    rule.example,
  ]);
  print(indent(table(['rule', 'records', 'accounts', 'first seen', 'e.g.'], summary, 28)));
  for (const record of records) {
    const { rule, ref, field, account, first_seen_at, attempts, message, payload, raw_file, line, item } =
      record;
    const about = [
      nameOf(account),
      ref,
      field,
      `${first_seen_at.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
      attempts > 1 ? `read ${attempts} times` : null,
    ];
    print();
    print(`  ${bold(safe(rule))}  ${safe(about.filter((part) => part !== null).join(', '))}`);
    print(`    ${shortened(safe(message), payloadWidth)}`);
    if (payload !== '') print(dim(`    ${shortened(safe(payload), payloadWidth)}`));
    print(dim(`    ${safe(raw_file)}, line ${line}, item ${item}`)); // never cut: it is there to be copied
  }
  if (records.length < total) {
    print();
    print(
      dim(
        `  (the newest ${records.length} of ${count(total, 'record')}; --limit or --format ndjson shows more)`,
      ),
    );
  }
}
