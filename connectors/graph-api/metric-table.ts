import type { AccountMetric, MediaMetric } from '../metrics.js';
import type { LoginName } from './logins.js';

export type ProductType = 'FEED' | 'REELS' | 'STORY';

/** Whose age, gender and place is told, or who is online. */
export type AudienceKind = 'followers' | 'engaged' | 'online';

/** One metric of the platform: where and since when it may be asked, and what it is called here. */
export interface MetricRow {
  /** The platform's name. */
  readonly name: string;
  readonly of: 'media' | 'account' | 'audience';
  readonly canonical: MediaMetric | AccountMetric | AudienceKind;
  readonly unit: 'count' | 'milliseconds' | 'percent';
  /** Media only. */
  readonly products: readonly ProductType[];
  readonly logins: readonly LoginName[];
  /** First and last day on which the platform answers it, `YYYY-MM-DD`; `null` is open. */
  readonly since: string | null;
  readonly until: string | null;
  /** Last major API version that knows it, for metrics that went version by version; `null` is open. */
  readonly lastVersion: number | null;
  readonly metricType: 'lifetime' | 'time_series' | 'total_value';
  /** Asked with this breakdown, in a request of its own: elsewhere a breakdown fails the request. */
  readonly breakdown: string | null;
  /** Canonical name per value of the breakdown, when it splits into metrics rather than dimensions. */
  readonly split?: Readonly<Record<string, AccountMetric>>;
  /** Media only: answered for posts published before this day. */
  readonly postedBefore?: string;
  /** Media only: fails unless the post is on Facebook too. */
  readonly crossposted?: true;
  /** Media only: costs a call of its own, so it is asked at milestones of a post's age alone. */
  readonly rare?: true;
  readonly minFollowers?: number;
  /** Account only: how far back the platform goes, the current day excluded. */
  readonly lastDays?: number;
}

const both: readonly LoginName[] = ['facebook', 'instagram'];
const feed: readonly ProductType[] = ['FEED'];
const reels: readonly ProductType[] = ['REELS'];
const story: readonly ProductType[] = ['STORY'];
const posts: readonly ProductType[] = ['FEED', 'REELS'];
const feedAndStory: readonly ProductType[] = ['FEED', 'STORY'];
const all: readonly ProductType[] = ['FEED', 'REELS', 'STORY'];

type Extra = Partial<MetricRow>;
const media = (
  name: string,
  canonical: MediaMetric,
  products: readonly ProductType[],
  extra: Extra = {},
): MetricRow => ({
  name,
  of: 'media',
  canonical,
  unit: 'count',
  products,
  logins: both,
  since: null,
  until: null,
  lastVersion: null,
  metricType: 'lifetime',
  breakdown: null,
  ...extra,
});
const account = (
  name: string,
  canonical: AccountMetric,
  metricType: 'time_series' | 'total_value',
  extra: Extra = {},
): MetricRow => ({ ...media(name, 'reach', []), of: 'account', canonical, metricType, ...extra });

const audience = (
  name: string,
  canonical: AudienceKind,
  breakdown: string | null,
  extra: Extra = {},
): MetricRow => ({
  ...media(name, 'reach', []),
  of: 'audience',
  canonical,
  metricType: total,
  breakdown,
  minFollowers: 100,
  ...extra,
});

const total = 'total_value' as const;
const series = 'time_series' as const;
const facebook: readonly LoginName[] = ['facebook'];
const byFollowType = { breakdown: 'follow_type' } as const;
const byProduct = { breakdown: 'media_product_type' } as const;

/**
 * Every metric this connector asks for. Requests are grouped from this table, answers are named by it. Dates and validity:
 * Meta's media insights and account insights references (June 2026) and the Instagram Platform changelog.
 */
export const metricTable: readonly MetricRow[] = [
  media('views', 'views', all, { since: '2025-01-21' }),
  media('reach', 'reach', all),
  media('total_interactions', 'interactions_total', all),
  media('likes', 'likes', posts),
  media('comments', 'comments', posts),
  media('saved', 'saves', posts),
  media('shares', 'shares', all),
  media('reposts', 'reposts', all, { since: '2025-12-03' }),
  media('follows', 'follows', feedAndStory),
  media('profile_visits', 'profile_visits', feedAndStory),
  media('profile_activity', 'profile_activity', feedAndStory),
  media('profile_activity', 'profile_activity', feedAndStory, { breakdown: 'action_type', rare: true }),
  media('replies', 'replies', story),
  media('link_clicks', 'link_clicks', story, { since: '2026-06-22', logins: facebook }),
  media('navigation', 'navigation', story, { breakdown: 'story_navigation_action_type' }),
  media('ig_reels_avg_watch_time', 'avg_watch_ms', reels, { unit: 'milliseconds' }),
  media('ig_reels_video_view_total_time', 'total_watch_ms', reels, { unit: 'milliseconds' }),
  media('reels_skip_rate', 'skip_rate_percent', reels, { since: '2025-12-03', unit: 'percent' }),
  media('crossposted_views', 'crossposted_views', reels, {
    since: '2025-12-03',
    crossposted: true,
    rare: true,
  }),
  media('facebook_views', 'facebook_views', all, { since: '2025-12-03', crossposted: true, rare: true }),
  media('total_likes', 'likes_with_paid', posts, { since: '2026-04-22', logins: facebook }),
  media('total_comments', 'comments_with_paid', posts, { since: '2026-04-22', logins: facebook }),
  media('total_views', 'views_with_paid', all, { since: '2026-04-22', logins: facebook }),
  media('impressions', 'impressions', feedAndStory, { postedBefore: '2024-07-02' }),
  // Gone everywhere; listed so that a refusal still has a name.
  media('plays', 'views', reels, { until: '2025-04-20', lastVersion: 21 }),
  media('video_views', 'views', feed, { until: '2025-01-07', lastVersion: 20 }),

  account('reach', 'reach', series),
  account('follower_count', 'new_follows', series, { minFollowers: 100, lastDays: 30 }),
  account('views', 'views', total, { since: '2025-01-21' }),
  account('accounts_engaged', 'accounts_engaged', total),
  account('total_interactions', 'interactions_total', total),
  account('likes', 'likes', total),
  account('comments', 'comments', total),
  account('saves', 'saves', total),
  account('shares', 'shares', total),
  account('replies', 'replies', total),
  account('reposts', 'reposts', total, { since: '2025-12-03' }),
  account('profile_links_taps', 'profile_link_taps', total),
  // The platform calls follows FOLLOWER and unfollows NON_FOLLOWER here.
  account('follows_and_unfollows', 'new_follows', total, {
    breakdown: 'follow_type',
    split: { follower: 'new_follows', non_follower: 'unfollows' },
    minFollowers: 100,
  }),
  account('reach', 'reach', total, byFollowType),
  account('views', 'views', total, { ...byFollowType, since: '2025-01-21' }),
  account('reach', 'reach', total, byProduct),
  account('views', 'views', total, { ...byProduct, since: '2025-01-21' }),
  account('total_interactions', 'interactions_total', total, byProduct),
  account('likes', 'likes', total, byProduct),
  account('comments', 'comments', total, byProduct),
  account('saves', 'saves', total, byProduct),
  account('shares', 'shares', total, byProduct),
  account('profile_links_taps', 'profile_link_taps', total, { breakdown: 'contact_button_type' }),
  // No longer documented, but answered (observed in 2026); where they are refused one day, that is remembered.
  account('profile_views', 'profile_views', total, { logins: facebook }),
  account('website_clicks', 'website_clicks', total, { logins: facebook }),

  // Age and gender are asked together: their sums are those of each alone. Of cities and countries the 45 largest are told.
  audience('follower_demographics', 'followers', 'age,gender'),
  audience('follower_demographics', 'followers', 'city'),
  audience('follower_demographics', 'followers', 'country'),
  audience('engaged_audience_demographics', 'engaged', 'age,gender'),
  audience('engaged_audience_demographics', 'engaged', 'city'),
  audience('engaged_audience_demographics', 'engaged', 'country'),
  audience('online_followers', 'online', null, { metricType: 'lifetime' }),
];

/** The row that an answered or refused metric belongs to, asked with this breakdown. */
export function metricNamed(
  of: MetricRow['of'],
  name: string,
  breakdown: string | null = null,
): MetricRow | undefined {
  const rows = metricTable.filter((row) => row.of === of && row.name === name);
  return rows.find((row) => row.breakdown === breakdown) ?? rows[0];
}

/** The canonical names of the totals that an asked metric becomes: none for the parts of one that is asked whole as well. */
export function canonicalNames(row: MetricRow): readonly MetricRow['canonical'][] {
  if (row.split) return Object.values(row.split);
  return isPartsOnly(row) ? [] : [row.canonical];
}

/** Whether a row only breaks down what another row gives the total of. */
export function isPartsOnly({ of, name, breakdown, split }: MetricRow): boolean {
  return breakdown !== null && !split && metricNamed(of, name, null)?.breakdown === null;
}

/** Metrics that go into one request together. */
export interface MetricGroup {
  readonly metricType: MetricRow['metricType'];
  readonly breakdown: string | null;
  readonly lastDays: number | null;
  readonly metrics: readonly string[];
}

/** What the platform offers depends on how, when and in which version it is asked. */
export interface Asker {
  readonly login: LoginName;
  /** The day of asking. */
  readonly on: string;
  /** Major API version. */
  readonly version: number;
}

/** A post as far as its metrics depend on it. */
interface AskedMedia extends Asker {
  readonly product: ProductType;
  /** Publication day; `null` when unknown. */
  readonly posted: string | null;
  readonly crossposted: boolean;
  /** Also what is worth a call of its own only now and then. */
  readonly thorough: boolean;
}

/** What to ask about a post today. */
export function mediaGroups(ask: AskedMedia): MetricGroup[] {
  return grouped(
    metricTable.filter(
      (row) =>
        row.of === 'media' &&
        row.products.includes(ask.product) &&
        isOffered(row, ask) &&
        (!row.postedBefore || (ask.posted !== null && ask.posted < row.postedBefore)) &&
        (!row.crossposted || ask.crossposted) &&
        (!row.rare || ask.thorough),
    ),
  );
}

/**
 * What a list may ask about all its posts at once, because every product type in it has it: one metric that a post lacks
 * would refuse the whole list. `given` are canonical names that the list has as fields.
 */
export function listMetrics(
  ask: Asker,
  products: readonly ProductType[],
  given: readonly string[],
): string[] {
  return metricTable
    .filter(
      (row) =>
        row.of === 'media' &&
        products.every((product) => row.products.includes(product)) &&
        isOffered(row, ask) &&
        !row.breakdown &&
        !row.postedBefore &&
        !row.rare &&
        !given.includes(row.canonical),
    )
    .map(({ name }) => name);
}

/** What to ask about an account today: series over many days, and totals and their breakdowns, a request per day. */
export function accountGroups(ask: Asker): {
  readonly series: readonly MetricGroup[];
  readonly totals: readonly MetricGroup[];
  readonly broken: readonly MetricGroup[];
} {
  const groups = grouped(metricTable.filter((row) => row.of === 'account' && isOffered(row, ask)));
  const isSeries = ({ metricType }: MetricGroup) => metricType === 'time_series';
  return {
    series: groups.filter(isSeries),
    totals: groups.filter((group) => !isSeries(group) && !group.breakdown),
    broken: groups.filter((group) => !isSeries(group) && group.breakdown),
  };
}

/** What to ask about an account's audience today, each in a request of its own. */
export function audienceRows(ask: Asker): MetricRow[] {
  return metricTable.filter((row) => row.of === 'audience' && isOffered(row, ask));
}

function isOffered(row: MetricRow, { login, on, version }: Asker): boolean {
  return (
    row.logins.includes(login) &&
    (row.since ?? '') <= on &&
    on <= (row.until ?? '9999') &&
    version <= (row.lastVersion ?? version)
  );
}

function grouped(rows: readonly MetricRow[]): MetricGroup[] {
  const groups = new Map<string, MetricRow[]>();
  for (const row of rows) {
    // A metric with a shorter reach or a threshold must not sink the others.
    const key = JSON.stringify([
      row.metricType,
      row.breakdown,
      row.lastDays ?? null,
      row.crossposted ?? false,
    ]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((members) => ({
    metricType: members[0]!.metricType,
    breakdown: members[0]!.breakdown,
    lastDays: members[0]!.lastDays ?? null,
    metrics: members.map((row) => row.name),
  }));
}
