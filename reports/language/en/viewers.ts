import type { Numbers } from '../../format.js';
import { capital, plurals } from '../grammar.js';
import type { Terms } from './terms.js';

export type ViewerWords = ReturnType<typeof viewerWords>;

/** The sections about people: reels watched, stories left, the audience. */
export const viewerWords = (f: Numbers, t: Terms) => {
  const plural = plurals(f.locale);
  return {
    reels: {
      name: 'Reels',
      question: 'Do people stay with reels?',
      age: 'at the last look, at least 7 days after publishing',
      unknown: 'Reels: the source does not say which posts are reels.',
      none: (days: string) => `Reels: none published in ${days}.`,
      silent: (n: number, days: string) =>
        `Reels: the source does not say how long viewers stay with the ${t.posts(n)} of ${days}.`,
      tooFew: (weeks: number, days: string) =>
        `Reels: comparable ones in fewer than ${f.count(weeks)} weeks of ${days}: too few to draw.`,
      shares: {
        title: (share: string) => `Half of the reels are watched for more than ${share} of their length`,
        definition: (told: { age: string; days: string; n: number; range: string }) =>
          `Average watch time / length, one point per reel, ${told.age}; thick lines: median of reels of similar length; ${told.days}, n = ${t.posts(told.n)}, 95% interval of the median ${told.range}.`,
        caveat: `Average watch time counts replays, so a share can exceed ${f.percent(1)} (dashed line: the whole length). Short reels are easier to watch to the end.`,
        newest: (n: number) => ` The newest ${f.count(n)} are drawn.`,
        /** Seconds from the first up to the second. */
        band: (from: number, to: number) => `${f.count(from)}–${f.count(to)} s`,
        lastBand: (from: number) => `${f.count(from)} s or more`,
        lengthAxis: 'Length of the reel',
        shareAxis: 'Share of the length watched',
        watched: (share: string) => `${share} watched`,
        columns: { length: 'Length', watchTime: 'Average watch time', share: 'Share watched' },
      },
      byWeek: {
        definition: (told: { name: string; definition: string; age: string; days: string; n: number }) =>
          `Median ${told.name} of reels per ISO week: ${told.definition}, ${told.age}; ${told.days}, n = ${t.posts(told.n)}. Bars: 95% interval.`,
        caveat: 'Hollow points are weeks with fewer than 5 reels: no interval.',
      },
      lengthUnknown:
        'How long the reels are is not known: the source does not say, so longer reels may be all that a higher value means.',
      quarters: {
        unclear: (name: string, range: string) =>
          `No clear difference in ${name} between reels watched longest and left soonest (${range})`,
        clear: (name: string, change: string, range: string) =>
          `Reels watched longest: ${name} ${change} (${range}) against those left soonest`,
        definition: (told: { name: string; definition: string; age: string; days: string; n: number }) =>
          `Median ${told.name} (${told.definition}, ${told.age}) of reels in four quarters by average watch time; ${told.days}, n = ${t.posts(told.n)} without boosted ones. Bars: 95% interval.`,
        caveat:
          'Association, not cause: viewers who know the account stay longer, and wide reach brings viewers who do not.',
        upTo: (seconds: number) => `up to ${f.seconds(seconds)}`,
        between: (low: number, high: number) => `${f.decimal(low)}–${f.seconds(high)}`,
        over: (seconds: number) => `over ${f.seconds(seconds)}`,
      },
    },
    stories: {
      name: 'Stories',
      question: 'Where do we lose story viewers?',
      none: (days: string) =>
        `Stories: none known for ${days}. Exports hold none, and the platform tells their numbers for 24 hours only.`,
      tooFew: (told: { days: number; viewers: number; hours: number }) =>
        `Stories: fewer than ${f.count(told.days)} days with at least two frames and ${f.count(told.viewers)} viewers that were read ${f.count(told.hours)} to 24 hours after publishing.`,
      title: (position: number, share: string) =>
        `Frame ${f.count(position)} reached ${share} of the viewers of frame 1`,
      definition: (told: { hours: number; days: string; n: number }) =>
        `Median over days of a frame's reach divided by the reach of the day's first frame, at the last look, ${f.count(told.hours)} to 24 hours after publishing; ${told.days}, n = ${f.count(told.n)} days with at least two frames. Band: 95% interval. Bars: median exit rate (exits / reach of the frame) with its 95% interval.`,
      tapsForward: ' Table: median tap-forward rate too (taps to the next frame / reach of the frame).',
      point: (position: number, share: string, exits: string | null, n: number) =>
        `Frame ${f.count(position)}: ${share}${exits === null ? '' : `, ${exits} leave there`}, n = ${f.count(n)}.`,
      caveat: (days: number) =>
        `High positions exist only on days with long stories; positions with fewer than ${f.count(days)} days are left out.`,
      shareAxis: 'Reach relative to the first frame; exit rate',
      frameAxis: 'Frame of the day',
      columns: {
        frame: 'Frame',
        reach: 'Relative reach',
        exits: 'Median exit rate',
        tapsForward: 'Tap-forward rate',
        low: '95% low',
        high: '95% high',
        days: 'Days',
      },
    },
    audience: {
      name: 'Audience',
      question: 'Who follows?',
      absent: 'Audience: no demographics in this source (the platform gives them from 100 followers on).',
      genders: { F: 'Women', M: 'Men', U: 'Not stated' },
      kinds: { followers: 'followers', engaged: 'people who engaged' },
      /** Of the platform's dimensions; others keep their names. */
      dimensions: {
        country: 'country',
        city: 'city',
        age: 'age',
        gender: 'gender',
        'age,gender': 'age and gender',
      },
      what: (kind: string, dimension: string) => `${kind} by ${dimension}`,
      title: (group: string, share: string, what: string) =>
        `${group}: ${share}, the largest group of ${what}`,
      definition: (told: { what: string; day: string; people: number; coverage: string | null }) =>
        `${capital(told.what)}: share of the people the platform reports, ${told.day}, ${f.count(told.people)} people${told.coverage === null ? '' : `, ${told.coverage} of all`}.`,
      largest: (n: number) => ` The ${f.count(n)} largest groups.`,
      ticks: ' Ticks: share among the people who engaged that month.',
      caveat: 'The platform returns only its largest groups, so shares of the whole audience are lower.',
      axis: 'Share of the people reported',
      tip: (label: string, share: string, engaged: string | null) =>
        `${label}: ${share}${engaged === null ? '' : `; of those who engage ${engaged}`}`,
      columns: { people: 'People', engaged: 'Share of the engaged', hour: 'Hour' },
      online: {
        title: (hour: string, people: string) => `Most followers are online around ${hour}: ${people}`,
        definition: (told: { zone: string; days: number; span: string }) =>
          `Followers online by hour of the day (${told.zone}), mean of ${f.count(told.days)} ${plural(told.days, 'day', 'days')}, ${told.span}.`,
        description: (told: { most: string; mostAt: string; fewest: string; fewestAt: string }) =>
          `Most at ${told.mostAt} with ${told.most}, fewest at ${told.fewestAt} with ${told.fewest}.`,
        caveat:
          'The platform counts by hours of US Pacific time, moved here to the account’s zone. Who is online does not see a post by that alone.',
        followers: 'Followers online',
      },
    },
  };
};
