import { describe, expect, it } from 'vitest';
import { accountOf, running } from '../running.js';

const { clock, emulator, get } = await running();
const { world } = emulator;
const bakery = accountOf(emulator, 'padaria.aurora');
const others = world.accounts
  .filter(({ profile }) => !profile.owned)
  .flatMap(({ id }) => world.media(id, clock.now()));
const ask = (field: string, inner: string) =>
  get(`/v26.0/${bakery.id}?fields=${field}${encodeURIComponent(`{${inner}}`)}`);

describe('tags', () => {
  it('list posts of others, newest first', async () => {
    const found: { username: string; timestamp: string }[] = [];
    let link: string | undefined = `/v26.0/${bakery.id}/tags?limit=2&fields=id,username,timestamp,caption`;
    while (link) {
      const { data } = await get(link);
      found.push(...data.data);
      link = data.paging?.next;
    }
    expect(found.length).toBeGreaterThan(2);
    expect(found.length).toBe(world.tags(bakery.id, clock.now()).length);
    const times = found.map(({ timestamp }) => timestamp);
    expect(times).toEqual([...times].sort().reverse());
    const names = world.accounts
      .filter(({ profile }) => !profile.owned)
      .map(({ profile }) => profile.username);
    for (const { username } of found) expect(names).toContain(username);
  });

  it('need a Facebook token that may manage comments', async () => {
    expect((await get(`/v26.0/${bakery.id}/tags`, emulator.instagramTokens[bakery.id]!)).status).toBe(400);
    const token = emulator.mint({ login: 'facebook', scopes: ['instagram_basic', 'pages_read_engagement'] });
    expect((await get(`/v26.0/${bakery.id}/tags`, token)).data.error.code).toBe(10);
  });
});

describe('mentions', () => {
  it('in captions are read by the id of the post, without the @', async () => {
    const post = others.find(({ id }) => world.mentionIn(id, clock.now())?.id === bakery.id)!;
    const { data } = await ask(`mentioned_media.media_id(${post.id})`, 'id,caption,username');
    expect(data.id).toBe(bakery.id);
    expect(data.mentioned_media.id).toBe(post.id);
    expect(data.mentioned_media.caption).toMatch(/(^| )padaria\.aurora$/);
  });

  it('in comments are read by the id of the comment', async () => {
    const comment = others
      .flatMap(({ id }) => world.comments(id, clock.now()))
      .find(({ text }) => text.startsWith('@padaria.aurora '))!;
    const { data } = await ask(`mentioned_comment.comment_id(${comment.id})`, 'id,text,media');
    expect(data.mentioned_comment).toEqual({
      id: comment.id,
      text: comment.text,
      media: { id: comment.mediaId },
    });
    expect((await ask(`mentioned_media.media_id(${comment.mediaId})`, 'id')).status).toBe(200);
  });

  it('that are none are refused', async () => {
    const silent = others.find(
      ({ id }) => !world.mentionIn(id, clock.now()) && world.comments(id, clock.now()).length === 0,
    );
    const own = world.media(bakery.id, clock.now())[0]!;
    for (const post of [silent, own].filter((one) => one !== undefined))
      expect((await ask(`mentioned_media.media_id(${post.id})`, 'id')).data.error.code).toBe(100);
    const chat = others
      .flatMap(({ id }) => world.comments(id, clock.now()))
      .find(({ text }) => !text.startsWith('@'))!;
    expect((await ask(`mentioned_comment.comment_id(${chat.id})`, 'id')).data.error.code).toBe(100);
    expect((await ask('mentioned_comment', 'id')).data.error.code).toBe(100);
  });
});
