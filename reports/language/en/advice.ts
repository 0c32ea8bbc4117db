import type { Numbers } from '../../format.js';
import { capital, plurals } from '../grammar.js';
import type { Terms } from './terms.js';

export type AdviceWords = ReturnType<typeof adviceWords>;

/** The sections that help to decide: what next, when, on what, how often, compared with whom, and what to expect. */
export const adviceWords = (f: Numbers, t: Terms) => {
  const plural = plurals(f.locale);
  const weeks = (n: number) => `${f.count(n)} ${plural(n, 'week', 'weeks')}`;
  return {
    next: {
      name: 'What to post next',
      question: 'What should we try next?',
      tooFew: (posts: number) =>
        `What to post next: too few posts; at least ${f.count(posts)} comparable ones within 12 months are needed.`,
      nothing:
        'What to post next: formats, hours and tags differ so little that no trial would be worth its posts. Try something that was never posted.',
      unclear: (trial: string, isPractical: boolean) =>
        `Nothing stands out${isPractical ? '' : ', and no trial would tell within half a year'}: ${trial} would teach most`,
      best: (trial: string, effect: string) =>
        `${trial} did ${effect} against the average post: worth doing more of`,
      /** An effect and its interval. */
      effect: (middle: string, low: string, high: string) => `${middle} (${t.range(low, high)})`,
      definition: (told: { name: string; definition: string; age: string; days: string }) =>
        `Expected difference in ${told.name} (${told.definition}, ${told.age}) from the average post, shrunken, with 95% interval; formats, hours and tags of ${told.days}, ranked by what it is worth to know; n = posts so far.`,
      caveat:
        'Association, not cause: only a trial can tell. Draw lots which of the next posts do it, and change nothing else about them.',
      axis: 'Expected difference',
      kinds: { format: 'Format', slot: 'Hours', topic: 'Topic' },
      columns: {
        trial: 'Trial',
        kind: 'Kind',
        posts: 'Posts so far',
        effect: 'Expected',
        postsEach: 'Posts with, and as many without',
        weeks: 'Weeks at this pace',
      },
      heading: 'How many posts it takes to know',
      note: 'Half of these posts with it, half without, so that a difference of that size is found in 80% of cases.',
      /** `weeks` is null when it is not known, infinite beyond what anybody plans. */
      cost: (told: {
        effect: string;
        posts: number;
        planned: string;
        weeks: number | null;
        isPractical: boolean;
      }) => {
        const pace = told.weeks === Number.POSITIVE_INFINITY ? 'more than two years' : weeks(told.weeks ?? 0);
        return `expected ${told.effect}; ${t.posts(told.posts)} to know of ${told.planned}${told.weeks === null ? '' : ` (${pace} at this pace)`}${told.isPractical ? '' : ', too many for a trial'}.`;
      },
    },
    timing: {
      name: 'Timing',
      question: 'When should we post?',
      oneHour:
        'Timing: all posts have the same hour, as in files that tell days only, so there is nothing to compare.',
      oneBlock: 'Timing: all posts lie in one block of hours, so there is nothing to compare.',
      tooFew: (posts: number) =>
        `Timing: too few posts; at least ${f.count(posts)} comparable ones within 12 months are needed.`,
      /** A block of hours on some weekdays. */
      slot: (weekdays: string, hours: string) => `${weekdays}, ${hours}`,
      differ: 'Times of posting differ, but no block stands out clearly',
      noEffect: 'No measurable timing effect',
      best: (told: { slot: string; effect: string; range: string }) =>
        `Posts from ${told.slot} did ${told.effect} (${told.range}) against the average post`,
      detectable: (posts: number, lift: string) =>
        `Smallest lift this data could show for a block with ${t.posts(posts)} against the rest: ${lift} (80% power).`,
      noticed: (spread: string, power: string) =>
        ` If the blocks truly differed by ${spread} (standard deviation), the global test would notice in ${power} of such reports.`,
      definition: (told: {
        name: string;
        definition: string;
        age: string;
        zone: string;
        days: string;
        n: number;
      }) =>
        `Deviation of ${told.name} (${told.definition}, ${told.age}) from the average post, after format and 28-day trend are taken out; weekday or weekend and 4-hour block of publishing (${told.zone}); ${told.days}, n = ${t.posts(told.n)} without boosted ones.`,
      flat: 'The blocks differ no more than chance makes equal blocks differ, so every effect is pulled to zero.',
      shrunken:
        'Effects are pulled toward zero by how few posts stand behind them; cells with fewer than 3 posts stay blank.',
      association: 'Association, not cause.',
      tooFewHere: 'too few',
      tooFewPosts: 'too few posts',
      effects: {
        unclear: 'The highest blocks are not told apart from the average',
        clear: 'The highest blocks with their uncertainty',
        definition: (n: number) =>
          `The ${f.count(n)} highest blocks of the grid above, shrunken effect with 95% interval; n = posts in the block.`,
        noneSingle:
          'The blocks differ as a whole, but no single one has enough posts in enough weeks to be recommended.',
        noneAtAll: 'The global test does not reject that all blocks are equal, so no time is recommended.',
        tryIt: 'Try it: post in random slots for a month and compare.',
        axis: 'Difference from the average post',
      },
      week: {
        title: 'The same, day by day',
        definition: (told: { name: string; zone: string; days: string; n: number }) =>
          `Deviation of ${told.name} from the average post as above, by weekday and 4-hour block (${told.zone}), shrunken, above the number of posts; ${told.days}, n = ${t.posts(told.n)}.`,
        caveat:
          'To look at, not to choose from: among so many cells some lie high by chance. Cells with fewer than 3 posts stay blank.',
      },
      columns: { block: 'Block', raw: 'Before shrinking' },
    },
    topics: {
      name: 'Topics',
      question: 'What subjects go with better results?',
      absent: (posts: number) =>
        `Hashtags: fewer than two tags were used in at least ${f.count(posts)} comparable posts within 12 months.`,
      best: (told: { tag: string; effect: string; range: string }) =>
        `Posts with ${told.tag} did ${told.effect} (${told.range}) against comparable posts without it`,
      none: 'No tag stands out',
      flat: (told: { tags: number; posts: number; days: string; name: string }) =>
        `The ${f.count(told.tags)} tags in at least ${f.count(told.posts)} comparable posts of ${told.days} differ no more in ${told.name} than chance makes equal tags differ, so every effect is pulled to zero and there is nothing to draw.`,
      lookedAt: 'Tags that were looked at',
      differ:
        'A global test finds that tags differ; a single one counts as a finding only after correction for all tags looked at.',
      equal: 'A global test does not reject that all tags are equal, so none counts as a finding.',
      definition: (told: {
        name: string;
        definition: string;
        age: string;
        posts: number;
        days: string;
        tags: number;
      }) =>
        `Difference in ${told.name} (${told.definition}, ${told.age}) between posts with a tag and posts without it, after format, 28-day trend and other tags are taken out; tags in at least ${f.count(told.posts)} posts; ${told.days}, ${f.count(told.tags)} tags.`,
      caveat:
        'A tag stands for the subject of its posts; Instagram says that hashtags do not raise reach, and allows at most 5 per post since December 2025. Effects are shrunken.',
      axis: 'Difference from posts without it',
      columns: { tag: 'Tag', q: 'q value', others: 'Nearly always with' },
    },
    cadence: {
      name: 'Cadence',
      question: 'Does posting more help or hurt?',
      absent:
        'Cadence: fewer than six whole weeks with comparable posts, or the same number of posts in every week.',
      title: (name: string) => `Posts per week and ${name}`,
      definition: (told: { name: string; definition: string; age: string; days: string; weeks: number }) =>
        `One point per whole ISO week with posts: feed posts published against the median of ${told.name} (${told.definition}, ${told.age}); ${told.days}, n = ${f.count(told.weeks)} weeks; filled: weeks of the period.`,
      description: (told: {
        busiest: string;
        busiestPosts: number;
        busiestMedian: string;
        quietest: string;
        quietestPosts: number;
        quietestMedian: string;
      }) =>
        `Busiest week from ${told.busiest}: ${t.posts(told.busiestPosts)}, median ${told.busiestMedian}. Quietest from ${told.quietest}: ${t.posts(told.quietestPosts)}, median ${told.quietestMedian}.`,
      caveat: 'Weeks are not experiments: busy weeks also differ in season and subject. No trend is claimed.',
      total: 'Reach of its posts, added up',
      totals: (busiest: string, quietest: string) =>
        ` Reach of all its posts, added up: ${busiest} in the busiest week, ${quietest} in the quietest.`,
      totalCaveat: ' The reach added up counts people once for every post that they saw.',
      axis: 'Posts published in the week',
    },
    benchmarks: {
      name: 'Benchmarks',
      question: 'How does that compare?',
      absent: (posts: number, before: number) =>
        `Benchmarks: fewer than ${t.posts(posts)} to compare in the period or than ${f.count(before)} in the 12 months before it, and no competitor with as many public posts.`,
      usual: {
        nothing: 'Nothing lies clearly outside its usual range',
        /** Measures outside, listed; null where there are none on that side. */
        outside: (above: string | null, below: string | null) => {
          const sides = [
            ...(above === null ? [] : [`${above} above`]),
            ...(below === null ? [] : [`${below} below`]),
          ];
          return `${capital(sides.join(', '))} the usual range`;
        },
        definition: (told: { days: string; before: string; n: number; age: string }) =>
          `Period: median of ${told.days} (point, with its 95% interval). Usual: middle half (bar) and median (tick) of the posts of ${told.before}, n = ${t.posts(told.n)}; values ${told.age}.`,
        description: (told: { name: string; own: string; n: number; range: string; higherThan: string }) =>
          `${told.name}: ${told.own} (n = ${f.count(told.n)}), usual ${told.range}; higher than ${told.higherThan} of the posts before.`,
        tip: (told: { name: string; own: string; n: number; range: string; median: string }) =>
          `${told.name}: ${told.own}, n = ${f.count(told.n)}; usual: ${told.range}, median ${told.median}`,
        caveat:
          'The account against itself; no outside figures are used. Half of all single posts lie outside the bar; a measure is called above or below only if its median lies outside the bar and its interval beyond the usual median.',
        value: 'Value',
        rows: {
          own: 'Median, period',
          low: '95% low',
          high: '95% high',
          p25: 'Usual, 25th percentile',
          p50: 'Usual, median',
          p75: 'Usual, 75th percentile',
        },
      },
      others: {
        perFollower: 'Likes and comments per follower',
        perPost: 'Likes and comments per post',
        title: (told: { what: string; month: string; others: number }) =>
          `${told.what} in ${told.month}, beside ${f.count(told.others)} ${plural(told.others, 'competitor', 'competitors')}`,
        definition: (told: { isRate: boolean; month: string; isFixed: boolean; posts: number }) =>
          `Median of (likes + comments)${told.isRate ? ' / followers when the post was published' : ''} per post, account and format; posts of ${told.month} at equal age (${told.isFixed ? '7 days' : 'lifetime, 28 days or more'}), at least ${f.count(told.posts)} of a format.`,
        description: (told: { format: string; value: string; lower: number; others: number }) =>
          `${told.format}: ${told.value}, higher than ${f.count(told.lower)} of ${f.count(told.others)}.`,
        caveat:
          'Only what is public of everyone: no saves, shares or reach. Bars: 95% interval of the median, where all posts behind it are known. Single months of few posts: where intervals overlap or are missing, a difference is no finding.',
        drawn: (n: number) => ` The first ${f.count(n)} competitors are drawn; the table has all.`,
      },
    },
    outlook: {
      name: 'Outlook',
      question: 'What next, if nothing changes?',
      absent: (reasons: string) => `Outlook: ${reasons}`,
      /** What is forecast, inside a sentence. */
      followers: 'followers',
      weekly: (name: string) => `weekly median ${name}`,
      counts: 'daily counts',
      weeks: 'weeks with comparable posts',
      withheld: {
        'too short': (what: string, counts: string, least: number) =>
          `No forecast of ${what}: ${counts} go back less than ${f.count(least)} weeks.`,
        gaps: (what: string, counts: string) =>
          `No forecast of ${what}: too many gaps in the ${counts} to say how far off a forecast may be.`,
        'no better than naive': (what: string) =>
          `No forecast of ${what}: past forecasts were no better than “as it was last”, so there is none.`,
      },
      staleFollowers: (day: string) => `No forecast of followers: daily counts end on ${day}.`,
      staleWeeks: (what: string, day: string) =>
        `No forecast of ${what}: the last week with comparable posts is that from ${day}.`,
      tooWide: (what: string, low: string, high: string) =>
        `No forecast of ${what}: past ones were so far off that it would say “between ${low} and ${high}”.`,
      on: (day: string) => `on ${day}`,
      inWeekFrom: (day: string) => `in the week from ${day}`,
      title: (told: { name: string; when: string; value: string; range: string }) =>
        `${told.name} ${told.when}, if nothing changes: ${told.value} (80%: ${told.range})`,
      step: (told: { when: string; value: string; range: string }) =>
        `Expected ${told.when}: ${told.value}, 80% ${told.range}.`,
      followersTitle: 'Followers',
      followersDefinition: (told: { days: number; last: string; method: string }) =>
        `Followers per day for the next ${f.count(told.days)} days after ${told.last}: ${told.method}`,
      weeklyDefinition: (told: {
        name: string;
        definition: string;
        age: string;
        weeks: number;
        last: string;
        method: string;
      }) =>
        `Median ${told.name} per ISO week (${told.definition}, ${told.age}) for the ${f.count(told.weeks)} weeks after that from ${told.last}: ${told.method}`,
      start: (value: string, when: string) => `${value} ${when}.`,
      methods: {
        'damped trend': 'the last count and the median daily net of 8 weeks, damped by 2% a day',
        'flat median': 'the median of the last 8 weeks',
        'seasonal naive': 'the same week a year before',
      },
      bands: (method: string, hasOuter: boolean) =>
        `${method}; dark band 80%${hasOuter ? ', light band 95%' : ''}, from the errors of past forecasts.`,
      unchecked: 'Too few past forecasts to check the band by.',
      checked: (of: number, inside: number) =>
        `Of the last ${f.count(of)} forecasts made this way, ${f.count(inside)} ended inside the 80% band they had.`,
      errors: (smaller: string) =>
        `Their errors were ${smaller} smaller than those of “as it was last”. A forecast carries the past on; it knows of no plans.`,
      notFromZero: 'The axis does not start at zero.',
      singleWeeks: 'Single weeks vary more the fewer posts they have.',
      tip: (told: { when: string; value: string; range: string }) =>
        `${told.when}, expected: ${told.value}; 80%: ${told.range}`,
      columns: {
        known: 'Known',
        expected: 'Expected',
        low80: '80% low',
        high80: '80% high',
      },
    },
  };
};
