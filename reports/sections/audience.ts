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
import { capital } from '../language/grammar.js';
import type { Words } from '../language/index.js';
import type { Study } from '../study.js';
import type { AudienceShare } from '../viewers.js';

const MOST_BARS = 10;
/** A crossing with more rows or columns than this is no age × gender and is shown as a list. */
const MOST_CELLS = 12;

export function audience(study: Study): Section {
  const { audience: words } = study.format.words;
  const section = { id: 'audience', name: words.name, question: words.question };
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
      absent: words.absent,
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
  const { audience: words, columns } = format.words;
  const { kind, dimension, day, coverage } = list[0]!;
  const nameOf = namer(dimension, format);
  const total = peopleIn(list);
  const engagedShares = new Map(engaged.map((entry) => [entry.bucket, shareOf(entry, peopleIn(engaged))]));
  const cities = dimension === 'city' ? cityNames(list.map(({ bucket }) => bucket)) : null;
  const groups = list.map((entry, index): Group => {
    const parts = cities ? [cities[index]!] : nameOf(entry.bucket);
    return {
      parts,
      label: [...parts].reverse().join(', '),
      people: entry.people,
      share: shareOf(entry, total),
      // What the largest groups do not hold is unknown, not zero.
      engaged: engaged.length === 0 ? null : (engagedShares.get(entry.bucket) ?? null),
    };
  });
  const by = calledOr(words.dimensions, dimension);
  const what = words.what(calledOr(words.kinds, kind), by);
  const grid = dimension === 'age,gender' ? ageByGender(groups) : null;
  const shown = grid ? groups : groups.slice(0, MOST_BARS);
  const first = groups[0]!;
  const ticks = engaged.length === 0 ? '' : words.ticks;
  const largest = shown.length < groups.length ? words.largest(MOST_BARS) : '';
  return {
    id: `audience-${slug(kind)}-${slug(dimension)}`,
    title: words.title(first.label, format.rate(first.share), what),
    definition: `${words.definition({
      what,
      day: format.day(day),
      people: total,
      coverage: coverage === null ? null : format.rate(coverage),
    })}${largest}${ticks}`,
    description: shown.map(({ label, share }) => `${label} ${format.rate(share)}.`).join(' '),
    caveat: words.caveat,
    chart: grid
      ? crossedAudienceChart(grid.cells, grid.ages, grid.genders, format)
      : audienceChart(shown, format),
    table: {
      columns: [
        { label: capital(by), field: 'bucket' },
        { label: words.columns.people, field: 'people', text: format.count },
        { label: columns.share, field: 'share', text: format.rate },
        ...(engaged.length === 0
          ? []
          : [{ label: words.columns.engaged, field: 'engaged_share', text: format.rate }]),
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
  const { columns, online: words } = format.words.audience;
  const busiest = onlineHours.reduce((most, hour) => (hour.people > most.people ? hour : most));
  const quietest = onlineHours.reduce((least, hour) => (hour.people < least.people ? hour : least));
  const { days } = busiest;
  return {
    id: 'audience-online-hour',
    title: words.title(hourText(busiest.hour), format.count(busiest.people)),
    definition: words.definition({
      zone: account.zone,
      days,
      span: format.days(busiest.from, busiest.to),
    }),
    description: words.description({
      most: format.count(busiest.people),
      mostAt: hourText(busiest.hour),
      fewest: format.count(quietest.people),
      fewestAt: hourText(quietest.hour),
    }),
    caveat: words.caveat,
    chart: onlineChart(onlineHours, format),
    table: {
      columns: [
        { label: columns.hour, field: 'hour' },
        { label: words.followers, field: 'people', text: format.count },
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

/** Gives a bucket as people call it, a name per dimension. Untrusted text is cleaned and cut. */
function namer(dimension: string, { locale, words }: Study['format']): (bucket: string) => string[] {
  const genders: Readonly<Record<string, string>> = words.audience.genders;
  const gender = (bucket: string) => genders[bucket] ?? short(bucket);
  if (dimension === 'country') {
    const regions = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' });
    return (bucket) => [/^[A-Z]{2}$/.test(bucket) ? (regions.of(bucket) ?? bucket) : short(bucket)];
  }
  if (dimension === 'age') return (bucket) => [ageText(bucket)];
  if (dimension === 'gender') return (bucket) => [gender(bucket)];
  return (bucket) => {
    const [age, second, ...rest] = bucket.split(',');
    if (dimension !== 'age,gender' || second === undefined || rest.length > 0) return [short(bucket)];
    return [ageText(age!), gender(second)];
  };
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

/** The language's name of a kind or dimension; what the platform invents later keeps its own. */
function calledOr(names: Words['audience']['dimensions' | 'kinds'], name: string): string {
  const known: Readonly<Record<string, string>> = names;
  return Object.hasOwn(known, name)
    ? known[name]!
    : shortText(name.replaceAll('_', ' ').replaceAll(',', ', '), 40);
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
}
