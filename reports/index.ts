export { type WrittenArchive, writeArchiveIndex } from './archive.js';
export { type Brand, readBrand } from './brand.js';
export { type OverviewOptions, writeOverview } from './overview/overview.js';
export { findChromium, type PrintOptions, printPdf } from './pdf.js';
export { type Days, type Period, resolvePeriod } from './period.js';
export { type ReportOptions, type WriteFile, type WrittenReport, writeReport } from './report.js';
export { type KeyFigure, type ReportSummary, readReports, type StoredReport } from './report-json.js';
export { renderReports, reportStage } from './stage.js';
export type { ReportSettings } from './study.js';
