import { createHmac, timingSafeEqual } from 'node:crypto';

export type Login = 'facebook' | 'instagram';

/** What a token stands for. It is written in the token itself, so tokens outlive the process that made them. */
export interface Token {
  readonly login: Login;
  /** Ids of the accounts it may see; one for Instagram Login. */
  readonly accounts: readonly string[];
  readonly scopes: readonly string[];
  readonly issuedAt: Date;
  /** When its owner last logged in. Exchange and refresh leave it alone. */
  readonly loggedInAt: Date;
  /** `null` for one that does not expire. */
  readonly expiresAt: Date | null;
}

export const allScopes: Readonly<Record<Login, readonly string[]>> = {
  facebook: [
    'instagram_basic',
    'instagram_manage_insights',
    'instagram_manage_comments',
    'pages_show_list',
    'pages_read_engagement',
    'business_management',
  ],
  instagram: [
    'instagram_business_basic',
    'instagram_business_manage_insights',
    'instagram_business_manage_comments',
  ],
};

/** Of Instagram Login; those of Facebook Login last an hour or two. */
export const shortLivedSeconds = 3600;
export const longLivedSeconds = 60 * 24 * 3600;

/** Short-lived tokens are exchanged, not refreshed. */
export const isShortLived = ({ issuedAt, expiresAt }: Token): boolean =>
  expiresAt !== null && expiresAt.getTime() - issuedAt.getTime() <= 24 * 3_600_000;

const prefixes: Readonly<Record<Login, string>> = { facebook: 'EAA', instagram: 'IGAA' };

const sign = (seed: number, payload: string) =>
  createHmac('sha256', `emulator ${seed}`).update(payload).digest('base64url').slice(0, 22);

export function writeToken(seed: number, token: Token): string {
  const seconds = (at: Date | null) => (at ? Math.floor(at.getTime() / 1000) : 0);
  const standard = allScopes[token.login];
  const scopes = standard.every((scope) => token.scopes.includes(scope)) ? null : token.scopes;
  const payload = Buffer.from(
    JSON.stringify([
      token.accounts,
      seconds(token.issuedAt),
      seconds(token.expiresAt),
      scopes,
      seconds(token.loggedInAt),
    ]),
  ).toString('base64url');
  return `${prefixes[token.login]}${sign(seed, prefixes[token.login] + payload)}${payload}`;
}

/** `undefined` for anything that this emulator did not write. */
export function readToken(seed: number, text: string): Token | undefined {
  const login = (Object.keys(prefixes) as Login[]).find((name) => text.startsWith(prefixes[name]));
  if (!login) return undefined;
  const signature = text.slice(prefixes[login].length, prefixes[login].length + 22);
  const payload = text.slice(prefixes[login].length + 22);
  const expected = sign(seed, prefixes[login] + payload);
  if (signature.length !== expected.length || !timingSafeEqual(Buffer.from(signature), Buffer.from(expected)))
    return undefined;
  const [accounts, issued, expires, scopes, loggedIn] = JSON.parse(
    Buffer.from(payload, 'base64url').toString(),
  ) as [string[], number, number, string[] | null, number];
  return {
    login,
    accounts,
    scopes: scopes ?? allScopes[login],
    issuedAt: new Date(issued * 1000),
    loggedInAt: new Date(loggedIn * 1000),
    expiresAt: expires ? new Date(expires * 1000) : null,
  };
}
