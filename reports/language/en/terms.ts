import type { Numbers } from '../../format.js';
import { capital, plurals } from '../grammar.js';

export type Terms = ReturnType<typeof terms>;

/** Words that several sections share. */
export const terms = (f: Numbers) => {
  const plural = plurals(f.locale);
  const range = (low: string, high: string) => `${low} to ${high}`;
  const versus = (now: number, before: number) => `n = ${f.count(now)} vs ${f.count(before)} posts`;
  const instead = (crude: number) =>
    `all formats together ${crude > 0 ? 'rose' : 'fell'} ${f.percent(crude)} because their mix changed`;
  return {
    posts: (n: number) => `${f.count(n)} ${plural(n, 'post', 'posts')}`,
    accounts: (n: number) => `${f.count(n)} ${plural(n, 'account', 'accounts')}`,
    range,
    /** Of a value, shortly. */
    interval: (low: string, high: string) => `95%: ${range(low, high)}`,
    perThousand: (value: string) => `${value} per ${f.exact(1000)}`,
    /** Local hours of posting: from the first up to the second. */
    hours: (from: number, to: number) => `${from}–${to} h`,
    weekFrom: (day: string) => `Week from ${day}`,
    /** A title of an axis. */
    logScale: (title: string) => `${title} (log scale)`,
    medianOf: (measure: string) => `Median ${measure}`,
    unknown: 'not known',
    notAvailable: 'not available',
    provisional: 'provisional',
    levels: { good: 'good', fair: 'fair', limited: 'limited' },
    formats: {
      reel: 'Reel',
      carousel: 'Carousel',
      image: 'Image',
      video: 'Video',
      unknown: 'Format unknown',
    },
    /** Posts of a format, as a trial or a group is called. */
    postsOf: {
      reel: 'Reel posts',
      carousel: 'Carousel posts',
      image: 'Image posts',
      video: 'Video posts',
      unknown: 'Format unknown posts',
    },
    /** What the age of compared values is called where one word must do. */
    ageBasis: { fixed: 'fixed', lifetime: 'lifetime', provisional: 'provisional' },
    ages: {
      fixed: '7 days after publishing',
      lifetime: 'lifetime, seen at least 28 days after publishing',
    },
    /** Names of measures stand inside sentences: no capital where the language needs none. */
    measures: {
      reach: { name: 'reach per post', definition: 'accounts that saw the post at least once' },
      interactions: 'interactions',
      rate: (sum: string) => ({ name: 'engagement rate', definition: `(${sum}) / reach` }),
      perPost: (sum: string) => ({ name: 'interactions per post', definition: sum }),
      perReach: (counter: string) => `${counter} / reach`,
      counters: {
        likes: { name: 'likes', rate: 'like rate', perPost: 'likes per post' },
        comments: { name: 'comments', rate: 'comment rate', perPost: 'comments per post' },
        saves: { name: 'saves', rate: 'save rate', perPost: 'saves per post' },
        shares: { name: 'shares', rate: 'share rate', perPost: 'shares per post' },
      },
      watchTime: { name: 'average watch time', definition: 'seconds that a viewer stays, replays included' },
      skipRate: { name: 'skip rate', definition: 'viewers gone within the first seconds / all viewers' },
    },
    /** One measure against the comparison period. */
    comparison: {
      tooFew: ({ name, now, before }: { name: string; now: number; before: number }) =>
        `Too few posts to compare ${name}: ${f.count(now)} now, ${f.count(before)} before.`,
      ageUnknown: (name: string) =>
        `No comparison of ${name}: how old the posts were when they were counted is not known.`,
      unclear: ({ name, range: ends }: { name: string; range: string }) =>
        `No clear change in ${name} (${ends}).`,
      clear: (told: {
        name: string;
        verdict: 'rose' | 'fell';
        change: number;
        range: string;
        value: string;
        now: number;
        before: number;
      }) =>
        `${capital(told.name)} ${told.verdict} ${f.percent(told.change)} (${told.range}) to ${told.value}, ${versus(told.now, told.before)}.`,
      /** Within formats, where all formats together did the opposite: `crude`. */
      unclearWithin: (told: { name: string; range: string; now: number; before: number; crude: number }) =>
        `No clear change in ${told.name} within formats (${told.range}), ${versus(told.now, told.before)}; ${instead(told.crude)}.`,
      clearWithin: (told: {
        name: string;
        verdict: 'rose' | 'fell';
        change: number;
        range: string;
        now: number;
        before: number;
        crude: number;
      }) =>
        `Within formats ${told.name} ${told.verdict} ${f.percent(told.change)} (${told.range}), ${versus(told.now, told.before)}; ${instead(told.crude)}.`,
      /** As short as it can be told, one of several. */
      moved: (name: string, verdict: 'rose' | 'fell', change: number) =>
        `${capital(name)} ${verdict} ${f.percent(change)}`,
    },
    /** Headers that several tables share. */
    columns: {
      day: 'Day',
      weekFrom: 'Week from',
      posts: 'Posts',
      reels: 'Reels',
      median: 'Median',
      low: '95% low',
      high: '95% high',
      format: 'Format',
      account: 'Account',
      share: 'Share',
      effect: 'Effect, shrunken',
      robustZ: 'Robust z',
    },
  };
};
