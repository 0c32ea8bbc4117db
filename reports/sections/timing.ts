import { dotEffectsChart } from '../charts/timing-effects.js';
import { type TimingCell, timingGridChart } from '../charts/timing-grid.js';
import type { Section } from '../figure.js';
import { groupBy } from '../group.js';
import { detectableLift } from '../statistics/detectable-lift.js';
import { type GroupEffect, randomEffects } from '../statistics/random-effects.js';
import { FEWEST_FOR_INTERVAL } from '../statistics/typical.js';
import type { Study } from '../study.js';
import { postsByWeek } from '../weeks.js';

const parts = ['Mon–Fri', 'Sat–Sun'];
const blocks = ['0–4 h', '4–8 h', '8–12 h', '12–16 h', '16–20 h', '20–24 h'];

/** Fewer posts than this in all and the question is not asked. */
const FEWEST_POSTS = 30;

export interface TimingAnswer {
  readonly n: number;
  readonly p: number;
  readonly sigma: number;
  /** True when the global test finds that the blocks differ. */
  readonly isMeasurable: boolean;
  readonly cells: readonly (GroupEffect & { readonly part: string; readonly block: string })[];
  /** The highest block that passes every gate; null when none does. */
  readonly best: (GroupEffect & { readonly part: string; readonly block: string }) | null;
}

/** The timing analysis over the year; null with too few posts. */
export function timingAnswer({ residuals: left }: Pick<Study, 'residuals'>): TimingAnswer | null {
  if (left.length < FEWEST_POSTS) return null;
  const byCell = groupBy(left, ({ post }) => `${post.weekday >= 6 ? 1 : 0}:${Math.floor(post.hour / 4)}`);
  const samples = new Map(
    [...byCell]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([cell, list]) => [cell, list.map(({ value }) => value)]),
  );
  const { p, within: variance, between, groups } = randomEffects(samples);
  const cells = groups.map((group) => {
    const [part, block] = group.group.split(':').map(Number) as [number, number];
    return { ...group, part: parts[part]!, block: blocks[block]! };
  });
  const isSpread = (group: string) => postsByWeek(byCell.get(group)!.map(({ post }) => post)).size >= 4;
  const best = cells
    .filter(
      (cell) =>
        cell.n >= FEWEST_FOR_INTERVAL &&
        cell.probabilityAboveMedian >= 0.9 &&
        cell.interval.low > 0 &&
        isSpread(cell.group),
    )
    .toSorted((a, b) => b.effect - a.effect)[0];
  const isMeasurable = p < 0.05 && between > 0;
  return {
    n: left.length,
    p,
    sigma: Math.sqrt(variance),
    isMeasurable,
    cells,
    best: isMeasurable ? (best ?? null) : null,
  };
}

/** What is said when no block can be recommended. */
export function noBest({ isMeasurable }: TimingAnswer): string {
  return isMeasurable
    ? 'Times of posting differ, but no block stands out clearly'
    : 'No measurable timing effect';
}

export function timing(study: Study): Section {
  const { measures, year, format, account } = study;
  const section = { id: 'timing', name: 'Timing', question: 'When should we post?' };
  const answer = timingAnswer(study);
  if (answer === null) {
    return {
      ...section,
      absent: `Timing: too few posts; at least ${format.count(FEWEST_POSTS)} comparable ones within 12 months are needed.`,
    };
  }
  const { best, cells, n, sigma } = answer;
  const title =
    best === null
      ? noBest(answer)
      : `Posts from ${best.part}, ${best.block} did ${format.relative(Math.expm1(best.effect))} against the average`;
  const largest = Math.max(...cells.map((cell) => cell.n));
  const detectable = `Smallest lift this data could show for a block with ${format.posts(largest)} against the rest: ${format.percent(detectableLift(largest, Math.max(1, n - largest), sigma))} (80% power).`;
  const definition = `Deviation of ${measures.headline.name} (${measures.headline.definition}, ${measures.age}) from the average post, after format and 28-day trend are taken out; weekday or weekend and 4-hour block of publishing (${account.zone}); ${format.days(year.from, year.to)}, n = ${format.posts(n)} without boosted ones.`;
  const grid: TimingCell[] = parts.flatMap((part) =>
    blocks.map((block) => {
      const cell = cells.find((each) => each.part === part && each.block === block);
      const known = cell !== undefined && cell.n >= 3;
      return { part, block, n: cell?.n ?? 0, effect: known ? Math.expm1(cell.effect) : null };
    }),
  );
  const table = {
    columns: [
      { label: 'Block', field: 'block' },
      { label: 'Posts', field: 'posts', text: format.count },
      { label: 'Effect, shrunken', field: 'effect', text: format.relative },
      { label: '95% low', field: 'low', text: format.relative },
      { label: '95% high', field: 'high', text: format.relative },
      { label: 'Before shrinking', field: 'raw_effect', text: format.relative },
    ],
    rows: cells.map((cell) => [
      `${cell.part}, ${cell.block}`,
      cell.n,
      ...[cell.effect, cell.interval.low, cell.interval.high, cell.raw].map((value) =>
        cell.n < 3 ? null : Math.expm1(value),
      ),
    ]),
  };
  const shown = cells
    .filter((cell) => cell.n >= 3)
    .toSorted((a, b) => b.effect - a.effect || (a.group < b.group ? -1 : 1))
    .slice(0, 5);
  const isFlat = cells.every((cell) => cell.effect === 0);
  const inWords = shown
    .map(
      (cell) =>
        `${cell.part}, ${cell.block}: ${format.relative(Math.expm1(cell.effect))}, n = ${format.count(cell.n)}.`,
    )
    .join(' ');
  const shrunken =
    'Effects are pulled toward zero by how few posts stand behind them; cells with fewer than 3 posts stay blank.';
  return {
    ...section,
    figures: [
      {
        id: 'timing-grid',
        title,
        definition,
        description: inWords,
        caveat: `${isFlat ? 'The blocks differ no more than chance makes equal blocks differ, so every effect is pulled to zero.' : shrunken} ${detectable} Association, not cause.`,
        chart: timingGridChart(grid, parts, blocks, answer.isMeasurable, format),
        table,
      },
      ...(shown.length < 2 || isFlat
        ? []
        : [
            {
              id: 'timing-effects',
              title:
                best === null
                  ? 'The highest blocks are not told apart from the average'
                  : 'The highest blocks with their uncertainty',
              definition: `The ${format.count(shown.length)} highest blocks of the grid above, shrunken effect with 95% interval; n = posts in the block.`,
              description: inWords,
              caveat:
                best === null
                  ? answer.isMeasurable
                    ? 'The blocks differ as a whole, but no single one has enough posts in enough weeks to be recommended.'
                    : 'The global test does not reject that all blocks are equal, so no time is recommended.'
                  : 'Try it: post in random slots for a month and compare.',
              chart: dotEffectsChart(
                shown.map((cell) => ({
                  label: `${cell.part}, ${cell.block}`,
                  n: cell.n,
                  effect: Math.expm1(cell.effect),
                  low: Math.expm1(cell.interval.low),
                  high: Math.expm1(cell.interval.high),
                })),
                format,
              ),
              table: {
                columns: table.columns,
                rows: shown.map((cell) => table.rows[cells.indexOf(cell)]!),
              },
            },
          ]),
    ],
  };
}
