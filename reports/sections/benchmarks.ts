import { addDays } from '../calendar.js';
import { besideOthersChart, usualRangeChart } from '../charts/benchmarks.js';
import { compare } from '../compare.js';
import type { PublicMonth } from '../competitors.js';
import type { Figure, Section } from '../figure.js';
import { capital } from '../language/grammar.js';
import { type Measure, textIn, valuesOf } from '../measure.js';
import { formats } from '../post.js';
import { quantile } from '../statistics/median.js';
import { FEWEST_FOR_INTERVAL, typical } from '../statistics/typical.js';
import { type Study, within } from '../study.js';

/** Quartiles of fewer posts say little of what is usual. */
const FEWEST_BEFORE = 20;

/** Competitors drawn; the table has all. */
const MOST_DRAWN = 12;

export function benchmarks(study: Study): Section {
  const { benchmarks: words } = study.format.words;
  const section = { id: 'benchmarks', name: words.name, question: words.question };
  const figures = [...usualRanges(study), ...besideOthers(study)];
  if (figures.length > 0) return { ...section, figures };
  return { ...section, absent: words.absent(FEWEST_FOR_INTERVAL, FEWEST_BEFORE) };
}

/** Every measure of the period inside the quartiles of the year's other posts. */
function usualRanges(study: Study): Figure[] {
  const { measures, posts, year, period, format } = study;
  const { usual: words } = format.words.benchmarks;
  const before = { from: year.from, to: addDays(period.from, -1) };
  const compared: readonly Measure[] = [
    measures.headline,
    ...(measures.reach === null ? [] : [measures.reach]),
    ...measures.components,
  ];
  const rows = compared.flatMap((measure) => {
    const now = valuesOf(measure, within(posts, period));
    const earlier = valuesOf(measure, within(posts, before));
    if (now.length < FEWEST_FOR_INTERVAL || earlier.length < FEWEST_BEFORE) return [];
    if (compare(measure, within(posts, period), within(posts, before)).verdict === 'age unknown') return [];
    const own = typical(now, measure.offset);
    const [p25, p50, p75] = [0.25, 0.5, 0.75].map((p) => quantile(earlier, p)!) as [number, number, number];
    const middle = own.median!;
    // Outside the middle half, and its interval on the same side of what was usual.
    const isAbove = middle > p75 && own.interval !== null && own.interval.low > p50;
    const isBelow = middle < p25 && own.interval !== null && own.interval.high < p50;
    return [
      {
        measure,
        name: capital(measure.name),
        p25,
        p50,
        p75,
        own: middle,
        interval: own.interval,
        n: now.length,
        before: earlier.length,
        higherThan: earlier.filter((value) => value < middle).length / earlier.length,
        verdict: isAbove ? ('above' as const) : isBelow ? ('below' as const) : ('within' as const),
        text: textIn(measure, format),
      },
    ];
  });
  const [first] = rows;
  if (first === undefined) return [];
  const namesOn = (side: 'above' | 'below') => {
    const names = rows.filter(({ verdict }) => verdict === side).map(({ measure }) => measure.name);
    return names.length === 0 ? null : format.list(names);
  };
  const [above, below] = [namesOn('above'), namesOn('below')];
  const title = above === null && below === null ? words.nothing : words.outside(above, below);
  return [
    {
      id: 'usual-range',
      title,
      definition: words.definition({
        days: format.days(period.from, period.to),
        before: format.days(before.from, before.to),
        n: first.before,
        age: measures.age,
      }),
      description: rows
        .map(({ name, own, p25, p75, n, higherThan, text }) =>
          words.description({
            name,
            own: text(own),
            n,
            range: format.words.range(text(p25), text(p75)),
            higherThan: format.percent(higherThan),
          }),
        )
        .join(' '),
      caveat: words.caveat,
      chart: usualRangeChart(rows, format),
      table: {
        // Measures have different units, so each is a column.
        columns: [
          { label: words.value, field: 'value' },
          ...rows.map(({ name, measure, text }) => ({ label: name, field: measure.id, text })),
        ],
        rows: [
          [words.rows.own, ...rows.map(({ own }) => own)],
          [words.rows.low, ...rows.map(({ interval }) => interval?.low ?? null)],
          [words.rows.high, ...rows.map(({ interval }) => interval?.high ?? null)],
          [words.rows.p25, ...rows.map(({ p25 }) => p25)],
          [words.rows.p50, ...rows.map(({ p50 }) => p50)],
          [words.rows.p75, ...rows.map(({ p75 }) => p75)],
        ],
      },
    },
  ];
}

/** Own account and competitors in the newest month and the formats that both have, in what is public of both. */
function besideOthers({ publicMonths, format }: Study): Figure[] {
  const { benchmarks, formats: formatNames, columns } = format.words;
  const { others: words } = benchmarks;
  const months = [...new Set(publicMonths.map(({ month }) => month))];
  const month = months.find((each) => matching(publicMonths, each, () => 1).length > 0);
  if (month === undefined) return [];
  // By followers, so that accounts of different size compare; where that is not known, in absolute numbers.
  const byFollowers = matching(publicMonths, month, ({ rateByFollowers }) => rateByFollowers);
  const isRate = byFollowers.length > 0;
  const value = ({ rateByFollowers, likesAndComments }: PublicMonth) =>
    isRate ? rateByFollowers : likesAndComments;
  const intervalOf = ({ rateInterval, likesAndCommentsInterval }: PublicMonth) =>
    isRate ? rateInterval : likesAndCommentsInterval;
  const rows = isRate ? byFollowers : matching(publicMonths, month, value);
  if (rows.length === 0) return [];
  const text = isRate ? format.rate : format.count;
  const others = [...new Set(rows.filter(({ isOwn }) => !isOwn).map(({ accountId }) => accountId))];
  const drawn = new Set(others.slice(0, MOST_DRAWN));
  const [own] = rows;
  const what = isRate ? words.perFollower : words.perPost;
  const monthName = format.month(`${month}-01`);
  const inOrder = formats.filter((kind) => rows.some((row) => row.isOwn && row.format === kind));
  return [
    {
      id: 'beside-competitors',
      title: words.title({ what, month: monthName, others: others.length }),
      definition: words.definition({
        isRate,
        month: monthName,
        isFixed: own!.ageBasis === 'fixed',
        posts: FEWEST_FOR_INTERVAL,
      }),
      description: inOrder
        .map((kind) => {
          const same = rows.filter((row) => row.format === kind);
          const mine = same.find(({ isOwn }) => isOwn)!;
          const lower = same.filter((row) => !row.isOwn && value(row)! < value(mine)!).length;
          return words.description({
            format: formatNames[kind],
            value: text(value(mine)!),
            lower,
            others: same.length - 1,
          });
        })
        .join(' '),
      caveat: `${words.caveat}${others.length > drawn.size ? words.drawn(drawn.size) : ''}`,
      chart: besideOthersChart(
        rows
          .filter(({ accountId, isOwn }) => isOwn || drawn.has(accountId))
          .map((row) => ({
            account: row.title,
            format: row.format,
            value: value(row)!,
            interval: intervalOf(row),
            n: row.posts,
          })),
        what,
        text,
        format,
      ),
      table: {
        columns: [
          { label: columns.account, field: 'account' },
          { label: columns.format, field: 'format' },
          { label: columns.posts, field: 'posts', text: format.count },
          { label: what, field: isRate ? 'likes_and_comments_by_followers' : 'likes_and_comments', text },
          { label: benchmarks.usual.rows.low, field: 'low', text },
          { label: benchmarks.usual.rows.high, field: 'high', text },
        ],
        rows: rows.map((row) => {
          const interval = intervalOf(row);
          return [
            row.title,
            formatNames[row.format],
            row.posts,
            value(row),
            interval?.low ?? null,
            interval?.high ?? null,
          ];
        }),
      },
    },
  ];
}

/** Rows of a month that have the value, in formats and at the age basis of the own account's; own first. None without others. */
function matching(
  all: readonly PublicMonth[],
  month: string,
  value: (row: PublicMonth) => number | null,
): PublicMonth[] {
  const known = all.filter((row) => row.month === month && row.format !== 'unknown' && value(row) !== null);
  const own = known.filter(({ isOwn }) => isOwn);
  const others = known.filter(
    (row) => !row.isOwn && own.some((mine) => mine.format === row.format && mine.ageBasis === row.ageBasis),
  );
  if (others.length === 0) return [];
  return [...own.filter((mine) => others.some(({ format }) => format === mine.format)), ...others];
}
