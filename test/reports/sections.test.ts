import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Marts } from '../../pipeline/index.js';
import { addDays, dayNumber, weekStart } from '../../reports/calendar.js';
import { frames } from '../../reports/charts/theme.js';
import type { Section } from '../../reports/figure.js';
import type { Post } from '../../reports/post.js';
import { residuals } from '../../reports/residuals.js';
import { benchmarks } from '../../reports/sections/benchmarks.js';
import { cadence } from '../../reports/sections/cadence.js';
import { findings } from '../../reports/sections/changes.js';
import { engagement } from '../../reports/sections/engagement.js';
import { formats } from '../../reports/sections/formats.js';
import { growth } from '../../reports/sections/growth.js';
import { next } from '../../reports/sections/next.js';
import { outlook } from '../../reports/sections/outlook.js';
import { bestAndWorst } from '../../reports/sections/posts.js';
import { dataQuality } from '../../reports/sections/quality.js';
import { reach } from '../../reports/sections/reach.js';
import { reels } from '../../reports/sections/reels.js';
import { stories } from '../../reports/sections/stories.js';
import { tiles } from '../../reports/sections/summary.js';
import { yearStanding } from '../../reports/standing.js';
import { readStudy, type Study } from '../../reports/study.js';
import { asOf, fixtureMarts, hostile } from './fixture.js';

let marts: Marts;
let study: Study;
let imported: Study;

beforeAll(async () => {
  marts = await fixtureMarts();
  study = await readStudy(marts, '17841400000000001', 'last-28-days', asOf, {});
  imported = await readStudy(marts, 'user:imported', 'last-28-days', asOf, {});
});

afterAll(() => marts.close());

function figure({ figures = [] }: Section, id: string) {
  return figures.find((each) => each.id === id);
}

const ids = ({ figures = [] }: Section) => figures.map(({ id }) => id);

/** The study with other posts, and all that is made from them. */
function withPosts(change: (post: Post, index: number) => Partial<Post>): Study {
  const posts = study.posts.map((post, index): Post => ({ ...post, ...change(post, index) }));
  return { ...study, posts, residuals: residuals(posts, study.measures.headline) };
}

test('how much a tenth of the posts holds is told of what can be added, and only of many posts', () => {
  const text = (of: Study) => bestAndWorst(of).content!.text;
  const reached = study.posts.filter(
    ({ reach, ageBasis, day }) => reach !== null && ageBasis !== null && day >= study.year.from,
  );
  const top = Math.ceil(reached.length / 10);
  const sizes = reached.map(({ reach }) => reach!).toSorted((a, b) => b - a);
  const sum = (list: readonly number[]) => list.reduce((total, value) => total + value, 0);
  const share = study.format.rate(sum(sizes.slice(0, top)) / sum(sizes));
  expect(text(study)).toContain(
    `Of ${reached.length} posts in 12 months, the ${top} with the most reach hold ${share} of it (95%: `,
  );
  expect(text(imported)).toContain(' with the most interactions hold ');
  const few = study.posts.slice(-19);
  expect(text({ ...study, posts: few })).not.toContain('hold');
});

test('of posts whose age is not known, no change and no unusual range is told', () => {
  const undated = withPosts(() => ({ isAgeKnown: false }));
  const titles = [...engagement(undated).figures!, reach(undated).figures![0]!].map(({ title }) => title);
  expect(titles).toEqual(['Engagement rate by week', 'Components of engagement', 'Reach per post over time']);
  expect(ids(formats(undated))).not.toContain('format-mix');
  expect(ids(formats(study))).toContain('format-mix');
  expect(ids(benchmarks(undated))).not.toContain('usual-range');
  expect(ids(benchmarks(study))).toContain('usual-range');
});

test('a day far from its weekday is marked where it shows, told in words, and said how often that is a false alarm', () => {
  const day = addDays('2025-10-06', 385);
  const { caveat, chart } = reach(study).figures![0]!;
  expect(caveat).toMatch(
    /Reach of the account on 26 Oct 2026: \d[\d,.k]*, \+\d+% against \d[\d,]* as usual on that weekday\./,
  );
  expect(caveat).toContain('n = 28 days. False alarms: fewer than one in 90 days.');
  expect(JSON.stringify(chart(frames.wide))).toMatch(new RegExp(`"at":${dayNumber(day)},"note":"\\+\\d+%"`));
  const texts = findings(study).map(({ text }) => text);
  expect(texts.some((text) => text.startsWith('Reach of the account on 26 Oct 2026'))).toBe(true);
  // Ordinary days, or too few before the period to know what is usual.
  const ordinary = study.accountDays.map((each) => (each.day === day ? { ...each, reach: 2700 } : each));
  expect(reach({ ...study, accountDays: ordinary }).figures![0]!.caveat).toContain(
    'Reach of the account: no day stands out.',
  );
  const short = study.accountDays.filter((each) => each.day >= study.period.from);
  expect(reach({ ...study, accountDays: short }).figures![0]!.caveat).not.toContain('False alarms');
});

test('views by followers and others are set beside the comparison, with those from ads; few days are no picture', () => {
  const split = figure(reach(study), 'views-by-viewer')!;
  // The same share every day leaves no doubt: of no change.
  expect(split.title).toBe(
    'No clear change in the share of views by people who do not follow (0.0 to 0.0 percentage points)',
  );
  expect(split.definition).toContain('Views from ads: 5.0% of the period’s.');
  expect(split.table.rows).toEqual([
    ['13 Oct – 9 Nov 2026', 28, 28_000, 0.6, 0.39, 0.01, 0.05, 0, 0, 0],
    [study.format.days('2026-09-15', '2026-10-12'), 28, 28_000, 0.6, 0.39, 0.01, 0, null, null, null],
  ]);
  const { comparison } = study.viewParts;
  const swapped = { period: comparison, comparison: { ...comparison, days: 6 } };
  const alone = figure(reach({ ...study, viewParts: swapped }), 'views-by-viewer')!;
  expect(alone.table.rows).toHaveLength(1);
  expect(alone.title).toBe('39% of the views are by people who do not follow');
  expect(alone.definition).toContain('No views of the period came from ads.');
  expect(ids(reach(imported))).not.toContain('views-by-viewer');
});

test('a change of the share of others is told in points, from four weeks on both sides', () => {
  const { period, comparison } = study.viewParts;
  const others = (part: number) =>
    comparison.byDay.map((day, index) => ({ ...day, part: part + 10 * (Math.floor(index / 7) % 2) }));
  const titleOf = (now: number, days = 28) => {
    const changed = { ...period, byDay: others(now).slice(0, days) };
    const viewParts = { period: changed, comparison: { ...comparison, byDay: others(300) } };
    return figure(reach({ ...study, viewParts }), 'views-by-viewer')!.title;
  };
  expect(titleOf(400)).toMatch(
    /^The share of views by people who do not follow rose by 10\.0 percentage points \(\+\d\.\d to \+1\d\.\d\) to 41% in a typical week$/,
  );
  expect(titleOf(303)).toMatch(/^No clear change in the share .* \(−\d\.\d to \+\d\.\d percentage points\)$/);
  // Below 5 % of what it was, however sure.
  expect(titleOf(310)).toContain('No clear change');
  expect(titleOf(400, 24)).toBe('39% of the views are by people who do not follow');
});

test('events of the settings are marked where the followers are drawn, named in words and in the table', async () => {
  const events = [
    { day: '2026-10-20', label: 'Prize draw', account: 'someone else' },
    { day: '2026-10-28', label: `${hostile[0]}\u202e`, account: study.account.title },
    { day: '2026-10-19', label: 'Opening' },
    { day: '2020-01-01', label: 'Too long ago' },
  ];
  const told = await readStudy(marts, study.account.id, 'last-28-days', asOf, { events });
  const net = growth(told).figures![1]!;
  expect(net.definition).toContain('events from the settings');
  expect(JSON.stringify(net.chart(frames.wide))).toContain('"note":"Opening"');
  expect(net.table.rows.filter((row) => row.at(-1) !== null).map((row) => [row[0], row.at(-1)])).toEqual([
    ['2026-10-19', 'Opening'],
    ['2026-10-26', expect.any(String)],
  ]);
  const { definition, description, chart, table } = growth(told).figures![0]!;
  expect(description).toContain('Events: 19 Oct 2026: Opening; 28 Oct 2026: ');
  expect(definition).toContain('events from the settings');
  expect(table.columns.at(-1)).toMatchObject({ field: 'event', label: 'Event' });
  const marked = table.rows.filter(([, , event]) => event !== null);
  expect(marked.map(([day]) => day)).toEqual(['2026-10-19', '2026-10-28']);
  expect(marked[0]![2]).toBe('Opening');
  for (const frame of Object.values(frames)) {
    const drawn = JSON.stringify(chart(frame));
    expect(drawn).toContain('"note":"Opening"');
    expect(drawn).not.toContain('\u202e');
    expect(drawn).not.toMatch(/Prize draw|Too long ago/);
  }
  const plain = growth(study).figures![0]!;
  expect(plain.definition).not.toContain('settings');
  expect(plain.table.columns).toHaveLength(2);
  expect(plain.table.rows.map(([day]) => day)).toEqual(table.rows.map(([day]) => day));
});

test('the rolling median lies inside its interval', () => {
  const spec = reach(study).figures![0]!.chart(frames.wide) as {
    layer: { mark: { type: string }; data: { values: { value: number; low: number; high: number }[] } }[];
  };
  const band = spec.layer.find(({ mark }) => mark.type === 'area')!.data.values;
  expect(band.length).toBeGreaterThan(20);
  for (const { value, low, high } of band) expect(low <= value && value <= high && low < high).toBe(true);
});

test('what stories keep and lose is told with intervals', () => {
  const { table, chart, description, definition } = stories(study).figures![0]!;
  expect(table.columns.map(({ field }) => field).join()).toBe(
    'position,relative_reach,relative_reach_low,relative_reach_high,median_exit_rate,exit_rate_low,exit_rate_high,median_tap_forward_rate,days',
  );
  expect(table.rows[0]!.slice(0, 4)).toEqual([1, 1, null, null]);
  for (const [, share, low, high, exit, exitLow, exitHigh, tapped] of table.rows.slice(1) as number[][]) {
    expect(exit! + tapped! > exit! && exit! + tapped! < 1).toBe(true);
    expect(low! < share! && share! < high!).toBe(true);
    expect(exitLow! <= exit! && exit! <= exitHigh!).toBe(true);
  }
  const marks = (chart(frames.wide) as { layer: { mark: { type: string } }[] }).layer.map(
    ({ mark }) => mark.type,
  );
  expect(marks).toEqual(['area', 'rect', 'rule', 'line', 'point']);
  expect(description).toContain('7.0% leave there');
  expect(definition).toContain('taps to the next frame / reach of the frame');
  const silent = stories({
    ...study,
    storyFrames: study.storyFrames.map((frame) => ({ ...frame, tapsForward: null })),
  }).figures![0]!;
  expect(silent.definition).not.toContain('taps');
  expect(silent.table.columns).toHaveLength(table.columns.length - 1);
});

test('key figures stand among stretches of the own twelve months, when these hold enough', () => {
  const { period, year } = study;
  const standing = tiles(study).map(({ standingText }) => standingText);
  expect(standing[0]).toMatch(
    /^higher than \d+% of the 45 overlapping stretches of 28 days before, within 12 months$/,
  );
  const among = (value: number, firstDay: string | null = null) =>
    yearStanding(value, { period, year, firstDay }, ({ from }) => dayNumber(period.from) - dayNumber(from));
  // Values 28, 35, … up to 336: each stretch's distance from the period.
  expect(among(35)).toEqual({ percentile: 1.5 / 45, stretches: 45 });
  expect(among(1000)!.percentile).toBe(1);
  expect(among(1, addDays(period.from, -4 * 28))).not.toBeNull();
  expect(among(1, addDays(period.from, 1 - 4 * 28))).toBeNull();
  expect(yearStanding(1, { period, year, firstDay: null }, () => null)).toBeNull();
});

test('weeks are told with the reach of their posts added up, when all of them have one', () => {
  const { table, caveat } = figure(cadence(study), 'posts-per-week')!;
  expect(table.columns.at(-1)!.field).toBe('reach_added_up');
  const [week, , , total] = table.rows[0]!;
  const list = study.posts.filter(({ day }) => weekStart(day) === week);
  expect(total).toBe(list.reduce((sum, { reach }) => sum + reach!, 0));
  expect(caveat).toContain('once for every post');
  expect(
    figure(cadence(imported), 'posts-per-week')?.table.columns.map(({ field }) => field) ?? [],
  ).not.toContain('reach_added_up');
});

test('the calendar of fetches has every day once, and tells the missed ones', () => {
  const { title, table, chart } = figure(dataQuality(study), 'fetch-calendar')!;
  // Four nights of the fixture failed.
  const all = dayNumber(study.history.to) - dayNumber(study.history.from) + 1;
  expect(title).toBe(`${all - 4} of ${all} days were fetched`);
  expect(table.rows.reduce((sum, row) => sum + Number(row[2]), 0)).toBe(4);
  const { data } = chart(frames.wide) as unknown as {
    data: { values: { top: number; bottom: number; state: string }[] };
  };
  const days = (state: string) =>
    data.values
      .filter((each) => each.state === state)
      .reduce((sum, { top, bottom }) => sum + bottom - top, 0);
  expect([days('fetched'), days('missed')]).toEqual([all - 4, 4]);
  expect(figure(dataQuality(imported), 'fetch-calendar')).toBeUndefined();
});

test('days without follower counts are shaded', () => {
  const { chart } = growth(study).figures![0]!;
  const gap = {
    start: dayNumber(addDays('2025-10-06', 331)) - 0.5,
    end: dayNumber(addDays('2025-10-06', 334)) + 0.5,
  };
  expect(JSON.stringify(chart(frames.wide))).toContain(JSON.stringify(gap));
});

test('reels: the share of their length that is watched, with replays beyond the whole', () => {
  const shares = figure(
    reels(withPosts(({ format }) => (format === 'reel' ? { durationSeconds: 10, watchSeconds: 12 } : {}))),
    'reel-watched-share',
  )!;
  expect(shares.title).toBe('Half of the reels are watched for more than 120% of their length');
  expect(shares.description).toMatch(/^0–15 s: 120%, n = \d+\.$/);
  // Reels too young to compare are left out.
  const mature = study.posts.filter(
    ({ format, ageBasis, day }) => format === 'reel' && ageBasis !== null && day >= study.year.from,
  );
  expect(shares.table.rows).toHaveLength(mature.length);
  expect(shares.table.rows[0]).toEqual([mature[0]!.day, 10, 12, 1.2]);
});

test('reels of unknown length still answer in seconds and skips, and say so', () => {
  const section = reels(withPosts(() => ({ durationSeconds: null })));
  expect(ids(section)).toEqual(['reel-watch-by-week', 'reel-skips-by-week', 'reel-watch-quarters']);
  expect(figure(section, 'reel-watch-by-week')!.caveat).toContain('How long the reels are is not known');
  const silent = reels(withPosts(() => ({ watchSeconds: null, skipRate: null })));
  expect(silent).toMatchObject({ absent: expect.stringMatching(/does not say how long viewers stay/) });
  expect(reels(withPosts(() => ({ format: 'image' }))).absent).toMatch(/^Reels: none published/);
  expect(reels(withPosts(() => ({ format: 'unknown' }))).absent).toMatch(
    /does not say which posts are reels/,
  );
});

test('reels: a difference between quarters is told only when it is clear', () => {
  const unclear = figure(reels(study), 'reel-watch-quarters')!;
  expect(unclear.title).toMatch(/^No clear difference in reach per post/);
  const planted = withPosts(({ watchSeconds, reach }) =>
    watchSeconds === null ? {} : { reach: Math.round((reach! * watchSeconds) / 20) },
  );
  const clear = figure(reels(planted), 'reel-watch-quarters')!;
  expect(clear.title).toMatch(/^Reels watched longest: reach per post \+\d+% \(\+\d+% to \+\d+%\)/);
  expect(clear.table.rows).toHaveLength(4);
});

test('benchmarks: the period against the posts before it, called unusual only when it is', () => {
  expect(figure(benchmarks(study), 'usual-range')!.title).toBe(
    'Nothing lies clearly outside its usual range',
  );
  const { period } = study;
  const loud = withPosts(({ day, reach }) =>
    day >= period.from && reach !== null ? { reach: reach * 9 } : {},
  );
  const range = figure(benchmarks(loud), 'usual-range')!;
  expect(range.title).toMatch(/^Reach per post above, .* rate below the usual range$/);
  // What was usual does not know the period.
  const rows = (section: Section) => figure(section, 'usual-range')!.table.rows.slice(3);
  expect(rows(benchmarks(loud))).toEqual(rows(benchmarks(study)));
  const bare: Study = { ...study, posts: [], publicMonths: [] };
  expect(benchmarks(bare).absent).toMatch(/^Benchmarks: fewer than 5 posts/);
});

test('competitors stand beside the account where month, format, age and posts allow it', () => {
  const { title, table } = figure(benchmarks(study), 'beside-competitors')!;
  expect(title).toBe('Likes and comments per follower in Oct 2026, beside 2 competitors');
  // Images: one rival has four posts only, the other those of another age. November is not over.
  expect(table.rows.map(([account, format, , rate]) => [account, format, rate])).toEqual([
    ['@harbour.coffee', 'Reel', 0.013],
    [expect.stringMatching(/^@"><svg .{1,25}…$/), 'Reel', 0.044],
    ['@rival.roasters', 'Reel', 0.01],
  ]);
  // The rival's nine posts are known one by one, those of the others are not.
  expect(table.rows.map((row) => row.slice(4).every((end) => end !== null))).toEqual([false, false, true]);
  const [low, high] = table.rows[2]!.slice(4) as [number, number];
  expect(low < 0.01 && 0.01 < high && low > 70 / 9000 && high < 110 / 9000).toBe(true);
  const sizeless = study.publicMonths.map((row) => ({ ...row, rateByFollowers: null }));
  expect(figure(benchmarks({ ...study, publicMonths: sizeless }), 'beside-competitors')!.title).toMatch(
    /^Likes and comments per post in Oct 2026/,
  );
  // Accounts that are not own themselves are compared with nobody.
  expect(imported.publicMonths).toEqual([]);
});

test('outlook: followers and weeks carried on with their bands, and how often past bands held', () => {
  const section = outlook(study);
  expect(ids(section)).toEqual(['outlook-followers', 'outlook-engagement']);
  const [followers, weekly] = section.figures!;
  expect(followers!.title).toMatch(
    /^Followers on 7 Dec 2026, if nothing changes: [\d,]+ \(80%: [\d,]+ to [\d,]+\)$/,
  );
  expect(followers!.caveat).toMatch(
    /Of the last 10 forecasts made this way, \d+ ended inside the 80% band they had/,
  );
  expect(followers!.table.rows).toHaveLength(28);
  for (const [, value, low, high, least, most] of followers!.table.rows as number[][]) {
    const order = [least!, low!, value!, high!, most!];
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  }
  // The week from 2 November is younger than the age of comparison: its median would be that of its first days.
  expect(weekly!.definition).toContain('after that from 26 Oct 2026');
  expect(weekly!.table.rows[0]![0]).toBe('2026-11-02');
});

test('outlook: says in a line why there is no forecast', () => {
  const { accountDays, period } = study;
  const followers = (change: Partial<Study>) => JSON.stringify(outlook({ ...study, ...change }));
  expect(followers({ accountDays: accountDays.slice(-60) })).toContain('go back less than 12 weeks');
  const ended = accountDays.filter(({ day }) => day < addDays(period.to, -40));
  expect(followers({ accountDays: ended })).toContain('daily counts end on 29 Sept 2026');
  // A count that goes back and forth around its level is best carried on as it is.
  const still = accountDays.map((day, index) => ({ ...day, followers: 18_000 + (index % 2) }));
  expect(followers({ accountDays: still })).toContain('no better than “as it was last”');
  // Weeks that lie a factor of a thousand apart, in no order.
  const wild = withPosts(({ day }) => ({
    interactions: Math.round(1000 ** Math.abs(Math.sin(dayNumber(weekStart(day)) * 7.13))),
  }));
  expect(JSON.stringify(outlook(wild))).toContain('past ones were so far off');
  const nothing = outlook({ ...study, accountDays: [], posts: [] });
  expect(nothing.absent).toMatch(/^Outlook: No forecast of followers: .* No forecast of weekly median/);
  expect(ids(outlook({ ...study, accountDays: [] }))).toEqual(['outlook-engagement']);
});

test('what to post next: what stands out leads, and each trial has its price', () => {
  const section = next(study);
  const { title, table } = figure(section, 'next-posts')!;
  expect(title).toMatch(/^Carousel posts did \+\d+% \(\+\d+% to \+\d+%\) against the average post/);
  expect(table.rows.length).toBeGreaterThan(1);
  for (const [, , , effect, low, high, postsEach] of table.rows as number[][]) {
    expect(low).toBeLessThanOrEqual(effect!);
    expect(high).toBeGreaterThanOrEqual(effect!);
    expect(postsEach).toBeGreaterThan(1);
  }
  expect(section.content!.text).toMatch(
    /<a href="#formats">Carousel posts<\/a>: expected \+\d+%.* posts to know of/,
  );
});

test('what to post next: where nothing stands out, what would teach most; with few posts, nothing', () => {
  const same = withPosts(() => ({ format: 'image', caption: null }));
  const shuffled: Study = {
    ...same,
    // Values that have nothing to do with the hour.
    residuals: same.residuals.map((one, index) => ({ ...one, value: 0.4 * Math.sin(index * 12.9898) })),
  };
  const section = next(shuffled);
  expect(section.absent ?? section.figures![0]!.title).toMatch(
    /^Nothing stands out.*: .* would teach most$|no trial would be/,
  );
  expect(next({ ...study, residuals: study.residuals.slice(0, 20) }).absent).toContain('too few posts');
});
