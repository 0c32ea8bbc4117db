import type { Numbers } from '../../format.js';
import { plurals } from '../grammar.js';
import type { Terms } from './terms.js';

export type MethodWords = ReturnType<typeof methodWords>;

/** The sections about the report itself: how far its data can be trusted, and how it was computed. */
export const methodWords = (f: Numbers, t: Terms) => {
  const plural = plurals(f.locale);
  return {
    quality: {
      name: 'Data quality',
      question: 'Can I trust this?',
      facts: 'Facts',
      verdict: (level: string, reasons: string) => `Data quality: ${level}. ${reasons}`,
      factsOf: (days: string) => `Facts about the data of ${days}`,
      columns: {
        fact: 'Fact',
        value: 'Value',
        rule: 'Rule',
        rows: 'Rows',
        metric: 'Metric',
        reason: 'Reason',
        values: 'Values',
      },
      terms: {
        lastObserved: 'Last observation',
        asOf: 'As of',
        run: 'Run',
        posts: 'Posts in the period',
        comparable: 'of these old enough to compare',
        provisional: 'of these provisional',
        missing: 'of these no longer online',
        boosted: 'of these boosted',
        followerDays: 'Days with a follower count',
        rows: 'Rows read',
        zone: 'Time zone',
      },
      observed: (moment: string, days: number) =>
        `${moment} (${days === 0 ? 'on the as-of day' : `${f.count(days)} ${plural(days, 'day', 'days')} before the as-of day`})`,
      imported: (moment: string) => `not known; imported ${moment}`,
      runs: {
        running: 'running',
        succeeded: 'succeeded',
        partial: 'partial',
        failed: 'failed',
        aborted: 'aborted',
      },
      noRun: 'no ledger entry',
      of: (n: number, all: number) => `${f.count(n)} of ${f.count(all)}`,
      notCounted: 'not counted for this account alone',
      rowSum: (rows: { read: number; loaded: number; quarantined: number; superseded: number }) =>
        `${f.exact(rows.read)} = ${f.exact(rows.loaded)} loaded + ${f.exact(rows.quarantined)} quarantined + ${f.exact(rows.superseded)} superseded`,
      zone: (zone: string, basis: string) => `${zone} (${basis})`,
      zoneBases: { configured: 'configured', stated: 'stated', derived: 'derived', unknown: 'unknown' },
      reasons: {
        failed: 'The run behind this report failed.',
        partial: 'The run behind this report was partial.',
        neverObserved: 'It is not known when the account was last observed.',
        undated: 'The file does not say when it was made.',
        old: 'The last observation is more than 30 days old.',
        stale: 'The last observation is more than 2 days old.',
        fewPosts: 'Fewer than 5 posts in the period.',
        young: 'More than half of the posts are too young to compare.',
        noFollowers: 'No follower counts in the period.',
        fewFollowers: 'Follower counts are missing on more than a tenth of the days.',
        manyQuarantined: 'More than 5% of the rows were quarantined.',
        quarantined: 'Some rows were quarantined.',
      },
      title: (n: number, all: number) => `${f.count(n)} of ${t.posts(all)} can be compared`,
      definition: (told: { name: string; definition: string; age: string; days: string; n: number }) =>
        `Feed posts per ISO week by whether their ${told.name} (${told.definition}, ${told.age}) can be compared; ${told.days}, n = ${t.posts(told.n)}.`,
      description: (told: { comparable: number; other: number; provisional: number }) =>
        `${f.count(told.comparable)} compared, ${f.count(told.other)} not comparable (other age, other counters, or a value is missing), ${f.count(told.provisional)} provisional.`,
      caveat:
        'Not comparable: seen only at another age (such as posts from before the first snapshot), with other counters, or without the metric. Provisional posts are younger than the horizon; their values still grow.',
      axis: 'Posts per week',
      parts: { comparable: 'compared', other: 'not comparable', provisional: 'provisional' },
      partColumns: { comparable: 'Compared', other: 'Not comparable', provisional: 'Provisional' },
      calendar: {
        fetched: { yes: 'fetched', no: 'missed' },
        weekday: 'Weekday',
        title: (n: number, all: number) => `${f.count(n)} of ${f.count(all)} days were fetched`,
        definition: (days: string, n: number) =>
          `Local days with a follower count, which every night reads, since the first one; ${days}, n = ${f.count(n)} days.`,
        caveat: 'What the platform told on a missed day cannot be asked for again, except what it keeps.',
        columns: { fetched: 'Days fetched', missed: 'Days missed' },
      },
      /** Of the connectors' metrics; others keep their names. */
      metrics: {
        likes: 'likes',
        comments: 'comments',
        saves: 'saves',
        shares: 'shares',
        views: 'views',
        impressions: 'impressions',
        reach: 'reach',
        reposts: 'reposts',
        interactions_total: 'interactions total',
        follows: 'follows',
        profile_visits: 'profile visits',
        profile_activity: 'profile activity',
        replies: 'replies',
        navigation: 'navigation',
        link_clicks: 'link clicks',
        avg_watch_ms: 'avg watch ms',
        total_watch_ms: 'total watch ms',
        skip_rate_percent: 'skip rate percent',
        crossposted_views: 'crossposted views',
        facebook_views: 'facebook views',
        likes_with_paid: 'likes with paid',
        comments_with_paid: 'comments with paid',
        views_with_paid: 'views with paid',
        new_follows: 'new follows',
        unfollows: 'unfollows',
        accounts_engaged: 'accounts engaged',
        profile_link_taps: 'profile link taps',
        profile_views: 'profile views',
        website_clicks: 'website clicks',
        followers: 'followers',
      },
      /** Why a source gives none. */
      absences: {
        too_few_viewers: 'too few viewers',
        before_business_conversion: 'before business conversion',
        unsupported: 'unsupported',
        hidden: 'hidden',
        deprecated: 'deprecated',
        below_threshold: 'below threshold',
        not_crossposted: 'not crossposted',
        not_yet_available: 'not yet available',
        not_in_source: 'not in source',
        unreadable: 'unreadable',
      },
      quarantine: 'Quarantined rows',
      byRule: 'Rows set aside by rule',
      absent: 'Values the source does not give',
      byReason: 'Absent values by metric and reason',
    },
    method: {
      name: 'Method',
      question: 'How was it computed?',
      run: (run: string) => `Run ${run}.`,
      age: {
        term: 'Equal age',
        text: (age: string) =>
          `Posts are compared by their values ${age}. Younger posts are provisional and never compared; values of different age bases are never mixed.`,
      },
      interactions: {
        term: 'Interactions',
        none: 'Not available in this source.',
        text: (sum: string) => `The sum of ${sum}. Posts whose source knows other counters are left out.`,
      },
      rate: {
        term: 'Engagement rate',
        text: (fewest: number) =>
          `Interactions divided by reach, per post; not computed below ${f.count(fewest)} accounts reached.`,
      },
      reach: {
        term: 'Reach',
        text: 'Accounts that saw the post at least once. Reach of several posts or days must not be added.',
      },
      median: {
        term: 'Median and interval',
        text: 'The middle post. 95% interval: Student t on logarithms below 20 posts, stretched to hold the median; order statistics of the median from 20 on; none below 5.',
      },
      change: {
        term: 'Change',
        text: 'Hodges–Lehmann shift on logarithms with its rank interval. “Rose” or “fell” needs 5 posts on both sides, an interval without zero and at least 5%.',
      },
      groups: {
        term: 'Formats, timing, tags',
        text: 'Random effects by the method of moments: groups are pulled toward the mean by how few posts they have; their intervals let the spread between groups vary as far as the data allow. For timing and tags, format effect and 28-day rolling median are taken out first, and boosted posts left out. A block of hours is named only if a global F test has p < 0.05, the block beats the median block with probability 0.9, lies 5% above the average post and has 5 posts in 4 different weeks. Tags are looked at together (ridge regression, so that posts with several tags count for each as far as the others allow); those that share more than 80% of their posts count as one. A tag is named only if a global permutation test has p < 0.05, its interval excludes zero, and its false discovery rate is at most 10%.',
      },
      mix: {
        term: 'Mix and within formats',
        text: 'The change of a pooled rate is split into what other shares of formats and what other rates within formats did (Kitagawa, average of both orders; bootstrap over posts). Where all posts together and posts within their format went opposite ways by 5% or more, only the change within formats, at the mix of 12 months, is told.',
      },
      next: {
        term: 'What to post next',
        text: 'Formats, blocks of hours and tags with their effect m ± s, ranked by the mean gain if a trial showed the truth, E[max(0, effect)] (value of perfect information; Raiffa & Schlaifer 1961). Posts to know: two equal halves, 5% level, 80% power, for the expected effect but at least 10%.',
      },
      watchTime: {
        term: 'Watch time',
        text: 'The platform’s average over all who saw a reel, replays included, as of its last look at reels at least 7 days old; skips are viewers gone within the first seconds.',
      },
      usual: {
        term: 'Usual range',
        text: 'Quartiles of the posts of the 12 months up to the period’s end, without the period’s own. Competitors are compared in likes and comments alone, per month and format, at the same age of posts.',
      },
      outlook: {
        term: 'Outlook',
        text: 'Followers: last count plus the damped median daily net of 8 weeks. Weekly median: median of 8 weeks, or last year’s week where that was nearer. Bands hold 80% and 95% of the errors that the same method made from every earlier week (conformal). Shown only after 12 weeks and where those errors are smaller than those of “as it was last”.',
      },
      robustZ: {
        term: 'Robust z',
        text: 'Distance from the median of the format in units of 1.4826 times the median absolute deviation, on logarithms. Beyond 2.5 a post is called unusual.',
      },
      stretches: {
        term: 'Stretches of time',
        text: (history: string, year: string, zone: string) =>
          `Charts over time show ${history}; formats, timing and tags use ${year}. Days are local days in ${zone}.`,
      },
      missing: {
        term: 'Missing',
        text: 'A dash means that the source gave no value. Missing is never counted as zero.',
      },
    },
  };
};
