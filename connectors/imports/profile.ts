import type { CanonicalRecord } from '../streams.js';
import * as cells from './cells.js';
import { profiling } from './roles.js';
import type { RowReader } from './row-reader.js';

/** What a row says of an account. */
export interface Profile {
  /** Account and, where rows hold true at different times, the time. */
  readonly key: string;
  readonly record: CanonicalRecord;
}

/**
 * The account of a row, as the first record of it; `null` when a row before has said it. In a file with a row per day its
 * counters are those of the day, and not of the profile.
 */
export function profileOf(
  row: RowReader,
  account_ref: string,
  observed_at: Date,
  profiles: ReadonlySet<string>,
): Profile | null {
  const { fields } = row.assignment;
  const hasCounters = !fields.has('day');
  const isSeries = hasCounters && fields.has('observed_at') && profiling.some((role) => fields.has(role));
  const key = JSON.stringify(isSeries ? [account_ref, observed_at] : [account_ref]);
  if (profiles.has(key)) return null;
  const record: CanonicalRecord = {
    stream: 'accounts',
    values: {
      account_ref,
      username: cells.username(row.text('username')),
      name: row.words('account_name')?.trim() ?? null,
      biography: row.words('biography'),
      website: row.words('website')?.trim() ?? null,
      followers: hasCounters ? row.described('followers', 0, 'followers') : null,
      follows: hasCounters ? row.described('following', 0, 'follows') : null,
      media_count: hasCounters ? row.described('media_count', 0, 'media_count') : null,
      is_own: null,
      time_zone: row.request.dialect.account_zone,
      observed_at,
    },
  };
  return { key, record };
}
