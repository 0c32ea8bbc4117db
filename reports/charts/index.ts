/**
 * The report's charts: pure functions from data to Vega-Lite specifications, the parts that they are made of, and what draws one
 * for a place without a page. Loads no drawing library before something is drawn. Shapes and units stand at each function.
 */
export {
  type AudienceBar,
  audienceChart,
  type CrossedShare,
  crossedAudienceChart,
  onlineChart,
} from './audience.js';
export { type Axis, dayAxis, linearAxis, logAxis } from './axes.js';
export { besideOthersChart, type PublicPoint, type UsualRange, usualRangeChart } from './benchmarks.js';
export { type CadenceWeek, cadenceChart } from './cadence.js';
export { type ComponentSeries, componentsChart } from './components.js';
export { type CoverageWeek, coverageChart } from './coverage.js';
export { type DotRow, dotInterval, valueAndCount } from './dot-interval.js';
export { followerChangeChart, type WeeklyNet } from './follower-change.js';
export { followersChart } from './followers.js';
export { type FormatRow, formatsChart } from './formats.js';
export { hashtagsChart, type TagRow } from './hashtags.js';
export { type MixBar, mixEffectsChart } from './mix-effects.js';
export type { DayEvent } from './named-days.js';
export { type KnownPoint, outlookChart } from './outlook.js';
export { drawPicture, type Picture } from './picture.js';
export { type PostPoint, postsOverTimeChart, type TrendPoint } from './posts-over-time.js';
export {
  type DurationBand,
  type WatchedReel,
  type WatchQuarter,
  watchedShareChart,
  watchQuartersChart,
} from './reels.js';
export { sparkline } from './sparkline.js';
export { type StandingPoint, standingChart } from './standing.js';
export { type FramePoint, storyRetentionChart } from './story-retention.js';
export {
  type Chart,
  type ChartSpec,
  chart,
  config,
  dimmable,
  type Frame,
  type FrameName,
  formatColour,
  formatScales,
  frames,
  ink,
  pickedFormat,
} from './theme.js';
export { dotEffectsChart, type EffectRow } from './timing-effects.js';
export { type TimingCell, timingGridChart } from './timing-grid.js';
export { type TrialRow, trialsChart } from './trials.js';
export { type Week, weeklyMedianChart } from './weekly-median.js';
