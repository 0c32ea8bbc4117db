import { dotEffectsChart } from '../charts/timing-effects.js';
import { type TimingCell, timingGridChart } from '../charts/timing-grid.js';
import type { Figure, Section } from '../figure.js';
import type { Residual } from '../residuals.js';
import {
  daysOfWeek,
  FEWEST_FOR_TIMING,
  MODEST_SPREAD,
  type PostingTime,
  partsOfWeek,
  postingTime,
  postingWeek,
  type TimeBlock,
} from '../statistics/posting-time.js';
import type { Study } from '../study.js';

/** A block of hours as the report calls it. */
export interface TimingBlock extends TimeBlock {
  readonly part: string;
  readonly block: string;
}

export interface TimingAnswer extends PostingTime {
  readonly cells: readonly TimingBlock[];
  readonly best: TimingBlock | null;
}

/** The timing analysis over the year; null with too few posts, or when all of them have the same hour or block. */
export function timingAnswer(study: Pick<Study, 'residuals' | 'format'>): TimingAnswer | null {
  if (hoursOf(study).size === 1) return null;
  const answer = postingTime(timed(study.residuals));
  if (answer === null) return null;
  const best = answer.best === null ? null : named(answer.best, study);
  return { ...answer, cells: answer.blocks.map((block) => named(block, study)), best };
}

function hoursOf({ residuals }: Pick<Study, 'residuals'>): Set<number> {
  return new Set(residuals.map(({ post }) => post.hour));
}

function timed(left: readonly Residual[]) {
  return left.map(({ post: { day, weekday, hour }, value }) => ({ day, weekday, hour, value }));
}

function named(block: TimeBlock, { format }: Pick<Study, 'format'>): TimingBlock {
  return { ...block, part: partName(block.weekdays, format), block: blockName(block.fromHour) };
}

/** A block of hours in words: `Mon–Fri, 12–16 h`. */
export function timeName(
  { weekdays, fromHour }: Pick<TimeBlock, 'weekdays' | 'fromHour'>,
  format: Study['format'],
): string {
  return `${partName(weekdays, format)}, ${blockName(fromHour)}`;
}

function partName(weekdays: readonly number[], format: Study['format']): string {
  const [first, last] = [weekdays[0]!, weekdays.at(-1)!];
  return first === last ? format.weekday(first) : `${format.weekday(first)}–${format.weekday(last)}`;
}

function blockName(fromHour: number): string {
  return `${fromHour}–${fromHour + 4} h`;
}

const hours = [0, 4, 8, 12, 16, 20];

/** What is said when no block can be recommended. */
export function noBest({ isMeasurable }: TimingAnswer): string {
  return isMeasurable
    ? 'Times of posting differ, but no block stands out clearly'
    : 'No measurable timing effect';
}

/** `Posts from Mon–Fri, 12–16 h did +12% (+1% to +24%) against the average post`. */
export function bestSentence(
  { part, block, effect, interval }: TimingBlock,
  format: Study['format'],
): string {
  const [middle, low, high] = [effect, interval.low, interval.high].map((log) =>
    format.relative(Math.expm1(log)),
  );
  return `Posts from ${part}, ${block} did ${middle} (${low} to ${high}) against the average post`;
}

export function timing(study: Study): Section {
  const { measures, year, format, account } = study;
  const section = { id: 'timing', name: 'Timing', question: 'When should we post?' };
  const answer = timingAnswer(study);
  if (answer === null) {
    const enough = study.residuals.length >= FEWEST_FOR_TIMING;
    return {
      ...section,
      absent: enough
        ? hoursOf(study).size === 1
          ? 'Timing: all posts have the same hour, as in files that tell days only, so there is nothing to compare.'
          : 'Timing: all posts lie in one block of hours, so there is nothing to compare.'
        : `Timing: too few posts; at least ${format.count(FEWEST_FOR_TIMING)} comparable ones within 12 months are needed.`,
    };
  }
  const { best, cells, n, power, detectable: smallest } = answer;
  const title = best === null ? noBest(answer) : bestSentence(best, format);
  const noticed =
    power === null
      ? ''
      : ` If the blocks truly differed by ${format.percent(MODEST_SPREAD)} (standard deviation), the global test would notice in ${format.percent(power)} of such reports.`;
  const detectable = `Smallest lift this data could show for a block with ${format.posts(smallest.posts)} against the rest: ${format.percent(smallest.lift)} (80% power).${noticed}`;
  const definition = `Deviation of ${measures.headline.name} (${measures.headline.definition}, ${measures.age}) from the average post, after format and 28-day trend are taken out; weekday or weekend and 4-hour block of publishing (${account.zone}); ${format.days(year.from, year.to)}, n = ${format.posts(n)} without boosted ones.`;
  const { grid, parts, blocks } = gridOf(cells, partsOfWeek, format);
  const table = tableOf(cells, format);
  const shown = cells
    .filter((cell) => cell.n >= FEWEST_IN_CELL)
    .toSorted((a, b) => b.effect - a.effect || b.raw - a.raw)
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
      ...byWeekday(study),
    ],
  };
}

/** The grid day by day, where there are posts enough to look at it. */
function byWeekday(study: Study): Figure[] {
  const { measures, year, format, account, residuals } = study;
  const week = postingWeek(timed(residuals))?.map((block) => named(block, study));
  if (week === undefined || week.every(({ effect }) => effect === 0)) return [];
  const { grid, parts, blocks } = gridOf(week, daysOfWeek, format);
  const known = week
    .filter(({ n }) => n >= FEWEST_IN_CELL)
    .toSorted((a, b) => b.effect - a.effect || (a.group < b.group ? -1 : 1));
  const words = (cell: TimingBlock) =>
    `${cell.part}, ${cell.block}: ${format.relative(Math.expm1(cell.effect))}, n = ${format.count(cell.n)}.`;
  return [
    {
      id: 'timing-week',
      title: 'The same, day by day',
      definition: `Deviation of ${measures.headline.name} from the average post as above, by weekday and 4-hour block (${account.zone}), shrunken, above the number of posts; ${format.days(year.from, year.to)}, n = ${format.posts(residuals.length)}.`,
      description: [known[0], known.at(-1)].map((cell) => (cell === undefined ? '' : words(cell))).join(' '),
      caveat:
        'To look at, not to choose from: among so many cells some lie high by chance. Cells with fewer than 3 posts stay blank.',
      chart: timingGridChart(grid, parts, blocks, false, format),
      table: tableOf(week, format),
    },
  ];
}

/** Cells with fewer posts stay blank. */
const FEWEST_IN_CELL = 3;

/** Every part of the week with every block, posts or not, in order. */
function gridOf(
  cells: readonly TimingBlock[],
  weekdays: readonly (readonly number[])[],
  format: Study['format'],
): { grid: TimingCell[]; parts: string[]; blocks: string[] } {
  const parts = weekdays.map((days) => partName(days, format));
  const blocks = hours.map(blockName);
  const grid = parts.flatMap((part) =>
    blocks.map((block) => {
      const cell = cells.find((each) => each.part === part && each.block === block);
      const known = cell !== undefined && cell.n >= FEWEST_IN_CELL;
      return { part, block, n: cell?.n ?? 0, effect: known ? Math.expm1(cell.effect) : null };
    }),
  );
  return { grid, parts, blocks };
}

function tableOf(cells: readonly TimingBlock[], format: Study['format']): Figure['table'] {
  return {
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
        cell.n < FEWEST_IN_CELL ? null : Math.expm1(value),
      ),
    ]),
  };
}
