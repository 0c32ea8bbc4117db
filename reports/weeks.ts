import { addDays, weekStart } from './calendar.js';
import type { Week } from './charts/weekly-median.js';
import { groupBy } from './group.js';
import { type Measure, valuesOf } from './measure.js';
import type { Days } from './period.js';
import type { Post } from './post.js';
import { typical } from './statistics/typical.js';

/** A stretch of an ISO week, named by its Monday. */
export interface WeekDays extends Days {
  readonly week: string;
  /** False when the days cut the week short. */
  readonly isWhole: boolean;
}

/** The ISO weeks that overlap the days, cut to them. */
export function weeksOf(days: Days): WeekDays[] {
  const weeks: WeekDays[] = [];
  for (let week = weekStart(days.from); week <= days.to; week = addDays(week, 7)) {
    const end = addDays(week, 6);
    const [from, to] = [week < days.from ? days.from : week, end > days.to ? days.to : end];
    weeks.push({ week, from, to, isWhole: from === week && to === end });
  }
  return weeks;
}

/** Posts by the Monday of the ISO week they were published in. */
export function postsByWeek(posts: readonly Post[]): Map<string, Post[]> {
  return groupBy(posts, ({ day }) => weekStart(day));
}

/** The typical value of each week's posts; weeks without posts have n = 0. */
export function weeklyMedians(posts: readonly Post[], days: Days, measure: Measure): Week[] {
  const byWeek = postsByWeek(posts.filter(({ day }) => day >= days.from && day <= days.to));
  return weeksOf(days).map(({ week }) => ({
    week,
    ...typical(valuesOf(measure, byWeek.get(week) ?? []), measure.offset),
  }));
}
