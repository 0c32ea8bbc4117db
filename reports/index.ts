export { type WrittenArchive, writeArchiveIndex } from './archive.js';
export type { WriteFile } from './files.js';
export { type Days, type Period, PeriodError, resolvePeriod } from './period.js';
export { type ReportOptions, type WrittenReport, writeReport } from './report.js';
export type { ReportSettings } from './study.js';
