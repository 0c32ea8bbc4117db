import { describe, expect, it } from 'vitest';
import type { Post } from '../../../emulator/index.js';
import { accountOf, running, start } from '../running.js';

const { clock, emulator, get } = await running();
const outdoor = accountOf(emulator, 'tallpinesoutfit');
const later = new Date(start.getTime() + 20 * 3_600_000);

const newest = (wanted: (post: Post) => boolean): Post =>
  emulator.world.published(outdoor.id, later).filter(wanted).at(-1)!;
const samples = {
  IMAGE: newest(({ format }) => format === 'IMAGE'),
  CAROUSEL_ALBUM: newest(({ format }) => format === 'CAROUSEL_ALBUM'),
  REELS: newest(({ format, crossposted }) => format === 'REELS' && !crossposted),
  STORY: newest(({ format }) => format === 'STORY'),
};
const insights = (post: Post, query: string, token?: string) =>
  get(`/v26.0/${post.id}/insights?${query}`, token);

/** Written out from the platform's documentation, independently of the emulator's own table: feed, reels, story. */
const matrix: Record<string, string> = {
  views: 'yyy',
  reach: 'yyy',
  total_interactions: 'yyy',
  likes: 'yyn',
  comments: 'yyn',
  saved: 'yyn',
  shares: 'yyy',
  reposts: 'yyy',
  follows: 'yny',
  profile_visits: 'yny',
  profile_activity: 'yny',
  navigation: 'nny',
  replies: 'nny',
  link_clicks: 'nny',
  ig_reels_avg_watch_time: 'nyn',
  ig_reels_video_view_total_time: 'nyn',
  reels_skip_rate: 'nyn',
  total_likes: 'yyn',
  total_comments: 'yyn',
  total_views: 'yyy',
  impressions: 'nnn',
  plays: 'nnn',
};

describe('validity', () => {
  clock.set(later);

  it.each(Object.entries(matrix))('of %s is %s', async (metric, expected) => {
    const valid = async (format: keyof typeof samples) => {
      const { status, data } = await insights(samples[format], `metric=${metric}`);
      if (status === 200) {
        expect(data.data).toHaveLength(1);
        expect(data.data[0]).toMatchObject({ name: metric, period: 'lifetime' });
        expect(data.data[0].values[0].value).toBeTypeOf('number');
        return 'y';
      }
      expect(data.error.code).toBe(100);
      expect(data.error.message).toMatch(/does not support the|no longer supported/);
      return 'n';
    };
    expect([await valid('IMAGE'), await valid('REELS'), await valid('STORY')].join('')).toBe(expected);
    expect(await valid('CAROUSEL_ALBUM')).toBe(expected[0]);
  });

  it('lets one metric sink the whole call, or be left out when told so', async () => {
    const query = 'metric=views,navigation,reach';
    const strict = await insights(samples.IMAGE, query);
    expect(strict.status).toBe(400);
    expect(strict.data.error.message).toBe(
      '(#100) The Media Insights API does not support the navigation metric for this media product type.',
    );
    const lenient = await running({ dropUnsupported: true });
    const { data } = await lenient.get(`/v26.0/${samples.IMAGE.id}/insights?${query}`);
    expect(data.data.map(({ name }: { name: string }) => name)).toEqual(['views', 'reach']);
  });

  it('refuses unknown metrics with the list of known ones, and asks for the parameter', async () => {
    const unknown = await insights(samples.IMAGE, 'metric=views,engagement');
    expect(unknown.data.error.message).toMatch(
      /^\(#100\) metric\[1\] must be one of the following values: views, reach/,
    );
    const missing = await insights(samples.IMAGE, '');
    expect(missing.data.error).toMatchObject({
      code: 100,
      message: '(#100) The parameter metric is required',
    });
  });

  it('keeps the Facebook metrics from Instagram Login', async () => {
    const { data } = await insights(
      samples.IMAGE,
      'metric=total_views',
      emulator.instagramTokens[outdoor.id]!,
    );
    expect(data.error).toMatchObject({ code: 100, type: 'IGApiException' });
    expect(data.error.message).toContain('must be one of');
    expect(data.error.message).not.toContain('total_views');
  });

  it('gives cross-posted views only for a reel on Facebook too', async () => {
    const reel = newest(({ crossposted }) => crossposted);
    const given = await insights(reel, 'metric=views,facebook_views,crossposted_views');
    const [views, facebook, both] = given.data.data.map(
      (entry: { values: { value: number }[] }) => entry.values[0]!.value,
    );
    expect(facebook).toBeGreaterThan(0);
    expect(both).toBe(views + facebook);
    expect((await insights(samples.REELS, 'metric=facebook_views')).data.error.code).toBe(100);
  });
});

describe('values', () => {
  it('are the true counters of the world', async () => {
    const { data } = await insights(samples.REELS, 'metric=views,reach,saved,ig_reels_avg_watch_time');
    const truth = emulator.world.counters(samples.REELS.id, clock.now());
    const values = data.data.map((entry: { values: { value: number }[] }) => entry.values[0]!.value);
    expect(values).toEqual([truth.views, truth.reach, truth.saved, truth.averageWatchMs]);
    expect(data.data[0].id).toBe(`${samples.REELS.id}/insights/views/lifetime`);
    expect(data).not.toHaveProperty('paging');
  });

  it('come with a breakdown of lower-case values that sums to the total', async () => {
    const { data } = await insights(
      samples.STORY,
      'metric=navigation&breakdown=story_navigation_action_type',
    );
    const { total_value, values } = data.data[0];
    const { dimension_keys, results } = total_value.breakdowns[0];
    expect(dimension_keys).toEqual(['story_navigation_action_type']);
    expect(results.map((row: { dimension_values: string[] }) => row.dimension_values[0])).toContain(
      'tap_forward',
    );
    const sum = results.reduce((total: number, { value }: { value: number }) => total + value, 0);
    expect([total_value.value, values[0].value]).toEqual([sum, sum]);
    for (const { value } of results) expect(value).toBeGreaterThan(0);
  });

  it('fail with code 1 for a breakdown that a metric does not have', async () => {
    const { status, data } = await insights(
      samples.STORY,
      'metric=views&breakdown=story_navigation_action_type',
    );
    expect([status, data.error.code]).toEqual([500, 1]);
    const followers = await insights(samples.IMAGE, 'metric=reach&breakdown=follow_type');
    expect(followers.data.error.message).toBe(
      '(#100) Incompatible breakdowns (follow_type) for metric (reach)',
    );
  });
});

describe('media without insights', () => {
  it('was posted before the account became professional', async () => {
    const library = accountOf(emulator, 'shantinagar.library');
    const old = emulator.world.published(library.id, start).find(({ format }) => format !== 'STORY')!;
    const { status, data } = await insights(old, 'metric=reach');
    expect(status).toBe(400);
    expect(data.error).toMatchObject({
      code: 100,
      error_subcode: 2108006,
      message: 'Invalid parameter',
      error_user_title: 'Media posted before business account conversion',
      error_data: { blame_field_specs: [['']] },
      is_transient: false,
    });
    const fresh = emulator.world.media(library.id, start)[0]!;
    expect((await insights(fresh, 'metric=reach')).status).toBe(200);
  });

  it('is a story with fewer than five viewers, then one that has expired', async () => {
    const pottery = accountOf(emulator, 'barro_kai_alati');
    const quiet = emulator.world
      .published(pottery.id, new Date(start.getTime() + 60 * 86_400_000))
      .find(
        ({ id, format, postedAt }) =>
          format === 'STORY' &&
          postedAt > later &&
          emulator.world.counters(id, new Date(postedAt.getTime() + 23 * 3_600_000)).reach < 5,
      )!;
    clock.set(new Date(quiet.postedAt.getTime() + 23 * 3_600_000));
    const few = await insights(quiet, 'metric=reach');
    expect(few.data.error).toMatchObject({
      code: 10,
      message: '(#10) Not enough viewers for the media to show insights',
    });
    clock.advance(2);
    expect((await insights(quiet, 'metric=reach')).data.error).toMatchObject({
      code: 100,
      error_subcode: 33,
    });
    clock.set(later);
  });

  it('is a part of a carousel', async () => {
    const { data } = await get(`/v26.0/${samples.CAROUSEL_ALBUM.children[0]!.id}/insights?metric=reach`);
    expect(data.error.code).toBe(100);
  });
});
