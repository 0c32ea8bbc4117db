import { type DuckDBConnection, DuckDBInstance, DuckDBTypeId } from '@duckdb/node-api';
import { unsafeUniformIntDistribution, xoroshiro128plus } from 'pure-rand';
import type { Cell, Marts } from '../../pipeline/index.js';

/** The instant every test report is made at. */
export const asOf = new Date('2026-11-10T04:00:00Z');

/** Text a stranger may put into a caption or a name. */
export const hostile = [
  `</script><script>window.hacked=1</script>`,
  `<!--<img src=x onerror="window.hacked=1">`,
  `"><svg onload=window.hacked=1> 'quoted' & "quoted"`,
  `\u202egnp.exe\u2066 \u0000\u0007 hidden\u200b`,
  `=cmd|' /C calc'!A0`,
  `javascript:window.hacked=1`,
  `مرحبا بالعالم #תג ${'😀'.repeat(10_000)}`,
  `}</style><style>body{display:none}`,
] as const;

const schema = `
create table accounts(account_id varchar, username varchar, name varchar, followers bigint, follows bigint, media_count bigint,
  time_zone varchar, time_zone_basis varchar, is_own boolean, last_observed_at timestamptz);
create table media_performance(media_key varchar, account_id varchar, username varchar, media_id varchar, shortcode varchar,
  permalink varchar, format varchar, caption varchar, posted_at timestamptz, posted_day date, posted_weekday integer,
  posted_hour integer, observed_at timestamptz, age_hours double, age_basis varchar, likes bigint, comments bigint,
  saves bigint, shares bigint, views bigint, reach bigint, interactions bigint, interactions_parts varchar,
  followers_at_post bigint, engagement_rate_by_reach double, engagement_rate_by_followers double,
  engagement_rate_by_views double, is_boosted boolean, duration_seconds double, avg_watch_ms bigint, skip_rate_percent double,
  is_missing boolean, sources varchar);
create table media_at_age(media_key varchar, account_id varchar, format varchar, posted_at timestamptz, posted_day date,
  posted_weekday integer, posted_hour integer, is_boosted boolean, horizon_hours integer, age_basis varchar, age_hours double,
  likes bigint, comments bigint, saves bigint, shares bigint, views bigint, reach bigint, interactions bigint,
  interactions_parts varchar, followers_at_post bigint, engagement_rate_by_reach double, engagement_rate_by_followers double,
  engagement_rate_by_views double);
create table account_daily(account_id varchar, day date, followers bigint, new_follows bigint, unfollows bigint, reach bigint,
  views bigint, interactions bigint, posts_published bigint);
create table account_breakdowns(account_id varchar, day date, metric varchar, dimension varchar, bucket varchar, value bigint);
create table story_frames(account_id varchar, story_day date, position integer, media_key varchar, age_hours double, reach bigint, exits bigint,
  taps_forward bigint, taps_back bigint, replies bigint);
create table audience(account_id varchar, kind varchar, dimension varchar, bucket varchar, day date, people bigint,
  share double, coverage double);
create table public_performance(account_id varchar, username varchar, is_own boolean, period varchar, format varchar, posts bigint,
  posts_compared bigint, age_basis varchar, median_likes_and_comments double, median_public_rate_by_followers double);
create table absent_values(entity_kind varchar, entity varchar, account_id varchar, metric varchar, reason varchar, since timestamptz);
create table runs(run_id varchar, kind varchar, status varchar, started_at timestamptz, nominal_at timestamptz);
create table loads(run_id varchar, source varchar, account varchar, stream varchar, raw_file varchar, read bigint, loaded bigint,
  quarantined bigint, superseded bigint);
create table quarantine(run_id varchar, source varchar, account varchar, stream varchar, raw_file varchar, line bigint,
  ref varchar, rule varchar, field varchar, message varchar, payload varchar, first_seen_at timestamptz);
`;

/**
 * Marts of five accounts: `full` (reach, followers, stories, audience), `imported` (likes and comments only, lifetime
 * values, ends in 2024), `tiny` (three posts), `hostile` (attack strings everywhere), `empty` (no post at all).
 * Deterministic. Close it after use.
 */
export async function fixtureMarts(): Promise<Marts> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(schema);
  await fill(connection);
  return martsOf(connection);
}

/** `Marts` over a connection whose tables are the marts. */
export function martsOf(connection: DuckDBConnection): Marts {
  return {
    publication: { run_id: 'run-20261110T040000Z-1', published_at: '2026-11-10T04:00:00Z', tables: {} },
    query: () => Promise.reject(new Error('the report reads rows')),
    async rows<Row extends Record<string, Cell>>(sql: string, params: Readonly<Record<string, Cell>> = {}) {
      const reader = await connection.runAndReadAll(sql, params as Record<string, string | number>);
      const types = reader.columnTypes();
      const names = reader.columnNames();
      return reader.getRowsJS().map((row) => {
        const cells = row.map((value, index) => {
          if (typeof value === 'bigint') {
            if (!Number.isSafeInteger(Number(value))) throw new RangeError('integer beyond 2^53');
            return Number(value);
          }
          const isDay = types[index]!.typeId === DuckDBTypeId.DATE;
          return isDay && value instanceof Date ? value.toISOString().slice(0, 10) : value;
        });
        return Object.fromEntries(names.map((name, index) => [name, cells[index]])) as Row;
      });
    },
    close: () => connection.closeSync(),
  };
}

interface Random {
  uniform(): number;
  normal(): number;
  pick<Item>(items: readonly Item[]): Item;
}

export function random(seed: number): Random {
  const source = xoroshiro128plus(seed);
  const uniform = () => (unsafeUniformIntDistribution(0, 2 ** 26 - 1, source) + 0.5) / 2 ** 26;
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
    pick: (items) => items[Math.floor(uniform() * items.length)]!,
  };
}

export interface FixturePost {
  readonly key: string;
  readonly account: string;
  readonly format: string | null;
  /** Local wall-clock time of publishing, taken as UTC. */
  readonly posted: Date;
  readonly caption?: string | null;
  readonly permalink?: string | null;
  readonly ageBasis?: 'fixed' | 'lifetime' | null;
  readonly likes: number | null;
  readonly comments: number | null;
  readonly saves?: number | null;
  readonly shares?: number | null;
  readonly reach?: number | null;
  readonly isBoosted?: boolean;
  readonly isMissing?: boolean;
  readonly durationSeconds?: number | null;
  readonly watchMs?: number | null;
  readonly skipPercent?: number | null;
}

export async function addPosts(connection: DuckDBConnection, posts: readonly FixturePost[]): Promise<void> {
  for (const post of posts) {
    const parts = (['likes', 'comments', 'saves', 'shares'] as const).filter((part) => post[part] != null);
    const interactions = parts.length === 0 ? null : parts.reduce((sum, part) => sum + post[part]!, 0);
    const ageBasis = post.ageBasis === undefined ? 'fixed' : post.ageBasis;
    const values = {
      key: post.key,
      account: post.account,
      format: post.format,
      posted: post.posted.toISOString(),
      day: post.posted.toISOString().slice(0, 10),
      weekday: ((post.posted.getUTCDay() + 6) % 7) + 1,
      hour: post.posted.getUTCHours(),
      boosted: post.isBoosted ?? false,
      missing: post.isMissing ?? false,
      age: ageBasis === 'lifetime' ? 2000 : ageBasis === 'fixed' ? 168 : 60,
      basis: ageBasis,
      likes: post.likes,
      comments: post.comments,
      saves: post.saves ?? null,
      shares: post.shares ?? null,
      reach: post.reach ?? null,
      interactions,
      parts: parts.length === 0 ? null : parts.join('+'),
      rate: post.reach && interactions !== null ? interactions / post.reach : null,
      caption: post.caption ?? null,
      permalink: post.permalink === undefined ? `https://www.instagram.com/p/${post.key}/` : post.permalink,
      duration: post.durationSeconds ?? null,
      watch: post.watchMs ?? null,
      skips: post.skipPercent ?? null,
    };
    const source = ageBasis === 'lifetime' ? 'imports' : 'graph-api';
    const { caption, permalink, missing, duration, watch, skips, ...common } = values;
    const shared = `$likes, $comments, $saves, $shares, null, $reach, $interactions, $parts, null, $rate, null, null`;
    await connection.run(
      `insert into media_at_age values ($key, $account, $format, cast($posted as timestamptz), cast($day as date), $weekday, $hour,
        $boosted, 168, $basis, $age, ${shared})`,
      common as never,
    );
    await connection.run(
      `insert into media_performance values ($key, $account, null, null, null, $permalink, $format, $caption,
        cast($posted as timestamptz), cast($day as date), $weekday, $hour, cast($posted as timestamptz), $age, $basis, ${shared},
        $boosted, $duration, $watch, $skips, $missing, $source)`,
      { ...common, caption, permalink, missing, duration, watch, skips, source } as never,
    );
  }
}

const sizes = { reel: 6000, carousel: 3500, image: 2200 } as const;

async function fill(connection: DuckDBConnection): Promise<void> {
  await connection.run(`
    insert into accounts values
      ('17841400000000001', 'harbour.coffee', 'Harbour Coffee Roasters', 18240, 310, 220, 'Europe/Berlin', 'configured', true, '2026-11-10 03:10:00+00'),
      ('user:imported', null, 'Prefeitura São João', null, null, 400, 'America/Sao_Paulo', 'stated', false, '2026-11-01 12:00:00+00'),
      ('tiny', 'tiny.studio', 'Tiny', 140, 20, 3, 'UTC', 'unknown', true, '2026-11-10 03:00:00+00'),
      ('empty', 'nobody', null, null, null, 0, 'UTC', 'unknown', true, null)`);
  await connection.run(
    'insert into accounts values ($id, $username, $name, 900, 1, 60, $zone, $basis, true, cast($seen as timestamptz))',
    {
      id: '../../etc/passwd',
      username: `../${hostile[0]}`,
      name: hostile.join(' '),
      zone: "Mars/'Phobos<script>",
      basis: hostile[1],
      seen: '2026-11-09 03:00:00+00',
    },
  );
  await connection.run(
    `insert into runs values ('run-20261110T040000Z-1', 'nightly', 'succeeded', '2026-11-10 04:00:00+00', '2026-11-10 04:00:00+00')`,
  );
  await connection.run(`insert into loads values
    ('r', 'api', '17841400000000001', 'media', 'a', 1200, 1196, 4, 0), ('r', 'file', 'user:imported', 'media', 'b', 400, 398, 2, 0)`);
  await connection.run(
    `insert into quarantine select 'r', 'api', '17841400000000001', 'media', 'a', i, null, 'likes_not_negative', 'likes', 'm', '{}', now() from range(4) as t(i)`,
  );
  await connection.run(`insert into absent_values values
    ('media', 'x', '17841400000000001', 'reach', 'too_few_viewers', now()), ('media', 'y', 'user:imported', 'shares', 'not_in_source', now())`);
  await fillFull(connection);
  await fillImported(connection);
  await addPosts(
    connection,
    [1, 2, 3].map((number) => ({
      key: `tiny${number}`,
      account: 'tiny',
      format: 'image',
      posted: new Date(Date.UTC(2026, 9, 20 + number, 9)),
      caption: 'Small',
      likes: 10 * number,
      comments: number,
      saves: 0,
      shares: 0,
      reach: 120 * number,
    })),
  );
  await fillHostile(connection);
  await fillCompetitors(connection);
  await fillRivalPosts(connection);
}

/** Two competitors in the month before the as-of day, one of them hostile, and one month before that. */
async function fillCompetitors(connection: DuckDBConnection): Promise<void> {
  const [own, rival, evil] = ['17841400000000001', 'rival', 'evil-rival'];
  for (const [id, name] of [
    [rival, 'rival.roasters'],
    [evil, hostile[2]],
  ]) {
    await connection.run(
      `insert into accounts values ($id, $name, null, 9000, 1, 60, 'UTC', 'unknown', false, '2026-11-10 03:00:00+00')`,
      { id: id!, name: name! },
    );
  }
  await connection.run(`insert into public_performance values
    ('${own}', 'harbour.coffee', true, '2026-10', 'reel', 8, 8, 'fixed', 220, 0.013), ('${own}', 'harbour.coffee', true, '2026-10', 'image', 5, 5, 'fixed', 70, 0.004),
    ('${own}', 'harbour.coffee', true, '2026-09', 'reel', 8, 8, 'fixed', 200, 0.012), ('${rival}', 'rival.roasters', false, '2026-10', 'reel', 9, 9, 'fixed', 90, 0.010),
    ('${rival}', 'rival.roasters', false, '2026-10', 'image', 9, 4, 'fixed', 90, 0.010), ('${evil}', 'x', false, '2026-10', 'reel', 9, 9, 'fixed', 400, 0.044),
    ('${evil}', 'x', false, '2026-10', 'image', 9, 9, 'lifetime', 400, 0.044), ('${rival}', 'rival.roasters', false, '2026-11', 'reel', 9, 9, 'fixed', 90, 0.010)`);
}

/** Reach of the account: weekdays of their own, and one day in the last period on which much more happened. */
function dailyReach(day: number): number {
  return Math.round((day === 385 ? 9000 : 2400 + 300 * (day % 7)) * (1 + ((day * 37) % 11) / 60));
}

/** The nine reels behind the rival's October: 70 to 110 likes, one comment less than their day, 9000 followers. */
async function fillRivalPosts(connection: DuckDBConnection): Promise<void> {
  await connection.run(`insert into media_at_age (media_key, account_id, format, posted_day, age_basis, likes, comments, followers_at_post)
    select 'rival-' || i, 'rival', 'reel', date '2026-10-01' + cast(i as integer), 'fixed', 69 + 5 * i, 1, 9000 from range(9) as t(i)`);
}

async function fillFull(connection: DuckDBConnection): Promise<void> {
  const account = '17841400000000001';
  const { uniform, normal, pick } = random(7);
  const posts: FixturePost[] = [];
  for (let day = 0; day < 400; day++) {
    const date = Date.UTC(2025, 9, 6) + day * 86_400_000;
    if (uniform() > 0.55) continue;
    const format = pick(['reel', 'reel', 'carousel', 'image'] as const);
    const reach = Math.round(sizes[format] * Math.exp(0.55 * normal()) * (1 + day / 900));
    const level = { reel: 0.045, carousel: 0.062, image: 0.034 }[format] * Math.exp(0.35 * normal());
    const interactions = reach * level;
    const hour = pick([7, 9, 12, 12, 17, 18, 19, 21]);
    const isYoung = day > 392;
    // Made from the day, so that nothing else of the world depends on it.
    const duration = 8 + ((day * 37) % 80);
    const watched =
      format === 'reel'
        ? {
            durationSeconds: duration,
            watchMs: Math.round(duration * 1000 * (0.35 + ((day * 13) % 50) / 100)),
            skipPercent: 25 + ((day * 7) % 30),
          }
        : {};
    posts.push({
      ...watched,
      key: `H${String(day).padStart(4, '0')}x`,
      account,
      format,
      posted: new Date(date + hour * 3_600_000),
      caption: `${pick(['New roast on the shelf', 'Behind the counter', 'Sunday cupping', 'Meet the farmers'])} ${pick(['#coffee', '#espresso', '#berlin', '#filter'])} ${pick(['#roastery', '#barista', ''])}`,
      ageBasis: isYoung ? null : 'fixed',
      likes: Math.round(interactions * 0.8),
      comments: Math.round(interactions * 0.06),
      saves: Math.round(interactions * 0.09),
      shares: Math.round(interactions * 0.05),
      reach: isYoung ? Math.round(reach * 0.5) : reach,
      isBoosted: day % 97 === 5,
      isMissing: day % 151 === 3,
    });
  }
  await addPosts(connection, posts);
  let followers = 14_800;
  for (let day = 0; day < 400; day++) {
    const [gained, lost] = [Math.round(14 + 6 * normal()), Math.round(6 + 2 * normal())];
    followers += gained - lost;
    if (day > 330 && day < 335) continue;
    const text = new Date(Date.UTC(2025, 9, 6) + day * 86_400_000).toISOString().slice(0, 10);
    await connection.run(
      `insert into account_daily values ('${account}', '${text}', ${followers}, ${Math.max(0, gained)}, ${Math.max(0, lost)}, ${dailyReach(day)}, null, null, null)`,
    );
  }
  // Sixty days up to the as-of day: of 1000 views a day 600 by followers, and from the last period on 50 from ads.
  await connection.run(`insert into account_breakdowns
    select '${account}', day, 'views', dimension, bucket, value
    from (select cast(unnest(generate_series(timestamp '2026-09-11', timestamp '2026-11-09', interval 1 day)) as date) as day),
      (values ('follow_type', 'follower', 600), ('follow_type', 'non_follower', 390), ('follow_type', 'unknown', 10),
        ('media_product_type', 'ad', 50), ('media_product_type', 'reel', 950)) as parts(dimension, bucket, value)
    where bucket <> 'ad' or day >= date '2026-10-13'`);
  for (let day = 0; day < 26; day++) {
    const text = new Date(Date.UTC(2026, 9, 14) + day * 86_400_000).toISOString().slice(0, 10);
    let reach = Math.round(900 + 120 * normal());
    const frames = 2 + Math.floor(uniform() * 6);
    for (let position = 1; position <= frames; position++) {
      await connection.run(
        `insert into story_frames values ('${account}', '${text}', ${position}, 's${day}-${position}', 23, ${reach}, ${Math.round(reach * 0.07)}, 10, 2, 1)`,
      );
      reach = Math.round(reach * (0.93 + 0.02 * normal()));
    }
  }
  await connection.run(`insert into audience values
    ('${account}', 'followers', 'country', 'DE', '2026-11-08', 9000, 0.6, 0.83), ('${account}', 'followers', 'country', 'AT', '2026-11-08', 3000, 0.2, 0.83),
    ('${account}', 'followers', 'country', 'CH', '2026-11-08', 2000, 0.133, 0.83), ('${account}', 'followers', 'country', 'NL', '2026-11-08', 1000, 0.067, 0.83),
    ('${account}', 'followers', 'age', '25-34', '2026-11-08', 8000, 0.53, 0.83), ('${account}', 'followers', 'age', '35-44', '2026-11-08', 5000, 0.33, 0.83),
    ('${account}', 'followers', 'age', '18-24', '2026-11-08', 2000, 0.13, 0.83),
    ('${account}', 'followers', 'age,gender', '25-34,F', '2026-11-08', 8000, 0.5, 0.89),
    ('${account}', 'followers', 'age,gender', '18-24,M', '2026-11-08', 5000, 0.3125, 0.89),
    ('${account}', 'followers', 'age,gender', '25-34,U', '2026-11-08', 3000, 0.1875, 0.89),
    ('${account}', 'engaged', 'age,gender', '25-34,F', '2026-11-08', 300, 0.75, null),
    ('${account}', 'engaged', 'age,gender', '18-24,M', '2026-11-08', 100, 0.25, null),
    ('${account}', 'engaged', 'city', 'Graz, Styria', '2026-11-08', 40, 1, null)`);
  // Two days around the end of summer time in the US; the account's hours are 9 and 8 ahead of Pacific time then.
  await connection.run(`insert into audience
    select '${account}', 'online', 'hour', lpad(cast(hour as varchar), 2, '0'), day,
      1000 + 100 * hour + case when day = date '2026-10-31' then 0 else 100 end, null, null
    from (values (date '2026-10-31'), (date '2026-11-03'), (date '2026-10-20')) as days(day), range(24) as hours(hour)`);
}

async function fillImported(connection: DuckDBConnection): Promise<void> {
  const { normal, pick } = random(11);
  const posts: FixturePost[] = [];
  for (let number = 0; number < 420; number++) {
    const likes = Math.round(180 * Math.exp(0.9 * normal()));
    posts.push({
      key: `hash:${number}`,
      account: 'user:imported',
      format: pick(['carousel', 'image', 'reel', null]),
      posted: new Date(Date.UTC(2023, 4, 1) + number * 30 * 3_600_000),
      caption: 'Serviço público #saojoao #cidade',
      permalink: null,
      ageBasis: 'lifetime',
      likes,
      comments: Math.round(likes * 0.04),
    });
  }
  await addPosts(connection, posts);
}

async function fillHostile(connection: DuckDBConnection): Promise<void> {
  const { normal } = random(13);
  const links = [
    'javascript:alert(1)',
    'https://evil.example/p/abc/',
    'data:text/html,<script>1</script>',
    'https://www.instagram.com/p/ok_1/',
  ];
  await addPosts(
    connection,
    Array.from({ length: 64 }, (_, number) => ({
      key: `${hostile[number % hostile.length]!.slice(0, 30)}${number}`,
      account: '../../etc/passwd',
      format: number % 9 === 0 ? '<b>reel' : 'reel',
      posted: new Date(Date.UTC(2026, 8, 1, number % 24) + number * 86_400_000),
      caption: `${hostile[number % hostile.length]} #ok${number % 2} #<script>`,
      permalink: links[number % links.length]!,
      likes: Math.round(50 * Math.exp(normal())),
      comments: 2,
      saves: 1,
      shares: 1,
      reach: 900,
    })),
  );
  for (const [index, bucket] of hostile.entries()) {
    await connection.run(
      'insert into audience values ($id, $kind, $dimension, $bucket, cast($day as date), $people, null, null)',
      {
        id: '../../etc/passwd',
        kind: 'followers',
        dimension: hostile[1],
        bucket,
        day: '2026-11-01',
        people: 100 - index,
      },
    );
  }
  await connection.run(
    'insert into quarantine values (null, null, $id, null, null, 1, null, $rule, null, null, null, null)',
    {
      id: '../../etc/passwd',
      rule: hostile[0],
    },
  );
  await connection.run('insert into absent_values values ($kind, $kind, $id, $metric, $reason, null)', {
    id: '../../etc/passwd',
    kind: 'media',
    metric: hostile[2],
    reason: hostile[3],
  });
}
