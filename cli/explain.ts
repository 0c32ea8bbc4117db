import type { Command } from 'commander';
import { shortcodeOf } from '../connectors/index.js';
import type {
  AtAge,
  Call,
  Evidence,
  ExplainedPost,
  Neighbour,
  PostExplanation,
  PostName,
  ValueExplanation,
} from '../pipeline/index.js';
import { contextOf } from './context.js';
import { indent } from './summary.js';
import { bold, count, dim, okMark, print, safe, shortened, table, warnMark } from './terminal.js';

const width = 80;
const label = 12;

export function register(program: Command): void {
  program
    .command('explain')
    .argument('<media>', 'a post: shortcode, permalink, API id or media_key')
    .argument('[metric]', 'a counter (reach, likes, …) or another column of media_performance')
    .description('where a number comes from: models, reading, run, raw line and API call')
    .option('--json', 'everything there is to say, for machines')
    .addHelpText(
      'after',
      `
A shortcode that starts with - goes after --, or use the permalink.

Examples:
  reachline explain DB0kxyzAbCd
  reachline explain https://www.instagram.com/reel/DB0kxyzAbCd/ reach
  reachline explain --json -- -B0kxyzAbCd likes`,
    )
    .action(
      async (media: string, metric: string | undefined, { json }: { json?: boolean }, command: Command) => {
        const { explainPost, explainValue } = await import('../pipeline/index.js');
        const { home, connectors } = await contextOf(command);
        const options = { home, connectors, post: nameOf(media) };
        if (metric === undefined) {
          const explanation = await explainPost(options);
          if (json) print(JSON.stringify(explanation, null, 2));
          else showPost(explanation);
        } else {
          const explanation = await explainValue({ ...options, name: metric });
          if (json) print(JSON.stringify(explanation, null, 2));
          else showValue(explanation);
        }
      },
    );
}

/** A link is taken without what does not tell posts apart. */
function nameOf(given: string): PostName {
  const link =
    given.match(/^(?:https?:\/\/)?(?:www\.)?(instagram\.com\/[^?#]+)/i)?.[1]?.replace(/\/+$/, '') ?? null;
  return { given, link, shortcode: link && shortcodeOf(`https://${link}`) };
}

function showPost({ post, fields, counters, warnings }: PostExplanation): void {
  showHeader(post);
  if (post.refs.some((ref) => ref !== post.media_key)) row('known as', [post.refs.join(', ')]);
  const others = post.account_refs.filter((ref) => ref !== post.account_id);
  row('account', [[post.account_id, ...others].join(', also ')]);
  row('sources', [`${post.sources.join(', ')}${post.is_missing ? '; gone from the last full listing' : ''}`]);
  print();
  const said = fields.map(({ name, value, source, observed_at }) => [
    name,
    shownValue(value),
    source ?? '',
    observed_at ? moment(observed_at) : '',
  ]);
  print(indent(table(['field', 'value', 'source', 'said (UTC)'], said, 30)));
  if (counters.length > 0) print();
  const read = counters.map(({ name, value, source, observed_at, absent, corrections }) => [
    name,
    value === null ? '' : number(value),
    source,
    moment(observed_at).slice(0, 10),
    absent?.reason ?? (corrections > 0 ? `fell ${times(corrections)}` : ''),
  ]);
  if (read.length > 0) print(indent(table(['counter', 'value', 'source', 'read', 'note'], read, 34)));
  showWarnings(warnings);
}

function showValue(explanation: ValueExplanation): void {
  const { post, name, kind, value, evidence, models, computed_from, history, corrections, parts } =
    explanation;
  showHeader(post);
  const shown = value === null ? 'no value' : safe(shownValue(value));
  const part = explanation.dimension ? ` (${safe(explanation.dimension)})` : '';
  print(bold(shortened(`${safe(name)}${part}  ${shown}`, width)));
  const [first, ...others] = evidence;
  if (first) row(kind === 'field' ? 'said' : 'read', [whenRead(first, explanation)]);
  else if (kind === 'counter')
    row('read', ['never: no source was asked for it, or none answered for this post']);
  if (explanation.absent) row('absent', [absence(explanation)]);
  for (const aged of explanation.at_age) showAtAge(aged);
  if (computed_from.length > 0) {
    row('from', [computed_from.map((part) => `${part.name} ${shownValue(part.value)}`).join(' · ')]);
  }
  if (models.length === 0) row('models', ['none: media_performance does not show it; it is kept in landing']);
  row(
    'models',
    models.flatMap((path) => wrapped(path, ' ← ')),
  );
  if (first) showEvidence(first);
  for (const other of others) {
    row('also', [`${shownValue(other.value)} from ${other.source} at that moment, run ${other.run.id}`]);
  }
  if (parts.length > 0)
    row(
      'parts',
      wrapped(
        parts.map((part) => `${part.dimension} ${part.value === null ? '–' : number(part.value)}`),
        ' · ',
      ),
    );
  if (corrections > 0) {
    print();
    print(
      `  The counter fell ${times(corrections)} in ${count(explanation.readings, 'reading')}. Its last changes:`,
    );
    const rows = history.map((reading) => [
      moment(reading.observed_at),
      reading.value === null ? (reading.absent_reason ?? '') : number(reading.value),
      reading.change === null ? '' : change(reading.change),
      reading.source,
      reading.run_id,
    ]);
    print(indent(table(['read (UTC)', 'value', 'change', 'source', 'run'], rows)));
  }
  const [next] = computed_from;
  if (next) row('next', [`reachline explain ${post.media_key} ${next.name}`]);
  showWarnings(explanation.warnings);
}

function showHeader(post: ExplainedPost): void {
  const posted = post.posted_at ? `, posted ${moment(post.posted_at)} UTC` : '';
  print(
    `${bold(safe(post.media_key))}  ${post.format ?? 'post'} of ${safe(post.username ?? post.account_id)}${posted}`,
  );
  if (post.caption) print(dim(shortened(`“${safe(post.caption)}”`, width)));
  if (post.permalink) print(dim(safe(post.permalink)));
  print();
}

function whenRead({ observed_at, source }: Evidence, { age_hours, kind }: ValueExplanation): string {
  const age = age_hours === null || kind === 'field' ? '' : `, ${duration(age_hours)} after posting`;
  return `${moment(observed_at)} UTC${age}, from ${source}`;
}

function absence({ absent, value }: ValueExplanation): string {
  const { reason, since } = absent!;
  return `${reason} since ${moment(since)} UTC${value === null ? '' : '; the value is the last one before'}`;
}

function showAtAge({
  value,
  horizon_hours,
  age_basis,
  age_hours,
  before,
  after,
  is_interpolated,
}: AtAge): void {
  const name = `at ${duration(horizon_hours)}`;
  const shown = value === null ? 'no value' : number(value);
  if (age_basis === null) {
    row(name, ['not comparable: too young, or not read near that age']);
  } else if (age_basis === 'projected') {
    row(name, [`${shown}, projected: too young; what to expect from ${duration(age_hours ?? 0)} on`]);
  } else if (age_basis !== 'fixed') {
    row(name, [`${shown}, ${age_basis}: not read near that age; this is at ${duration(age_hours ?? 0)}`]);
  } else if (is_interpolated) {
    const sides = [before, after].flatMap((side) => (side ? [neighbour(side)] : []));
    row(name, [`${shown}, fixed: interpolated between`, ...sides]);
  } else {
    const side = before ?? after;
    row(name, [`${shown}, fixed${side ? `: ${neighbour(side)}` : ''}`]);
  }
}

function neighbour({ value, observed_at, age_hours, source }: Neighbour): string {
  return `${number(value)} read at ${duration(age_hours)} (${moment(observed_at)} UTC, ${source})`;
}

function showEvidence({ run, raw, call, verified, raw_value, excerpt }: Evidence): void {
  const started = run.started_at ? `, started ${moment(run.started_at)} UTC` : '';
  row('run', [`${run.id}${run.kind ? ` (${run.kind}${started})` : ''}`]);
  const item =
    raw.item_in_line === null
      ? `item ${raw.item} of the file`
      : `item ${raw.item_in_line} of ${raw.items_in_line}`;
  // the path is there to be copied: it has a line of its own
  row('raw', [`line ${raw.line}, ${item}, in data/raw/`]);
  print(`  ${safe(raw.file)}`);
  if (call) showCall(call);
  const mark = verified === 'equal' ? okMark : warnMark;
  if (excerpt) row('raw says', excerpt.path ? [excerpt.json, excerpt.path] : [excerpt.json], mark);
  else if (verified !== 'unreadable') row('raw says', [shownValue(raw_value)], mark);
}

function showCall(call: Call): void {
  if (call.kind === 'file') {
    row('file', [`${call.name}, ${call.row}`]);
    row('sha256', [call.sha256]);
  } else if (call.kind === 'webhook') {
    row('webhook', [`${call.fields.join(', ')}, pushed to connection ${call.connection}`]);
  } else {
    const status = call.status === 200 ? '' : `, answered ${call.status}`;
    const params = Object.entries(call.params).map(([name, value]) => `${name}=${value}`);
    row('API call', [`GET ${call.path} (connection ${call.connection}${status})`, ...params]);
  }
}

function showWarnings(warnings: readonly string[]): void {
  if (warnings.length > 0) print();
  for (const warning of warnings) print(`${warnMark} ${safe(warning)}`);
}

/** A label and its lines, each made safe and cut to the terminal; the mark follows the first. */
function row(name: string, lines: readonly string[], mark = ''): void {
  for (const [index, text] of lines.entries()) {
    const isFirst = index === 0;
    const end = isFirst && mark ? ` ${mark}` : '';
    print(
      `  ${(isFirst ? name : '').padEnd(label - 2)}${shortened(safe(text), width - label - (end ? 2 : 0))}${end}`,
    );
  }
}

/** Parts joined to lines that fit beside the labels. */
function wrapped(parts: readonly string[], joint: string): string[] {
  const lines: string[] = [];
  for (const [index, part] of parts.entries()) {
    const text = index < parts.length - 1 ? `${part}${joint}` : part;
    const last = lines.at(-1);
    if (last !== undefined && last.length + text.trimEnd().length <= width - label)
      lines[lines.length - 1] = last + text;
    else lines.push(text);
  }
  return lines.map((line) => line.trimEnd());
}

function shownValue(value: unknown): string {
  if (value === null) return '–';
  if (value instanceof Date) return `${moment(value)} UTC`;
  return typeof value === 'number' ? number(value) : String(value);
}

function number(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 4 });
}

function change(value: number): string {
  return value < 0 ? `−${number(-value)}` : `+${number(value)}`;
}

/** A moment in UTC, to the minute. */
function moment(date: Date): string {
  return date.toISOString().slice(0, 16).replace('T', ' ');
}

function duration(hours: number): string {
  return hours < 48 ? `${Number(hours.toFixed(1))} h` : `${Number((hours / 24).toFixed(1))} d`;
}

function times(number: number): string {
  return ['once', 'twice'][number - 1] ?? `${number} times`;
}
