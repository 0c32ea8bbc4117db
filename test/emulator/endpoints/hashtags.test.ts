import { describe, expect, it } from 'vitest';
import { accountOf, running } from '../running.js';

const { clock, emulator, get } = await running();
const bakery = accountOf(emulator, 'padaria.aurora');
const user = `user_id=${bakery.id}`;
const search = (q: string) => get(`/v26.0/ig_hashtag_search?${user}&q=${encodeURIComponent(q)}`);

interface Shown {
  id: string;
  timestamp: string;
}

describe('hashtags', () => {
  it('are found by name, and keep their id in every world', async () => {
    const { data } = await search('Lisboa');
    expect(data).toEqual({ data: [{ id: expect.stringMatching(/^\d{17}$/) }] });
    const other = await running({ seed: 9 });
    const again = await other.get(
      `/v26.0/ig_hashtag_search?user_id=${accountOf(other.emulator, 'padaria.aurora').id}&q=lisboa`,
    );
    expect(again.data).toEqual(data);
    expect((await search('no such tag')).data.error.code).toBe(24);
    expect((await search('coffee ☕')).data.error.code).toBe(100);
    expect((await get('/v26.0/ig_hashtag_search?q=coffee')).data.error.code).toBe(100);
  });

  it('list the posts of the last 24 hours, 50 at most, not strictly in order, all once', async () => {
    const id = (await search('coffee')).data.data[0].id;
    const pages: Shown[][] = [];
    let link: string | undefined =
      `/v26.0/${id}/recent_media?${user}&limit=100&fields=id,caption,timestamp,like_count,permalink`;
    while (link) {
      const { data } = await get(link);
      if (data.paging) expect(Object.keys(data.paging.cursors)).toEqual(['after']);
      pages.push(data.data);
      link = data.paging?.next;
    }
    expect(pages[0]).toHaveLength(50);
    const posts = pages.flat();
    expect(new Set(posts.map((post) => post.id)).size).toBe(posts.length);
    const times = posts.map(({ timestamp }) => new Date(timestamp.replace('+0000', 'Z')).getTime());
    const now = clock.now().getTime();
    expect(times.every((time) => time <= now && time > now - 86_400_000)).toBe(true);
    expect(times).not.toEqual([...times].sort((a, b) => b - a));
  });

  it('tell neither name nor owner', async () => {
    const id = (await search('coffee')).data.data[0].id;
    for (const field of ['username', 'owner', 'media_product_type', 'insights.metric(reach)'])
      expect((await get(`/v26.0/${id}/top_media?${user}&fields=${field}`)).data.error.code).toBe(100);
    const top = (await get(`/v26.0/${id}/top_media?${user}&fields=id,like_count`)).data.data;
    expect(top).toHaveLength(25);
  });

  it('hold the posts of the world’s accounts too', async () => {
    const { clock, emulator, get } = await running();
    const post = emulator.world
      .media(bakery.id, clock.now())
      .find(({ caption, likesHidden }) => !likesHidden && caption?.includes('#lisboa'))!;
    clock.set(new Date(post.postedAt.getTime() + 3_600_000));
    const id = (await get(`/v26.0/ig_hashtag_search?${user}&q=lisboa`)).data.data[0].id;
    const ids: string[] = [];
    let link: string | undefined = `/v26.0/${id}/recent_media?${user}&limit=50`;
    while (link) {
      const { data } = await get(link);
      ids.push(...data.data.map((shown: Shown) => shown.id));
      link = data.paging?.next;
    }
    expect(ids).toContain(post.id);
  });

  it('are thirty different ones in seven days, media edges included', async () => {
    const { clock, get } = await running();
    const names =
      'coffee travel sunset art love photo music food vintage summer autumn winter spring books reading design nature mountains ocean city architecture fitness yoga running cycling camping baking recipe dessert chocolate handmade'.split(
        ' ',
      );
    const ask = (name: string) => get(`/v26.0/ig_hashtag_search?${user}&q=${name}`);
    const ids: string[] = [];
    for (const name of names.slice(0, 30)) ids.push((await ask(name)).data.data[0].id);
    expect((await ask(names[30]!)).data.error.code).toBe(18);
    expect((await ask(names[0]!)).status).toBe(200);
    const listed = await get(`/v26.0/${bakery.id}/recently_searched_hashtags?limit=30`);
    expect(listed.data.data.map((shown: Shown) => shown.id).sort()).toEqual(ids.sort());
    const named = await get(`/v26.0/${bakery.id}/recently_searched_hashtags?limit=30&fields=name`);
    expect(named.data.data).toContainEqual({ id: expect.any(String), name: names[0] });
    const sunset = (await search('sunset')).data.data[0].id;
    const unasked = (await search('weekend')).data.data[0].id;
    expect((await get(`/v26.0/${sunset}/recent_media?${user}`)).status).toBe(200);
    expect((await get(`/v26.0/${unasked}/recent_media?${user}`)).data.error.code).toBe(18);
    clock.advance(7 * 24);
    expect((await get(`/v26.0/${unasked}/recent_media?${user}`)).status).toBe(200);
    expect((await get(`/v26.0/${bakery.id}/recently_searched_hashtags`)).data.data).toEqual([
      { id: unasked },
    ]);
  });

  it('count for the app, and are unknown to Instagram Login', async () => {
    const { headers } = await search('coffee');
    expect(headers).toHaveProperty('x-app-usage');
    expect(headers).not.toHaveProperty('x-business-use-case-usage');
    const token = emulator.instagramTokens[bakery.id]!;
    expect((await get(`/v26.0/ig_hashtag_search?${user}&q=coffee`, token)).status).toBe(400);
  });
});
