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
  const { stories: words } = format.words;
  const section = { id: 'stories', name: words.name, question: words.question };
  if (storyFrames.length === 0) {
    return {
      ...section,
      absent: words.none(format.days(period.from, period.to)),
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
      absent: words.tooFew({ days: FEWEST_SEQUENCES, viewers: FEWEST_REACHED, hours: FINAL_AGE_HOURS }),
    };
  }
  const last = points.at(-1)!;
  return {
    ...section,
    figures: [
      {
        id: 'story-retention',
        title: words.title(last.position, format.rate(last.share)),
        definition: words.definition({
          hours: FINAL_AGE_HOURS,
          days: format.days(period.from, period.to),
          n: points[0]!.n,
        }),
        description: points
          .map(({ position, share, n }) => words.point(position, format.rate(share), n))
          .join(' '),
        caveat: words.caveat(FEWEST_SEQUENCES),
        chart: storyRetentionChart(points, format),
        table: {
          columns: [
            { label: words.columns.frame, field: 'position', text: format.count },
            { label: words.columns.reach, field: 'relative_reach', text: format.rate },
            { label: words.columns.exits, field: 'median_exit_rate', text: format.rate },
            { label: words.columns.days, field: 'days', text: format.count },
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
