import { type Counters, interactionsOf } from '../world/counters.js';
import type { Format } from '../world/profile.js';

type Product = 'FEED' | 'REELS' | 'STORY';

export const productOf: Readonly<Record<Format, Product>> = {
  IMAGE: 'FEED',
  CAROUSEL_ALBUM: 'FEED',
  REELS: 'REELS',
  STORY: 'STORY',
};

export interface MediaMetric {
  readonly title: string;
  readonly description: string;
  /** Where it is valid; asking elsewhere is refused. */
  readonly products: readonly Product[];
  readonly value: (counters: Counters) => number;
  readonly facebookOnly?: true;
  /** Refused unless the media was shared to Facebook. */
  readonly crosspostedOnly?: true;
  /** Refused as withdrawn for every media of the world. */
  readonly withdrawn?: true;
  readonly breakdown?: {
    readonly name: string;
    readonly counts: (counters: Counters) => Readonly<Record<string, number>>;
  };
}

const reels: readonly Product[] = ['REELS'];
const story: readonly Product[] = ['STORY'];
const lasting: readonly Product[] = ['FEED', 'REELS'];
const all: readonly Product[] = ['FEED', 'REELS', 'STORY'];
const ephemeralOrFeed: readonly Product[] = ['FEED', 'STORY'];

const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);

/** Which metric is valid for which kind of media, and what it says. */
export const mediaMetrics: Readonly<Record<string, MediaMetric>> = {
  views: {
    title: 'Views',
    description: 'The number of times your content was played or displayed.',
    products: all,
    value: ({ views }) => views,
  },
  reach: {
    title: 'Accounts reached',
    description: 'The number of unique accounts that have seen your content, at least once.',
    products: all,
    value: ({ reach }) => reach,
  },
  total_interactions: {
    title: 'Content interactions',
    description: 'The number of interactions with your content, minus the ones that were undone.',
    products: all,
    value: interactionsOf,
  },
  likes: {
    title: 'Likes',
    description: 'The number of likes on your content.',
    products: lasting,
    value: ({ likes }) => likes,
  },
  comments: {
    title: 'Comments',
    description: 'The number of comments on your content.',
    products: lasting,
    value: ({ comments }) => comments,
  },
  saved: {
    title: 'Saved',
    description: 'The number of saves of your content.',
    products: lasting,
    value: ({ saved }) => saved,
  },
  shares: {
    title: 'Shares',
    description: 'The number of shares of your content.',
    products: all,
    value: ({ shares }) => shares,
  },
  reposts: {
    title: 'Reposts',
    description: 'The number of reposts of your content.',
    products: all,
    value: ({ reposts }) => reposts,
  },
  follows: {
    title: 'Follows',
    description: 'The number of accounts that started following you from this content.',
    products: ephemeralOrFeed,
    value: ({ follows }) => follows,
  },
  profile_visits: {
    title: 'Profile visits',
    description: 'The number of times your profile was visited from this content.',
    products: ephemeralOrFeed,
    value: ({ profileVisits }) => profileVisits,
  },
  profile_activity: {
    title: 'Profile activity',
    description:
      'The number of actions people take when they visit your profile after engaging with your content.',
    products: ephemeralOrFeed,
    value: ({ profileActivity }) => sum(profileActivity),
    breakdown: { name: 'action_type', counts: ({ profileActivity }) => profileActivity },
  },
  navigation: {
    title: 'Navigation',
    description: 'The actions taken from your story.',
    products: story,
    value: ({ navigation }) => sum(navigation),
    breakdown: { name: 'story_navigation_action_type', counts: ({ navigation }) => navigation },
  },
  replies: {
    title: 'Replies',
    description: 'The number of replies to your story.',
    products: story,
    value: ({ replies }) => replies,
  },
  link_clicks: {
    title: 'Link clicks',
    description: 'The number of taps on the links of your story.',
    products: story,
    value: ({ linkClicks }) => linkClicks,
    facebookOnly: true,
  },
  ig_reels_avg_watch_time: {
    title: 'Average watch time',
    description: 'The average time in milliseconds that your reel was played.',
    products: reels,
    value: ({ averageWatchMs }) => averageWatchMs,
  },
  ig_reels_video_view_total_time: {
    title: 'Watch time',
    description: 'The total time in milliseconds that your reel was played.',
    products: reels,
    value: ({ totalWatchMs }) => totalWatchMs,
  },
  reels_skip_rate: {
    title: 'Skip rate',
    description: 'The percentage of views that ended within the first three seconds.',
    products: reels,
    value: ({ skipRatePercent }) => skipRatePercent,
  },
  crossposted_views: {
    title: 'Cross-posted views',
    description: 'The number of views on Instagram and Facebook.',
    products: reels,
    value: ({ views, facebookViews }) => views + facebookViews,
    crosspostedOnly: true,
  },
  facebook_views: {
    title: 'Facebook views',
    description: 'The number of views on Facebook.',
    products: all,
    value: ({ facebookViews }) => facebookViews,
    crosspostedOnly: true,
  },
  total_likes: {
    title: 'Total likes',
    description: 'Likes including those of ads.',
    products: lasting,
    value: ({ totalLikes }) => totalLikes,
    facebookOnly: true,
  },
  total_comments: {
    title: 'Total comments',
    description: 'Comments including those of ads.',
    products: lasting,
    value: ({ totalComments }) => totalComments,
    facebookOnly: true,
  },
  total_views: {
    title: 'Total views',
    description: 'Views including those of ads.',
    products: all,
    value: ({ totalViews }) => totalViews,
    facebookOnly: true,
  },
  impressions: {
    title: 'Impressions',
    description: 'The number of times your content was displayed.',
    products: all,
    value: () => 0,
    withdrawn: true,
  },
  plays: {
    title: 'Plays',
    description: 'The number of plays of your reel.',
    products: reels,
    value: () => 0,
    withdrawn: true,
  },
};
