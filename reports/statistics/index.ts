/**
 * The report's statistics: pure functions of numbers and days, without randomness but for seeded draws. Loads no drawing
 * library. Shapes, units, formulas and sources stand at each function.
 */
export {
  type Anomaly,
  anomalies,
  type DataFault,
  type DataFaultKind,
  type DayReading,
  dataFaults,
} from './anomalies.js';
export { bootstrapBlocks, isAutocorrelated, percentileInterval, resample } from './bootstrap.js';
export { detectableLift, postsToDetect } from './detectable-lift.js';
export { type Candidate, type Experiment, type Experiments, experiments } from './experiments.js';
export { falseDiscovery } from './false-discovery.js';
export {
  type Forecast,
  type ForecastPoint,
  forecastFollowers,
  forecastWeekly,
  type Outlook,
} from './forecast.js';
export { gatePower } from './gate-power.js';
export { FEWEST_WEEKS, mayBeNamed, type Option, SIGNIFICANT, SMALLEST_CHANGE, SURE } from './gates.js';
export { type Interval, meanInterval, median, orderStatisticInterval, quantile } from './median.js';
export {
  isReversed,
  type MixSplit,
  type RateEffect,
  type RatePart,
  type StratumValues,
  splitRateChange,
  standardisedRate,
  standardisedShift,
} from './mix.js';
export {
  type PostingTime,
  postingTime,
  postingWeek,
  type TimeBlock,
  type TimedValue,
} from './posting-time.js';
export { type GroupEffect, type RandomEffects, randomEffects } from './random-effects.js';
export { type MemberEffect, type MemberEffects, type Memberships, memberEffects } from './ridge.js';
export { robustZ } from './robust-z.js';
export { type DayValue, rolling, rollingMedian } from './rolling-median.js';
export { type DayShare, type ShareChange, shareChange } from './share-change.js';
export { type Shift, shift } from './shift.js';
export { type TopShare, topShare } from './top-share.js';
export { type TaggedValue, type TopicEffect, type Topics, topicEffects } from './topics.js';
export { type Typical, typical } from './typical.js';
