import { describe, expect, it } from 'vitest';
import { createWorld, type Post, type World } from '../../../emulator/index.js';
import { interactionsOf } from '../../../emulator/world/counters.js';
import { accountOf, start } from '../running.js';

const hour = 3_600_000;
const hoursOn = (hours: number) => new Date(start.getTime() + hours * hour);
const world = createWorld({ start });
const owned = world.accounts.filter(({ profile }) => profile.owned);
const everything = (of: World, at: Date): Post[] => of.accounts.flatMap(({ id }) => of.published(id, at));
const final = (post: Post) => world.counters(post.id, new Date(post.postedAt.getTime() + 20 * 24 * hour));

describe('determinism', () => {
  it('does not depend on the order or the number of questions', () => {
    const stepwise = createWorld({ start });
    for (let day = 0; day <= 90; day += 3) {
      for (const { id } of stepwise.accounts) {
        stepwise.media(id, hoursOn(day * 24));
        stepwise.followers(id, hoursOn(day * 24));
      }
    }
    const jumping = createWorld({ start });
    jumping.media(jumping.accounts.at(-1)!.id, hoursOn(400 * 24));
    const at = hoursOn(90 * 24);
    expect(JSON.stringify(everything(jumping, at))).toBe(JSON.stringify(everything(stepwise, at)));
    for (const { id } of stepwise.accounts) {
      expect(jumping.followers(id, at)).toBe(stepwise.followers(id, at));
      expect(jumping.day(id, 20_700)).toEqual(stepwise.day(id, 20_700));
    }
  });

  it('makes another world from another seed', () => {
    const other = createWorld({ start, seed: 2 });
    expect(other.accounts[0]!.id).not.toBe(world.accounts[0]!.id);
    expect(other.media(other.accounts[0]!.id, start)[0]!.id).not.toBe(
      world.media(world.accounts[0]!.id, start)[0]!.id,
    );
  });

  it('forgets nothing when the clock goes back', () => {
    const account = owned[0]!.id;
    const before = world.media(account, start).map(({ id }) => id);
    world.media(account, hoursOn(1000));
    expect(world.media(account, start).map(({ id }) => id)).toEqual(before);
    const later = world.media(account, hoursOn(1000)).find(({ postedAt }) => postedAt > start)!;
    expect(world.post(later.id, start)).toBeUndefined();
  });
});

describe('posts', () => {
  const posts = everything(world, hoursOn(70 * 24));

  it('have unique 17-digit ids and shortcodes that carry the upload time', () => {
    const ids = posts.flatMap(({ id, children }) => [id, ...children.map((child) => child.id)]);
    expect(new Set(ids).size).toBe(ids.length);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (const { id, key, shortcode, postedAt } of posts) {
      expect(id).toMatch(/^\d{17}$/);
      const value = [...shortcode].reduce((sum, letter) => sum * 64n + BigInt(alphabet.indexOf(letter)), 0n);
      expect(value.toString()).toBe(key);
      const uploadedAt = Number((value >> 23n) + 1314220021721n);
      expect(postedAt.getTime() - uploadedAt).toBeGreaterThan(-1000);
      expect(postedAt.getTime() - uploadedAt).toBeLessThan(60_000);
    }
  });

  it('come in every format, mostly with a caption, with at most 5 hashtags, some hostile', () => {
    expect(new Set(posts.map(({ format }) => format))).toEqual(
      new Set(['IMAGE', 'CAROUSEL_ALBUM', 'REELS', 'STORY']),
    );
    const feed = posts.filter(({ format }) => format !== 'STORY');
    const bare = feed.filter(({ caption }) => caption === null).length / feed.length;
    expect(bare).toBeGreaterThan(0.01);
    expect(bare).toBeLessThan(0.12);
    for (const { caption } of feed) expect(caption?.match(/#/g)?.length ?? 0).toBeLessThanOrEqual(5);
    const captions = feed.map(({ caption }) => caption).join('\n');
    expect(captions).toContain('</script><script>');
    expect(captions).toContain('=cmd|');
    expect(captions).toContain('\u202E');
  });

  it('are published at the hours of the account, not of the machine', () => {
    const library = accountOf({ world }, 'shantinagar.library');
    const local = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Asia/Kolkata',
      hour: '2-digit',
      hourCycle: 'h23',
    });
    const hours = world.media(library.id, start).map(({ postedAt }) => Number(local.format(postedAt)));
    expect(new Set(hours)).toEqual(new Set([10, 13, 17, 19]));
  });

  it('vanish when deleted, and return when only away', () => {
    const newsroom = accountOf({ world }, 'jornalvaledonorte').id;
    const bakery = accountOf({ world }, 'padaria.aurora').id;
    const listed = (account: string, post: Post, at: Date) =>
      world.media(account, at).some(({ id }) => id === post.id);
    const deleted = posts.find(({ absences }) => absences[0]?.until === null)!;
    const gone = deleted.absences[0]!.from;
    expect(deleted.accountId).toBe(newsroom);
    expect(listed(newsroom, deleted, new Date(gone.getTime() - 1))).toBe(true);
    expect(listed(newsroom, deleted, gone)).toBe(false);
    expect(listed(newsroom, deleted, hoursOn(2000))).toBe(false);
    const away = posts.find(({ absences }) => absences[0]?.until)!;
    const { from, until } = away.absences[0]!;
    expect([new Date(from.getTime() - 1), from, until!].map((at) => listed(bakery, away, at))).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('live for 24 hours as stories', () => {
    const story = posts.find(({ format, postedAt }) => format === 'STORY' && postedAt > start)!;
    const alive = (hours: number) =>
      world
        .stories(story.accountId, new Date(story.postedAt.getTime() + hours * hour))
        .some(({ id }) => id === story.id);
    expect([0, 23.9, 24, 30].map(alive)).toEqual([true, true, false, false]);
  });
});

describe('counters', () => {
  const posts = owned.flatMap(({ id }) => world.published(id, start)).filter((_, index) => index % 3 === 0);

  it('are whole, start at zero and stay consistent at every age', () => {
    for (const post of posts) {
      expect(interactionsOf(world.counters(post.id, post.postedAt))).toBe(0);
      for (const hours of [1, 20, 100, 700, 2000]) {
        const counters = world.counters(post.id, new Date(post.postedAt.getTime() + hours * hour));
        expect(counters.reach).toBeLessThanOrEqual(counters.views);
        expect(counters.totalViews).toBeGreaterThanOrEqual(counters.views);
        expect(interactionsOf(counters)).toBeLessThanOrEqual(Math.max(10, counters.reach * 0.6));
        for (const value of [
          counters.reach,
          counters.views,
          counters.likes,
          counters.saved,
          counters.totalWatchMs,
        ])
          expect(Number.isInteger(value) && value >= 0).toBe(true);
      }
    }
  });

  it('grow, except that reach falls a little on the 3rd of a month', () => {
    const post = world.media(
      accountOf({ world }, 'tallpinesoutfit').id,
      new Date('2026-07-20T00:00:00Z'),
    )[0]!;
    let falls = 0;
    for (let day = 0; day < 45; day++) {
      const [before, next] = [day, day + 1].map((n) =>
        world.counters(post.id, new Date(Date.UTC(2026, 6, 20 + n, 12))),
      );
      expect(next!.likes).toBeGreaterThanOrEqual(before!.likes);
      if (next!.reach < before!.reach) {
        falls += 1;
        expect(next!.reach).toBeGreaterThan(before!.reach * 0.97);
        expect(new Date(Date.UTC(2026, 6, 21 + day)).getUTCDate()).toBe(3);
      }
    }
    expect(falls).toBeGreaterThanOrEqual(1);
  });

  it('reach half of the final value within days, and nearly all in 28', () => {
    const shares = posts
      .filter(({ format }) => format !== 'STORY')
      .map((post) => {
        const views = (days: number) =>
          world.counters(post.id, new Date(post.postedAt.getTime() + days * 24 * hour)).views;
        return [views(3) / views(120), views(28) / views(120)] as const;
      });
    const median = (index: 0 | 1) =>
      shares.map((pair) => pair[index]).sort((a, b) => a - b)[shares.length >> 1]!;
    expect(median(0)).toBeGreaterThan(0.5);
    expect(median(0)).toBeLessThan(0.95);
    expect(median(1)).toBeGreaterThan(0.97);
  });

  it('hold the true effects of the world: saves of carousels, reach of reels, a heavy tail', () => {
    const feed = world.media(accountOf({ world }, 'jornalvaledonorte').id, start);
    const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
    const of = (format: string, value: (post: Post) => number) =>
      median(feed.filter((post) => post.format === format).map(value));
    const saves = (post: Post) => final(post).saved / final(post).reach;
    expect(of('CAROUSEL_ALBUM', saves) / of('IMAGE', saves)).toBeGreaterThan(1.4);
    const reach = (post: Post) => final(post).reach;
    expect(of('REELS', reach) / of('IMAGE', reach)).toBeGreaterThan(1.3);
    const reaches = feed.map(reach);
    expect(Math.max(...reaches) / median(reaches)).toBeGreaterThan(5);
  });

  it('add paid views to the totals of a boosted post only', () => {
    const boosted = posts
      .concat(owned.flatMap(({ id }) => world.published(id, start)))
      .filter(({ paid }) => paid > 0);
    expect(boosted.length).toBeGreaterThan(0);
    for (const post of boosted) expect(final(post).totalViews).toBeGreaterThan(final(post).views * 1.5);
    const plain = posts.find(({ paid, format }) => paid === 0 && format === 'REELS')!;
    expect(final(plain).totalViews).toBe(final(plain).views);
  });
});

describe('accounts', () => {
  it('balance: followers change by gains minus losses', () => {
    const midnight = (day: number) => new Date(Date.UTC(2026, 7, day, 7));
    for (const { id } of owned) {
      for (let day = 1; day < 30; day++) {
        const { follows, unfollows } = world.day(id, Math.floor(midnight(day).getTime() / 86_400_000));
        expect(world.followers(id, midnight(day + 1)) - world.followers(id, midnight(day))).toBe(
          follows - unfollows,
        );
      }
    }
  });

  it('start near the size they were given, and grow in one case by a viral post', () => {
    for (const { id, profile } of world.accounts) {
      expect(Math.abs(world.followers(id, start) / profile.followers - 1)).toBeLessThan(0.1);
    }
    const bakery = accountOf({ world }, 'padaria.aurora').id;
    const gains = Array.from({ length: 60 }, (_, i) => world.day(bakery, 20_666 + i).follows);
    expect(Math.max(...gains)).toBeGreaterThan(8 * gains.sort((a, b) => a - b)[30]!);
  });

  it('show part of a day while it lasts and all of it after 48 hours', () => {
    const { id } = accountOf({ world }, 'tallpinesoutfit');
    const day = Math.floor(Date.UTC(2026, 7, 10) / 86_400_000);
    const views = (hours: number) =>
      Object.values(world.day(id, day, new Date(Date.UTC(2026, 7, 10, 7 + hours))).views).reduce(
        (a, b) => a + b,
        0,
      );
    const [noon, end, next, settled] = [12, 24, 48, 72].map(views) as [number, number, number, number];
    expect(noon).toBeGreaterThan(0);
    expect(end).toBeGreaterThan(noon);
    expect(next).toBeGreaterThan(end);
    expect(settled).toBeGreaterThan(next);
    expect(views(500)).toBe(settled);
  });
});
