import { describe, expect, it } from 'vitest';
import { defaultAccounts } from '../../../emulator/index.js';
import { accountOf, running } from '../running.js';

const { clock, emulator, get } = await running();
const { world } = emulator;
const bakery = accountOf(emulator, 'padaria.aurora');
const rival = accountOf(emulator, 'northridgegear');
const discover = (username: string, inner: string) =>
  `/v26.0/${bakery.id}?fields=business_discovery.username(${username})${encodeURIComponent(`{${inner}}`)}`;

describe('business discovery', () => {
  it('shows the public profile of another account beside the own id', async () => {
    const { data } = await get(discover('northridgegear', 'username,name,followers_count,media_count'));
    expect(data).toEqual({
      business_discovery: {
        username: 'northridgegear',
        name: 'Northridge Gear Co.',
        followers_count: world.followers(rival.id, clock.now()),
        media_count: expect.any(Number),
        id: rival.id,
      },
      id: bakery.id,
    });
  });

  it('walks its posts by cursor alone', async () => {
    const seen: string[] = [];
    for (let after = ''; ; ) {
      const inner = `media.limit(60)${after && `.after(${after})`}{id,like_count,view_count,media_product_type}`;
      const { media } = (await get(discover('northridgegear', inner))).data.business_discovery;
      seen.push(...media.data.map(({ id }: { id: string }) => id));
      for (const post of media.data) expect('view_count' in post).toBe(post.media_product_type === 'REELS');
      if (!media.paging) break;
      expect(Object.keys(media.paging)).toEqual(['cursors']);
      after = media.paging.cursors.after;
    }
    expect(seen).toEqual(world.media(rival.id, clock.now()).map(({ id }) => id));
  });

  it.each(['insights.metric(reach)', 'comments{text}', 'owner'])('keeps %s to the owner', async (field) => {
    const { data } = await get(discover('northridgegear', `media.limit(1){id,${field}}`));
    expect(data.error.code).toBe(100);
  });

  it('does not tell unknown, personal and age-gated accounts apart', async () => {
    const own = await running({
      accounts: defaultAccounts.map((account) =>
        account.owned ? account : { ...account, discoverable: false },
      ),
    });
    for (const answer of [
      await get(discover('nobody.here', 'id')),
      await own.get(discover('northridgegear', 'id')),
    ]) {
      expect(answer.status).toBe(400);
      expect(answer.data.error).toMatchObject({
        code: 110,
        error_subcode: 2207013,
        message: 'Invalid user id',
      });
    }
  });

  it('needs a Facebook token with both permissions', async () => {
    const path = discover('northridgegear', 'id');
    expect((await get(path, emulator.instagramTokens[bakery.id]!)).data.error.code).toBe(100);
    const token = emulator.mint({
      login: 'facebook',
      scopes: ['instagram_basic', 'instagram_manage_insights'],
    });
    expect((await get(path, token)).data.error.code).toBe(10);
  });

  it('counts for the app and not for the account', async () => {
    const { get } = await running({ appCallsPerHour: 4 });
    const path = discover('northridgegear', 'id');
    const { headers } = await get(path);
    expect(JSON.parse(headers['x-app-usage']).call_count).toBe(25);
    expect(headers).not.toHaveProperty('x-business-use-case-usage');
    for (let i = 0; i < 3; i++) await get(path);
    expect((await get(path)).data.error.code).toBe(4);
    expect((await get(`/v26.0/${bakery.id}?fields=username`)).status).toBe(200);
  });
});
