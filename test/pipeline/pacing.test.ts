import { expect, it, onTestFinished } from 'vitest';
import { nightly } from '../../pipeline/run/nightly.js';
import {
  everything,
  firstNight,
  ownAccounts,
  smallWorld,
  tablesOf,
  withoutPastDays,
} from './emulated-night.js';
import { temporaryHome } from './temporary-home.js';

/** The platform counts calls in the last 24 hours. */
const nightMs = 25 * 3_600_000;

it.each([
  ['media/insights', 0.021],
  ['media/comments', 0.03],
])(
  'an account whose calls are used up over %s is left alone, and gone on with in the next nights',
  async (over, callsPerView) => {
    let now = firstNight;
    const emulator = await smallWorld({ now: () => now, callsPerView });
    onTestFinished(() => emulator.close());
    const { world } = emulator;
    const { id } = ownAccounts(world).find(({ profile }) => profile.username === 'padaria.aurora')!;
    const home = await temporaryHome();
    await withoutPastDays(home, world);
    const pauses: number[] = [];
    const night = async () => {
      const { outside, ...job } = everything(home, emulator, { now, settings: { accounts: [id] } });
      const sleep = async (ms: number) => {
        pauses.push(ms);
      };
      const { manifest } = await nightly({ ...job, outside: { ...outside, sleep } });
      now = new Date(now.getTime() + nightMs);
      return manifest;
    };

    const first = await night();
    expect(first).toMatchObject({
      status: 'partial',
      gaps: [{ account: id, stream: null, recovery: 'wait' }],
    });
    expect(first.gaps[0]!.message).toMatch(/^9[5-9] % of the call budget is used/);
    // Slower from three quarters on.
    expect(pauses.length).toBeGreaterThan(5);
    expect(Math.max(...pauses)).toBeGreaterThan(Math.min(...pauses));
    expect(emulator.requests().at(-1)!.endpoint).toBe(over);
    let last = first;
    for (let nights = 2; last.status === 'partial' && nights <= 4; nights++) last = await night();
    expect(last).toMatchObject({ status: 'succeeded', gaps: [] });
    // It never came to a refusal.
    expect(emulator.requests().filter(({ status }) => status !== 200)).toEqual([]);

    now = new Date(now.getTime() - nightMs);
    const tables = await tablesOf(home);
    const posts = [...tables.get('media_performance')!.values()].filter(
      ({ account_id }) => account_id === id,
    );
    const ids = posts.map(({ media_id }) => media_id);
    expect(ids).toEqual(expect.arrayContaining(world.media(id, now).map((post) => post.id)));
    expect(posts.filter(({ reach }) => reach === null)).toEqual([]);
    const commented = posts.filter(({ format, comments }) => format !== 'story' && Number(comments) > 0);
    const read = new Set([...tables.get('comments')!.values()].map(({ media_key }) => media_key));
    expect(commented.length).toBeGreaterThan(5);
    expect(commented.filter(({ media_key }) => !read.has(media_key!))).toEqual([]);
  },
);
