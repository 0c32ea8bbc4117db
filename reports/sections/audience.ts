import {
  type AudienceBar,
  audienceChart,
  type CrossedShare,
  crossedAudienceChart,
  hourText,
  onlineChart,
} from '../charts/audience.js';
import type { Figure, Section } from '../figure.js';
import { groupBy } from '../group.js';
import { shortText } from '../html.js';
import { capital } from '../measure.js';
import type { Study } from '../study.js';
import type { AudienceShare } from '../viewers.js';

const MOST_BARS = 10;
/** A crossing with more rows or columns than this is no age × gender and is shown as a list. */
const MOST_CELLS = 12;

const genderNames: Readonly<Record<string, string>> = { F: 'Women', M: 'Men', U: 'Not stated' };
const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

export function audience(study: Study): Section {
  const section = { id: 'audience', name: 'Audience', question: 'Who follows?' };
  const groups = groupBy(study.audience, ({ kind, dimension }) => `${kind}\n${dimension}`);
  const figures = [...groups.values()].flatMap((list): Figure[] => {
    const { kind, dimension } = list[0]!;
    const engaged = groups.get(`engaged\n${dimension}`) ?? [];
    // Those who engage are ticks on the bars of those who follow.
    if (kind === 'engaged' && groups.has(`followers\n${dimension}`)) return [];
    return [distribution(study, list, kind === 'engaged' ? [] : engaged)];
  });
  const online = study.onlineHours.length > 0 ? [onlineFigure(study)] : [];
  if (figures.length + online.length === 0) {
    return {
      ...section,
      absent: 'Audience: no demographics in this source (the platform gives them from 100 followers on).',
    };
  }
  return { ...section, figures: [...figures, ...online] };
}

/** One bucket with its name, largest first. */
interface Group extends AudienceBar {
  readonly parts: readonly string[];
  readonly people: number;
}

function distribution(
  { format }: Study,
  list: readonly AudienceShare[],
  engaged: readonly AudienceShare[],
): Figure {
  const { kind, dimension, day, coverage } = list[0]!;
  const total = peopleIn(list);
  const engagedShares = new Map(engaged.map((entry) => [entry.bucket, shareOf(entry, peopleIn(engaged))]));
  const cities = dimension === 'city' ? cityNames(list.map(({ bucket }) => bucket)) : null;
  const groups = list.map((entry, index): Group => {
    const parts = cities ? [cities[index]!] : namesOf(dimension, entry.bucket);
    return {
      parts,
      label: [...parts].reverse().join(', '),
      people: entry.people,
      share: shareOf(entry, total),
      // What the largest groups do not hold is unknown, not zero.
      engaged: engaged.length === 0 ? null : (engagedShares.get(entry.bucket) ?? null),
    };
  });
  const what = `${kind === 'engaged' ? 'people who engaged' : words(kind)} by ${words(dimension)}`;
  const grid = dimension === 'age,gender' ? ageByGender(groups) : null;
  const shown = grid ? groups : groups.slice(0, MOST_BARS);
  const first = groups[0]!;
  const ticks = engaged.length === 0 ? '' : ' Ticks: share among the people who engaged that month.';
  const largest = shown.length < groups.length ? ` The ${format.count(MOST_BARS)} largest groups.` : '';
  return {
    id: `audience-${slug(kind)}-${slug(dimension)}`,
    title: `${first.label}: ${format.rate(first.share)}, the largest group of ${what}`,
    definition: `${capital(what)}: share of the people the platform reports, ${format.day(day)}, ${format.count(total)} people${coverage === null ? '' : `, ${format.rate(coverage)} of all`}.${largest}${ticks}`,
    description: shown.map(({ label, share }) => `${label} ${format.rate(share)}.`).join(' '),
    caveat: 'The platform returns only its largest groups, so shares of the whole audience are lower.',
    chart: grid
      ? crossedAudienceChart(grid.cells, grid.ages, grid.genders, format)
      : audienceChart(shown, format),
    table: {
      columns: [
        { label: capital(words(dimension)), field: 'bucket' },
        { label: 'People', field: 'people', text: format.count },
        { label: 'Share', field: 'share', text: format.rate },
        ...(engaged.length === 0
          ? []
          : [{ label: 'Share of the engaged', field: 'engaged_share', text: format.rate }]),
      ],
      rows: groups.map(({ label, people, share, engaged: tick }) => [
        label,
        people,
        share,
        ...(engaged.length === 0 ? [] : [tick]),
      ]),
    },
  };
}

/** The groups as a grid, youngest first, largest gender first; null when they do not look like one. */
function ageByGender(groups: readonly Group[]) {
  const pairs = groups.filter(({ parts }) => parts.length === 2);
  const ages = [...new Set(pairs.map(({ parts }) => parts[0]!))].sort();
  const genders = [...new Set(pairs.map(({ parts }) => parts[1]!))];
  if (pairs.length < groups.length || ages.length > MOST_CELLS || genders.length > 4) return null;
  const cells = pairs.map(
    ({ parts, share, engaged }): CrossedShare => ({ label: parts[0]!, column: parts[1]!, share, engaged }),
  );
  return { cells, ages, genders };
}

function onlineFigure({ format, account, onlineHours }: Study): Figure {
  const busiest = onlineHours.reduce((most, hour) => (hour.people > most.people ? hour : most));
  const quietest = onlineHours.reduce((least, hour) => (hour.people < least.people ? hour : least));
  const { days } = busiest;
  return {
    id: 'audience-online-hour',
    title: `Most followers are online around ${hourText(busiest.hour)}: ${format.count(busiest.people)}`,
    definition: `Followers online by hour of the day (${account.zone}), mean of ${format.count(days)} ${days === 1 ? 'day' : 'days'}, ${format.days(busiest.from, busiest.to)}.`,
    description: `Most at ${hourText(busiest.hour)} with ${format.count(busiest.people)}, fewest at ${hourText(quietest.hour)} with ${format.count(quietest.people)}.`,
    caveat:
      'The platform counts by hours of US Pacific time, moved here to the account’s zone. Who is online does not see a post by that alone.',
    chart: onlineChart(onlineHours, format),
    table: {
      columns: [
        { label: 'Hour', field: 'hour' },
        { label: 'Followers online', field: 'people', text: format.count },
      ],
      rows: onlineHours.map(({ hour, people }) => [hourText(hour), people]),
    },
  };
}

function peopleIn(list: readonly AudienceShare[]): number {
  return list.reduce((sum, { people }) => sum + people, 0);
}

function shareOf({ people, share }: AudienceShare, total: number): number {
  return share ?? (total === 0 ? 0 : people / total);
}

/** A bucket as people call it, a name per dimension. Untrusted text is cleaned and cut. */
function namesOf(dimension: string, bucket: string): string[] {
  if (dimension === 'country')
    return [/^[A-Z]{2}$/.test(bucket) ? (regions.of(bucket) ?? bucket) : short(bucket)];
  if (dimension === 'age') return [ageText(bucket)];
  if (dimension === 'gender') return [genderNames[bucket] ?? short(bucket)];
  const [age, gender, ...rest] = bucket.split(',');
  if (dimension !== 'age,gender' || gender === undefined || rest.length > 0) return [short(bucket)];
  return [ageText(age!), genderNames[gender] ?? short(gender)];
}

/** `25-34` as `25–34`. */
function ageText(age: string): string {
  return short(age).replace(/^(\d+)-(\d+)$/, '$1–$2');
}

/** Cities without their region, where that tells them apart. */
function cityNames(buckets: readonly string[]): string[] {
  const brief = buckets.map((bucket) => bucket.split(', ')[0]!);
  const isShared = (name: string) => brief.indexOf(name) !== brief.lastIndexOf(name);
  return buckets.map((bucket, index) => short(isShared(brief[index]!) ? bucket : brief[index]!));
}

function short(text: string): string {
  return shortText(text, 30);
}

function words(name: string): string {
  return shortText(name.replaceAll('_', ' ').replaceAll(',', ' and '), 40);
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
}
