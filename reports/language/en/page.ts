import type { Numbers } from '../../format.js';
import { capital, plurals } from '../grammar.js';
import type { Terms } from './terms.js';

export type PageWords = ReturnType<typeof pageWords>;

/** What stands around the sections: cover, key figures, figures' frames, controls of the script, foot, archive. */
export const pageWords = (f: Numbers, t: Terms) => {
  const plural = plurals(f.locale);
  const isOrAre = (n: number) => plural(n, 'is', 'are');
  return {
    page: {
      skip: 'Skip to the report',
      sections: 'Sections',
      logo: 'Logo',
      foot: (run: string) =>
        `Made with Reachline from run ${run}. This file is a frozen snapshot: its numbers never change.`,
    },
    header: {
      quality: 'Data quality',
      asOf: 'As of',
      zone: 'Time zone',
      run: 'Run',
      zoneUnknown: (zone: string) => `${zone} (not known)`,
      against: (days: string) => `against ${days}`,
      remarks: {
        endsEarly: (day: string) =>
          `The data of this account ends on ${day}; the period counts back from that day, not from the as-of day.`,
        endsBefore: (day: string) => `The data of this account ends on ${day}, before the period does.`,
        beginsLate: (day: string) =>
          `The data of this account begins on ${day}, so the comparison period is not covered in full.`,
        unfinished: (day: string) =>
          `The period is not over: it is shown up to ${day} and compared with as many days.`,
        noReach: (name: string, definition: string) =>
          `This source has no reach. The headline is ${name} (${definition}).`,
        settled: (day: string, days: number) =>
          `Posts after ${day} were, or may have been, less than ${f.count(days)} days old when they were counted; the period counts back from that day.`,
        ageUnknown:
          'The file does not say when it was made, so its last posts may have been young then: no change is told. “reachline import --observed-at” can say it.',
        provisional: (n: number, all: number) =>
          `${t.posts(n)} of ${f.count(all)} in the period ${isOrAre(n)} provisional: too young to compare. Values of the last 48 hours may still change.`,
      },
    },
    summary: {
      question: 'Are we better or worse?',
      note: (age: string, days: string) =>
        `Values of posts: ${age}. Small lines: weeks of ${days}, grey band: middle half of the weeks.`,
      spark: ', by week, with the usual range',
      count: (n: number) => `n = ${t.posts(n)}; `,
      standing: (share: string, n: number, days: number) =>
        `higher than ${share} of the ${f.count(n)} overlapping stretches of ${f.count(days)} days before, within 12 months`,
      noDates: 'no posts with a date are known',
      noPosts: 'No posts in the period.',
      medianIs: (measure: string, value: string, n: number) =>
        `${capital(`median ${measure}`)} ${value} (n = ${f.count(n)}).`,
      noComparable: 'no comparable posts',
      tooSmall: (now: number, before: number) =>
        `n too small to compare (${f.count(now)} vs ${f.count(before)} posts)`,
      ageUnknown: 'not compared: how old the posts were is not known',
      unclear: (range: string) => `no clear change (${range})`,
      clear: (told: { verdict: 'rose' | 'fell'; change: number; range: string; isWithin: boolean }) =>
        `${told.verdict} ${f.percent(told.change)}${told.isWithin ? ' within formats' : ''} (${told.range})`,
      netFollowers: 'Net followers',
      netDefinition: 'followers gained minus lost, from daily counts',
      notCovered: 'follower counts do not cover the period',
      comparisonNotCovered: 'counts do not cover the comparison period',
      before: (value: string) => `${value} in the comparison period`,
      cadence: 'Posts per week',
      cadenceDefinition: 'feed posts published per seven days',
      beforeData: 'the comparison period begins before the data',
    },
    figure: {
      dataFor: (title: string) => `Data for: ${title}`,
      data: (path: string) => `Data: ${path}`,
      firstRows: (shown: number, all: number) =>
        ` (first ${f.exact(shown)} of ${f.exact(all)} rows; all are in the CSV file)`,
    },
    /** Of the script. In `listed` it puts the numbers into the braces. */
    controls: {
      format: 'Format',
      all: 'All',
      save: 'Save',
      keys: 'Arrow keys move between the points of the chart.',
      search: 'Search captions and dates',
      listed: '{shown} of {all} posts',
      more: 'Show all',
    },
    archive: {
      title: 'Reports',
      none: 'No report has been written yet.',
      count: (reports: number, accounts: number) =>
        `${plural(reports, 'report', 'reports')} of ${t.accounts(accounts)}, newest period first`,
      foot: 'SHA-256 is the checksum of the report’s page; report.json beside each page has all of it.',
      latest: 'Latest report',
      latestOf: (title: string) => ` of ${title}`,
      reportsOf: (title: string) => `Reports of ${title}`,
      allAccounts: 'All accounts',
      overviews: 'Overviews of all accounts',
      sideBySide: (n: number) => `${t.accounts(n)} side by side`,
      columns: {
        period: 'Period',
        headline: 'Headline',
        quality: 'Data quality',
        accounts: 'Accounts',
        asOf: 'As of',
        size: 'Size',
      },
    },
  };
};
