import { type Asked, type Scripted, scriptedServer } from '../http/scripted-server.js';

export const accountId = '17841400000000001';
export const fresh = '2026-11-19T10:00:00+0000';

/** A post as the media list shows it. */
export function post(id: string, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id,
    shortcode: `Sc${id}`,
    permalink: `https://www.instagram.com/p/Sc${id}/`,
    media_type: 'IMAGE',
    media_product_type: 'FEED',
    timestamp: '2026-11-10T10:00:00+0000',
    like_count: 10,
    comments_count: 2,
    ...fields,
  };
}

export const fault = (
  code: number,
  message: string,
  extra: Record<string, unknown> = {},
): Exclude<Scripted, string> => ({
  status: code === 1 || code === 2 ? 500 : 400,
  body: { error: { message, type: 'OAuthException', code, fbtrace_id: 'x', ...extra } },
});

/** The answer of a metric request in which everything asked has a value. */
export function everyMetric({ query }: Asked, value = 7): Scripted {
  const names = (query.metric ?? '').split(',');
  return {
    body: {
      data: names.map((name) =>
        query.metric_type === 'total_value'
          ? { name, period: 'day', total_value: { value } }
          : { name, period: 'lifetime', values: [{ value }] },
      ),
    },
  };
}

/**
 * The least Graph API that a reading needs: one Page, one account, given posts. `override` answers first; it returns
 * `null` for what it leaves to the default.
 */
export async function smallGraph(
  posts: readonly Record<string, unknown>[],
  override: (asked: Asked, n: number) => Scripted | null = () => null,
) {
  return scriptedServer((asked, n) => {
    const scripted = override(asked, n);
    if (scripted !== null) return scripted;
    const path = asked.path.replace('/v26.0', '');
    if (path === '/me/accounts') {
      return {
        body: {
          data: [{ id: '1', name: 'Page', instagram_business_account: { id: accountId, username: 'cafe' } }],
        },
      };
    }
    if (path === `/${accountId}`) {
      return {
        body: {
          id: accountId,
          username: 'cafe',
          followers_count: 500,
          follows_count: 3,
          media_count: posts.length,
        },
      };
    }
    if (path === `/${accountId}/media`) return { body: { data: posts } };
    if (path === `/${accountId}/stories`) return { body: { data: [] } };
    if (path === `/${accountId}/insights`) return { body: { data: [] } };
    if (path.endsWith('/insights')) return everyMetric(asked);
    return fault(2500, `unknown path ${path}`);
  });
}

/** The paths asked, without version, in order. */
export function paths(asked: readonly Asked[]): string[] {
  return asked.map(({ path }) => path.replace('/v26.0', ''));
}
