import { addDays, localDay } from '../calendar.js';
import { type KnownPoint, outlookChart } from '../charts/outlook.js';
import type { Figure, Section } from '../figure.js';
import { html } from '../html.js';
import { capital } from '../measure.js';
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
  const section = { id: 'outlook', name: 'Outlook', question: 'What next, if nothing changes?' };
  const answers = [followers(study), weekly(study)];
  const figures = answers.flatMap((answer) => (typeof answer === 'string' ? [] : [answer]));
  const withheld = answers.filter((answer) => typeof answer === 'string');
  if (figures.length === 0) return { ...section, absent: `Outlook: ${withheld.join(' ')}` };
  return {
    ...section,
    figures,
    content: html`${withheld.map((reason) => html`<p class="absent">${reason}</p>`)}`,
  };
}

/** A figure, or a sentence saying why there is none. */
type Answer = Figure | string;

function followers({ accountDays, period, format }: Study): Answer {
  const days = accountDays.filter(({ day }) => day <= period.to);
  const answer = forecastFollowers(days, { horizon: DAYS_AHEAD });
  if ('withheld' in answer) return withheldSentence('followers', 'daily counts', answer.withheld, format);
  const counts = days.filter(({ followers: count }) => count !== null);
  const last = counts.at(-1)!.day;
  if (last < addDays(period.to, -STALE_DAYS)) {
    return `No forecast of followers: daily counts end on ${format.day(last)}.`;
  }
  const { forecast } = answer;
  const known = counts
    .filter(({ day }) => day > addDays(last, -PAST_DAYS))
    .map(({ day, followers: count }) => ({ day, value: count! }));
  // Of the past the table says nothing: it stands where the report shows growth.
  const series = { name: 'Followers', text: format.exact, isWeekly: false, known: [] };
  const { title, steps, method, caveat, table } = told(forecast, series, format);
  return {
    id: 'outlook-followers',
    title,
    definition: `Followers per day for the next ${format.count(DAYS_AHEAD)} days after ${format.day(last)}: ${method}`,
    description: `${format.exact(counts.at(-1)!.followers!)} on ${format.day(last)}. ${steps}`,
    caveat: `${caveat} The axis does not start at zero.`,
    chart: outlookChart(known, forecast.points, 'Followers', format.exact, format, { step: 1, zero: false }),
    table,
  };
}

function weekly(study: Study): Answer {
  const { measures, posts, period, format, account, asOf } = study;
  const measure = measures.headline;
  // Posts of a younger week are not all old enough to be compared, so its median would be that of its first days.
  const settled = addDays(localDay(asOf, account.zone), measures.ageBasis === 'fixed' ? -8 : -29);
  const weeks = weeksOf({ from: posts[0]?.day ?? period.from, to: period.to });
  const to = weeks.filter((week) => week.isWhole && week.to <= settled).at(-1)?.to;
  const medians =
    to === undefined ? [] : weeklyMedians(posts, { from: posts[0]?.day ?? period.from, to }, measure);
  const answer = forecastWeekly(medians, { horizon: WEEKS_AHEAD, offset: measure.offset });
  const name = `weekly median ${measure.name}`;
  if ('withheld' in answer)
    return withheldSentence(name, 'weeks with comparable posts', answer.withheld, format);
  const counted = medians.filter(({ median }) => median !== null);
  const last = counted.at(-1)!.week;
  if (last < addDays(period.to, -4 * STALE_DAYS)) {
    return `No forecast of ${name}: the last week with comparable posts is that from ${format.day(last)}.`;
  }
  const { forecast } = answer;
  const text = (value: number) => measure.text(value, format);
  const { low, high } = forecast.points.at(-1)!.inner;
  if (high > WIDEST_BAND * low) {
    return `No forecast of ${name}: past ones were so far off that it would say “between ${text(low)} and ${text(high)}”.`;
  }
  const known = counted
    .filter(({ week }) => week > addDays(last, -PAST_DAYS_OF_WEEKS))
    .map(({ week, median }) => ({ day: week, value: median! }));
  const series = { name: capital(name), text, isWeekly: true, known };
  const { title, steps, method, caveat, table } = told(forecast, series, format);
  return {
    id: 'outlook-engagement',
    title,
    definition: `Median ${measure.name} per ISO week (${measure.definition}, ${measures.age}) for the ${format.count(WEEKS_AHEAD)} weeks after that from ${format.day(last)}: ${method}`,
    description: `${text(counted.at(-1)!.median!)} in the week from ${format.day(last)}. ${steps}`,
    caveat: `${caveat} Single weeks vary more the fewer posts they have.`,
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
  const end = points.at(-1)!;
  const when = (day: string) => `${isWeekly ? 'in the week from' : 'on'} ${format.day(day)}`;
  const methods: Record<Forecast['method'], string> = {
    'damped trend': 'the last count and the median daily net of 8 weeks, damped by 2% a day',
    'flat median': 'the median of the last 8 weeks',
    'seasonal naive': 'the same week a year before',
  };
  const hasOuter = points.some(({ outer }) => outer !== null);
  const checked =
    backtest.of === 0
      ? 'Too few past forecasts to check the band by.'
      : `Of the last ${format.count(backtest.of)} forecasts made this way, ${format.count(backtest.inside)} ended inside the 80% band they had.`;
  return {
    title: `${name} ${when(end.day)}, if nothing changes: ${text(end.value)} (80%: ${text(end.inner.low)} to ${text(end.inner.high)})`,
    /** For readers who do not see the drawing. */
    steps: [points[Math.floor((points.length - 1) / 2)]!, end]
      .map(
        ({ day, value, inner }) =>
          `Expected ${when(day)}: ${text(value)}, 80% ${text(inner.low)} to ${text(inner.high)}.`,
      )
      .join(' '),
    method: `${methods[method]}; dark band 80%${hasOuter ? ', light band 95%' : ''}, from the errors of past forecasts.`,
    caveat: `${checked} Their errors were ${format.percent(1 - mase)} smaller than those of “as it was last”. A forecast carries the past on; it knows of no plans.`,
    table: {
      columns: [
        { label: isWeekly ? 'Week from' : 'Day', field: isWeekly ? 'week' : 'day', words: format.day },
        ...(known.length === 0 ? [] : [{ label: 'Known', field: 'known', text }]),
        { label: 'Expected', field: 'expected', text },
        { label: '80% low', field: 'low_80', text },
        { label: '80% high', field: 'high_80', text },
        { label: '95% low', field: 'low_95', text },
        { label: '95% high', field: 'high_95', text },
      ],
      rows: [
        ...points.map(({ day, value, inner, outer }) => [
          day,
          ...(known.length === 0 ? [] : [null]),
          value,
          inner.low,
          inner.high,
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
  const why = {
    'too short': `${what} go back less than ${format.count(FEWEST_WEEKS_FOR_FORECAST)} weeks`,
    gaps: `too many gaps in the ${what} to say how far off a forecast may be`,
    'no better than naive': 'past forecasts were no better than “as it was last”, so there is none',
  }[reason];
  return `No forecast of ${name}: ${why}.`;
}
