import { expect, it } from 'vitest';
import type { CanonicalRecord } from '../../connectors/index.js';
import { readModels } from '../../pipeline/models/catalogue.js';
import type { Model } from '../../pipeline/models/header.js';
import { differences } from './differences.js';
import { temporaryHome } from './temporary-home.js';
import { type BuildHomeOptions, buildHome, counter, daily, land, page, post, profile } from './warehouse.js';

/** Posts of two months, seen at a day and at a week, of an account with a follower count and a day's reach. */
const records: CanonicalRecord[] = ['2026-08-05', '2026-09-20'].flatMap((day, number) => {
  const media_ref = `POST${number}`;
  const at = (hours: number): string =>
    new Date(Date.parse(`${day}T12:00:00Z`) + hours * 3_600_000).toISOString();
  return [
    post(at(1), { media_ref, posted_at: at(0), caption: '#spring' }),
    ...[24, 168].map((age) => counter(at(age), 'likes', age, { media_ref })),
    profile(at(2), { followers: 1000 + number }),
    daily(at(30), day, 'reach', 50),
  ];
});

it('a changed model is built again with all that reads it, and nothing else', async () => {
  const models = await readModels();
  const home = await temporaryHome();
  await land(home, '2026-11-01T02:00:00Z', [page('2026-11-01T02:00:00Z', records)]);
  let minute = 0;
  const at = (): string => new Date(Date.UTC(2026, 10, 2, 0, ++minute)).toISOString();
  const built = async (options: BuildHomeOptions): Promise<(readonly [string, boolean])[]> =>
    (await buildHome(home, { ...options, at: at() })).partitions.map(
      ({ mart, isWhole }) => [mart, isWhole] as const,
    );
  await built({});
  expect(await built({}), 'nothing is built twice').toEqual([]);

  const wrap = (name: string, columns: string): Model[] =>
    models.map((model) =>
      model.name === name ? { ...model, sql: `select ${columns} from (${model.sql}) as before` } : model,
    );
  const changes: [name: string, columns: string, marts: readonly string[]][] = [
    ['media_daily', '* exclude (is_corrected), true as is_corrected', ['media_daily']],
    [
      'media_by_age',
      '* exclude (likes), likes + 5 as likes',
      [
        'format_performance',
        'hashtag_performance',
        'media_at_age',
        'media_by_age',
        'media_outcomes',
        'media_performance',
        'posting_slots',
        'public_performance',
      ],
    ],
    // what has no partitions of its own is read by what has
    [
      'int_followers',
      'account_id, observed_at, followers + 5 as followers',
      [
        'account_daily',
        'audience',
        'format_performance',
        'hashtag_performance',
        'media_at_age',
        'media_outcomes',
        'media_performance',
        'posting_slots',
        'public_performance',
      ],
    ],
  ];
  for (const [name, columns, marts] of changes) {
    const changed = wrap(name, columns);
    expect((await built({ models: changed })).sort(), name).toEqual(marts.map((mart) => [mart, true]));
    const fresh = await temporaryHome();
    await land(fresh, '2026-11-01T02:00:00Z', [page('2026-11-01T02:00:00Z', records)]);
    await buildHome(fresh, { models: changed });
    expect(await differences(home, fresh), name).toBe('');
    expect((await built({})).map(([mart]) => mart).sort(), 'and back').toEqual(marts);
  }

  // where posts are kept decides over everything
  const elsewhere = wrap('int_media_homes', "media_key, account_id, 'unknown' as month");
  expect((await built({ models: elsewhere })).every(([, isWhole]) => isWhole)).toBe(true);
  await built({});
  const fresh = await temporaryHome();
  await land(fresh, '2026-11-01T02:00:00Z', [page('2026-11-01T02:00:00Z', records)]);
  await buildHome(fresh);
  expect(await differences(home, fresh)).toBe('');
});
