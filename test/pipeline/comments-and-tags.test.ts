import { describe, expect, it } from 'vitest';
import type { CanonicalRecord } from '../../connectors/index.js';
import { temporaryHome } from './temporary-home.js';
import { buildHome, land, marts, page, post, profile, published } from './warehouse.js';

const night = (number: number): string => new Date(Date.UTC(2026, 9, number, 2)).toISOString();

const comment = (observed_at: string, values: object = {}): CanonicalRecord =>
  ({
    stream: 'comments',
    values: {
      comment_id: '1',
      media_ref: 'AAAAA1',
      account_ref: '100',
      text: 'nice',
      likes: 2,
      commented_at: '2026-10-01T13:00:00Z',
      observed_at,
      ...values,
    },
  }) as unknown as CanonicalRecord;

const tagged = (observed_at: string, values: object = {}): CanonicalRecord =>
  ({
    stream: 'tagged_media',
    values: {
      account_ref: '100',
      kind: 'tag',
      media_ref: 'TTTTT1',
      username: 'stranger',
      permalink: 'https://www.instagram.com/p/TTTTT1/',
      format: 'image',
      likes: 5,
      comments: 1,
      posted_at: '2026-10-01T09:00:00Z',
      observed_at,
      ...values,
    },
  }) as unknown as CanonicalRecord;

describe('comments', () => {
  it('have one row each, as last known, with the span in which they were observed', async () => {
    const rows = await marts(
      await temporaryHome(),
      [
        profile(night(1)),
        post(night(1), { media_id: '77', shortcode: 'AAAAA1' }),
        comment(night(2), { likes: 0 }),
        comment(night(3), { likes: 9, text: 'nice!' }),
        comment(night(5), { likes: 7, text: 'nice!' }),
        // a notice without likes, under the id of the post
        comment(night(6), { likes: null, text: 'nice!', media_ref: 'id:77' }),
        comment(night(4), { comment_id: '2', parent_id: '1', text: '=1+1\u202e<b>', likes: null }),
      ],
      'select * from comments order by comment_id',
    );
    expect(rows).toEqual([
      {
        comment_id: '1',
        account_id: '100',
        media_key: 'AAAAA1',
        parent_id: null,
        text: 'nice!',
        likes: 7,
        commented_at: new Date('2026-10-01T13:00:00Z'),
        first_observed_at: new Date(night(2)),
        last_observed_at: new Date(night(6)),
      },
      {
        comment_id: '2',
        account_id: '100',
        media_key: 'AAAAA1',
        parent_id: '1',
        text: '=1+1\u202e<b>',
        likes: null,
        commented_at: new Date('2026-10-01T13:00:00Z'),
        first_observed_at: new Date(night(4)),
        last_observed_at: new Date(night(4)),
      },
    ]);
  });

  it('remember when they were first observed however often they are read again, in whatever order', async () => {
    for (const order of [
      [2, 3, 4, 5, 6],
      [4, 6, 5, 2, 3],
    ]) {
      const home = await temporaryHome();
      for (const [index, number] of order.entries()) {
        await land(home, night(20 + index), [
          page(night(number), [profile(night(1)), comment(night(number))]),
        ]);
        await buildHome(home, { at: night(26) });
      }
      expect(await published(home, 'select first_observed_at, last_observed_at from comments')).toEqual([
        { first_observed_at: new Date(night(2)), last_observed_at: new Date(night(6)) },
      ]);
      const [kept] = await published(
        home,
        'select sum(loaded) as loaded, sum(superseded) as rest from loads',
      );
      // the first and the last time, and the profile that every page says
      expect(kept).toEqual({ loaded: 2 + 1, rest: 5 * 2 - 3 });
    }
  });
});

describe('tagged_media', () => {
  it('has a row per account, kind and post, as last described', async () => {
    const rows = await marts(
      await temporaryHome(),
      [
        profile(night(1)),
        tagged(night(2), { likes: 5 }),
        tagged(night(4), { likes: 8, caption: '@brand 🎉' }),
        tagged(night(3), { likes: 6 }),
        tagged(night(3), { media_ref: 'TTTTT2', likes: null }),
        // a mention that arrives before and after it is described
        ...[2, 5].map((day) =>
          tagged(night(day), {
            kind: 'caption',
            username: null,
            permalink: null,
            format: null,
            likes: null,
            comments: null,
            posted_at: null,
          }),
        ),
        tagged(night(3), { kind: 'caption', likes: 7 }),
        tagged(night(3), {
          kind: 'comment',
          media_ref: 'id:55',
          permalink: null,
          posted_at: null,
          username: null,
        }),
      ],
      `select kind, media_key, username, likes, caption, first_observed_at as first, last_observed_at as last
       from tagged_media order by kind, media_key`,
    );
    const span = (first: number, last: number) => ({
      first: new Date(night(first)),
      last: new Date(night(last)),
    });
    expect(rows).toEqual([
      { kind: 'caption', media_key: 'TTTTT1', username: 'stranger', likes: 7, caption: null, ...span(2, 5) },
      { kind: 'comment', media_key: 'id:55', username: null, likes: 5, caption: null, ...span(3, 3) },
      {
        kind: 'tag',
        media_key: 'TTTTT1',
        username: 'stranger',
        likes: 8,
        caption: '@brand 🎉',
        ...span(2, 4),
      },
      { kind: 'tag', media_key: 'TTTTT2', username: 'stranger', likes: null, caption: null, ...span(3, 3) },
    ]);
  });
});
