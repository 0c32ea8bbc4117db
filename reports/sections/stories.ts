import { storyRetentionChart } from '../charts/story-retention.js';
import type { Section } from '../figure.js';
import { groupBy } from '../group.js';
import { FEWEST_REACHED } from '../measure.js';
import { typical } from '../statistics/typical.js';
import type { Study } from '../study.js';
import { FINAL_AGE_HOURS } from '../viewers.js';

const FEWEST_SEQUENCES = 5;
const LAST_POSITION = 12;
/** Half a viewer of the fewest that are looked at, so that frames without exits have a logarithm. */
const OFFSET = 0.5 / FEWEST_REACHED;

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
  const taps = new Map<number, number[]>();
  for (const [, frames] of groupBy(storyFrames, ({ day }) => day)) {
    const first = frames.find(({ position }) => position === 1)?.reach ?? 0;
    if (frames.length < 2 || first < FEWEST_REACHED) continue;
    for (const frame of frames) {
      const { position, reach } = frame;
      if (position > LAST_POSITION || reach === null) continue;
      shares.set(position, [...(shares.get(position) ?? []), reach / first]);
      if (reach < FEWEST_REACHED) continue;
      for (const [rates, count] of [
        [exits, frame.exits],
        [taps, frame.tapsForward],
      ] as const)
        if (count !== null) rates.set(position, [...(rates.get(position) ?? []), count / reach]);
    }
  }
  const points = [...shares]
    .filter(([, values]) => values.length >= FEWEST_SEQUENCES)
    .map(([position, values]) => {
      const { median: share, interval } = typical(values, OFFSET);
      // Frame 1 is what the others are measured by: all its values are 1.
      return { position, share: share!, interval: position === 1 ? null : interval, n: values.length };
    })
    .toSorted((a, b) => a.position - b.position);
  const medians = (rates: ReadonlyMap<number, readonly number[]>) =>
    points.flatMap(({ position }) => {
      const { median: rate, interval, n } = typical(rates.get(position) ?? [], OFFSET);
      return rate === null || n < FEWEST_SEQUENCES ? [] : [{ position, rate, interval }];
    });
  const left = medians(exits);
  const exitsOf = new Map(left.map((each) => [each.position, each]));
  const tapsOf = new Map(medians(taps).map(({ position, rate }) => [position, rate]));
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
        definition: `${words.definition({
          hours: FINAL_AGE_HOURS,
          days: format.days(period.from, period.to),
          n: points[0]!.n,
        })}${tapsOf.size > 0 ? words.tapsForward : ''}`,
        description: points
          .map(({ position, share, n }) => {
            const exit = exitsOf.get(position);
            return words.point(position, format.rate(share), exit ? format.rate(exit.rate) : null, n);
          })
          .join(' '),
        caveat: words.caveat(FEWEST_SEQUENCES),
        chart: storyRetentionChart(points, left, format),
        table: {
          columns: [
            { label: words.columns.frame, field: 'position', text: format.count },
            { label: words.columns.reach, field: 'relative_reach', text: format.rate },
            { label: words.columns.low, field: 'relative_reach_low', text: format.rate },
            { label: words.columns.high, field: 'relative_reach_high', text: format.rate },
            { label: words.columns.exits, field: 'median_exit_rate', text: format.rate },
            { label: words.columns.low, field: 'exit_rate_low', text: format.rate },
            { label: words.columns.high, field: 'exit_rate_high', text: format.rate },
            ...(tapsOf.size > 0
              ? [{ label: words.columns.tapsForward, field: 'median_tap_forward_rate', text: format.rate }]
              : []),
            { label: words.columns.days, field: 'days', text: format.count },
          ],
          rows: points.map(({ position, share, interval, n }) => {
            const exit = exitsOf.get(position);
            return [
              position,
              share,
              interval?.low ?? null,
              interval?.high ?? null,
              exit?.rate ?? null,
              exit?.interval?.low ?? null,
              exit?.interval?.high ?? null,
              ...(tapsOf.size > 0 ? [tapsOf.get(position) ?? null] : []),
              n,
            ];
          }),
        },
      },
    ],
  };
}
