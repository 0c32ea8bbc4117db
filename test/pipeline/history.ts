import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import fc from 'fast-check';
import type { CanonicalRecord, Page, StreamName } from '../../connectors/index.js';
import type { Connection } from '../../pipeline/config/load.js';
import { openDuckDB } from '../../pipeline/engines/duckdb/duckdb.js';
import type { Home } from '../../pipeline/home.js';
import { buildOrder, readModels } from '../../pipeline/models/catalogue.js';
import { startRun } from '../../pipeline/run/run.js';
import { differences } from './differences.js';
import { buildHome, counter, daily, page, people, post, profile, type ScriptedItem } from './warehouse.js';

/**
 * Invented histories of a small world over half a year: three accounts under eight names, 32 posts under up to five. What
 * happens is told in few words, so that a counterexample can be read.
 */

const start = Date.UTC(2026, 1, 1);
const hour = (number: number): string => new Date(start + number * 3_600_000).toISOString();
const dayOf = (number: number): string => hour(number * 24).slice(0, 10);
const lastDay = 180;

/** The names of each account; the first is the one that its posts are mostly known by. */
const accounts = [
  ['100', 'user:brand', 'user:Old_Brand'],
  ['200', 'user:second'],
  ['user:rival', '300', 'name:Rival'],
] as const;
const usernames = ['brand', 'Old_Brand', 'second', 'rival', null] as const;

interface WorldPost {
  readonly account: number;
  /** Hours since the start. */
  readonly postedAt: number;
  readonly format: string | null;
}

const formats = ['image', 'reel', 'carousel', 'image', 'story', 'reel', null] as const;
const posts: readonly WorldPost[] = Array.from({ length: 32 }, (_, number) => {
  const account = number < 22 ? 0 : number < 26 ? 1 : 2;
  // among them some near the ends of months, two in one second, and a story in the second of a picture
  const near: Record<number, number> = {
    5: 28 * 24 - 2,
    6: 28 * 24 + 2,
    9: 8 * 140,
    11: 10 * 140,
    12: 59 * 24 - 1,
  };
  const postedAt = near[number] ?? (account === 0 ? number * 140 : (number - 21) * 400);
  return {
    account,
    postedAt,
    format: number === 10 ? 'story' : number === 11 ? 'image' : formats[number % 7]!,
  };
});

const faces = ['link', 'id', 'link and id', 'hash', 'second link and id'] as const;
type Face = (typeof faces)[number];

function nameOf(number: number, face: Face): { media_ref: string; shortcode?: string; media_id?: string } {
  const [link, id] = [`LINK${number}`, `90${number}`];
  switch (face) {
    case 'link':
      return { media_ref: link, shortcode: link };
    case 'id':
      return { media_ref: `id:${id}`, media_id: id };
    case 'link and id':
      return { media_ref: link, shortcode: link, media_id: id };
    case 'hash':
      return { media_ref: `hash:${number}` };
    case 'second link and id':
      return { media_ref: `A${link}`, shortcode: `A${link}`, media_id: id };
  }
}

const from = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
/** Plain objects, so that a counterexample can be read. */
const says = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(model, { noNullPrototype: true }) as fc.Arbitrary<T>;
const index = (values: readonly unknown[]): fc.Arbitrary<number> => fc.nat({ max: values.length - 1 });
const anyPost = index(posts);
const anyDay = fc.nat({ max: lastDay });
/** An account and one of its names. */
const someone = index(accounts).chain((account) =>
  says({ account: fc.constant(account), by: index(accounts[account]!) }),
);
const face = fc.oneof(
  { weight: 6, arbitrary: from<Face>('link', 'id', 'link and id') },
  { weight: 2, arbitrary: from<Face>('hash') },
  { weight: 1, arbitrary: from<Face>('second link and id') },
);
const age = fc.oneof(from(1, 24, 48, 167, 168, 169, 700), fc.integer({ min: 1, max: 2000 }));
const captions = [null, 'plain', '#spring and #Summer', '#spring'] as const;

/** What a source says, in one word each; numbers are days or hours since the start. */
const said = {
  described: says({
    post: anyPost,
    face,
    age,
    caption: index(captions),
    posted: fc.oneof(
      { weight: 6, arbitrary: from('then') },
      { weight: 1, arbitrary: from('unknown', 'three weeks before', 'two months before') },
    ),
    as: fc.oneof(
      { weight: 5, arbitrary: from('it is') },
      { weight: 1, arbitrary: from('story', 'reel', 'unknown') },
    ),
    by: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: someone }),
    isBoosted: from(null, null, null, true),
  }),
  counted: says({
    post: anyPost,
    face,
    age,
    metric: from('likes', 'comments', 'saves', 'reach', 'views', 'replies', 'navigation:action=tap_exit'),
    value: fc.oneof(
      { weight: 4, arbitrary: fc.nat({ max: 300 }) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
  }),
  /** Readings of all posts of an account, night after night. */
  swept: fc.oneof(
    says({
      account: index(accounts),
      from: anyDay,
      nights: from(1, 3, 20),
      face: from<Face>('link', 'id', 'link and id'),
      isRestated: fc.boolean(),
      isDescribed: fc.boolean(),
    }),
    // so long that posts can be compared, and what becomes of the youngest can be told
    says({
      account: from(0, 0, 0, 1, 2),
      from: fc.constant(0),
      nights: fc.integer({ min: 80, max: 130 }),
      face: from<Face>('link', 'id', 'link and id'),
      isRestated: fc.boolean(),
      isDescribed: fc.constant(true),
    }),
  ),
  profiled: says({
    who: someone,
    day: anyDay,
    username: index(usernames),
    followers: fc.nat({ max: 50 }),
    zone: from(null, null, null, 'Asia/Tokyo', 'Etc/GMT+5', 'Pacific/Auckland'),
    isOwn: from(null, null, true, false),
  }),
  tallied: says({
    who: someone,
    day: anyDay,
    daysLater: from(0, 1, 2, 30),
    metric: from('reach', 'views', 'new_follows', 'followers', 'followers', 'reach:follow_type=FOLLOWER'),
    value: fc.oneof(
      { weight: 4, arbitrary: fc.nat({ max: 90 }) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
  }),
  surveyed: says({
    who: someone,
    day: anyDay,
    kind: from('followers by country', 'followers by city', 'online by hour'),
    bucket: from('a', 'b', '05'),
    people: fc.oneof(
      { weight: 4, arbitrary: fc.nat({ max: 90 }) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
  }),
  commented: says({ post: anyPost, face, comment: fc.nat({ max: 3 }), age, likes: from(null, 0, 1) }),
  tagged: says({
    who: someone,
    post: anyPost,
    face,
    age,
    kind: from('tag', 'caption'),
    likes: from(null, 3),
  }),
  hashtagged: says({
    post: anyPost,
    face,
    age,
    hashtag: from('spring', 'autumn'),
    kind: from('recent', 'top'),
  }),
  refused: says({ rule: from('no-id', 'unreadable-date') }),
};
type Said = {
  [K in keyof typeof said]: { readonly [P in K]: (typeof said)[K] extends fc.Arbitrary<infer T> ? T : never };
};
type Event = Said[keyof Said];

const event = fc.oneof(
  ...Object.entries({
    described: 9,
    counted: 5,
    swept: 4,
    profiled: 3,
    tallied: 4,
    surveyed: 2,
    commented: 1,
    tagged: 1,
    hashtagged: 1,
    refused: 1,
  }).map(([kind, weight]) => ({
    weight,
    arbitrary: (said[kind as keyof typeof said] as fc.Arbitrary<unknown>).map(
      (value) => ({ [kind]: value }) as Event,
    ),
  })),
);

const configs: readonly { readonly config: unknown; readonly zones?: Readonly<Record<string, string>> }[] = [
  { config: {} },
  { config: { accounts: [{ account_id: '100', time_zone: 'Pacific/Auckland' }] } },
  { config: {}, zones: { '100': 'America/Los_Angeles', rival: 'Asia/Kolkata' } },
  { config: { accounts: [{ account_id: 'house', also: ['100', '200'], time_zone: 'Europe/Lisbon' }] } },
  { config: { accounts: [{ account_id: '100', also: ['user:old_brand', 'user:rival', 'name:Rival'] }] } },
  { config: { accounts: [{ account_id: 'user:rival', also: ['300'], name: 'Them', is_own: false }] } },
];

const stale = [
  'media_by_age',
  'media_performance',
  'media_daily',
  'account_daily',
  'posting_slots',
  'identities',
] as const;

const night = says({
  day: anyDay,
  pages: fc.array(
    says({
      source: from('graph-api', 'graph-api', 'imports', 'other'),
      events: fc.array(event, { minLength: 1, maxLength: 9, size: 'max' }),
    }),
    { minLength: 1, maxLength: 2, size: 'max' },
  ),
  /** Names of accounts whose posts were listed to the end. */
  listed: fc.array(from('100', 'user:brand', '200', 'user:rival'), { maxLength: 2 }),
  /** The file that all of it came from: it takes the place of what the same file said when it was imported before. */
  file: fc.oneof(
    { weight: 9, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: from('one.csv', 'two.csv') },
  ),
});
type Night = typeof night extends fc.Arbitrary<infer T> ? T : never;

const building = says({
  how: fc.oneof(
    { weight: 6, arbitrary: from('by increment' as const) },
    { weight: 1, arbitrary: from('full' as const, 'with the warehouse lost' as const) },
    { weight: 1, arbitrary: from(...stale.map((mart) => `with ${mart} of an older version` as const)) },
  ),
  config: index(configs),
});
type Building = typeof building extends fc.Arbitrary<infer T> ? T : never;

export type Step =
  | { readonly night: Night }
  /** An earlier night's pages arrive once more. */
  | { readonly again: number }
  | { readonly build: Building };

/** A night that brings one thing only, so that a build has little to do and may overlook what depends on it. */
const quiet: fc.Arbitrary<Night> = says({
  day: anyDay,
  pages: says({ source: from('graph-api', 'imports'), events: event.map((one) => [one]) }).map((one) => [
    one,
  ]),
  listed: fc.constant([]),
  file: fc.constant(null),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: night.map((one) => ({ night: one })) },
  { weight: 2, arbitrary: quiet.map((one) => ({ night: one })) },
  { weight: 1, arbitrary: fc.nat({ max: 5 }).map((again) => ({ again })) },
  { weight: 3, arbitrary: building.map((one) => ({ build: one })) },
);

/** A history of nights and builds, mostly of an account that was already watched for months. */
export const history: fc.Arbitrary<Step[]> = fc
  .tuple(
    fc.oneof(
      { weight: 1, arbitrary: fc.constant(null) },
      { weight: 3, arbitrary: fc.integer({ min: 80, max: 130 }) },
    ),
    fc.array(step, { minLength: 5, maxLength: 12, size: 'max' }),
    building,
    quiet,
  )
  .map(([nights, steps, build, last]) => [
    ...(nights === null ? [] : [{ night: watched(nights) }]),
    ...steps,
    { build },
    { night: last },
  ]);

const watched = (nights: number): Night => ({
  day: nights,
  pages: [
    {
      source: 'graph-api',
      events: [
        { swept: { account: 0, from: 0, nights, face: 'link', isRestated: false, isDescribed: true } },
      ],
    },
  ],
  listed: [],
  file: null,
});

const record = (stream: StreamName, values: Record<string, unknown>): CanonicalRecord =>
  ({ stream, values }) as unknown as CanonicalRecord;

/** A counter of a post at an age: grows, and is restated downward when asked. */
function valueAt(number: number, metric: string, ageHours: number, isRestated: boolean): number {
  const scale = { likes: 80, comments: 9, saves: 5, reach: 900, views: 1400 }[metric] ?? 1;
  const grown = (scale * (1 + (number % 5)) * ageHours) / (ageHours + 30);
  return Math.floor(isRestated ? grown * 0.9 : grown);
}

function recordsOf(event: Event): readonly CanonicalRecord[] {
  if ('described' in event) {
    const { post: number, face, age, caption, posted, as, by, isBoosted } = event.described;
    const { account, postedAt, format } = posts[number]!;
    const shift = { 'three weeks before': -504, 'two months before': -1440 }[posted] ?? 0;
    return [
      post(hour(postedAt + age), {
        ...nameOf(number, face),
        account_ref: by ? accounts[by.account]![by.by]! : accounts[account]![0],
        caption: captions[caption]!,
        format: as === 'it is' ? format : as === 'unknown' ? null : as,
        posted_at: posted === 'unknown' ? null : hour(postedAt + shift),
        is_boosted: isBoosted,
      }),
    ];
  }
  if ('counted' in event) {
    const { post: number, face, age, metric: both, value } = event.counted;
    const { account, postedAt } = posts[number]!;
    const [metric, dimension] = [both.split(':')[0]!, both.split(':')[1] ?? ''];
    return [
      counter(hour(postedAt + age), metric, value, {
        media_ref: nameOf(number, face).media_ref,
        account_ref: accounts[account]![0],
        dimension,
        absent_reason: value === null ? 'unsupported' : null,
      }),
    ];
  }
  if ('swept' in event) return sweep(event.swept);
  if ('profiled' in event) {
    const { who, day, username, followers, zone, isOwn } = event.profiled;
    return [
      profile(hour(day * 24 + 5), {
        account_ref: accounts[who.account]![who.by]!,
        username: usernames[username]!,
        followers,
        time_zone: zone,
        is_own: isOwn,
      }),
    ];
  }
  if ('tallied' in event) {
    const { who, day, daysLater, metric: both, value } = event.tallied;
    const [metric, dimension] = [both.split(':')[0]!, both.split(':')[1] ?? ''];
    const account_ref = accounts[who.account]![who.by]!;
    const absent_reason = value === null ? 'not_yet_available' : null;
    return [
      daily(hour((day + daysLater) * 24 + 7), dayOf(day), metric, value, {
        account_ref,
        dimension,
        absent_reason,
      }),
    ];
  }
  if ('surveyed' in event) {
    const { who, day, kind: both, bucket, people: value } = event.surveyed;
    const [kind, dimension] = both.split(' by ') as [string, string];
    const account_ref = accounts[who.account]![who.by]!;
    const absent_reason = value === null ? 'below_threshold' : null;
    return [people(hour(day * 24 + 9), kind, dimension, bucket, value, { account_ref, absent_reason })];
  }
  if ('commented' in event) {
    const { post: number, face, comment, age, likes } = event.commented;
    const { account, postedAt } = posts[number]!;
    return [
      record('comments', {
        comment_id: `c${comment}`,
        media_ref: nameOf(number, face).media_ref,
        account_ref: accounts[account]![0],
        text: `about ${number}`,
        likes,
        observed_at: hour(postedAt + age),
      }),
    ];
  }
  if ('tagged' in event) {
    const { who, post: number, face, age, kind, likes } = event.tagged;
    const { media_ref } = nameOf(number, face);
    const account_ref = accounts[who.account]![who.by]!;
    return [
      record('tagged_media', {
        account_ref,
        kind,
        media_ref,
        likes,
        observed_at: hour(posts[number]!.postedAt + age),
      }),
    ];
  }
  if ('hashtagged' in event) {
    const { post: number, face, age, hashtag, kind } = event.hashtagged;
    const { postedAt } = posts[number]!;
    const { media_ref } = nameOf(number, face);
    const values = {
      account_ref: '100',
      hashtag,
      kind,
      media_ref,
      likes: age % 50,
      posted_at: hour(postedAt),
    };
    return [record('hashtag_media', { ...values, observed_at: hour(postedAt + age) })];
  }
  return [];
}

function sweep({
  account,
  from,
  nights,
  face,
  isRestated,
  isDescribed,
}: Said['swept']['swept']): CanonicalRecord[] {
  const records: CanonicalRecord[] = [];
  for (const [number, { account: owner, postedAt, format }] of posts.entries()) {
    if (owner !== account) continue;
    const name = nameOf(number, face);
    const account_ref = accounts[account]![0];
    let isKnown = false;
    for (let day = from; day < from + nights; day++) {
      const ageHours = day * 24 + 3 - postedAt;
      if (ageHours < 1 || ageHours > 220) continue;
      const at = hour(day * 24 + 3);
      if (isDescribed && !isKnown)
        records.push(
          post(at, {
            ...name,
            account_ref,
            format,
            posted_at: hour(postedAt),
            caption: captions[number % 4]!,
          }),
        );
      isKnown = true;
      for (const metric of ['likes', 'comments', 'saves', 'reach'])
        records.push(
          counter(at, metric, valueAt(number, metric, ageHours, isRestated), {
            media_ref: name.media_ref,
            account_ref,
          }),
        );
    }
  }
  return records;
}

/** The moments of a history's own clocks: nights may land in any order, builds come after all of them. */
const buildingSince = Date.UTC(2027, 5, 1);
const fetchingSince = Date.UTC(2027, 0, 1);

/** Lands a night as the step of a history; `number` tells its run and its pages from those of all other steps. */
async function landNight(home: Home, number: number, { day, pages, listed, file }: Night): Promise<void> {
  await landPages(
    home,
    new Date(start + day * 86_400_000 + number * 1000),
    pagesOf(number, { pages, file }),
    { listed, file },
  );
}

function pagesOf(number: number, { pages, file }: Pick<Night, 'pages' | 'file'>): Page[] {
  return pages.map(({ source, events }, place) => {
    const items = events.map((event, at): ScriptedItem => {
      const ref = `item ${at + 1}`;
      return 'refused' in event ? { ref, reject: event.refused.rule } : { ref, records: recordsOf(event) };
    });
    const fetchedAt = new Date(fetchingSince + number * 60_000 + place * 1000).toISOString();
    const request = file === null ? {} : { sha256: file };
    return page(fetchedAt, [], { source, request, body: JSON.stringify({ items }) });
  });
}

async function landPages(
  home: Home,
  at: Date,
  pages: readonly Page[],
  { listed, file }: { readonly listed: readonly string[]; readonly file: string | null },
): Promise<void> {
  const run = await startRun(home, file === null ? 'sync' : 'import', () => at);
  for (const one of pages) await run.writer.write(one);
  await run.commit();
  run.manifest.completed.push(...listed.map((account) => ({ connection: 'main', account, stream: 'media' })));
  if (file !== null)
    run.manifest.imported_files.push({
      sha256: file,
      name: file,
      bytes: 1,
      settings: {},
      first_imported_at: at.toISOString(),
    });
  await run.finish('succeeded');
}

async function buildAs(
  home: Home,
  number: number,
  { how, config: choice }: Building,
  batchObservations = 1_000_000,
): Promise<void> {
  const older = how.match(/^with (\w+) of an older version$/)?.[1];
  if (how === 'with the warehouse lost') await rm(home.warehouse, { force: true });
  else if (older) await makeOlder(home, older);
  const { config, zones = {} } = configs[choice]!;
  const entries = Object.entries(zones).map(([account, time_zone]) => ({ account, time_zone }));
  const connections = [{ config: { accounts: entries } } as unknown as Connection];
  await buildHome(home, {
    at: new Date(buildingSince + number * 60_000).toISOString(),
    full: how === 'full',
    config: { ...(config as object), quarantine: { max_rows: 1_000_000, max_share: 1 } },
    connections,
    batchObservations,
  });
}

/** As if another version of Reachline had built a mart, or found out what references mean. */
async function makeOlder(home: Home, name: string): Promise<void> {
  if (!existsSync(home.warehouse)) return;
  const engine = await openDuckDB({ path: home.warehouse });
  try {
    if (name === 'identities') {
      await engine.exec("update landing.layout set fingerprint = 'of an older version'");
      return;
    }
    const order = await buildOrder(engine, await readModels(), '');
    const older = new Set([name]);
    for (const model of order) if (model.reads.some((read) => older.has(read))) older.add(model.name);
    const names = [...older].map((one) => `'${one}'`).join(', ');
    await engine.exec(
      `update landing.fingerprints set fingerprint = 'of an older version' where mart in (${names})`,
    );
  } finally {
    engine.close();
  }
}

/**
 * Lives through a history in one home, and in another lands the same nights, none twice and the other way round, and builds
 * once. Returns how the published tables differ; empty when they do not.
 */
export async function replayed(steps: readonly Step[], lived: Home, fresh: Home): Promise<string> {
  const nights: [number, Night][] = [];
  let config = 0;
  let isRepeated = false;
  for (const [number, step] of steps.entries()) {
    if ('night' in step) {
      await landNight(lived, number, step.night);
      nights.push([number, step.night]);
    } else if ('again' in step) {
      const [which, earlier] = nights[step.again % Math.max(1, nights.length)] ?? [0, null];
      if (!earlier || earlier.file !== null) continue;
      await landPages(lived, new Date(start + number * 1000), pagesOf(which, earlier), {
        listed: [],
        file: null,
      });
      isRepeated = true;
    } else {
      await buildAs(lived, number, step.build);
      config = step.build.config;
    }
  }
  await buildAs(lived, steps.length, { how: 'by increment', config });
  const imports = nights.filter(([, { file }]) => file !== null); // of these the last counts
  for (const [number, one] of [...nights.filter(([, { file }]) => file === null).reverse(), ...imports])
    await landNight(fresh, number, one);
  await buildAs(fresh, steps.length, { how: 'by increment', config }, 1);
  return differences(lived, fresh, isRepeated ? ['loads', 'runs', 'quarantine'] : []);
}
