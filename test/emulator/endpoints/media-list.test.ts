import { describe, expect, it } from 'vitest';
import { accountOf, running } from '../running.js';

const { clock, emulator, get } = await running();
const newsroom = accountOf(emulator, 'jornalvaledonorte');
const outdoor = accountOf(emulator, 'tallpinesoutfit');
const ids = (data: { data: { id: string }[] }) => data.data.map(({ id }) => id);

/** Follows `next` to the end. */
async function walk(path: string): Promise<{ pages: string[][]; last: { paging: object } }> {
  const pages: string[][] = [];
  let { data } = await get(path);
  for (;;) {
    pages.push(ids(data));
    if (!data.paging.next) return { pages, last: data };
    ({ data } = await get(data.paging.next));
  }
}

describe('paging', () => {
  it('walks exactly what the world holds, newest first', async () => {
    const { pages, last } = await walk(`/v26.0/${newsroom.id}/media?limit=60&fields=id`);
    const expected = emulator.world.media(newsroom.id, clock.now()).map(({ id }) => id);
    expect(pages.flat()).toEqual(expected);
    expect(pages.slice(0, -1).every((page) => page.length === 60)).toBe(true);
    expect(last.paging).not.toHaveProperty('next');
    expect(last.paging).toHaveProperty('cursors.after');
  });

  it('goes back with `before`', async () => {
    const first = await get(`/v26.0/${newsroom.id}/media?limit=7`);
    const second = await get(first.data.paging.next);
    expect(first.data.paging).not.toHaveProperty('previous');
    expect(ids((await get(second.data.paging.previous)).data)).toEqual(ids(first.data));
  });

  it('keeps its place while new posts appear and the one at the cursor goes', async () => {
    const doomed = emulator.world
      .published(newsroom.id, new Date(clock.now().getTime() + 30 * 86_400_000))
      .find(({ absences }) => absences.length > 0)!;
    const gone = doomed.absences[0]!.from;
    clock.set(new Date(gone.getTime() - 1000));
    const position = emulator.world.media(newsroom.id, clock.now()).findIndex(({ id }) => id === doomed.id);
    const page = await get(`/v26.0/${newsroom.id}/media?limit=${position + 1}`);
    expect(ids(page.data).at(-1)).toBe(doomed.id);
    clock.advance(72);
    const next = ids((await get(page.data.paging.next)).data);
    const rest = emulator.world
      .media(newsroom.id, clock.now())
      .filter(({ postedAt }) => postedAt < doomed.postedAt);
    expect(next).toEqual(rest.slice(0, position + 1).map(({ id }) => id));
  });

  it('gives 25 by default and 100 at most', async () => {
    expect(ids((await get(`/v26.0/${newsroom.id}/media`)).data)).toHaveLength(25);
    expect(ids((await get(`/v26.0/${newsroom.id}/media?limit=500`)).data)).toHaveLength(100);
    expect((await get(`/v26.0/${newsroom.id}/media?limit=0`)).data.error.code).toBe(100);
    expect((await get(`/v26.0/${newsroom.id}/media?after=nonsense`)).data.error.code).toBe(100);
  });

  it('echoes the token in links only when it came in the query', async () => {
    const secret = emulator.token;
    const header = await get(`/v26.0/${newsroom.id}/media?limit=2`);
    expect(header.text).not.toContain(secret);
    const query = await get(`/v26.0/${newsroom.id}/media?limit=2&access_token=${secret}`, null);
    expect(query.data.paging.next).toContain(`access_token=${secret}`);
    expect((await get(query.data.paging.next, null)).status).toBe(200);
  });

  it('stays within `since` and `until`, as seconds or as text', async () => {
    const inJuly = emulator.world
      .media(newsroom.id, clock.now())
      .filter(({ postedAt }) => postedAt >= new Date('2026-07-01') && postedAt <= new Date('2026-07-08'));
    const text = await get(`/v26.0/${newsroom.id}/media?limit=100&since=2026-07-01&until=2026-07-08`);
    const seconds = await get(
      `/v26.0/${newsroom.id}/media?limit=100&since=${Date.UTC(2026, 6, 1) / 1000}&until=${Date.UTC(2026, 6, 8) / 1000}`,
    );
    expect(ids(text.data)).toEqual(inJuly.map(({ id }) => id));
    expect(seconds.text).toBe(text.text.replaceAll(/since=[^"&]+|until=[^"&]+/g, ''));
  });

  it('counts media differently than walking them', async () => {
    const { data } = await get(`/v26.0/${newsroom.id}?fields=media_count`);
    expect(data.media_count).not.toBe(emulator.world.media(newsroom.id, clock.now()).length);
  });
});

describe('fields of media', () => {
  it('follow the world and its omissions', async () => {
    const fields =
      'id,ig_id,caption,media_type,media_product_type,timestamp,like_count,media_url,shortcode,children{id,media_type}';
    for (const { id: account, profile } of emulator.world.accounts.filter(
      (candidate) => candidate.profile.owned,
    )) {
      const { data } = await get(`/v26.0/${account}/media?limit=100&fields=${fields}`);
      for (const item of data.data) {
        const post = emulator.world.post(item.id, clock.now())!;
        expect(item.caption).toBe(post.caption ?? undefined);
        expect(item.like_count).toBe(
          post.likesHidden ? undefined : emulator.world.counters(post.id, clock.now()).likes,
        );
        expect('media_url' in item).toBe(!post.licensedAudio);
        expect(item.timestamp).toBe(post.postedAt.toISOString().replace('.000Z', '+0000'));
        expect(item.children?.data.length ?? 0).toBe(post.children.length);
        expect([item.ig_id, item.shortcode]).toEqual([post.key, post.shortcode]);
        const product = post.format === 'REELS' ? 'REELS' : 'FEED';
        expect([item.media_product_type, profile.owned]).toEqual([product, true]);
      }
    }
    const bakery = accountOf(emulator, 'padaria.aurora');
    const hidden = emulator.world.media(bakery.id, clock.now()).filter(({ likesHidden }) => likesHidden);
    expect(hidden.length).toBeGreaterThan(0);
  });

  it('expand insights inside a list', async () => {
    const expansion = 'insights.metric(views,reach,total_interactions,shares){name,values}';
    const { data } = await get(`/v26.0/${outdoor.id}?fields=username,media.limit(3){id,${expansion}}`);
    expect(data.username).toBe('tallpinesoutfit');
    expect(data.media.data).toHaveLength(3);
    for (const item of data.media.data) {
      const { views, reach } = emulator.world.counters(item.id, clock.now());
      expect(item.insights.data.slice(0, 2).map((entry: { values: object[] }) => entry.values)).toEqual([
        [{ value: views }],
        [{ value: reach }],
      ]);
    }
    const second = await get(data.media.paging.next);
    expect(second.data.data[0].insights.data[0].name).toBe('views');
  });

  it('that do not exist are refused by name', async () => {
    const { data } = await get(`/v26.0/${outdoor.id}/media?fields=id,duration`);
    expect(data.error).toMatchObject({
      code: 100,
      type: 'OAuthException',
      message: '(#100) Tried accessing nonexisting field (duration) on node type (Media)',
    });
    const own = await get(`/v26.0/me/media?fields=saved_count`, emulator.instagramTokens[outdoor.id]!);
    expect(own.data.error).toMatchObject({ code: 100, type: 'IGApiException' });
    expect((await get(`/v26.0/${outdoor.id}/media?fields=id{`)).data.error.code).toBe(2500);
  });

  it('differ in signed links from one moment to the next', async () => {
    const url = async () =>
      (await get(`/v26.0/${outdoor.id}/media?limit=1&fields=media_url`)).data.data[0].media_url;
    const before = await url();
    expect(await url()).toBe(before);
    clock.advance(0.01);
    expect(await url()).not.toBe(before);
  });
});

describe('stories', () => {
  it('are listed for 24 hours, then gone altogether', async () => {
    const story = emulator.world
      .published(outdoor.id, new Date(clock.now().getTime() + 10 * 86_400_000))
      .find(({ format, postedAt }) => format === 'STORY' && postedAt > clock.now())!;
    const stories = async () =>
      (await get(`/v26.0/${outdoor.id}/stories?fields=id,permalink,media_product_type,caption`)).data.data;
    clock.set(new Date(story.postedAt.getTime() + 23 * 3_600_000));
    const listed = (await stories()).find(({ id }: { id: string }) => id === story.id);
    expect(listed).toEqual({
      id: story.id,
      permalink: `https://instagram.com/stories/tallpinesoutfit/${story.key}`,
      media_product_type: 'STORY',
    });
    expect((await get(`/v26.0/${story.id}?fields=id`)).status).toBe(200);
    clock.advance(1.5);
    expect((await stories()).map(({ id }: { id: string }) => id)).not.toContain(story.id);
    expect((await get(`/v26.0/${story.id}?fields=id`)).data.error).toMatchObject({
      code: 100,
      error_subcode: 33,
    });
  });
});

describe('time travel', () => {
  it('shows a post growing, and its reach falling once', async () => {
    clock.set(new Date('2026-09-20T12:00:00Z'));
    const post = emulator.world.media(outdoor.id, clock.now())[3]!;
    const series: { reach: number; likes: number }[] = [];
    for (let day = 0; day < 30; day++) {
      const { data } = await get(`/v26.0/${post.id}/insights?metric=reach,likes`);
      const [reach, likes] = data.data.map(
        (entry: { values: { value: number }[] }) => entry.values[0]!.value,
      );
      series.push({ reach, likes });
      clock.advance(24);
    }
    const changes = (key: 'reach' | 'likes') =>
      series.slice(1).map((value, i) => value[key] - series[i]![key]);
    expect(series.at(-1)!.likes).toBeGreaterThan(series[0]!.likes);
    expect(changes('likes').every((change) => change >= 0)).toBe(true);
    expect(changes('reach').filter((change) => change < 0)).toHaveLength(1);
  });
});
