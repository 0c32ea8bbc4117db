import { z } from 'zod';
import { username } from '../username.js';
import { logins, type OptionalPart, optionalParts } from './logins.js';

const variableName = z
  .string()
  .regex(/^[A-Za-z_]\w*$/, 'must be the name of an environment variable, not the value itself')
  .describe('name of an environment variable');

const days = (least: number) => z.int().min(least).max(3650);

const hashtag = z
  .string('must be quoted text')
  // Not a pattern: JSON Schema would lose the flag that it needs.
  .refine((name) => /^#?[\p{L}\p{M}\p{N}_]+$/u.test(name), 'must be a hashtag: letters, digits and _')
  .transform((name) => name.replace(/^#/, '').toLowerCase());

const commentSettings = z.strictObject({
  days: days(1)
    .default(28)
    .describe('Comments of posts up to this many days old are read when their number has changed'),
});

const keys = z.strictObject({
  login: z
    .enum(['facebook', 'instagram'])
    .default('facebook')
    .describe('Which login made the token: Facebook Login (a linked Page) or Instagram Login (no Page)'),
  api_version: z
    .string('must be text like v26.0')
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
      nightly_days: days(1)
        .default(7)
        .describe(
          'Posts up to this many days old: every metric is read every night; then each time the age has doubled',
        ),
      until_days: days(1)
        .default(60)
        .describe(
          'Older posts: only what comes with the list of posts (likes, comments, saves, shares, views, reach, interactions)',
        ),
    })
    .prefault({})
    .describe('How often the insights of a post are read again'),
  listing: z
    .strictObject({
      nightly_days: days(1)
        .default(90)
        .describe('Posts up to this many days old are listed every night, a hundred per call'),
      sweep_days: days(1)
        .default(7)
        .describe(
          'All posts are listed at least once in this many days; only then is a post known to be gone',
        ),
    })
    .prefault({})
    .describe('How often the posts are listed; likes, comments, views and reach come with the list'),
  account_insights_days: days(1)
    .default(3)
    .describe(
      'Complete days of account insights that are read again, because the platform corrects them for 48 h',
    ),
  demographics_days: days(1)
    .default(7)
    .describe('Demographics and online followers are read once in this many days'),
  comments: z
    .union([z.boolean(), commentSettings], 'must be true, false or days: …')
    .transform((comments) => (comments === true ? commentSettings.parse({}) : comments || undefined))
    .optional()
    .describe('Read comments and replies (texts, no names); leave out to read none. Needs a permission'),
  tags: z
    .boolean()
    .default(false)
    .describe('Read the posts of others in which the account is tagged. Facebook Login; needs a permission'),
  competitors: z
    .array(username)
    .min(1)
    .optional()
    .describe('Usernames of public professional accounts to compare with. Facebook Login'),
  hashtags: z
    .array(hashtag)
    .min(1)
    .max(30, 'the platform allows 30 different hashtags in seven days')
    .optional()
    .describe('Hashtags to follow, without #; at most 30. Facebook Login'),
  facebook_views: z
    .boolean()
    .default(false)
    .describe('Also ask for views on Facebook; costs one more call per post that was not cross-posted'),
  concurrency: z.int().min(1).max(16).default(4).describe('Accounts read at the same time'),
  max_wait_minutes: z
    .int()
    .min(0)
    .max(720)
    .default(5)
    .describe(
      'Minutes that an account waits in a night, all in all, where the platform says how long its limit lasts; then it is left for the next night',
    ),
});

export const graphApiSettings = keys.superRefine((settings, context) => {
  const { title, offers } = logins[settings.login];
  for (const key of optionalParts) {
    if (!settings[key] || (offers as readonly OptionalPart[]).includes(key)) continue;
    context.addIssue({ code: 'custom', path: [key], message: `${title} does not offer this; leave it out` });
  }
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
