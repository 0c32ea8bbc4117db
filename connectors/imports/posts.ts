import { mediaRef, shortcodeOf } from '../identity.js';
import type { CanonicalRecord } from '../streams.js';
import { accountId } from './account.js';
import * as cells from './cells.js';
import { profileOf } from './profile.js';
import { isMetric, profiling } from './roles.js';
import { type RowReader, Unusable } from './row-reader.js';

/**
 * What a row says of a post: a `media` record and one `media_insights` record per counter column of the file (empty cells:
 * `null`, `not_in_source`). And of its account: an `accounts` record where the row is the first of the account at that
 * time. A row without a post but with followers is an `accounts` record alone.
 *
 * @param profiles accounts, with the time, that rows before have described; grows.
 */
export function postRecords(row: RowReader, profiles: Set<string>): CanonicalRecord[] {
  const { fields, kind, layout } = row.assignment;
  const account_ref = row.account();
  const observed_at = row.observedAt();
  const permalink = linkOf(row);
  const shortcode = shortcodeOf(permalink) ?? cells.text(row.text('shortcode'))?.trim() ?? null;
  const written = accountId(row.text('media_id'), row.request.dialect.ids === 'rounded');
  // Some tools call the shortcode an id.
  const media_id = written === shortcode ? null : written;
  const caption = row.words('caption');
  const posted_at = row.time('posted_at', row.time('observed_at'));
  const profile = profileOf(row, account_ref, observed_at, profiles);
  if (shortcode === null && media_id === null && posted_at === null && caption === null) {
    if (profile && profiling.some((role) => !cells.isAbsent(row.text(role)))) {
      profiles.add(profile.key);
      return [profile.record];
    }
    throw new Unusable('no-identity', null, 'the row has no link, id, time or text to tell the post by');
  }
  const media_ref = mediaRef({
    shortcode,
    mediaId: media_id,
    accountRef: account_ref,
    postedAt: posted_at,
    caption,
  });
  const records: CanonicalRecord[] = profile ? [profile.record] : [];
  records.push({
    stream: 'media',
    values: {
      media_ref,
      account_ref,
      media_id,
      shortcode,
      permalink,
      format: formatOf(row),
      caption,
      posted_at,
      duration_seconds: row.described('duration_seconds', records.length, 'duration_seconds'),
      is_boosted: cells.boolean(row.text('is_boosted')),
      observed_at,
    },
  });
  for (const role of fields.keys()) {
    if (!isMetric(role) || (layout.isSparse && cells.isAbsent(row.text(role)))) continue;
    const counter = row.counter(role, records.length);
    records.push({
      stream: 'media_insights',
      values: { media_ref, account_ref, metric: role, dimension: '', ...counter, observed_at },
    });
  }
  // a row that may be left out must not take the account along
  if (profile && row.drifts.length === 0) profiles.add(profile.key);
  return records;

  function formatOf(reader: RowReader): string | null {
    const word = kind.format?.((spellings) => reader.cell(spellings)) ?? '';
    return cells.format(word) ?? cells.format(reader.words('format') ?? '');
  }
}

const otherNetwork =
  /^https?:\/\/(?:[\w-]+\.)*((?:facebook|fb|twitter|x|tiktok|youtube|linkedin|threads)\.(?:com|net))\//i;

function linkOf(row: RowReader): string | null {
  const permalink = cells.link(row.text('permalink'));
  const elsewhere = permalink?.match(otherNetwork)?.[1];
  if (elsewhere) throw new Unusable('other-network', 'permalink', `a link to ${elsewhere}, not to Instagram`);
  return permalink;
}
