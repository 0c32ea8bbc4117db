import { z } from 'zod';

const variableName = z
  .string()
  .regex(/^[A-Za-z_]\w*$/, 'must be the name of an environment variable, not the value itself')
  .describe('name of an environment variable');

const days = (least: number) => z.int().min(least).max(3650);

export const graphApiSettings = z.strictObject({
  login: z
    .enum(['facebook', 'instagram'])
    .default('facebook')
    .describe('Which login made the token: Facebook Login (a linked Page) or Instagram Login (no Page)'),
  api_version: z
    .string()
    .regex(/^v\d+\.\d+$/, 'must look like v26.0')
    .default('v26.0')
    .describe('Graph API version'),
  base_url: z
    .url()
    .refine(keepsTokenPrivate, 'must be https, or http on this machine: the token travels with every request')
    .optional()
    .describe('Host to ask instead of Meta’s, for the emulator or a proxy'),
  token_env: z
    .union(
      [variableName, z.record(z.string(), variableName)],
      'must be the name of an environment variable (not the token itself), or a map from account to such a name',
    )
    .default('REACHLINE_TOKEN')
    .describe(
      'Environment variable that holds the access token; with Instagram Login also a map from account to variable',
    ),
  app_secret_env: variableName
    .optional()
    .describe('Environment variable that holds the app secret; adds appsecret_proof to every request'),
  accounts: z
    .array(z.string('must be quoted text: long ids do not survive as numbers').min(1))
    .min(1)
    .optional()
    .describe('Ids or usernames to read; all accounts of the token when missing'),
  insights: z
    .strictObject({
      daily_days: days(1)
        .default(30)
        .describe('Posts up to this many days old: insights are read every night'),
      weekly_until_days: days(1)
        .default(730)
        .describe(
          'Older posts up to this age: every seventh night; beyond, only the counters of the media list',
        ),
    })
    .prefault({})
    .describe('How often the insights of a post are read again'),
  account_insights_days: days(1)
    .default(3)
    .describe(
      'Complete days of account insights that are read again, because the platform corrects them for 48 h',
    ),
  facebook_views: z
    .boolean()
    .default(false)
    .describe('Also ask for views on Facebook; costs one more call per post that was not cross-posted'),
  concurrency: z.int().min(1).max(16).default(4).describe('Accounts read at the same time'),
  max_wait_minutes: z
    .int()
    .min(0)
    .max(120)
    .default(5)
    .describe('Longest wait for a rate limit before an account is left for the next night'),
});

export type GraphApiSettings = z.infer<typeof graphApiSettings>;

function keepsTokenPrivate(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || /^(localhost|\[::1\]|127\.\d+\.\d+\.\d+|[^.:]+)$/.test(hostname);
}

/** Whether the allow-list admits an account. */
export function isWanted(
  settings: GraphApiSettings,
  account: { id: string; username: string | null },
): boolean {
  return settings.accounts?.some((name) => namesAccount(name, account)) ?? true;
}

export function namesAccount(name: string, account: { id: string; username: string | null }): boolean {
  return name === account.id || name.replace(/^@/, '').toLowerCase() === account.username?.toLowerCase();
}
