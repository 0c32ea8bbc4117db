import { createHash } from 'node:crypto';
import type { Params } from '../graph/call.js';
import { GraphError } from '../graph/errors.js';
import type { LoginCodes } from '../graph/login-codes.js';
import {
  isShortLived,
  longLivedSeconds,
  readToken,
  shortLivedSeconds,
  type Token,
  writeToken,
} from '../graph/tokens.js';
import { hourMs } from '../world/days.js';
import type { World } from '../world/world.js';

/** What the token endpoints need to know of the emulator. */
export interface TokenDesk {
  readonly seed: number;
  readonly now: Date;
  readonly appSecret: string | undefined;
  readonly world: World;
  readonly codes: LoginCodes;
}

export const appId = '1234567890123456';

/** `/debug_token`: what a token is and when it ends; 0 means never. */
export function debugToken({ seed, now }: TokenDesk, params: Params): object {
  const text = params.input_token;
  if (!text) throw new GraphError('parameter-missing', { name: 'input_token' });
  const token = readToken(seed, text);
  if (!token)
    return {
      data: { error: { code: 190, message: 'Invalid OAuth access token.' }, is_valid: false, scopes: [] },
    };
  const seconds = (at: Date | null) => (at ? Math.floor(at.getTime() / 1000) : 0);
  const insightScopes = token.scopes.filter((scope) => scope.startsWith('instagram_'));
  return {
    data: {
      app_id: appId,
      type: 'USER',
      application: 'Emulated app',
      // 90 days after the last login; one that never expires belongs to a system user.
      data_access_expires_at: token.expiresAt ? seconds(token.loggedInAt) + 90 * 24 * 3600 : 0,
      expires_at: seconds(token.expiresAt),
      is_valid: !isExpired(token, now),
      issued_at: seconds(token.issuedAt),
      scopes: token.scopes,
      granular_scopes: insightScopes.map((scope) => ({ scope, target_ids: token.accounts })),
      user_id: userIdOf(token),
    },
  };
}

export const isExpired = (token: Token, now: Date): boolean =>
  token.expiresAt !== null && token.expiresAt <= now;

/** The Facebook user behind a token. */
export const userIdOf = (token: Token): string =>
  `1022${BigInt(`0x${createHash('sha256').update(token.accounts.join()).digest('hex').slice(0, 12)}`)
    .toString()
    .slice(0, 12)}`;

/** `/refresh_access_token` (Instagram Login): another 60 days for a long-lived token that is at least 24 hours old. */
export function refreshToken({ seed, now }: TokenDesk, params: Params, token: Token): object {
  if (params.grant_type !== 'ig_refresh_token')
    throw new GraphError('grant-unknown', { grant: params.grant_type ?? '' });
  if (token.login !== 'instagram') throw new GraphError('refresh-refused');
  if (!token.scopes.includes('instagram_business_basic')) throw new GraphError('permission-missing');
  if (isShortLived(token)) throw new GraphError('refresh-refused');
  if (now.getTime() - token.issuedAt.getTime() < 24 * hourMs) throw new GraphError('refresh-too-early');
  return { ...longLived(seed, now, token), permissions: token.scopes.join(',') };
}

/** `POST /oauth/access_token` of `api.instagram.com`: the code that a login ended with, for a token of one hour. */
export function exchangeCode({ seed, now, appSecret, world, codes }: TokenDesk, params: Params): object {
  for (const name of ['client_id', 'client_secret', 'redirect_uri', 'code'])
    if (!params[name]) throw new GraphError('login-field-missing', { name });
  if (appSecret !== undefined && params.client_secret !== appSecret)
    throw new GraphError('login-secret-wrong');
  const { accountId, scopes } = codes.redeem(now, params.code!, params.redirect_uri!);
  const token = writeToken(seed, {
    login: 'instagram',
    accounts: [accountId],
    scopes,
    issuedAt: now,
    loggedInAt: now,
    expiresAt: new Date(now.getTime() + shortLivedSeconds * 1000),
  });
  const user = world.account(accountId)?.appScopedId;
  return { data: [{ access_token: token, user_id: user, permissions: scopes.join(',') }] };
}

/** `/access_token` (Instagram Login): a short-lived token for a long-lived one. */
export function exchangeInstagramToken(desk: TokenDesk, params: Params, token: Token): object {
  if (params.grant_type !== 'ig_exchange_token')
    throw new GraphError('grant-unknown', { grant: params.grant_type ?? '' });
  checkSecret(desk, params);
  if (token.login !== 'instagram') throw new GraphError('token-malformed');
  return longLived(desk.seed, desk.now, token);
}

/** `/oauth/access_token` (Facebook Login): a short-lived token for a long-lived one. */
export function exchangeFacebookToken(desk: TokenDesk, params: Params): object {
  if (params.grant_type !== 'fb_exchange_token')
    throw new GraphError('grant-unknown', { grant: params.grant_type ?? '' });
  checkSecret(desk, params);
  const token = readToken(desk.seed, params.fb_exchange_token ?? '');
  if (token?.login !== 'facebook') throw new GraphError('token-malformed');
  if (isExpired(token, desk.now))
    throw new GraphError('token-expired', {
      expired: token.expiresAt!.toUTCString(),
      now: desk.now.toUTCString(),
    });
  return longLived(desk.seed, desk.now, token);
}

function checkSecret({ appSecret }: TokenDesk, params: Params): void {
  if (!params.client_secret) throw new GraphError('parameter-missing', { name: 'client_secret' });
  if (appSecret !== undefined && params.client_secret !== appSecret) throw new GraphError('secret-wrong');
}

const longLived = (seed: number, now: Date, token: Token): object => ({
  access_token: writeToken(seed, {
    ...token,
    issuedAt: now,
    expiresAt: new Date(now.getTime() + longLivedSeconds * 1000),
  }),
  token_type: 'bearer',
  expires_in: longLivedSeconds,
});
