import { sharesOfViewsChart } from '../charts/shares-of-views.js';
import { verdictOf } from '../compare.js';
import type { Figure } from '../figure.js';
import { type ShareChange, shareChange } from '../statistics/share-change.js';
import type { Study } from '../study.js';
import { type ViewParts, viewers } from '../view-parts.js';

/** Fewer days are no picture of a period. */
const FEWEST_DAYS = 7;

/** Followers or not, by views, in the period and beside it in the comparison; nothing where the source does not tell. */
export function viewsByViewer({ viewParts, period, format }: Study): Figure[] {
  const { split: words } = format.words.reach;
  const row = ({ from, to }: { from: string; to: string }, { days, byViewer, fromAds }: ViewParts) => {
    const views = viewers.reduce((sum, viewer) => sum + byViewer[viewer], 0);
    if (days < FEWEST_DAYS || views === 0) return [];
    const share = (viewer: (typeof viewers)[number]) => byViewer[viewer] / views;
    const shares = {
      FOLLOWER: share('FOLLOWER'),
      NON_FOLLOWER: share('NON_FOLLOWER'),
      UNKNOWN: share('UNKNOWN'),
    };
    return [{ label: format.days(from, to), days, views, fromAds, shares }];
  };
  const [now] = row(period, viewParts.period);
  if (now === undefined) return [];
  const before = row(period.comparison, viewParts.comparison);
  const rows = [now, ...before];
  const change = before.length === 0 ? null : shareChange(viewParts.comparison.byDay, viewParts.period.byDay);
  const boosted =
    now.fromAds === null
      ? ''
      : now.fromAds === 0
        ? ` ${words.noneBoosted}`
        : ` ${words.boosted(format.rate(now.fromAds))}`;
  return [
    {
      id: 'views-by-viewer',
      title: change === null ? words.title(format.rate(now.shares.NON_FOLLOWER)) : changed(change),
      definition: `${words.definition({ days: now.label, comparison: before[0]?.label ?? null, n: now.days })}${boosted}${change === null ? '' : ` ${words.weeks}`}`,
      description: rows
        .map(({ label, days, views, shares }) =>
          words.row({
            days: label,
            followers: format.rate(shares.FOLLOWER),
            others: format.rate(shares.NON_FOLLOWER),
            views: format.count(views),
            n: days,
          }),
        )
        .join(' '),
      caveat: change === null ? words.caveatWithout : words.caveat,
      chart: sharesOfViewsChart(rows, format),
      table: {
        columns: [
          { label: words.columns.period, field: 'period' },
          { label: words.columns.days, field: 'days', text: format.count },
          { label: words.columns.views, field: 'views', text: format.count },
          ...viewers.map((viewer) => ({
            label: words.parts[viewer],
            field: `${viewer.toLowerCase()}_share`,
            text: format.rate,
          })),
          { label: words.columns.boosted, field: 'ads_share', text: format.rate },
          ...(change === null
            ? []
            : [
                { label: words.columns.change, field: 'change_points', text: format.points },
                { label: format.words.columns.low, field: 'change_low', text: format.points },
                { label: format.words.columns.high, field: 'change_high', text: format.points },
              ]),
        ],
        rows: rows.map(({ label, days, views, shares, fromAds }, index) => [
          label,
          days,
          views,
          ...viewers.map((viewer) => shares[viewer]),
          fromAds,
          ...(change === null
            ? []
            : index === 0
              ? [change.points, change.interval.low, change.interval.high]
              : [null, null, null]),
        ]),
      },
    },
  ];

  function changed({ before, now, points, interval }: ShareChange): string {
    const { low, high } = interval;
    const range = format.words.range(format.points(low), format.points(high));
    const verdict = verdictOf({ relative: points / before, low, high });
    if (verdict === 'unclear') return words.unclear(range);
    return words.moved({
      verdict,
      points: format.decimal(Math.abs(points) * 100),
      range,
      now: format.rate(now),
    });
  }
}
