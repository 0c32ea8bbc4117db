export { type WrittenArchive, writeArchiveIndex } from './archive.js';
export { type Days, type Period, resolvePeriod } from './period.js';
export { type ReportOptions, type WriteFile, type WrittenReport, writeReport } from './report.js';
export { renderReports, reportStage } from './stage.js';
export type { ReportSettings } from './study.js';
