import type { Numbers } from '../../format.js';
import type { PostFormat } from '../../post.js';
import { capital, plurals } from '../grammar.js';
import type { Terms } from './terms.js';

export type ResultWords = ReturnType<typeof resultWords>;

/** The sections that tell what happened: growth, reach, engagement, formats and their mix, posts. */
export const resultWords = (f: Numbers, t: Terms) => {
  const plural = plurals(f.locale);
  return {
    changes: {
      name: 'What changed',
      question: 'What changed?',
      netFollowers: (net: string) => `Net followers: ${net}.`,
      netFollowersAfter: (net: string, before: string) =>
        `Net followers: ${net}, after ${before} in the comparison period.`,
      bestFormat: (kind: PostFormat, measure: string, lift: string) =>
        `${t.postsOf[kind]} had the highest ${measure} over 12 months (${lift} against the average post, shrunken).`,
      overYear: (finding: string) => `${finding} over 12 months.`,
      note: (days: string, comparison: string) =>
        `${days} against ${comparison}; ordered by size and certainty. Association, not cause.`,
    },
    /** Days far from what their weekday usually brings. */
    unusual: {
      names: { newFollows: 'New followers', reach: 'Reach of the account' },
      day: (told: { what: string; day: string; value: string; usual: string; effect: string }) =>
        `${told.what} on ${told.day}: ${told.value}, ${told.effect} against ${told.usual} as usual on that weekday.`,
      none: (what: string) => `${what}: no day stands out.`,
      rule: (n: number, isMarked: boolean) =>
        `${isMarked ? 'Dashed lines: days' : 'Looked for: days'} off the median of their weekday over 8 weeks by more than 3.5 times the usual spread and 20%, at most 3; n = ${f.count(n)} ${plural(n, 'day', 'days')}. False alarms: fewer than one in 90 days.`,
    },
    growth: {
      name: 'Growth',
      question: 'Is the audience growing?',
      absent: 'Followers: no daily follower counts in this source for the period.',
      followers: 'Followers',
      perDay: 'Followers per day',
      stayed: (total: string) => `Followers stayed at ${total}`,
      moved: (net: number, total: string) =>
        `Followers ${net > 0 ? 'rose' : 'fell'} by ${f.count(Math.abs(net))} to ${total}`,
      definition: (told: { zone: string; days: string; n: number }) =>
        `Followers, one count per local day (${told.zone}), ${told.days}, ${f.count(told.n)} counts; the period is shaded.`,
      description: (told: { first: string; firstDay: string; last: string; lastDay: string }) =>
        `From ${told.first} on ${told.firstDay} to ${told.last} on ${told.lastDay}.`,
      caveat:
        'Counts are daily snapshots; the line breaks where days are missing (shaded). The axis does not start at zero.',
      events: {
        definition: 'Lines with a name: events from the settings of this report.',
        list: (list: string) => `Events: ${list}.`,
        column: 'Event',
      },
      net: {
        title: 'Net followers per week',
        definition: (days: string, n: number) =>
          `Followers gained minus lost per ISO week, from daily counts, ${days}, n = ${f.count(n)} weeks.`,
        description: (told: { best: string; bestWeek: string; worst: string; worstWeek: string }) =>
          `Best week: ${told.best} from ${told.bestWeek}. Weakest week: ${told.worst} from ${told.worstWeek}.`,
        caveat: 'Weeks begin on Monday.',
        caveatCut: 'Weeks begin on Monday; pale bars are weeks that the period cuts short.',
        column: 'Net followers',
        gained: 'Gained',
        lost: 'Lost',
      },
    },
    reach: {
      name: 'Reach',
      question: 'How far do posts get?',
      nameWithout: 'Over time',
      questionWithout: 'How do posts do over time?',
      noReach: (name: string, definition: string) =>
        `This source has no reach. Posts are measured by ${name} (${definition}) instead. `,
      none: (days: string) => `No posts with values in ${days}.`,
      tooFew: (n: number, days: string) => `Only ${t.posts(n)} with values in ${days}: too few to draw.`,
      title: (name: string) => `${capital(name)} over time`,
      definition: (told: {
        name: string;
        definition: string;
        age: string;
        days: string;
        n: number;
        isDaily: boolean;
      }) =>
        `${capital(told.name)}: ${told.definition}, ${told.age}; ${told.days}, n = ${t.posts(told.n)}. Line and band: median of the posts at most 14 days away (from 5 posts on) with its 95% interval. ${told.isDaily ? 'Each point is the median of a day.' : ''}`,
      description: (told: {
        highest: string;
        highestDay: string;
        lowest: string;
        lowestDay: string;
        provisional: number;
      }) =>
        `Highest ${told.highest} on ${told.highestDay}, lowest ${told.lowest} on ${told.lowestDay}. ${told.provisional > 0 ? `${t.posts(told.provisional)} provisional.` : ''}`,
      caveats: {
        adding: 'Reach of single posts must not be added up: the same people see several posts. ',
        provisional: (n: number) =>
          `Hollow points are provisional: ${t.posts(n)} younger than the horizon, with the latest values, left out of line and comparison. `,
        zeros: (n: number) => `${t.posts(n)} at zero cannot be drawn on a log scale. `,
        zone: (zone: string) => `Days are local (${zone}).`,
      },
      values: 'Values',
      split: {
        parts: { FOLLOWER: 'Followers', NON_FOLLOWER: 'Not followers', UNKNOWN: 'Not known' },
        title: (share: string) => `${share} of the views are by people who do not follow`,
        definition: (told: { days: string; comparison: string | null; n: number }) =>
          `Views of posts, reels and stories by who saw them, added up over ${f.count(told.n)} days of ${told.days}${told.comparison === null ? '' : `, and over the comparison period, ${told.comparison}`}, days of the platform.`,
        row: (told: { days: string; followers: string; others: string; views: string; n: number }) =>
          `${told.days}: followers ${told.followers}, not followers ${told.others} of ${told.views} views (n = ${f.count(told.n)} days).`,
        boosted: (share: string) => `Views from ads: ${share} of the period’s.`,
        noneBoosted: 'No views of the period came from ads.',
        moved: (told: { verdict: 'rose' | 'fell'; points: string; range: string; now: string }) =>
          `The share of views by people who do not follow ${told.verdict} by ${told.points} percentage points (${told.range}) to ${told.now} in a typical week`,
        unclear: (range: string) =>
          `No clear change in the share of views by people who do not follow (${range} percentage points)`,
        weeks: 'Interval of the change: 95%, from the shares of weeks.',
        caveat: 'Views can be added up, people reached cannot.',
        caveatWithout:
          'Views can be added up, people reached cannot. With fewer than four weeks on a side the change has no interval: a difference is no finding.',
        axis: 'Share of views',
        columns: {
          period: 'Period',
          days: 'Days',
          views: 'Views',
          boosted: 'From ads',
          change: 'Change, points',
        },
      },
    },
    engagement: {
      name: 'Engagement',
      question: 'How well does content land?',
      none: (days: string) => `Engagement: no comparable posts in ${days}.`,
      tooFew: (weeks: number, days: string) =>
        `Engagement: comparable posts in only ${f.count(weeks)} ${plural(weeks, 'week', 'weeks')} of ${days}: too few to draw.`,
      byWeek: (name: string) => `${capital(name)} by week`,
      definition: (told: { name: string; definition: string; age: string; days: string; n: number }) =>
        `Median ${told.name} per ISO week: ${told.definition}, ${told.age}; ${told.days}, n = ${t.posts(told.n)}. Bars: 95% interval.`,
      /** Of weekly medians, of reels as well. */
      description: (told: {
        highest: string;
        highestWeek: string;
        highestN: number;
        lowest: string;
        lowestWeek: string;
        lowestN: number;
      }) =>
        `Highest week from ${told.highestWeek} with ${told.highest} (n = ${f.count(told.highestN)}), lowest from ${told.lowestWeek} with ${told.lowest} (n = ${f.count(told.lowestN)}).`,
      caveat: 'Hollow points are weeks with fewer than 5 comparable posts: no interval, read them with care.',
      components: {
        title: 'Components of engagement',
        unclear: 'No clear change in any component of engagement',
        definition: (told: { definitions: string; age: string; days: string }) =>
          `Median per ISO week of each component (${told.definitions}), ${told.age}; ${told.days}. Every row has its own axis.`,
        caveat: 'Medians of components do not add up to the median of their sum.',
      },
    },
    formatSection: {
      name: 'Formats',
      question: 'Which format works?',
      none: (days: string) => `Formats: no comparable posts in ${days}.`,
      unknown: 'Formats: this source does not say which format a post has.',
      single: (kind: PostFormat) =>
        `Formats: ${t.formats[kind]} is the only one, so there is nothing to compare.`,
      best: (kind: PostFormat, measure: string) => `${t.postsOf[kind]} had the highest ${measure}`,
      byFormat: (name: string) => `${capital(name)} by format`,
      noneStandsOut: (name: string) => `No format stands out in ${name}`,
      definition: (told: { name: string; definition: string; age: string; days: string; n: number }) =>
        `Median ${told.name} per format: ${told.definition}, ${told.age}; 12 months, ${told.days}, n = ${t.posts(told.n)}. Bars: 95% interval.`,
      caveat: 'Association, not cause: formats also differ in subject and effort. ',
      few: (kinds: string) => `Without an interval, too few posts: ${kinds}.`,
      columns: {
        posts: 'Posts, 12 months',
        postsInPeriod: 'Posts, period',
        medianInPeriod: 'Median, period',
      },
    },
    formatMix: {
      mix: 'Mix of formats',
      within: 'Within formats',
      meanPerPost: 'mean interactions per post',
      pooled: (name: string) => `pooled ${name}`,
      rates: (told: { name: string; verdict: 'rose' | 'fell'; change: number; range: string }) =>
        `Within formats ${told.name} ${told.verdict} ${f.percent(told.change)} (${told.range})`,
      mixed: (told: { verdict: 'rose' | 'fell'; change: number; range: string }) =>
        `Another mix of formats ${told.verdict === 'rose' ? 'added' : 'took'} ${f.percent(told.change)} (${told.range})`,
      unclear: (name: string) => `No clear effect of the format mix, nor within formats, on ${name}`,
      /** What is added up over posts, over what is added up where there is reach. */
      definition: (told: {
        name: string;
        sum: string;
        hasReach: boolean;
        age: string;
        days: string;
        comparison: string;
        now: number;
        before: number;
      }) =>
        `Change of ${told.name} (sum of ${told.hasReach ? `(${told.sum}) / sum of reach` : told.sum}, ${told.age}) in parts: other shares of formats at average rates, other rates at average shares (Kitagawa). ${told.days} against ${told.comparison}, n = ${f.count(told.now)} vs ${f.count(told.before)} posts. Lines: 95% interval.`,
      description: (parts: string, together: string) => `${parts} All together: ${together}.`,
      caveat:
        'The two parts add up to the change of the pooled rate, which posts with many readers weigh in more than the median. “At the mix of 12 months” is what the rate would be had the formats been used as over the year.',
      axis: 'Change of the pooled rate',
      columns: {
        postsBefore: 'Posts before',
        postsNow: 'Posts now',
        postShareBefore: 'Share of posts before',
        postShareNow: 'Share of posts now',
        reachShareBefore: 'Share of reach before',
        reachShareNow: 'Share of reach now',
        rateBefore: 'Rate before',
        rateNow: 'Rate now',
      },
      allCrude: 'All, crude',
      allAtMix: 'All, at the mix of 12 months',
    },
    postSection: {
      name: 'Posts',
      question: 'Which posts stand out?',
      none: 'Posts: no comparable post in the period.',
      provisional: (n: number) =>
        ` ${t.posts(n)} of the period ${plural(n, 'is', 'are')} provisional and not ranked.`,
      tooFew: (n: number) => `Too few posts (${f.count(n)}) to rank; all that can be compared are listed.`,
      listBy: (name: string) => `Posts by ${name}`,
      noneUnusual: 'No unusual post in the period',
      unusual: (n: number) => `${t.posts(n)} unusual in the period`,
      definition: (told: {
        name: string;
        definition: string;
        age: string;
        year: string;
        n: number;
        days: string;
      }) =>
        `Robust z of the logarithm of ${told.name} (${told.definition}, ${told.age}) inside each format; yardstick: posts from ${told.year}; shown: n = ${t.posts(told.n)} from ${told.days}.`,
      highest: (told: { kind: PostFormat; day: string; value: string; z: string }) =>
        `Highest: ${t.formats[told.kind]} of ${told.day} with ${told.value}, z ${told.z}.`,
      lowest: (told: { kind: PostFormat; day: string; value: string; z: string }) =>
        `Lowest: ${t.formats[told.kind]} of ${told.day} with ${told.value}, z ${told.z}.`,
      caveat:
        'The grey band (−2.5 to 2.5) holds what is usual. Regression to the mean: the next post after an outlier is usually an ordinary one.',
      axis: 'Distance from the usual post of the format (robust z)',
      link: 'Link',
      concentration: (told: {
        n: number;
        top: number;
        hasReach: boolean;
        share: string;
        low: string;
        high: string;
      }) => {
        const [what, all] = told.hasReach ? ['reach', 'of it'] : ['interactions', 'of them'];
        return `Of ${t.posts(told.n)} in 12 months, the ${f.count(told.top)} with the most ${what} hold ${told.share} ${all} (95%: ${told.low} to ${told.high}).`;
      },
      best: (n: number) => `Best ${f.count(n)}`,
      weakest: (n: number) => `Weakest ${f.count(n)}`,
      bestPosts: 'Best posts',
      weakestPosts: 'Weakest posts',
      /** Above a list that is called `name`; `usual` is the year's median. */
      caption: (name: string, usual: string | null) =>
        `${name} of the period${usual === null ? '' : `; usual: ${usual}`}`,
      all: (days: string) => `All posts, ${days}`,
      post: 'Post',
      reach: 'Reach',
      interactions: 'Interactions',
      withheld: 'caption withheld',
      withoutCaption: 'without caption',
      boosted: 'boosted',
      missing: 'no longer online',
    },
  };
};
