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
  return { ...block, part: partName(block.weekdays, format), block: blockName(block.fromHour, format) };
}

/** A block of hours in words: `Mon–Fri, 12–16 h`. */
export function timeName(
  { weekdays, fromHour }: Pick<TimeBlock, 'weekdays' | 'fromHour'>,
  format: Study['format'],
): string {
  return format.words.timing.slot(partName(weekdays, format), blockName(fromHour, format));
}

function partName(weekdays: readonly number[], format: Study['format']): string {
  const [first, last] = [weekdays[0]!, weekdays.at(-1)!];
  return first === last ? format.weekday(first) : `${format.weekday(first)}–${format.weekday(last)}`;
}

function blockName(fromHour: number, format: Study['format']): string {
  return format.words.hours(fromHour, fromHour + 4);
}

const hours = [0, 4, 8, 12, 16, 20];

/** What is said when no block can be recommended. */
export function noBest({ isMeasurable }: TimingAnswer, { words }: Study['format']): string {
  return isMeasurable ? words.timing.differ : words.timing.noEffect;
}

/** `Posts from Mon–Fri, 12–16 h did +12% (+1% to +24%) against the average post`. */
export function bestSentence(
  { part, block, effect, interval }: TimingBlock,
  format: Study['format'],
): string {
  const [middle, low, high] = [effect, interval.low, interval.high].map((log) =>
    format.relative(Math.expm1(log)),
  ) as [string, string, string];
  const { timing: words, range } = format.words;
  return words.best({ slot: words.slot(part, block), effect: middle, range: range(low, high) });
}

export function timing(study: Study): Section {
  const { measures, year, format, account } = study;
  const { timing: words } = format.words;
  const section = { id: 'timing', name: words.name, question: words.question };
  const answer = timingAnswer(study);
  if (answer === null) {
    const enough = study.residuals.length >= FEWEST_FOR_TIMING;
    return {
      ...section,
      absent: enough
        ? hoursOf(study).size === 1
          ? words.oneHour
          : words.oneBlock
        : words.tooFew(FEWEST_FOR_TIMING),
    };
  }
  const { best, cells, n, power, detectable: smallest } = answer;
  const title = best === null ? noBest(answer, format) : bestSentence(best, format);
  const noticed = power === null ? '' : words.noticed(format.percent(MODEST_SPREAD), format.percent(power));
  const detectable = `${words.detectable(smallest.posts, format.percent(smallest.lift))}${noticed}`;
  const definition = words.definition({
    name: measures.headline.name,
    definition: measures.headline.definition,
    age: measures.age,
    zone: account.zone,
    days: format.days(year.from, year.to),
    n,
  });
  const { grid, parts } = gridOf(cells, partsOfWeek, format);
  const table = tableOf(cells, format);
  const shown = cells
    .filter((cell) => cell.n >= FEWEST_IN_CELL)
    .toSorted((a, b) => b.effect - a.effect || b.raw - a.raw)
    .slice(0, 5);
  const isFlat = cells.every((cell) => cell.effect === 0);
  const inWords = shown
    .map(
      (cell) =>
        `${words.slot(cell.part, cell.block)}: ${format.relative(Math.expm1(cell.effect))}, n = ${format.count(cell.n)}.`,
    )
    .join(' ');
  return {
    ...section,
    figures: [
      {
        id: 'timing-grid',
        title,
        definition,
        description: inWords,
        caveat: `${isFlat ? words.flat : words.shrunken} ${detectable} ${words.association}`,
        chart: timingGridChart(grid, parts, answer.isMeasurable, format),
        table,
      },
      ...(shown.length < 2 || isFlat
        ? []
        : [
            {
              id: 'timing-effects',
              title: best === null ? words.effects.unclear : words.effects.clear,
              definition: words.effects.definition(shown.length),
              description: inWords,
              caveat:
                best === null
                  ? answer.isMeasurable
                    ? words.effects.noneSingle
                    : words.effects.noneAtAll
                  : words.effects.tryIt,
              chart: dotEffectsChart(
                shown.map((cell) => ({
                  label: words.slot(cell.part, cell.block),
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
  const { timing: told } = format.words;
  const week = postingWeek(timed(residuals))?.map((block) => named(block, study));
  if (week === undefined || week.every(({ effect }) => effect === 0)) return [];
  const { grid, parts } = gridOf(week, daysOfWeek, format);
  const known = week
    .filter(({ n }) => n >= FEWEST_IN_CELL)
    .toSorted((a, b) => b.effect - a.effect || (a.group < b.group ? -1 : 1));
  const words = (cell: TimingBlock) =>
    `${told.slot(cell.part, cell.block)}: ${format.relative(Math.expm1(cell.effect))}, n = ${format.count(cell.n)}.`;
  return [
    {
      id: 'timing-week',
      title: told.week.title,
      definition: told.week.definition({
        name: measures.headline.name,
        zone: account.zone,
        days: format.days(year.from, year.to),
        n: residuals.length,
      }),
      description: [known[0], known.at(-1)].map((cell) => (cell === undefined ? '' : words(cell))).join(' '),
      caveat: told.week.caveat,
      chart: timingGridChart(grid, parts, false, format),
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
): { grid: TimingCell[]; parts: string[] } {
  const parts = weekdays.map((days) => partName(days, format));
  const grid = parts.flatMap((part) =>
    hours.map((from) => {
      const block = blockName(from, format);
      const cell = cells.find((each) => each.part === part && each.block === block);
      const known = cell !== undefined && cell.n >= FEWEST_IN_CELL;
      return {
        part,
        block,
        hours: `${from}–${from + 4}`,
        n: cell?.n ?? 0,
        effect: known ? Math.expm1(cell.effect) : null,
      };
    }),
  );
  return { grid, parts };
}

function tableOf(cells: readonly TimingBlock[], format: Study['format']): Figure['table'] {
  const { timing: words, columns } = format.words;
  return {
    columns: [
      { label: words.columns.block, field: 'block' },
      { label: columns.posts, field: 'posts', text: format.count },
      { label: columns.effect, field: 'effect', text: format.relative },
      { label: columns.low, field: 'low', text: format.relative },
      { label: columns.high, field: 'high', text: format.relative },
      { label: words.columns.raw, field: 'raw_effect', text: format.relative },
    ],
    rows: cells.map((cell) => [
      words.slot(cell.part, cell.block),
      cell.n,
      ...[cell.effect, cell.interval.low, cell.interval.high, cell.raw].map((value) =>
        cell.n < FEWEST_IN_CELL ? null : Math.expm1(value),
      ),
    ]),
  };
}
