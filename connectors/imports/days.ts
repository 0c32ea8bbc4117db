import type { CanonicalRecord } from '../streams.js';
import * as cells from './cells.js';
import { profileOf } from './profile.js';
import { isDailyMetric } from './roles.js';
import { type RowReader, Unusable } from './row-reader.js';

/**
 * What a row says of a day of an account: one `account_insights` record per counter column of the file (empty cells: `null`,
 * `not_in_source`), and the account where the row is its first. The day is the one that is written: which midnight it was cut at is the source's business.
 */
export function dayRecords(row: RowReader, profiles: Set<string>): CanonicalRecord[] {
  const { fields, layout } = row.assignment;
  const account_ref = row.account();
  const day = row.day('day');
  if (day === null) throw new Unusable('no-day', fields.get('day')?.column ?? null, 'the row has no day');
  const observed_at = row.observedAt();
  const profile = profileOf(row, account_ref, observed_at, profiles);
  const records: CanonicalRecord[] = profile ? [profile.record] : [];
  for (const role of fields.keys()) {
    if (!isDailyMetric(role) || (layout.isSparse && cells.isAbsent(row.text(role)))) continue;
    const counter = row.counter(role, records.length);
    records.push({
      stream: 'account_insights',
      values: { account_ref, day, metric: role, dimension: '', ...counter, observed_at },
    });
  }
  if (profile && row.drifts.length === 0) profiles.add(profile.key);
  return records;
}
