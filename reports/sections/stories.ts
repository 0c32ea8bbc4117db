import { storyRetentionChart } from '../charts/story-retention.js';
import type { Section } from '../figure.js';
import { groupBy } from '../group.js';
import { FEWEST_REACHED } from '../measure.js';
import { median } from '../statistics/median.js';
import type { Study } from '../study.js';
import { FINAL_AGE_HOURS } from '../viewers.js';

const FEWEST_SEQUENCES = 5;
const LAST_POSITION = 12;

export function stories({ storyFrames, period, format }: Study): Section {
  const section = { id: 'stories', name: 'Stories', question: 'Where do we lose story viewers?' };
  if (storyFrames.length === 0) {
    return {
      ...section,
      absent: `Stories: none known for ${format.days(period.from, period.to)}. Exports hold none, and the platform tells their numbers for 24 hours only.`,
    };
  }
  const shares = new Map<number, number[]>();
  const exits = new Map<number, number[]>();
  for (const [, frames] of groupBy(storyFrames, ({ day }) => day)) {
    const first = frames.find(({ position }) => position === 1)?.reach ?? 0;
    if (frames.length < 2 || first < FEWEST_REACHED) continue;
    for (const { position, reach, exits: left } of frames) {
      if (position > LAST_POSITION || reach === null) continue;
      shares.set(position, [...(shares.get(position) ?? []), reach / first]);
      if (left !== null && reach >= FEWEST_REACHED) {
        exits.set(position, [...(exits.get(position) ?? []), left / reach]);
      }
    }
  }
  const points = [...shares]
    .filter(([, values]) => values.length >= FEWEST_SEQUENCES)
    .map(([position, values]) => ({ position, share: median(values)!, n: values.length }))
    .toSorted((a, b) => a.position - b.position);
  if (points.length < 2) {
    return {
      ...section,
      absent: `Stories: fewer than ${format.count(FEWEST_SEQUENCES)} days with at least two frames and ${format.count(FEWEST_REACHED)} viewers that were read ${format.count(FINAL_AGE_HOURS)} to 24 hours after publishing.`,
    };
  }
  const last = points.at(-1)!;
  return {
    ...section,
    figures: [
      {
        id: 'story-retention',
        title: `Frame ${format.count(last.position)} reached ${format.rate(last.share)} of the viewers of frame 1`,
        definition: `Median over days of a frame's reach divided by the reach of the day's first frame, at the last look, ${format.count(FINAL_AGE_HOURS)} to 24 hours after publishing; ${format.days(period.from, period.to)}, n = ${format.count(points[0]!.n)} days with at least two frames.`,
        description: points
          .map(
            ({ position, share, n }) =>
              `Frame ${format.count(position)}: ${format.rate(share)}, n = ${format.count(n)}.`,
          )
          .join(' '),
        caveat: `High positions exist only on days with long stories; positions with fewer than ${format.count(FEWEST_SEQUENCES)} days are left out.`,
        chart: storyRetentionChart(points, format),
        table: {
          columns: [
            { label: 'Frame', field: 'position', text: format.count },
            { label: 'Relative reach', field: 'relative_reach', text: format.rate },
            { label: 'Median exit rate', field: 'median_exit_rate', text: format.rate },
            { label: 'Days', field: 'days', text: format.count },
          ],
          rows: points.map(({ position, share, n }) => [
            position,
            share,
            median(exits.get(position) ?? []),
            n,
          ]),
        },
      },
    ],
  };
}
