import { z } from 'zod';
import { username } from '../username.js';

const why =
  'must say in a few words what the pages are read for. They are read only for a stated purpose, which is kept with every page';
const whose =
  'must be own or consenting: your statement that the accounts are yours, or that their owners have agreed. Others are not read';
const whom = 'must be a web page or an e-mail address: it tells the site who is asking';

/** Everything without a default is the opt-in: who asks, what for, and by what right. */
export const publicProfileSettings = z.strictObject({
  purpose: z.string(why).trim().min(10, why).max(300).describe('What the pages are read for, in a few words'),
  accounts_are: z
    .enum(['own', 'consenting'], whose)
    .describe('Your statement that the accounts are yours, or that their owners have agreed'),
  contact: z
    .string(whom)
    // Goes into a header: ASCII without spaces and brackets.
    .regex(/^(?:https?:\/\/[!-'*-~]+\.[!-'*-~]+|[!-'*-?A-~]+@[!-'*-?A-~]+\.[!-'*-?A-~]+)$/, whom)
    .describe('Web page or e-mail address that the site can turn to; sent with every request'),
  accounts: z
    .array(username, 'must list the user names to read')
    .min(1)
    .transform((names) => [...new Set(names)])
    .describe('User names to read'),
  pause_seconds: z
    .number()
    .min(5, 'must be 5 or more: pages are asked for slowly or not at all')
    .max(600)
    .default(10)
    .describe('Least pause between two requests; the real one is up to twice as long'),
  daily_requests: z
    .int()
    .min(2)
    .max(100)
    .default(20)
    .describe('Most requests in a UTC day, the one for robots.txt included'),
  base_url: z
    .url()
    .refine(
      (text) => /^(localhost|\[::1\]|127\.\d+\.\d+\.\d+)$/.test(new URL(text).hostname),
      'must be on this machine: the pages are read from where they are, without a detour',
    )
    .optional()
    .describe('Server on this machine to ask instead, to try things out'),
});

export type PublicProfileSettings = z.infer<typeof publicProfileSettings>;

/** The one host whose pages are read. */
export const host = 'https://www.instagram.com';

/** The account as this source knows it. A page has ids of the web's own, which no other source has. */
export function accountRef(name: string): string {
  return `user:${name}`;
}
