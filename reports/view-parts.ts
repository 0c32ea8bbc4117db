import type { Marts } from '../pipeline/index.js';
import type { Days } from './period.js';
import type { DayShare } from './statistics/share-change.js';

/** Who saw something, as the platform tells it. */
export const viewers = ['FOLLOWER', 'NON_FOLLOWER', 'UNKNOWN'] as const;

export type Viewer = (typeof viewers)[number];

/** Views of some days, added up, in parts. */
export interface ViewParts {
  /** Days on which it is known who saw it. */
  readonly days: number;
  /** Views by people who do not follow, of each such day's, in order. */
  readonly byDay: readonly DayShare[];
  readonly byViewer: Readonly<Record<Viewer, number>>;
  /** Share of the views that came from ads, 0 to 1; null when it is not known where views came from. */
  readonly fromAds: number | null;
}

/** Views are counted each time, so that days add up; unique people would not. The API writes its buckets small, its documentation large. */
export async function readViewParts(marts: Marts, accountId: string, { from, to }: Days): Promise<ViewParts> {
  const byDay = await marts.rows<{ part: number | null; whole: number }>(
    `select cast(sum(value) filter (where lower(bucket) = 'non_follower') as bigint) as part, cast(sum(value) as bigint) as whole
     from account_breakdowns
     where account_id = $account and metric = 'views' and dimension = 'follow_type'
       and day between cast($from as date) and cast($to as date) and lower(bucket) in ('follower', 'non_follower', 'unknown')
     group by day order by day`,
    { account: accountId, from, to },
  );
  const rows = await marts.rows<{ dimension: string; bucket: string; views: number }>(
    `select dimension, upper(bucket) as bucket, cast(sum(value) as bigint) as views
     from account_breakdowns
     where account_id = $account and metric = 'views' and dimension in ('follow_type', 'media_product_type')
       and day between cast($from as date) and cast($to as date)
     group by all order by all`,
    { account: accountId, from, to },
  );
  const viewsOf = (dimension: string, bucket: string) =>
    rows.find((row) => row.dimension === dimension && row.bucket === bucket)?.views ?? 0;
  const ofKinds = rows.filter(({ dimension }) => dimension === 'media_product_type');
  const all = ofKinds.reduce((sum, { views }) => sum + views, 0);
  return {
    days: byDay.length,
    byDay: byDay.map(({ part, whole }) => ({ part: part ?? 0, whole })),
    byViewer: {
      FOLLOWER: viewsOf('follow_type', 'FOLLOWER'),
      NON_FOLLOWER: viewsOf('follow_type', 'NON_FOLLOWER'),
      UNKNOWN: viewsOf('follow_type', 'UNKNOWN'),
    },
    fromAds: all === 0 ? null : viewsOf('media_product_type', 'AD') / all,
  };
}
