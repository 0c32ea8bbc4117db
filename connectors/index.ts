/** The public surface of the connectors: the contract to write one, and the ones that exist. */
export type {
  ArchiveSelection,
  Archives,
  ByteRange,
  Call,
  ConnectionState,
  Connector,
  ContainedFiles,
  Delivery,
  Diagnosis,
  Drift,
  Effects,
  Gap,
  InputFile,
  Item,
  Log,
  Message,
  MetricHealth,
  Notice,
  Page,
  PlannedCalls,
  ReadContext,
  Recovery,
  Reject,
  Secrets,
  StreamUse,
  Webhooks,
} from './contract.js';
export { SourceError } from './errors.js';
export { type MediaIdentity, mediaRef, shortcodeOf, uploadedAt } from './identity.js';
export {
  type AbsentReason,
  type AccountMetric,
  absentReasons,
  accountMetrics,
  type MediaMetric,
  mediaMetrics,
} from './metrics.js';
export { connectors } from './registry.js';
export {
  type CanonicalRecord,
  type ColumnDeclaration,
  type ColumnType,
  type RecordOf,
  type StreamDeclaration,
  type StreamName,
  streamNames,
  streams,
} from './streams.js';
