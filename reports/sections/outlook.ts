import { addDays, localDay } from '../calendar.js';
import { type KnownPoint, outlookChart } from '../charts/outlook.js';
import type { Figure, Section } from '../figure.js';
import { html } from '../html.js';
import { capital } from '../language/grammar.js';
import { textIn } from '../measure.js';
import {
  FEWEST_WEEKS_FOR_FORECAST,
  type Forecast,
  forecastFollowers,
  forecastWeekly,
  type Outlook,
} from '../statistics/forecast.js';
import type { Study } from '../study.js';
import { weeklyMedians, weeksOf } from '../weeks.js';

const DAYS_AHEAD = 28;
const WEEKS_AHEAD = 4;

/** What is drawn of the past, in days. */
const PAST_DAYS = 84;
const PAST_DAYS_OF_WEEKS = 182;

/** A band from a value to more than ten times as much tells nobody anything. */
const WIDEST_BAND = 10;

/** From older counts nothing is carried on; of weeks, four times as many days. */
const STALE_DAYS = 14;

export function outlook(study: Study): Section {
  const { outlook: words } = study.format.words;
  const section = { id: 'outlook', name: words.name, question: words.question };
  const answers = [followers(study), weekly(study)];
  const figures = answers.flatMap((answer) => (typeof answer === 'string' ? [] : [answer]));
  const withheld = answers.filter((answer) => typeof answer === 'string');
  if (figures.length === 0) return { ...section, absent: words.absent(withheld.join(' ')) };
  return {
    ...section,
    figures,
    content: html`${withheld.map((reason) => html`<p class="absent">${reason}</p>`)}`,
  };
}

/** A figure, or a sentence saying why there is none. */
type Answer = Figure | string;

function followers({ accountDays, period, format }: Study): Answer {
  const { outlook: words } = format.words;
  const days = accountDays.filter(({ day }) => day <= period.to);
  const answer = forecastFollowers(days, { horizon: DAYS_AHEAD });
  if ('withheld' in answer) return withheldSentence(words.followers, words.counts, answer.withheld, format);
  const counts = days.filter(({ followers: count }) => count !== null);
  const last = counts.at(-1)!.day;
  if (last < addDays(period.to, -STALE_DAYS)) {
    return words.staleFollowers(format.day(last));
  }
  const { forecast } = answer;
  const known = counts
    .filter(({ day }) => day > addDays(last, -PAST_DAYS))
    .map(({ day, followers: count }) => ({ day, value: count! }));
  // Of the past the table says nothing: it stands where the report shows growth.
  const series = { name: words.followersTitle, text: format.exact, isWeekly: false, known: [] };
  const { title, steps, method, caveat, table } = told(forecast, series, format);
  return {
    id: 'outlook-followers',
    title,
    definition: words.followersDefinition({ days: DAYS_AHEAD, last: format.day(last), method }),
    description: `${words.start(format.exact(counts.at(-1)!.followers!), words.on(format.day(last)))} ${steps}`,
    caveat: `${caveat} ${words.notFromZero}`,
    chart: outlookChart(known, forecast.points, words.followersTitle, format.exact, format, {
      step: 1,
      zero: false,
    }),
    table,
  };
}

function weekly(study: Study): Answer {
  const { measures, posts, period, format, account, asOf } = study;
  const { outlook: words } = format.words;
  const measure = measures.headline;
  // Posts of a younger week are not all old enough to be compared, so its median would be that of its first days.
  const settled = addDays(localDay(asOf, account.zone), measures.ageBasis === 'fixed' ? -8 : -29);
  const weeks = weeksOf({ from: posts[0]?.day ?? period.from, to: period.to });
  const to = weeks.filter((week) => week.isWhole && week.to <= settled).at(-1)?.to;
  const medians =
    to === undefined ? [] : weeklyMedians(posts, { from: posts[0]?.day ?? period.from, to }, measure);
  const answer = forecastWeekly(medians, { horizon: WEEKS_AHEAD, offset: measure.offset });
  const name = words.weekly(measure.name);
  if ('withheld' in answer) return withheldSentence(name, words.weeks, answer.withheld, format);
  const counted = medians.filter(({ median }) => median !== null);
  const last = counted.at(-1)!.week;
  if (last < addDays(period.to, -4 * STALE_DAYS)) {
    return words.staleWeeks(name, format.day(last));
  }
  const { forecast } = answer;
  const text = textIn(measure, format);
  const { low, high } = forecast.points.at(-1)!.inner;
  if (high > WIDEST_BAND * low) {
    return words.tooWide(name, text(low), text(high));
  }
  const known = counted
    .filter(({ week }) => week > addDays(last, -PAST_DAYS_OF_WEEKS))
    .map(({ week, median }) => ({ day: week, value: median! }));
  const series = { name: capital(name), text, isWeekly: true, known };
  const { title, steps, method, caveat, table } = told(forecast, series, format);
  return {
    id: 'outlook-engagement',
    title,
    definition: words.weeklyDefinition({
      name: measure.name,
      definition: measure.definition,
      age: measures.age,
      weeks: WEEKS_AHEAD,
      last: format.day(last),
      method,
    }),
    description: `${words.start(text(counted.at(-1)!.median!), words.inWeekFrom(format.day(last)))} ${steps}`,
    caveat: `${caveat} ${words.singleWeeks}`,
    chart: outlookChart(known, forecast.points, capital(measure.name), text, format, { step: 7, zero: true }),
    table,
  };
}

/** What both forecasts say in the same words. */
function told(
  { method, points, mase, backtest }: Forecast,
  {
    name,
    text,
    isWeekly,
    known,
  }: {
    readonly name: string;
    readonly text: (value: number) => string;
    readonly isWeekly: boolean;
    /** What the table says of the past. */
    readonly known: readonly KnownPoint[];
  },
  format: Study['format'],
) {
  const { outlook: words, columns, range } = format.words;
  const end = points.at(-1)!;
  const when = (day: string) => (isWeekly ? words.inWeekFrom : words.on)(format.day(day));
  const inner = (point: Forecast['points'][number]) => range(text(point.inner.low), text(point.inner.high));
  const hasOuter = points.some(({ outer }) => outer !== null);
  const checked = backtest.of === 0 ? words.unchecked : words.checked(backtest.of, backtest.inside);
  return {
    title: words.title({ name, when: when(end.day), value: text(end.value), range: inner(end) }),
    /** For readers who do not see the drawing. */
    steps: [points[Math.floor((points.length - 1) / 2)]!, end]
      .map((point) => words.step({ when: when(point.day), value: text(point.value), range: inner(point) }))
      .join(' '),
    method: words.bands(words.methods[method], hasOuter),
    caveat: `${checked} ${words.errors(format.percent(1 - mase))}`,
    table: {
      columns: [
        {
          label: isWeekly ? columns.weekFrom : columns.day,
          field: isWeekly ? 'week' : 'day',
          words: format.day,
        },
        ...(known.length === 0 ? [] : [{ label: words.columns.known, field: 'known', text }]),
        { label: words.columns.expected, field: 'expected', text },
        { label: words.columns.low80, field: 'low_80', text },
        { label: words.columns.high80, field: 'high_80', text },
        { label: columns.low, field: 'low_95', text },
        { label: columns.high, field: 'high_95', text },
      ],
      rows: [
        ...points.map(({ day, value, inner: { low, high }, outer }) => [
          day,
          ...(known.length === 0 ? [] : [null]),
          value,
          low,
          high,
          outer?.low ?? null,
          outer?.high ?? null,
        ]),
        ...known.map(({ day, value }) => [day, value, null, null, null, null, null]).toReversed(),
      ],
    },
  };
}

function withheldSentence(
  name: string,
  what: string,
  reason: Extract<Outlook, { withheld: string }>['withheld'],
  format: Study['format'],
): string {
  return format.words.outlook.withheld[reason](name, what, FEWEST_WEEKS_FOR_FORECAST);
}
