import { expect } from 'vitest';
import { canonicalNames, metricTable } from '../../connectors/graph-api/metric-table.js';
import type { Gap } from '../../connectors/index.js';
import { type FaultName, faults, type StruckVictim, type World } from '../../emulator/index.js';
import { firstNight, ownAccounts, type Row, type Tables } from './emulated-night.js';

/** What a struck victim may cost. */
interface Lack {
  readonly fault: FaultName;
  concerns(table: string, row: Row): boolean;
  /** Metrics that may be missing for it; any when absent. */
  readonly metrics?: readonly string[];
}

/** Computed from other columns: they follow what is lost. */
const derived =
  /^(interactions|interactions_parts|followers_at_post|username|posts_published|share|coverage|observed_at|age_hours|age_basis|projection_posts|field_sources|is_corrected)$|_rate_by_|_change$|_low$|_high$/;
const aggregates = ['format_performance', 'public_performance', 'posting_slots', 'media_outcomes'];
const aboutPosts = [
  'media_performance',
  'media_at_age',
  'media_by_age',
  'media_daily',
  'story_frames',
  'comments',
];
const seenElsewhere = ['tagged_media', 'hashtag_media'];
const aboutHashtags = ['hashtag_daily', 'hashtag_media', 'hashtag_performance'];

const isDerived = (table: string, column: string): boolean =>
  aggregates.includes(table) ||
  (derived.test(column) && `${table}.${column}` !== 'account_daily.interactions');

/** Columns that hold a metric, or parts of it, under another name. */
const columnsOf: Readonly<Record<string, readonly string[]>> = {
  navigation: ['exits', 'taps_forward', 'taps_back', 'swipes_forward'],
  interactions_total: ['interactions'],
};
const metricIn = (column: string): string =>
  Object.keys(columnsOf).find((metric) => columnsOf[metric]!.includes(column)) ?? column;

const products: Readonly<Record<string, readonly string[]>> = {
  FEED: ['image', 'carousel', 'video'],
  REELS: ['reel'],
  STORY: ['story'],
};
const audiences: Readonly<Record<string, string>> = {
  follower_demographics: 'followers',
  engaged_audience_demographics: 'engaged',
  online_followers: 'online',
};

/** Ids of the own accounts in the order in which they are read. */
const idsOf = (world: World): string[] =>
  ownAccounts(world)
    .map(({ id }) => id)
    .sort();

/**
 * What the catalogue says is lacking for a victim, in terms of the published tables of a night without faults.
 * @param asker the account in whose name rivals are asked for
 */
function lackOf(
  { fault, endpoint, victim, metric }: StruckVictim,
  clean: Tables,
  world: World,
  asker: string | undefined,
): Lack[] {
  const { absent } = faults[fault];
  if (!absent) return [];
  const own = idsOf(world);
  const posts = [...clean.get('media_performance')!.values()];
  const about = (concerns: Lack['concerns'], metrics?: readonly string[]): Lack[] => [
    { fault, concerns, ...(metrics && { metrics }) },
  ];

  const ofPosts = (
    isStruck: (post: Row) => boolean,
    metrics?: readonly string[],
    tables: readonly string[] = aboutPosts,
  ) => {
    const struck = posts.filter(isStruck);
    const keys = new Set(struck.map(({ media_key }) => media_key));
    const accounts = new Set(struck.map(({ account_id }) => account_id));
    return about(
      (table, row) =>
        (tables.includes(table) && keys.has(row.media_key!)) ||
        (table === 'absent_values' &&
          keys.has(row.entity!) &&
          (metrics?.includes(String(row.metric)) ?? true)) ||
        (aggregates.includes(table) && accounts.has(row.account_id!)),
      metrics,
    );
  };
  const ofDays = (accounts: readonly string[], name: string | null) => {
    const names = metricTable
      .filter((row) => row.of === 'account' && (name === null || row.name === name))
      .flatMap((row) => canonicalNames(row) as readonly string[]);
    const kind = name === null ? null : audiences[name];
    const isAsked = (asked: string) =>
      names.includes(asked) || (kind ? asked.startsWith(`${kind}_by_`) : name === null);
    return about(
      (table, row) =>
        accounts.includes(String(row.account_id)) &&
        ((table === 'account_daily' && names.length > 0) ||
          (table === 'account_breakdowns' && names.includes(String(row.metric))) ||
          (table === 'audience' && (name === null || row.kind === kind)) ||
          (table === 'absent_values' && row.entity_kind === 'account' && isAsked(String(row.metric)))),
      names,
    );
  };
  const ofHashtags = () => about((table) => aboutHashtags.includes(table));
  const ofAccount = (id: string): Lack[] => about((_, row) => row.account_id === id);
  const rivalsOf = (id: string): Lack[] =>
    id === asker
      ? world.accounts.filter(({ profile }) => !profile.owned).flatMap((rival) => ofAccount(rival.id))
      : [];

  switch (absent.of) {
    case 'metric':
    case 'metric-of-kind': {
      if (endpoint === 'user/insights') return ofDays(victim === 'account' ? own : [victim], metric);
      const names = metricTable
        .filter((row) => row.of === 'media' && row.name === metric)
        .flatMap((row) => canonicalNames(row) as readonly string[]);
      return ofPosts(
        (post) =>
          post.media_id === victim ||
          (own.includes(String(post.account_id)) &&
            (products[victim]?.includes(String(post.format)) ?? false)),
        names,
      );
    }
    case 'object':
      if (endpoint === 'user/insights') return ofDays([victim], 'engaged_audience_demographics');
      if (endpoint === 'user')
        return world.accounts
          .filter(({ profile }) => profile.username === victim)
          .flatMap(({ id }) => ofAccount(id));
      return fault === 'likes-hidden'
        ? ofPosts(({ media_id }) => media_id === victim, ['likes'], [...aboutPosts, ...seenElsewhere])
        : ofPosts(({ media_id }) => media_id === victim);
    case 'permission': {
      const [id, closed] = victim.includes(' ') ? (victim.split(' ') as [string, string]) : [null, victim];
      if (id === null) return [];
      if (closed === 'user') return [...ofAccount(id), ...rivalsOf(id)];
      if (closed === 'user/insights') return ofDays([id], null);
      if (closed === 'user/tags')
        return about((table, row) => table === 'tagged_media' && row.account_id === id);
      if (closed === 'media/comments')
        return about((table, row) => table === 'comments' && row.account_id === id);
      if (closed === 'user/stories')
        return ofPosts(({ account_id, format }) => account_id === id && format === 'story');
      if (closed === 'user/media' || closed === 'media/insights')
        return [
          ...ofPosts(({ account_id }) => account_id === id),
          ...about(
            (table, row) => ['account_daily', 'hashtag_media'].includes(table) && row.account_id === id,
          ),
        ];
      return /hashtag/.test(closed) && closed !== 'user/recently_searched_hashtags' ? ofHashtags() : [];
    }
    case 'account':
      return ofAccount(victim);
    case 'asker':
      return ofHashtags();
    default:
      return [];
  }
}

export interface Compared {
  readonly clean: Tables;
  readonly faulty: Tables;
  readonly victims: readonly StruckVictim[];
  readonly gaps: readonly Gap[];
  readonly world: World;
}

/**
 * That the tables of a night with faults differ from those without exactly by what the catalogue lists for the victims:
 * nothing else differs, what is lacking is empty and never another value, and each lack has a listed reason or a gap
 * that names the account. Returns how many values and rows are lacking.
 */
export function expectOnlyListedAbsences({ clean, faulty, victims, gaps, world }: Compared): number {
  // What is asked for once is asked for in the name of the first account that is open.
  const asker = idsOf(world).find(
    (id) => !victims.some(({ fault, victim }) => fault === 'account-restricted' && victim === id),
  );
  const lacks = victims.flatMap((victim) => lackOf(victim, clean, world, asker));
  const problems: string[] = [];
  let lost = 0;
  const own = idsOf(world);
  const nameOf = new Map(world.accounts.map(({ id, profile }) => [id, profile.username]));
  const hasGap = (account: unknown) =>
    gaps.some(
      (gap) => gap.account === account || (gap.account && gap.account === nameOf.get(String(account))),
    );
  const absences = [...faulty.get('absent_values')!.values()];
  const isListed = (lack: Lack, reason: unknown) =>
    (faults[lack.fault].absent!.reasons as readonly unknown[]).includes(reason);
  const keyOf = new Map(
    [...clean.get('media_performance')!.values()].map((row) => [row.media_key, String(row.media_id)]),
  );
  /** Of what a fault takes away, something else may be a reason as well. */
  const isTrue = ({ entity, metric, reason }: Row): boolean => {
    if (metric === 'likes' && reason === 'hidden')
      return world.post(keyOf.get(entity!) ?? '', firstNight)?.likesHidden === true;
    // An empty audience looks like a small one, where its size is not told.
    if (reason !== 'below_threshold' || !/_by_/.test(String(metric))) return false;
    return /^engaged/.test(String(metric)) || victims.some(({ victim }) => victim === `${entity} user`);
  };
  /** Whether something says why a row, or a metric in it, is lacking. */
  const isExplained = (table: string, row: Row, about: readonly Lack[], metric: string | null): boolean => {
    if (aboutHashtags.includes(table) ? own.some(hasGap) : hasGap(row.account_id)) return true;
    // Rivals and hashtags are asked for in the name of an own account.
    if (!own.includes(String(row.account_id)) && own.some(hasGap)) return true;
    const name =
      table === 'audience'
        ? `${row.kind}_by_${row.dimension}`
        : table === 'account_breakdowns'
          ? row.metric
          : metric;
    const entity = row.media_key ?? row.account_id;
    const said = absences.filter(
      (absence) => absence.entity === entity && (name === null || absence.metric === name),
    );
    return said.some((absence) => isTrue(absence) || about.some((lack) => isListed(lack, absence.reason)));
  };

  for (const [table, before] of clean) {
    const after = faulty.get(table)!;
    for (const key of new Set([...before.keys(), ...after.keys()])) {
      const [was, is] = [before.get(key), after.get(key)];
      const about = lacks.filter((lack) => lack.concerns(table, (was ?? is)!));
      const what = `${table} ${key}`;
      if (table === 'absent_values') {
        if (is?.reason === was?.reason) continue;
        if (about.length === 0) problems.push(`${what}: ${was?.reason} became ${is?.reason}`);
        else if (is && !was && !isTrue(is) && !about.some((lack) => isListed(lack, is.reason)))
          problems.push(`${what}: ${is.reason} is not listed`);
        continue;
      }
      if (!was) {
        problems.push(`${what} is new`);
      } else if (!is) {
        lost++;
        if (about.length === 0) problems.push(`${what} is lost`);
        else if (!aggregates.includes(table) && !isExplained(table, was, about, null))
          problems.push(`${what} is lost without a word`);
      } else {
        for (const column of Object.keys(was)) {
          if (JSON.stringify(was[column]) === JSON.stringify(is[column])) continue;
          const place = `${what}, ${column}: ${was[column]} became ${is[column]}`;
          if (isDerived(table, column)) {
            if (about.length === 0) problems.push(place);
            continue;
          }
          lost++;
          const metric = metricIn(column);
          const causes = about.filter(({ metrics }) => metrics?.includes(metric) ?? true);
          if (is[column] !== null || causes.length === 0) problems.push(place);
          else if (!isExplained(table, was, causes, metric)) problems.push(`${place} without a word`);
        }
      }
    }
  }
  // Reach comes from insights alone: whoever is struck has none.
  for (const { fault, endpoint, victim, metric } of victims) {
    if (endpoint !== 'media/insights' || !faults[fault].absent) continue;
    if (faults[fault].absent.of === 'permission' || (metric ?? 'reach') !== 'reach') continue;
    const struck = [...faulty.get('media_performance')!.values()].filter(
      ({ media_id, account_id, format }) =>
        media_id === victim ||
        (own.includes(String(account_id)) && products[victim]?.includes(String(format))),
    );
    for (const { media_key, reach } of struck) {
      if (reach !== null) problems.push(`${media_key} has a reach in spite of ${fault}`);
    }
  }
  expect(problems.slice(0, 20)).toEqual([]);
  return lost;
}
