import { audienceChart, crossedAudienceChart, onlineChart } from '../../reports/charts/audience.js';
import { besideOthersChart, usualRangeChart } from '../../reports/charts/benchmarks.js';
import { cadenceChart } from '../../reports/charts/cadence.js';
import { componentsChart } from '../../reports/charts/components.js';
import { coverageChart } from '../../reports/charts/coverage.js';
import { fetchCalendarChart } from '../../reports/charts/fetch-calendar.js';
import { followerChangeChart } from '../../reports/charts/follower-change.js';
import { followersChart } from '../../reports/charts/followers.js';
import { formatsChart } from '../../reports/charts/formats.js';
import { hashtagsChart } from '../../reports/charts/hashtags.js';
import { mixEffectsChart } from '../../reports/charts/mix-effects.js';
import { outlookChart } from '../../reports/charts/outlook.js';
import { postsOverTimeChart } from '../../reports/charts/posts-over-time.js';
import { watchedShareChart, watchQuartersChart } from '../../reports/charts/reels.js';
import { sharesOfViewsChart } from '../../reports/charts/shares-of-views.js';
import { sparkline } from '../../reports/charts/sparkline.js';
import { standingChart } from '../../reports/charts/standing.js';
import { storyRetentionChart } from '../../reports/charts/story-retention.js';
import type { Chart } from '../../reports/charts/theme.js';
import { dotEffectsChart } from '../../reports/charts/timing-effects.js';
import { timingGridChart } from '../../reports/charts/timing-grid.js';
import { trialsChart } from '../../reports/charts/trials.js';
import { weeklyMedianChart } from '../../reports/charts/weekly-median.js';
import { createFormat } from '../../reports/format.js';

export const format = createFormat('en');
const period = { from: '2026-10-13', to: '2026-11-09' };
const shown = { from: '2026-05-11', to: '2026-11-09' };
const unusual = [{ day: '2026-10-20', value: 90, expected: 30, effect: 1.9, z: 4 }];
/** More of one week than find room for their names. */
const events = Array.from({ length: 6 }, (_, index) => ({
  day: `2026-11-0${index + 1}`,
  label: `Autumn campaign ${index}`,
}));
const oneDay = { from: '2026-11-09', to: '2026-11-09' };

/** Every chart of the report with ordinary data, and with the least data it may meet. */
export const charts: Record<string, [Chart, Chart]> = {
  followers: [
    followersChart(
      ['2026-05-11', '2026-05-12', '2026-06-01'].map((day, index) => ({
        day,
        followers: 100 + index,
      })),
      shown,
      period,
      unusual,
      events,
      format,
    ),
    followersChart([{ day: '2026-11-09', followers: 0 }], oneDay, oneDay, [], [], format),
  ],
  followerChange: [
    followerChangeChart(
      [
        { week: '2026-05-11', net: 12, isWhole: true },
        { week: '2026-11-09', net: -3, isWhole: false },
      ],
      shown,
      period,
      events,
      format,
    ),
    followerChangeChart([{ week: '2026-11-09', net: 0, isWhole: false }], oneDay, oneDay, [], format),
  ],
  postsOverTime: [
    postsOverTimeChart(
      [
        { day: '2026-06-01', value: 1000, format: 'reel', isProvisional: false },
        { day: '2026-11-08', value: 10, format: 'unknown', isProvisional: true },
      ],
      [
        { day: '2026-06-01', value: 900, low: 800, high: 1000 },
        { day: '2026-06-02', value: 950, low: 0, high: 1000 },
      ],
      shown,
      period,
      'Reach per post',
      unusual,
      format,
    ),
    postsOverTimeChart(
      [{ day: '2026-11-09', value: 0, format: 'image', isProvisional: false }],
      [],
      oneDay,
      oneDay,
      'Reach',
      [],
      format,
    ),
  ],
  sharesOfViews: [
    sharesOfViewsChart(
      [
        { label: '13 Oct – 9 Nov 2026', shares: { FOLLOWER: 0.6, NON_FOLLOWER: 0.39, UNKNOWN: 0.01 } },
        { label: '15 Sep – 12 Oct 2026', shares: { FOLLOWER: 0.7, NON_FOLLOWER: 0.3, UNKNOWN: 0 } },
      ],
      format,
    ),
    sharesOfViewsChart([{ label: '', shares: { FOLLOWER: 0, NON_FOLLOWER: 1, UNKNOWN: 0 } }], format),
  ],
  weeklyMedian: [
    weeklyMedianChart(
      [
        { week: '2026-06-01', n: 6, median: 0.04, interval: { low: 0.03, high: 0.05 } },
        { week: '2026-06-08', n: 1, median: 0.02, interval: null },
      ],
      shown,
      period,
      'Engagement rate',
      format.rate,
      format,
    ),
    weeklyMedianChart(
      [{ week: '2026-11-09', n: 1, median: 0, interval: null }],
      oneDay,
      oneDay,
      'Rate',
      format.rate,
      format,
    ),
  ],
  components: [
    componentsChart(
      ['Likes', 'Saves'].map((name) => ({
        name,
        weeks: [
          { week: '2026-06-01', median: 4 },
          { week: '2026-06-08', median: null },
        ],
        text: format.count,
      })),
      shown,
      format,
    ),
    componentsChart(
      [{ name: 'Likes', weeks: [{ week: '2026-11-09', median: 0 }], text: format.count }],
      oneDay,
      format,
    ),
  ],
  formats: [
    formatsChart(
      [
        { kind: 'reel', n: 9, median: 900, interval: { low: 400, high: 2000 }, values: [] },
        { kind: 'image', n: 2, median: 2, interval: null, values: [] },
      ],
      'Reach',
      format.count,
      format,
    ),
    formatsChart(
      [{ kind: 'unknown', n: 1, median: 0, interval: null, values: [0] }],
      'Reach',
      format.count,
      format,
    ),
  ],
  timingGrid: [
    timingGridChart(
      [{ part: 'Mon–Fri', block: '0–4 h', hours: '0–4', n: 4, effect: 0.2 }],
      ['Mon–Fri', 'Sat–Sun'],
      true,
      format,
    ),
    timingGridChart(
      [{ part: 'Mon–Fri', block: '0–4 h', hours: '0–4', n: 0, effect: null }],
      ['Mon–Fri'],
      false,
      format,
    ),
  ],
  timingEffects: [
    dotEffectsChart([{ label: 'Mon–Fri, 0–4 h', n: 4, effect: 0.2, low: 0.1, high: 0.3 }], format),
    dotEffectsChart([{ label: 'Mon–Fri, 0–4 h', n: 4, effect: 0, low: 0, high: 0 }], format),
  ],
  trials: [
    trialsChart([{ label: 'Reel posts', n: 4, effect: 0.2, low: 0.1, high: 0.3, stands: true }], format),
    trialsChart([{ label: '#"\'<&', n: 3, effect: 0, low: 0, high: 0, stands: false }], format),
  ],
  hashtags: [
    hashtagsChart([{ tag: 'coffee', n: 9, effect: 0.2, low: 0.1, high: 0.3, q: 0.01, stands: true }], format),
    hashtagsChart(
      [{ tag: `</script>{datum.x}`, n: 9, effect: 0, low: 0, high: 0, q: 1, stands: false }],
      format,
    ),
  ],
  standing: [
    standingChart(
      [
        { format: 'reel', z: 1, name: '3 Nov 2026: 4.3%' },
        { format: 'image', z: -9, name: '4 Nov 2026: 0%' },
      ],
      format,
    ),
    standingChart([{ format: 'unknown', z: 0, name: '' }], format),
  ],
  cadence: [
    cadenceChart(
      [
        { week: '2026-06-01', posts: 3, median: 100, isInPeriod: true },
        { week: '2026-06-08', posts: 5, median: 90, isInPeriod: false },
      ],
      'Reach',
      format.count,
      format,
    ),
    cadenceChart(
      [{ week: '2026-06-01', posts: 1, median: 0, isInPeriod: true }],
      'Reach',
      format.count,
      format,
    ),
  ],
  audience: [
    audienceChart(
      [
        { label: 'DE', share: 0.6, engaged: 0.7 },
        { label: '"\'<&', share: 0.2, engaged: null },
      ],
      format,
    ),
    audienceChart([{ label: '', share: 0, engaged: null }], format),
  ],
  crossedAudience: [
    crossedAudienceChart(
      [
        { label: '18-24', column: 'Women', share: 0.2, engaged: 0.3 },
        { label: '25-34', column: '"\'<&', share: 0.1, engaged: null },
      ],
      ['18-24', '25-34'],
      ['Women', '"\'<&'],
      format,
    ),
    crossedAudienceChart([{ label: '', column: '', share: 0, engaged: null }], [''], [''], format),
  ],
  online: [
    onlineChart(
      [
        { hour: 0, people: 10 },
        { hour: 23, people: 1200.5 },
      ],
      format,
    ),
    onlineChart([{ hour: 5, people: 0 }], format),
  ],
  watchedShare: [
    watchedShareChart(
      [
        { day: '2026-06-01', duration: 12, share: 1.2 },
        { day: '2026-06-02', duration: 75, share: 0.3 },
      ],
      [{ label: '0–15 s', from: 12, to: 12, n: 1, median: 1.2 }],
      format,
    ),
    watchedShareChart([{ day: '2026-06-01', duration: 900, share: 0 }], [], format),
  ],
  watchQuarters: [
    watchQuartersChart(
      [
        { label: 'up to 9.8 s', n: 6, median: 900, interval: { low: 400, high: 2000 } },
        { label: 'over 20.0 s', n: 2, median: 1200, interval: null },
      ],
      'Reach per post',
      format.count,
      format,
    ),
    watchQuartersChart(
      [{ label: 'up to 0.0 s', n: 1, median: 0, interval: null }],
      'Reach',
      format.count,
      format,
    ),
  ],
  usualRange: [
    usualRangeChart(
      [
        {
          name: 'Engagement rate',
          p25: 0.03,
          p50: 0.04,
          p75: 0.05,
          own: 0.06,
          interval: { low: 0.045, high: 0.08 },
          n: 8,
          text: format.rate,
        },
        {
          name: 'Reach per post',
          p25: 900,
          p50: 1200,
          p75: 20_000,
          own: 800,
          interval: null,
          n: 5,
          text: format.count,
        },
      ],
      format,
    ),
    usualRangeChart(
      [{ name: 'Likes', p25: 0, p50: 0, p75: 0, own: 0, interval: null, n: 5, text: format.count }],
      format,
    ),
  ],
  besideOthers: [
    besideOthersChart(
      [
        { account: '@own', format: 'reel', value: 0.03, interval: { low: 0.02, high: 0.05 }, n: 9 },
        { account: '@own', format: 'image', value: 0.01, interval: null, n: 9 },
        { account: '"\'<&', format: 'reel', value: 0.0004, interval: null, n: 5 },
      ],
      'Likes and comments per follower',
      format.rate,
      format,
    ),
    besideOthersChart(
      [{ account: '', format: 'reel', value: 0, interval: null, n: 5 }],
      'Likes',
      format.count,
      format,
    ),
  ],
  outlook: [
    outlookChart(
      [
        { day: '2026-10-26', value: 0.04 },
        { day: '2026-11-02', value: 0.05 },
      ],
      [
        {
          day: '2026-11-09',
          value: 0.045,
          inner: { low: 0.03, high: 0.06 },
          outer: { low: 0.02, high: 0.08 },
        },
        { day: '2026-11-16', value: 0.045, inner: { low: 0.03, high: 0.06 }, outer: null },
      ],
      'Engagement rate',
      format.rate,
      format,
      { step: 7, zero: true },
    ),
    outlookChart(
      [{ day: '2026-11-09', value: 0 }],
      [{ day: '2026-11-10', value: 0, inner: { low: 0, high: 0 }, outer: null }],
      'Followers',
      format.exact,
      format,
      { step: 1, zero: false },
    ),
  ],
  storyRetention: [
    storyRetentionChart(
      [
        { position: 1, share: 1, interval: null, n: 9 },
        { position: 2, share: 0.9, interval: { low: 0.85, high: 1.05 }, n: 9 },
      ],
      [{ position: 2, rate: 0.07, interval: { low: 0.05, high: 0.1 } }],
      format,
    ),
    storyRetentionChart([{ position: 1, share: 1, interval: null, n: 9 }], [], format),
  ],
  coverage: [
    coverageChart([{ week: '2026-06-01', comparable: 2, other: 1, provisional: 1 }], shown, format),
    coverageChart([{ week: '2026-11-09', comparable: 0, other: 0, provisional: 1 }], oneDay, format),
  ],
  fetchCalendar: [
    fetchCalendarChart(new Set(['2026-05-13', '2026-11-09']), shown, format),
    fetchCalendarChart(new Set(), oneDay, format),
  ],
  mixEffects: [
    mixEffectsChart(
      [
        { label: 'Mix of formats', effect: 0.02, low: -0.01, high: 0.05 },
        { label: 'Within formats', effect: -0.2, low: -0.3, high: -0.1 },
      ],
      format,
    ),
    mixEffectsChart([{ label: 'Mix of formats', effect: 0, low: 0, high: 0 }], format),
  ],
  sparkline: [() => sparkline([1, 2, null, 3], [1.5, 2.5]), () => sparkline([0, 0], null)],
};
