import { daysIn } from '../calendar.js';
import { type CoverageWeek, coverageChart } from '../charts/coverage.js';
import { fetchCalendarChart } from '../charts/fetch-calendar.js';
import { type Figure, type Section, tableHtml } from '../figure.js';
import { type Html, html, shortText } from '../html.js';
import { type Study, within } from '../study.js';
import { postsByWeek, weeksOf } from '../weeks.js';

/** Fewer posts than this are told in the table alone. */
const FEWEST_POSTS = 3;

export function dataQuality(study: Study): Section {
  const { measures, posts, history, period, format, quality, account, asOf } = study;
  const { quality: words, levels, columns, unknown } = format.words;
  const byWeek = postsByWeek(within(posts, history));
  const weeks: CoverageWeek[] = weeksOf(history).map(({ week }) => {
    const list = byWeek.get(week) ?? [];
    const comparable = list.filter((post) => measures.headline.value(post) !== null).length;
    const provisional = list.filter((post) => post.ageBasis === null).length;
    return { week, comparable, provisional, other: list.length - comparable - provisional };
  });
  const sum = (part: 'comparable' | 'other' | 'provisional') =>
    weeks.reduce((total, week) => total + week[part], 0);
  const all = sum('comparable') + sum('other') + sum('provisional');
  const { staleDays, rows, followerDays, posts: seen } = quality;
  const facts: [string, string][] = [
    [
      words.terms.lastObserved,
      account.lastObservedAt === null
        ? unknown
        : quality.isUndated
          ? words.imported(format.moment(account.lastObservedAt, account.zone))
          : words.observed(format.moment(account.lastObservedAt, account.zone), staleDays!),
    ],
    [words.terms.asOf, words.zone(format.moment(asOf, account.zone), account.zone)],
    [words.terms.run, quality.runStatus === null ? words.noRun : called(words.runs, quality.runStatus)],
    [words.terms.posts, format.count(seen.all)],
    [words.terms.comparable, format.count(seen.comparable)],
    [words.terms.provisional, format.count(seen.provisional)],
    [words.terms.missing, format.count(seen.missing)],
    [words.terms.boosted, format.count(seen.boosted)],
    [words.terms.followerDays, words.of(followerDays.counted, followerDays.all)],
    [
      words.terms.rows,
      // A file of several accounts is counted as one.
      rows.read === 0 ? words.notCounted : words.rowSum(rows),
    ],
    [words.terms.zone, words.zone(account.zone, called(words.zoneBases, account.zoneBasis))],
  ];
  const content = html`<h3>${words.facts}</h3>
<p>${words.verdict(levels[quality.level], quality.reasons.map((reason) => words.reasons[reason]).join(' '))}</p>
${tableHtml(
  {
    columns: [
      { label: words.columns.fact, field: 'fact' },
      { label: words.columns.value, field: 'value' },
    ],
    rows: facts,
  },
  words.factsOf(format.days(period.from, period.to)),
  format.words,
)}
${quarantine(study)}${absent(study)}`;
  const fetches = fetchCalendar(study);
  const section = { id: 'quality', name: words.name, question: words.question, content };
  if (all < FEWEST_POSTS) return fetches.length === 0 ? section : { ...section, figures: fetches };
  return {
    ...section,
    figures: [
      {
        id: 'coverage',
        title: words.title(sum('comparable'), all),
        definition: words.definition({
          name: measures.headline.name,
          definition: measures.headline.definition,
          age: measures.age,
          days: format.days(history.from, history.to),
          n: all,
        }),
        description: words.description({
          comparable: sum('comparable'),
          other: sum('other'),
          provisional: sum('provisional'),
        }),
        caveat: words.caveat,
        chart: coverageChart(weeks, history, format),
        table: {
          columns: [
            { label: columns.weekFrom, field: 'week', words: format.day },
            { label: words.partColumns.comparable, field: 'compared', text: format.count },
            { label: words.partColumns.other, field: 'not_comparable', text: format.count },
            { label: words.partColumns.provisional, field: 'provisional', text: format.count },
          ],
          rows: weeks.map((week) => [week.week, week.comparable, week.other, week.provisional]),
        },
      },
      ...fetches,
    ],
  };
}

/** The days with a follower count, which every night reads, from the first one on; nothing where none was ever read. */
function fetchCalendar({ accountDays, history, format }: Study): Figure[] {
  const { calendar: words } = format.words.quality;
  const counted = within(accountDays, history).filter(({ followers }) => followers !== null);
  if (counted.length < 2) return [];
  const days = { from: counted[0]!.day, to: history.to };
  const all = daysIn(days.from, days.to);
  const fetched = new Set(counted.map(({ day }) => day));
  const title = words.title(fetched.size, all);
  return [
    {
      id: 'fetch-calendar',
      title,
      definition: words.definition(format.days(days.from, days.to), all),
      description: `${title}.`,
      caveat: words.caveat,
      chart: fetchCalendarChart(fetched, days, format),
      table: {
        columns: [
          { label: format.words.columns.weekFrom, field: 'week', words: format.day },
          { label: words.columns.fetched, field: 'days_fetched', text: format.count },
          { label: words.columns.missed, field: 'days_missed', text: format.count },
        ],
        rows: weeksOf(days).map((week) => {
          const read = within(counted, week).length;
          return [week.week, read, daysIn(week.from, week.to) - read];
        }),
      },
    },
  ];
}

/** The language's name of a value of the marts; one that it does not know stays as it is. */
function called(names: Readonly<Record<string, string>>, value: string): string {
  return Object.hasOwn(names, value) ? names[value]! : value;
}

function quarantine({ quality, format }: Study): Html | '' {
  const { quality: words } = format.words;
  if (quality.quarantine.length === 0) return '';
  const columns = [
    { label: words.columns.rule, field: 'rule' },
    { label: words.columns.rows, field: 'rows', text: format.count },
  ];
  const rows = quality.quarantine.map(({ rule, rows: n }) => [shortText(rule, 80), n]);
  return html`<h3>${words.quarantine}</h3>${tableHtml({ columns, rows }, words.byRule, format.words)}`;
}

function absent({ quality, format }: Study): Html | '' {
  const { quality: words } = format.words;
  if (quality.absent.length === 0) return '';
  const columns = [
    { label: words.columns.metric, field: 'metric' },
    { label: words.columns.reason, field: 'reason' },
    { label: words.columns.values, field: 'values', text: format.count },
  ];
  const rows = quality.absent.map(({ metric, reason, items }) => [
    shortText(called(words.metrics, metric).replaceAll('_', ' '), 40),
    shortText(called(words.absences, reason).replaceAll('_', ' '), 60),
    items,
  ]);
  return html`<h3>${words.absent}</h3>${tableHtml({ columns, rows }, words.byReason, format.words)}`;
}
