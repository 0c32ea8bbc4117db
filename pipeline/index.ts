/** The public surface of the pipeline: open a home, read its published marts, run its steps. */
export type { CheckResult } from './checks/checks.js';
export { contrast, grounds, readableOn, type Scheme, tint } from './config/accent.js';
export { type ReportLanguage, reportLanguage, reportLanguages } from './config/language.js';
export { type Connection, type LoadedConfig, loadConfig, parseConfig } from './config/load.js';
export { type Config, configSchema } from './config/schema.js';
export { type ExitCode, exitCodes, ReachlineError } from './errors.js';
export type { AtAge, Neighbour } from './explain/at-age.js';
export type { Call, Evidence } from './explain/evidence.js';
export {
  type CounterFact,
  type ExplainedPost,
  type ExplainOptions,
  explainPost,
  explainValue,
  type FieldFact,
  type PostExplanation,
  type ValueExplanation,
} from './explain/explain.js';
export type { PostName } from './explain/post.js';
export type { Absence, Part, Reading } from './explain/readings.js';
export { sha256, writeAtomically } from './files.js';
export { type Home, homeAt, pathSegment } from './home.js';
export type { Counts } from './landing/load.js';
export { type Manifest, readManifests } from './landing/manifest.js';
export type { ArrowResult, Cell, Marts, Publication, PublishedTable } from './marts.js';
export { openMarts, type PublishedMarts } from './published.js';
export { environment, type Outside } from './run/effects.js';
export { type ForgetOptions, forget } from './run/forget.js';
export { type FileOutcome, importConnector, importFiles } from './run/import.js';
export { type Gathered, gather, type PassedOver } from './run/inputs.js';
export { HomeLocked, lockHolder, takeLock } from './run/lock.js';
export {
  type BackfillOptions,
  backfill,
  buildOnly,
  type JobEvents,
  type JobOptions,
  type JobResult,
  nightly,
  type ReportStage,
  storiesOnly,
  syncOnly,
  type WrittenReport,
} from './run/nightly.js';
export { type ConnectionCalls, type Plan, planBackfill, planNight } from './run/plan.js';
export { readCurrent } from './run/publish.js';
export { type RemainingRule, type ReplayOptions, type ReplayResult, replay } from './run/replay.js';
