import type { Drift, Item, Page, Reject } from '../contract.js';
import { mediaRef, shortcodeOf } from '../identity.js';
import type { AbsentReason, MediaMetric } from '../metrics.js';
import type { CanonicalRecord } from '../streams.js';
import { accountId, ownerOf } from './account.js';
import * as cells from './cells.js';
import { mayHaveSwallowed } from './csv.js';
import { instantOf, isNoTime, readMoment } from './dates.js';
import { type Assignment, columnOf, fieldsOf, kindNamed, unusedColumns } from './layout.js';
import { mended } from './mojibake.js';
import { readNumber } from './numbers.js';
import { type PageRequest, pageBody, pageRequest } from './page.js';
import { isMetric, type Role } from './roles.js';
import type { Row } from './table.js';

/** Of a cell that is not what its column is declared as, or of a column that is not known. */
const excerptLimit = 200;

/** A row that cannot be loaded; caught where the row becomes an item. */
class Unusable extends Error {
  constructor(
    readonly rule: string,
    readonly field: string | null,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The items of a stored page: one per row, in order. A row becomes a `media` record, one `media_insights` record per
 * counter column of the file (empty cells: `null`, `not_in_source`), and the first row of each account an `accounts`
 * record; or a reject that says which cell is at fault.
 */
export function itemsOf(page: Page): Item[] {
  const request = pageRequest.parse(page.request);
  const { rows } = pageBody.parse(JSON.parse(page.body));
  const kind = kindNamed(request.kind);
  const layout = kind?.layouts.find((one) => one.name === request.layout);
  if (!kind || !layout)
    throw new Error(`no kind of file "${request.kind}" with the layout "${request.layout}"`);
  const assignment = fieldsOf(kind, layout, request.columns, request.map);
  const accounts = new Set<string>();
  const places = new Map<readonly string[], number>();
  const place = (spellings: readonly string[]) => {
    const known = places.get(spellings) ?? columnOf(request.columns, spellings);
    places.set(spellings, known);
    return known;
  };
  const strangers = unusedColumns(assignment);
  const noun = request.format === 'csv' ? 'line' : 'object';
  return rows.map((row) => {
    const ref = `${noun} ${row.line}`;
    try {
      const drifts: Drift[] = strangers.map(({ column, index }) => ({
        kind: 'column',
        field: column,
        value: (row.cells[index] ?? '').slice(0, excerptLimit),
      }));
      const records = recordsOf(row, assignment, request, page.fetched_at, accounts, place, drifts);
      return drifts.length > 0 ? { ref, records, drifts } : { ref, records };
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      return { ref, reject: rejectOf(error, row, request.columns) };
    }
  });
}

function recordsOf(
  row: Row,
  assignment: Assignment,
  request: PageRequest,
  fetchedAt: Date,
  accounts: Set<string>,
  place: (spellings: readonly string[]) => number,
  drifts: Drift[],
): CanonicalRecord[] {
  const { fields, kind } = assignment;
  checkWidth(row, request);
  const refusal = kind.refuse?.((spellings) => row.cells[place(spellings)] ?? '');
  if (refusal) throw new Unusable(refusal.rule, refusal.field, refusal.message);

  const read = (role: Role) => fields.get(role)?.read(row.cells) ?? '';
  const rounded = request.dialect.ids === 'rounded';
  const account_ref = ownerOf(fields, row.cells, request.account, {
    idsRounded: rounded,
    isMended: request.dialect.text === 'mended',
  });
  if (account_ref === null) throw new Unusable('no-account', null, 'the row does not say whose post it is');

  const permalink = cells.link(read('permalink'));
  const elsewhere = permalink?.match(otherNetwork)?.[1];
  if (elsewhere) throw new Unusable('other-network', 'permalink', `a link to ${elsewhere}, not to Instagram`);
  const shortcode = shortcodeOf(permalink) ?? cells.text(read('shortcode'))?.trim() ?? null;
  const written = accountId(read('media_id'), rounded);
  // Some tools call the shortcode an id.
  const media_id = written === shortcode ? null : written;
  const caption = textOf(read('caption'), request);
  const seen_at = timeOf('observed_at', assignment, request, row, null);
  const posted_at = timeOf('posted_at', assignment, request, row, seen_at);
  if (shortcode === null && media_id === null && posted_at === null && caption === null) {
    throw new Unusable('no-identity', null, 'the row has no link, id, time or text to tell the post by');
  }
  const media_ref = mediaRef({
    shortcode,
    mediaId: media_id,
    accountRef: account_ref,
    postedAt: posted_at,
    caption,
  });
  const observed_at = seen_at ?? (request.observed_at === null ? fetchedAt : new Date(request.observed_at));

  const isNew = !accounts.has(account_ref);
  const first = isNew ? 1 : 0;
  const counters: CanonicalRecord[] = [];
  const retyped = (role: Role, record: number, column: string) => {
    const value = read(role).slice(0, excerptLimit);
    drifts.push({ kind: 'type', field: fields.get(role)!.column, value, fills: { record, column } });
  };
  /** A number that describes the post or, in the first row of one, the account. */
  const described = (role: Role, record: number, column: string): number | null => {
    if (record < 0) return null;
    const value = numberIn(role, read(role), request);
    if (value !== 'unreadable') return value;
    retyped(role, record, column);
    return null;
  };
  for (const role of fields.keys()) {
    if (!isMetric(role)) continue;
    const { value, absent_reason } = counterOf(role, read(role), request);
    if (absent_reason === 'unreadable') retyped(role, first + 1 + counters.length, 'value');
    counters.push({
      stream: 'media_insights',
      values: { media_ref, account_ref, metric: role, dimension: '', value, absent_reason, observed_at },
    });
  }
  const media: CanonicalRecord = {
    stream: 'media',
    values: {
      media_ref,
      account_ref,
      media_id,
      shortcode,
      permalink,
      format: cells.format(textOf(read('format'), request) ?? ''),
      caption,
      posted_at,
      duration_seconds: described('duration_seconds', first, 'duration_seconds'),
      is_boosted: cells.boolean(read('is_boosted')),
      observed_at,
    },
  };
  const account: CanonicalRecord = {
    stream: 'accounts',
    values: {
      account_ref,
      username: cells.username(read('username')),
      name: textOf(read('account_name'), request)?.trim() ?? null,
      biography: null,
      website: null,
      followers: described('followers', first - 1, 'followers'),
      follows: described('following', first - 1, 'follows'),
      media_count: described('media_count', first - 1, 'media_count'),
      is_own: null,
      time_zone: request.dialect.account_zone,
      observed_at,
    },
  };
  // a row that may be left out must not take the account along
  if (drifts.every(({ kind }) => kind === 'column')) accounts.add(account_ref);
  return isNew ? [account, media, ...counters] : [media, ...counters];
}

const otherNetwork =
  /^https?:\/\/(?:[\w-]+\.)*((?:facebook|fb|twitter|x|tiktok|youtube|linkedin|threads)\.(?:com|net))\//i;

function checkWidth(row: Row, request: PageRequest): void {
  if (request.dialect.quotes === 'stray' && mayHaveSwallowed(row.cells)) {
    throw new Unusable(
      'stray-quote',
      null,
      'a quote in a text is not doubled, so that rows may have run together',
    );
  }
  const width = request.columns.length;
  if (request.format === 'json' || row.cells.length === width) return;
  if (row.cells.length > width && row.cells.slice(width).every((cell) => cell.trim() === '')) return;
  throw new Unusable(
    'wrong-cell-count',
    null,
    `the row has ${row.cells.length} cells and the header ${width}: a quote or a separator in a text is probably not escaped`,
  );
}

function textOf(cell: string, { dialect }: PageRequest): string | null {
  return cells.text(dialect.text === 'mended' ? (mended(cell) ?? cell) : cell);
}

/** Relative times count back from when the row was `seen`, else from the time of the file. */
function timeOf(
  role: Role,
  { fields }: Assignment,
  request: PageRequest,
  row: Row,
  seen: Date | null,
): Date | null {
  const field = fields.get(role);
  const cell = field?.read(row.cells) ?? '';
  if (!field || isNoTime(cell)) return null;
  const format = field.use.format ?? request.dialect.date_format[role] ?? 'iso';
  const { relative_to } = request.dialect;
  const now = seen ?? (relative_to === null ? undefined : new Date(relative_to));
  const moment = readMoment(cell, format, now);
  if (!moment)
    throw new Unusable('unreadable-date', field.column, `${quoted(cell)} is not a time written as ${format}`);
  const time = instantOf(moment, field.use.zone ?? request.dialect.zone);
  if (Number.isNaN(time.getTime()))
    throw new Unusable('unreadable-date', field.column, `${quoted(cell)} is no time`);
  return time;
}

function counterOf(
  metric: MediaMetric,
  cell: string,
  request: PageRequest,
): { value: number | null; absent_reason: AbsentReason | null } {
  const value = numberIn(metric, cell, request);
  if (value === 'unreadable') return { value: null, absent_reason: 'unreadable' };
  if (value === null) return { value, absent_reason: 'not_in_source' };
  // Tools write −1 for a like count that the account hides.
  if (value === -1 && metric === 'likes') return { value: null, absent_reason: 'hidden' };
  if (value < 0) throw new Unusable('negative-count', metric, `${quoted(cell)} is below zero`);
  return { value, absent_reason: null };
}

function numberIn(role: Role, cell: string, request: PageRequest): number | null | 'unreadable' {
  const read = readNumber(role, cell, request.dialect.number_format[role] ?? null);
  return typeof read === 'object' ? read.value : read === 'absent' ? null : read;
}

function rejectOf(error: Unusable, row: Row, columns: readonly string[]): Reject {
  const payload = Object.fromEntries(
    row.cells.map((cell, index) => [columns[index] ?? `column ${index + 1}`, cell]),
  );
  return { rule: error.rule, field: error.field, message: error.message, payload: JSON.stringify(payload) };
}

function quoted(cell: string): string {
  return JSON.stringify(cell.length > 40 ? `${cell.slice(0, 39)}…` : cell);
}
