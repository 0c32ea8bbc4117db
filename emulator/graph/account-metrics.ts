import { type AccountDay, type Surface, surfaces } from '../world/account-days.js';

/** People or events with the value of each dimension they can be broken down by. */
export interface Slice {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface AccountMetric {
  readonly title: string;
  readonly description: string;
  readonly period: 'day' | 'lifetime';
  /** Offers one value per day. */
  readonly series: boolean;
  /** Offers one total over the window. */
  readonly total: boolean;
  readonly breakdowns: readonly string[];
  /** Fewer followers: empty answer. */
  readonly needsFollowers?: number;
  /** Only the last 30 days before today. */
  readonly recentOnly?: true;
  /** Counts people, who overlap between days. */
  readonly people?: true;
  /** Without a breakdown the total says nothing. */
  readonly onlyBroken?: true;
  /** Answers on Facebook Login only; empty on Instagram Login. */
  readonly facebookOnly?: true;
  /** A day, in slices. Absent for metrics with a way of their own (demographics, hours). */
  readonly slices?: (day: AccountDay) => readonly Slice[];
}

const whole = (value: number): Slice[] => [{ dimensions: {}, value }];

const bySurface = (values: Readonly<Record<Surface, number>>): Slice[] =>
  surfaces.map((surface) => ({ dimensions: { media_product_type: surface }, value: values[surface] }));

/** Share of followers among those who see something. */
const followerShare: Readonly<Record<Surface, number>> = {
  POST: 0.72,
  CAROUSEL_CONTAINER: 0.7,
  REEL: 0.34,
  STORY: 0.95,
  AD: 0.08,
};

const bySurfaceAndFollow = (values: Readonly<Record<Surface, number>>): Slice[] =>
  surfaces.flatMap((surface) => {
    const value = values[surface];
    const followers = Math.floor(value * followerShare[surface]);
    const unknown = Math.floor(value * 0.006);
    const slice = (follow_type: string, count: number) => ({
      dimensions: { media_product_type: surface, follow_type },
      value: count,
    });
    return [
      slice('FOLLOWER', followers),
      slice('NON_FOLLOWER', value - followers - unknown),
      slice('UNKNOWN', unknown),
    ];
  });

const total = (values: Readonly<Record<string, number>>) => Object.values(values).reduce((a, b) => a + b, 0);

const daily = { period: 'day', series: false, total: true, breakdowns: [] } as const;

/** What account insights offer, and under which parameters. */
export const accountMetrics: Readonly<Record<string, AccountMetric>> = {
  reach: {
    ...daily,
    title: 'Reach',
    description: 'The number of unique accounts that have seen your content, at least once.',
    series: true,
    breakdowns: ['media_product_type', 'follow_type'],
    people: true,
    slices: ({ reach }) => bySurfaceAndFollow(reach),
  },
  follower_count: {
    ...daily,
    title: 'Follower count',
    description: 'The number of new followers each day.',
    series: true,
    total: false,
    needsFollowers: 100,
    recentOnly: true,
    slices: ({ follows }) => whole(follows),
  },
  online_followers: {
    title: 'Online followers',
    description: 'The number of your followers who were online, by hour.',
    period: 'lifetime',
    series: true,
    total: false,
    breakdowns: [],
    needsFollowers: 100,
    recentOnly: true,
  },
  views: {
    ...daily,
    title: 'Views',
    description: 'The number of times your content was played or displayed.',
    breakdowns: ['follow_type', 'media_product_type'],
    slices: ({ views }) => bySurfaceAndFollow(views),
  },
  accounts_engaged: {
    ...daily,
    title: 'Accounts engaged',
    description: 'The number of accounts that have interacted with your content.',
    people: true,
    slices: ({ accountsEngaged }) => whole(accountsEngaged),
  },
  total_interactions: {
    ...daily,
    title: 'Content interactions',
    description: 'The number of interactions with your content.',
    breakdowns: ['media_product_type'],
    slices: (day) => [
      ...bySurface(day.likes),
      ...bySurface(day.comments),
      ...bySurface(day.saves),
      ...bySurface(day.shares),
      { dimensions: { media_product_type: 'POST' }, value: day.reposts },
      { dimensions: { media_product_type: 'STORY' }, value: day.replies },
    ],
  },
  likes: {
    ...daily,
    title: 'Likes',
    description: 'The number of likes on your content.',
    breakdowns: ['media_product_type'],
    slices: ({ likes }) => bySurface(likes),
  },
  comments: {
    ...daily,
    title: 'Comments',
    description: 'The number of comments on your content.',
    breakdowns: ['media_product_type'],
    slices: ({ comments }) => bySurface(comments),
  },
  saves: {
    ...daily,
    title: 'Saves',
    description: 'The number of saves of your content.',
    breakdowns: ['media_product_type'],
    slices: ({ saves }) => bySurface(saves),
  },
  shares: {
    ...daily,
    title: 'Shares',
    description: 'The number of shares of your content.',
    breakdowns: ['media_product_type'],
    slices: ({ shares }) => bySurface(shares),
  },
  replies: {
    ...daily,
    title: 'Replies',
    description: 'The number of replies to your stories.',
    slices: ({ replies }) => whole(replies),
  },
  reposts: {
    ...daily,
    title: 'Reposts',
    description: 'The number of reposts of your content.',
    slices: ({ reposts }) => whole(reposts),
  },
  profile_links_taps: {
    ...daily,
    title: 'Profile links taps',
    description: 'The number of taps on your business address, call button, email button and text button.',
    breakdowns: ['contact_button_type'],
    slices: ({ profileLinkTaps }) =>
      Object.entries(profileLinkTaps).map(([contact_button_type, value]) => ({
        dimensions: { contact_button_type },
        value,
      })),
  },
  follows_and_unfollows: {
    ...daily,
    title: 'Follows and unfollows',
    description: 'The number of accounts that followed you and the number that unfollowed you or left.',
    breakdowns: ['follow_type'],
    needsFollowers: 100,
    onlyBroken: true,
    slices: ({ follows, unfollows }) => [
      { dimensions: { follow_type: 'FOLLOWER' }, value: follows },
      { dimensions: { follow_type: 'NON_FOLLOWER' }, value: unfollows },
    ],
  },
  follower_demographics: {
    title: 'Follower demographics',
    description: 'The demographic characteristics of your followers.',
    period: 'lifetime',
    series: false,
    total: true,
    breakdowns: ['age', 'city', 'country', 'gender'],
    needsFollowers: 100,
  },
  engaged_audience_demographics: {
    title: 'Engaged audience demographics',
    description: 'The demographic characteristics of the accounts that have engaged with your content.',
    period: 'lifetime',
    series: false,
    total: true,
    breakdowns: ['age', 'city', 'country', 'gender'],
  },
  profile_views: {
    ...daily,
    title: 'Profile views',
    description: 'The number of times that your profile was visited.',
    facebookOnly: true,
    slices: ({ profileViews }) => whole(profileViews),
  },
  website_clicks: {
    ...daily,
    title: 'Website clicks',
    description: 'The number of taps on the website link of your profile.',
    facebookOnly: true,
    slices: ({ profileLinkTaps }) => whole(Math.floor(total(profileLinkTaps) * 1.5)),
  },
};
