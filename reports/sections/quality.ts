import { type CoverageWeek, coverageChart } from '../charts/coverage.js';
import { type Section, tableHtml } from '../figure.js';
import { type Html, html, shortText } from '../html.js';
import { type Study, within } from '../study.js';
import { postsByWeek, weeksOf } from '../weeks.js';

/** Fewer posts than this are told in the table alone. */
const FEWEST_POSTS = 3;

export function dataQuality(study: Study): Section {
  const { measures, posts, history, period, format, quality, account, asOf } = study;
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
      'Last observation',
      account.lastObservedAt === null
        ? 'not known'
        : `${format.moment(account.lastObservedAt, account.zone)} (${staleDays === 0 ? 'on the as-of day' : `${format.count(staleDays!)} ${staleDays === 1 ? 'day' : 'days'} before the as-of day`})`,
    ],
    ['As of', `${format.moment(asOf, account.zone)} (${account.zone})`],
    ['Run', quality.runStatus ?? 'no ledger entry'],
    ['Posts in the period', format.count(seen.all)],
    ['of these old enough to compare', format.count(seen.comparable)],
    ['of these provisional', format.count(seen.provisional)],
    ['of these no longer online', format.count(seen.missing)],
    ['of these boosted', format.count(seen.boosted)],
    [
      'Days with a follower count',
      `${format.count(followerDays.counted)} of ${format.count(followerDays.all)}`,
    ],
    [
      'Rows read',
      // A file of several accounts is counted as one.
      rows.read === 0
        ? 'not counted for this account alone'
        : `${format.exact(rows.read)} = ${format.exact(rows.loaded)} loaded + ${format.exact(rows.quarantined)} quarantined + ${format.exact(rows.superseded)} superseded`,
    ],
    ['Time zone', `${account.zone} (${account.zoneBasis})`],
  ];
  const content = html`<h3>Facts</h3>
<p>Data quality: ${quality.level}. ${quality.reasons.join(' ')}</p>
${tableHtml(
  {
    columns: [
      { label: 'Fact', field: 'fact' },
      { label: 'Value', field: 'value' },
    ],
    rows: facts,
  },
  `Facts about the data of ${format.days(period.from, period.to)}`,
)}
${quarantine(study)}${absent(study)}`;
  const section = { id: 'quality', name: 'Data quality', question: 'Can I trust this?', content };
  if (all < FEWEST_POSTS) return section;
  return {
    ...section,
    figures: [
      {
        id: 'coverage',
        title: `${format.count(sum('comparable'))} of ${format.posts(all)} can be compared`,
        definition: `Feed posts per ISO week by whether their ${measures.headline.name} (${measures.headline.definition}, ${measures.age}) can be compared; ${format.days(history.from, history.to)}, n = ${format.posts(all)}.`,
        description: `${format.count(sum('comparable'))} compared, ${format.count(sum('other'))} not comparable (other age, other counters, or a value is missing), ${format.count(sum('provisional'))} provisional.`,
        caveat:
          'Not comparable: seen only at another age (such as posts from before the first snapshot), with other counters, or without the metric. Provisional posts are younger than the horizon; their values still grow.',
        chart: coverageChart(weeks, history, format),
        table: {
          columns: [
            { label: 'Week from', field: 'week', words: format.day },
            { label: 'Compared', field: 'compared', text: format.count },
            { label: 'Not comparable', field: 'not_comparable', text: format.count },
            { label: 'Provisional', field: 'provisional', text: format.count },
          ],
          rows: weeks.map((week) => [week.week, week.comparable, week.other, week.provisional]),
        },
      },
    ],
  };
}

function quarantine({ quality, format }: Study): Html | '' {
  if (quality.quarantine.length === 0) return '';
  const columns = [
    { label: 'Rule', field: 'rule' },
    { label: 'Rows', field: 'rows', text: format.count },
  ];
  const rows = quality.quarantine.map(({ rule, rows: n }) => [shortText(rule, 80), n]);
  return html`<h3>Quarantined rows</h3>${tableHtml({ columns, rows }, 'Rows set aside by rule')}`;
}

function absent({ quality, format }: Study): Html | '' {
  if (quality.absent.length === 0) return '';
  const columns = [
    { label: 'Metric', field: 'metric' },
    { label: 'Reason', field: 'reason' },
    { label: 'Values', field: 'values', text: format.count },
  ];
  const rows = quality.absent.map(({ metric, reason, items }) => [
    shortText(metric.replaceAll('_', ' '), 40),
    shortText(reason.replaceAll('_', ' '), 60),
    items,
  ]);
  return html`<h3>Values the source does not give</h3>${tableHtml({ columns, rows }, 'Absent values by metric and reason')}`;
}
