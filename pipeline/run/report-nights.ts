import type { Config } from '../config/schema.js';

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** Whether `report.weekdays` asks for reports in a run at this instant; weekdays are UTC. */
export function isReportNight({ report }: Config, now: Date): boolean {
  return report.weekdays.includes(weekdays[now.getUTCDay()]!);
}
