import { describe, expect, it } from 'vitest';
import { accountOf, running } from '../running.js';

const { clock, emulator, get } = await running();
const { world } = emulator;
const outdoor = accountOf(emulator, 'tallpinesoutfit');
/** The post with the most comments. */
const post = world
  .media(outdoor.id, clock.now())
  .sort(
    (a, b) => world.counters(b.id, clock.now()).comments - world.counters(a.id, clock.now()).comments,
  )[0]!;

interface Shown {
  id: string;
  timestamp: string;
  text: string;
  replies?: { data: Shown[] };
}

async function walk(link: string | undefined): Promise<Shown[][]> {
  const pages: Shown[][] = [];
  while (link) {
    const { data } = await get(link);
    pages.push(data.data);
    link = data.paging?.next;
  }
  return pages;
}

describe('comments', () => {
  it('and their replies are as many as the post says', async () => {
    const { data } = await get(`/v26.0/${post.id}?fields=comments_count`);
    const threads = (await walk(`/v26.0/${post.id}/comments?fields=id,replies.limit(50){id}`)).flat();
    const all = threads.flatMap(({ id, replies }) => [id, ...(replies?.data ?? []).map((reply) => reply.id)]);
    expect(all.length).toBe(data.comments_count);
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(threads.length);
  });

  it('come newest first, 50 at most, with three fields by default and a cursor forward', async () => {
    const pages = await walk(`/v26.0/${post.id}/comments?limit=100`);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages[0]).toHaveLength(50);
    const times = pages.flat().map(({ timestamp }) => timestamp);
    expect(times).toEqual([...times].sort().reverse());
    expect(Object.keys(pages[0]![0]!)).toEqual(['timestamp', 'text', 'id']);
    const { data } = await get(`/v26.0/${post.id}/comments?limit=5`);
    expect(Object.keys(data.paging.cursors)).toEqual(['after']);
  });

  it('stay what they were while new ones arrive and likes grow', async () => {
    const { clock, get, emulator } = await running();
    const newest = emulator.world.media(outdoor.id, clock.now())[0]!;
    const read = async () =>
      (await get(`/v26.0/${newest.id}/comments?limit=50&fields=id,text,timestamp`)).data.data as Shown[];
    const before = await read();
    clock.advance(20);
    const after = await read();
    expect(after.length).toBeGreaterThan(before.length);
    const known = new Map(after.map((comment) => [comment.id, comment]));
    for (const comment of before) expect(known.get(comment.id)).toEqual(comment);
    for (const { timestamp } of after)
      expect(new Date(timestamp.replace('+0000', 'Z')).getTime()).toBeLessThanOrEqual(clock.now().getTime());
    clock.advance(-20);
    expect(await read()).toEqual(before);
  });

  it('are read one by one, with their replies, in a world that was never listed', async () => {
    const reply = world.comments(post.id, clock.now()).find(({ parentId }) => parentId !== null)!;
    const { get } = await running();
    const one = await get(`/v26.0/${reply.id}?fields=id,text,parent_id,media`);
    expect(one.data).toEqual({
      id: reply.id,
      text: reply.text,
      parent_id: reply.parentId,
      media: { id: post.id },
    });
    const { data } = await get(`/v26.0/${reply.parentId}/replies`);
    expect(data.data.map(({ id }: Shown) => id)).toContain(reply.id);
    expect((await get(`/v26.0/${reply.id}/replies`)).data).toEqual({ data: [] });
    expect((await get(`/v26.0/${reply.id}?fields=shoe_size`)).data.error.code).toBe(100);
  });

  it('name their authors only to those who may manage comments', async () => {
    const path = `/v26.0/${post.id}/comments?limit=1&fields=id,username,from`;
    const full = (await get(path)).data.data[0];
    expect(full.from).toEqual({ id: expect.stringMatching(/^\d+$/), username: full.username });
    const token = emulator.mint({ login: 'facebook', scopes: ['instagram_basic'] });
    expect((await get(path, token)).data.data).toEqual([{ id: full.id }]);
  });

  it('of others cannot be read', async () => {
    const rival = world.accounts.find(({ profile }) => !profile.owned)!;
    const theirs = world
      .media(rival.id, clock.now())
      .find(({ id }) => world.comments(id, clock.now()).length > 0)!;
    expect((await get(`/v26.0/${theirs.id}/comments`)).data.error).toMatchObject({
      code: 100,
      error_subcode: 33,
    });
    const comment = world.comments(theirs.id, clock.now())[0]!;
    expect((await get(`/v26.0/${comment.id}`)).data.error).toMatchObject({ code: 100, error_subcode: 33 });
  });

  it('hold hostile text now and then', () => {
    const texts = world
      .media(outdoor.id, clock.now())
      .flatMap(({ id }) => world.comments(id, clock.now()).map(({ text }) => text));
    expect(texts.some((text) => text.includes('<script>'))).toBe(true);
    expect(texts.some((text) => text.startsWith('='))).toBe(true);
    expect(texts.some((text) => text.includes('\u202E'))).toBe(true);
    expect(texts.some((text) => text.length > 2000)).toBe(true);
  });
});
