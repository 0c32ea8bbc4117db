import { netFollowers } from '../account-days.js';
import { daysIn } from '../calendar.js';
import { followerChangeChart } from '../charts/follower-change.js';
import { followersChart } from '../charts/followers.js';
import type { Figure, Section } from '../figure.js';
import type { Days } from '../period.js';
import { type Study, shownDays, within } from '../study.js';
import { unusualDays, unusualNote } from '../unusual-days.js';
import { weeksOf } from '../weeks.js';

export function growth(study: Study): Section {
  const { accountDays, events, history, period, format } = study;
  const { growth: words, columns } = format.words;
  const section = { id: 'growth', name: words.name, question: words.question };
  const counts = within(accountDays, history).filter(({ followers }) => followers !== null);
  if (counts.length < 2) {
    return { ...section, absent: words.absent };
  }
  const shown = shownDays(study, counts[0]!.day);
  return { ...section, figures: [followers(study, counts), ...netPerWeek(study, shown)] };

  function followers({ account }: Study, known: typeof counts): Figure {
    const net = netFollowers(accountDays, period);
    const last = known.at(-1)!;
    const first = known[0]!;
    const total = format.exact(last.followers!);
    const unusual = unusualDays(study, 'newFollows');
    const marked = within(events, shown);
    const named = marked.map(({ day, label }) => `${format.day(day)}: ${label}`);
    const counted = new Map(known.map(({ day, followers: value }) => [day, value]));
    const days = [...new Set([...counted.keys(), ...marked.map(({ day }) => day)])].sort();
    const title = net === null ? words.perDay : net === 0 ? words.stayed(total) : words.moved(net, total);
    return {
      id: 'followers',
      title,
      definition: `${words.definition({
        zone: account.zone,
        days: format.days(shown.from, shown.to),
        n: known.length,
      })}${marked.length > 0 ? ` ${words.events.definition}` : ''}`,
      description: `${words.description({
        first: format.exact(first.followers!),
        firstDay: format.day(first.day),
        last: total,
        lastDay: format.day(last.day),
      })}${marked.length > 0 ? ` ${words.events.list(named.join('; '))}` : ''}`,
      caveat: `${words.caveat}${unusualNote('newFollows', unusual, format)}`,
      chart: followersChart(known, shown, period, unusual.days, marked, format),
      table: {
        columns: [
          { label: columns.day, field: 'day', words: format.day },
          { label: words.followers, field: 'followers', text: format.exact },
          ...(marked.length > 0 ? [{ label: words.events.column, field: 'event' }] : []),
        ],
        rows: days.map((day) => [
          day,
          counted.get(day) ?? null,
          ...(marked.length > 0 ? [eventsOf(day)] : []),
        ]),
      },
    };

    function eventsOf(day: string): string | null {
      const labels = marked.filter((event) => event.day === day).map(({ label }) => label);
      return labels.length === 0 ? null : labels.join('; ');
    }
  }
}

function netPerWeek({ accountDays, period, events, format }: Study, history: Days): Figure[] {
  const { net: words, events: eventWords } = format.words.growth;
  const marked = within(events, history);
  const weeks = weeksOf(history).map((week) => {
    const days = within(accountDays, week);
    const sum = (values: readonly (number | null)[]) =>
      values.length === daysIn(week.from, week.to) && values.every((value) => value !== null)
        ? values.reduce<number>((total, value) => total + value!, 0)
        : null;
    return {
      ...week,
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
        { label: words.gained, field: 'gained', text: format.count },
        { label: words.lost, field: 'lost', text: format.count },
      ]
    : [];
  return [
    {
      id: 'net-followers',
      title: words.title,
      definition: `${words.definition(format.days(history.from, history.to), known.length)}${marked.length > 0 ? ` ${eventWords.definition}` : ''}`,
      description: `${words.description({
        best: format.change(best.net!),
        bestWeek: format.day(best.week),
        worst: format.change(worst.net!),
        worstWeek: format.day(worst.week),
      })}${marked.length > 0 ? ` ${eventWords.list(marked.map(({ day, label }) => `${format.day(day)}: ${label}`).join('; '))}` : ''}`,
      caveat: known.every(({ isWhole }) => isWhole) ? words.caveat : words.caveatCut,
      chart: followerChangeChart(known, history, period, marked, format),
      table: {
        columns: [
          { label: format.words.columns.weekFrom, field: 'week', words: format.day },
          { label: words.column, field: 'net_followers', text: format.change },
          ...split,
          ...(marked.length > 0 ? [{ label: eventWords.column, field: 'event' }] : []),
        ],
        rows: weeks.map(({ week, from, to, net, gained, lost }) => [
          week,
          net,
          ...(hasSplit ? [gained, lost] : []),
          ...(marked.length > 0
            ? [
                within(marked, { from, to })
                  .map(({ label }) => label)
                  .join('; ') || null,
              ]
            : []),
        ]),
      },
    },
  ];
}
