import type { Marts } from '../pipeline/index.js';
import { type Account, isCalled, readAccount } from './account.js';
import { type AccountDay, readAccountDays } from './account-days.js';
import type { Brand } from './brand.js';
import { addDays, daysIn, weekStart } from './calendar.js';
import type { DayEvent } from './charts/named-days.js';
import { type PublicMonth, readPublicMonths } from './competitors.js';
import { createFormat, type Format } from './format.js';
import { shortText } from './html.js';
import { chooseMeasures, type Measures } from './measure.js';
import { type Days, type Period, resolvePeriod } from './period.js';
import type { Post } from './post.js';
import { readPosts } from './posts.js';
import { type Quality, readQuality } from './quality.js';
import { type Residual, residuals } from './residuals.js';
import { readViewParts, type ViewParts } from './view-parts.js';
import {
  type AudienceShare,
  type OnlineHour,
  readAudience,
  readOnlineHours,
  readStoryFrames,
  type StoryFrame,
} from './viewers.js';

export interface ReportSettings extends Brand {
  /** BCP 47: the language of all words, and the form of numbers and dates. `en` by default. */
  readonly locale?: string | undefined;
  /** Replaces captions by a note, for reports that leave the house. */
  readonly redactCaptions?: boolean | undefined;
  /** Whether the page has a script; true by default. It is complete without. */
  readonly interactive?: boolean | undefined;
  /** What happened outside of the data, drawn where the followers are; of one account by its id, username or name, or of all. */
  readonly events?: readonly (DayEvent & { readonly account?: string | undefined })[] | undefined;
}

/** Everything one report is made from; all later steps are pure functions of it. */
export interface Study {
  readonly runId: string;
  readonly asOf: Date;
  readonly settings: ReportSettings;
  readonly format: Format;
  readonly account: Account;
  readonly period: Period;
  /** The stretch that charts over time show: 26 weeks up to the period's end (fewer when the data
   * begins later, more when the period is longer), from a Monday on. */
  readonly history: Days;
  /** The stretch that comparisons of formats, hours and tags use: 365 days up to the period's end. */
  readonly year: Days;
  /** Feed posts from before the comparison or the year up to the period's end, oldest first. */
  readonly posts: readonly Post[];
  readonly measures: Measures;
  /** Of the headline measure over the year, for timing and topics. */
  readonly residuals: readonly Residual[];
  readonly accountDays: readonly AccountDay[];
  /** The account's events of the settings, in order. */
  readonly events: readonly DayEvent[];
  readonly viewParts: { readonly period: ViewParts; readonly comparison: ViewParts };
  readonly storyFrames: readonly StoryFrame[];
  readonly audience: readonly AudienceShare[];
  readonly onlineHours: readonly OnlineHour[];
  /** What is public of the account and its competitors, of the months of the year that are over; empty without competitors. */
  readonly publicMonths: readonly PublicMonth[];
  readonly quality: Quality;
}

/** Reads the marts of one account. @throws ReachlineError (usage) for a bad period or an unknown account. */
export async function readStudy(
  marts: Marts,
  accountId: string,
  periodName: string,
  asOf: Date,
  settings: ReportSettings,
): Promise<Study> {
  const account = await readAccount(marts, accountId);
  const period = resolvePeriod(periodName, account.zone, asOf, account.settledDay ?? account.lastDay);
  const year = { from: addDays(period.to, -364), to: period.to };
  const halfYear = weekStart(addDays(period.to, -181));
  const span = { from: [period.comparison.from, halfYear, year.from].sort()[0]!, to: period.to };
  const posts = await readPosts(marts, accountId, span);
  const accountDays = await readAccountDays(marts, accountId, span);
  const firstDay = [posts[0]?.day, accountDays[0]?.day, period.from]
    .filter((day) => day !== undefined)
    .sort()[0]!;
  const history = {
    from: earlier(period.from, later(halfYear, weekStart(firstDay))),
    to: period.to,
  };
  const format = createFormat(settings.locale ?? 'en');
  const measures = chooseMeasures(within(posts, period), posts, format.words);
  return {
    runId: marts.publication.run_id,
    asOf,
    settings,
    format,
    account,
    period,
    history,
    year,
    posts,
    measures,
    residuals: residuals(within(posts, year), measures.headline),
    accountDays,
    events: (settings.events ?? [])
      .filter(({ account: of }) => of === undefined || isCalled(account, of))
      .map(({ day, label }) => ({ day, label: shortText(label, 60) }))
      .toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)),
    viewParts: {
      period: await readViewParts(marts, accountId, period),
      comparison: await readViewParts(marts, accountId, period.comparison),
    },
    storyFrames: await readStoryFrames(marts, accountId, period),
    audience: await readAudience(marts, accountId, period.to),
    onlineHours: await readOnlineHours(marts, accountId, account.zone, period.to),
    publicMonths: await readPublicMonths(marts, accountId, year),
    quality: await readQuality(marts, { account, period, asOf, posts: within(posts, period), accountDays }),
  };
}

/** The items whose `day` lies in the days. */
export function within<Item extends { readonly day: string }>(items: readonly Item[], days: Days): Item[] {
  return items.filter(({ day }) => day >= days.from && day <= days.to);
}

/** The history from the week of the first day with something to show on, but at least the whole period. */
export function shownDays({ history, period }: Pick<Study, 'history' | 'period'>, firstDay: string): Days {
  return { from: later(history.from, earlier(weekStart(firstDay), period.from)), to: history.to };
}

/** Posts published per week of these days. */
export function postsPerWeek(posts: readonly Post[], days: Days): number {
  return (within(posts, days).length * 7) / daysIn(days.from, days.to);
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
