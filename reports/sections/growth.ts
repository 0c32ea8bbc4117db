import { netFollowers } from '../account-days.js';
import { daysIn } from '../calendar.js';
import { followerChangeChart } from '../charts/follower-change.js';
import { followersChart } from '../charts/followers.js';
import type { Figure, Section } from '../figure.js';
import type { Days } from '../period.js';
import { type Study, shownDays, within } from '../study.js';
import { weeksOf } from '../weeks.js';

export function growth(study: Study): Section {
  const { accountDays, history, period, format } = study;
  const section = { id: 'growth', name: 'Growth', question: 'Is the audience growing?' };
  const counts = within(accountDays, history).filter(({ followers }) => followers !== null);
  if (counts.length < 2) {
    return { ...section, absent: 'Followers: no daily follower counts in this source for the period.' };
  }
  const shown = shownDays(study, counts[0]!.day);
  return { ...section, figures: [followers(study, counts), ...netPerWeek(study, shown)] };

  function followers({ account }: Study, known: typeof counts): Figure {
    const net = netFollowers(accountDays, period);
    const last = known.at(-1)!;
    const first = known[0]!;
    const total = format.exact(last.followers!);
    const title =
      net === null
        ? 'Followers per day'
        : net === 0
          ? `Followers stayed at ${total}`
          : `Followers ${net > 0 ? 'rose' : 'fell'} by ${format.count(Math.abs(net))} to ${total}`;
    return {
      id: 'followers',
      title,
      definition: `Followers, one count per local day (${account.zone}), ${format.days(shown.from, shown.to)}, ${format.count(known.length)} counts; the period is shaded.`,
      description: `From ${format.exact(first.followers!)} on ${format.day(first.day)} to ${total} on ${format.day(last.day)}.`,
      caveat:
        'Counts are daily snapshots; the line breaks where days are missing. The axis does not start at zero.',
      chart: followersChart(known, shown, period, format),
      table: {
        columns: [
          { label: 'Day', field: 'day', words: format.day },
          { label: 'Followers', field: 'followers', text: format.exact },
        ],
        rows: known.map(({ day, followers: value }) => [day, value]),
      },
    };
  }
}

function netPerWeek({ accountDays, period, format }: Study, history: Days): Figure[] {
  const weeks = weeksOf(history).map((week) => {
    const days = within(accountDays, week);
    const sum = (values: readonly (number | null)[]) =>
      values.length === daysIn(week.from, week.to) && values.every((value) => value !== null)
        ? values.reduce<number>((total, value) => total + value!, 0)
        : null;
    return {
      week: week.week,
      isWhole: week.isWhole,
      net: netFollowers(accountDays, week),
      gained: sum(days.map(({ newFollows }) => newFollows)),
      lost: sum(days.map(({ unfollows }) => unfollows)),
    };
  });
  const known = weeks.filter(({ net }) => net !== null);
  if (known.length < 2) return [];
  const best = known.reduce((a, b) => (b.net! > a.net! ? b : a));
  const worst = known.reduce((a, b) => (b.net! < a.net! ? b : a));
  const hasSplit = weeks.some(({ gained, lost }) => gained !== null && lost !== null);
  const split = hasSplit
    ? [
        { label: 'Gained', field: 'gained', text: format.count },
        { label: 'Lost', field: 'lost', text: format.count },
      ]
    : [];
  return [
    {
      id: 'net-followers',
      title: 'Net followers per week',
      definition: `Followers gained minus lost per ISO week, from daily counts, ${format.days(history.from, history.to)}, n = ${format.count(known.length)} weeks.`,
      description: `Best week: ${format.change(best.net!)} from ${format.day(best.week)}. Weakest week: ${format.change(worst.net!)} from ${format.day(worst.week)}.`,
      caveat: known.every(({ isWhole }) => isWhole)
        ? 'Weeks begin on Monday.'
        : 'Weeks begin on Monday; pale bars are weeks that the period cuts short.',
      chart: followerChangeChart(known, history, period, format),
      table: {
        columns: [
          { label: 'Week from', field: 'week', words: format.day },
          { label: 'Net followers', field: 'net_followers', text: format.change },
          ...split,
        ],
        rows: weeks.map(({ week, net, gained, lost }) => [week, net, ...(hasSplit ? [gained, lost] : [])]),
      },
    },
  ];
}
