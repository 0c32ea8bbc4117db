import type { Numbers } from '../../format.js';
import type { Terms } from './terms.js';

export type OverviewWords = ReturnType<typeof overviewWords>;

/** The page that sets accounts side by side. */
export const overviewWords = (f: Numbers, t: Terms) => ({
  overview: {
    title: 'All accounts',
    skip: 'Skip to the overview',
    foot: (n: number) =>
      `Made with Reachline from the reports of ${t.accounts(n)}. This file is a frozen snapshot: its numbers never change.`,
    lastDays: (days: number) => `Last ${days} days`,
    against: 'each account against its own period before',
    accounts: 'Accounts',
    level: (n: number, level: string) => `${f.count(n)} ${level}`,
    daysDiffer:
      'The accounts’ days differ, by their zones or because the data of some ends earlier; the table says which days are whose.',
    tiles: {
      question: 'How is the typical account doing?',
      definition: (n: number, definition: string) => `n = ${t.accounts(n)}; ${definition}`,
      note: 'Median over the accounts of each account’s own value; posts of different accounts are never pooled. Not every account measures everything alike: each tile counts those that do.',
      rose: (n: number) => `${f.count(n)} rose`,
      fell: (n: number) => `${f.count(n)} fell`,
      unclear: (n: number) => `${f.count(n)} without clear change`,
      spread: (lowest: string, highest: string) => `accounts from ${t.range(lowest, highest)}`,
    },
    table: {
      question: 'How is each account doing?',
      name: 'Key figures by account',
      quality: 'Data quality:',
      note: 'By name, not by rank; each links to its own report. A dash: the account has no such value. Where accounts measure one thing in several ways, the cell says how; only what is measured alike shares a median and a chart.',
    },
    comparison: {
      name: 'Comparison',
      question: 'How do the accounts compare?',
      /** `way` says how it is measured, where there are several ways. */
      title: (label: string, way: string | null) => `${label} by account${way === null ? '' : ` (${way})`}`,
      definition: (told: { definition: string; age: string; n: number; median: string }) =>
        `${told.definition}, ${told.age}; median over the posts of each account with its 95% interval, n = ${t.accounts(told.n)}. Line: the median of the account medians, ${told.median}.`,
      caveat:
        'Accounts differ in audience and subject: a higher value is not better work. No ranking is claimed.',
      atZero: (n: number) => ` ${t.accounts(n)} at zero cannot be drawn on a log scale.`,
      low: 'Low (95%)',
      high: 'High (95%)',
    },
    headline: {
      alone: (n: number) => `${t.accounts(n)}, each measured in its own way.`,
      typical: (told: { label: string; value: string; n: number; changes: string }) =>
        `${told.label} of the typical account: ${told.value} (n = ${t.accounts(told.n)}${told.changes === '' ? '' : `: ${told.changes}`}).`,
    },
    method: {
      question: 'How was it computed?',
      vote: {
        term: 'One account, one vote',
        text: 'The overview takes the median of each account’s posts, and then the median of these medians. Pooling posts would let the account that posts most decide, and a change in who posts would look like a change in results (Simpson’s paradox).',
      },
      intervals: {
        term: 'Intervals',
        text: 'Those of accounts are from their reports. Of the median over accounts: order statistics from six accounts on; below that the lowest and the highest account.',
      },
      changes: {
        term: 'Changes',
        text: 'Counted from the accounts’ own reports: “rose” and “fell” have passed the gates there (5 posts on both sides, a 95% interval without zero, at least 5%).',
      },
      alike: {
        term: 'Alike',
        text: 'Only values with the same counters, the same denominator and the same age of posts enter one median, one column and one chart.',
      },
      runs: 'Runs',
    },
  },
});
