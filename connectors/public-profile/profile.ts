import type { Message } from '../contract.js';
import { SourceError } from '../errors.js';
import { objectOf, parseJson, textOf } from '../http/json.js';
import type { Due } from './accounts.js';
import { isMissing, refusalOfJson } from './block.js';
import { lackingInPosts, lackingInProfile, postsOf, type ReducedPage, reduced } from './reduce.js';
import { rememberProfile, rememberVisit } from './state.js';
import { type Context, minuteOf, otherWays, type Visitor } from './visitor.js';

const path = '/api/v1/users/web_profile_info/';

export function questionAbout(username: string) {
  return { path, query: { username }, accept: 'application/json', account: username };
}

/**
 * Reads the page of one account: what it says, cut down before it is stored. Throws `SourceError` with recovery `account` for what
 * concerns this account alone, and as `Visitor.ask` does.
 */
export async function* readProfile(
  context: Context,
  visitor: Visitor,
  due: Due,
): AsyncGenerator<Message, void, void> {
  const { connection, settings, effects } = context;
  const { username, ref } = due;
  const question = questionAbout(username);
  const answer = yield* visitor.ask(question, refusalOfJson);
  const now = effects.now();
  yield rememberVisit(ref, now);
  const whole = isMissing(answer) ? null : parseJson(answer.body);
  if (whole === null || objectOf(objectOf(whole).data).user === null) throw missing(due);

  const page = reduced(whole);
  checkWhose(page, due);
  const posts = lackingInPosts(page);
  const stored = posts.length > 0 ? withoutPosts(page) : page;
  yield {
    type: 'page',
    page: {
      source: 'public-profile',
      connection,
      account: ref,
      stream: 'media',
      request: { path, username, purpose: settings.purpose, accounts_are: settings.accounts_are },
      fetched_at: now,
      status: answer.status,
      body: JSON.stringify(stored),
    },
  };
  const id = textOf(page.data.user.id);
  yield rememberProfile(ref, { username, id, read_at: now.toISOString() });
  const gap = posts.length > 0 ? changed(due, posts, 'posts') : withheld(page, due);
  if (gap) throw gap;
}

/** Throws when the page is not that of the account that was named, or not a public one. */
function checkWhose(page: ReducedPage, due: Due): void {
  const { username, profile } = due;
  const lacking = lackingInProfile(page);
  if (lacking.length > 0) throw changed(due, lacking, 'page');
  const { user } = page.data;
  const name = String(user.username);
  if (name.toLowerCase() !== username) {
    throw problem(`${username}: the page is that of ${name}: the account was renamed`, renamed(username));
  }
  const id = textOf(user.id);
  if (profile?.id && id !== null && id !== profile.id) {
    throw problem(
      `${username}: the name now belongs to another account than the one read on ${minuteOf(profile.read_at)}; nothing of it was stored`,
      `Leave it out of accounts. When it is yours all the same, give the connection another name. ${renamed(username)}`,
    );
  }
  if (user.is_private !== false) {
    throw problem(
      `${username}: the account is private, and private accounts are not read`,
      `Make it public, or leave it out of accounts. ${otherWays}`,
    );
  }
}

function missing({ username, profile }: Due): SourceError {
  const before = profile ? `; it was read last on ${minuteOf(profile.read_at)}` : '';
  return problem(
    `${username}: there is no such public page: misspelled, renamed or deleted${before}`,
    renamed(username),
  );
}

function changed({ username }: Due, fields: readonly string[], what: 'page' | 'posts'): SourceError {
  const lost = what === 'page' ? 'nothing of it was stored' : 'the profile was read, the posts were not';
  return problem(
    `${username}: the site has changed its pages (no ${fields.join(', no ')}); ${lost}`,
    `A newer version of Reachline may know the new shape. ${otherWays}`,
    what === 'page' ? 'account' : 'stream',
  );
}

/** A page that counts posts and lists none; `null` when it lists some, or there are none. */
function withheld({ data: { user } }: ReducedPage, { username }: Due): SourceError | null {
  const { count } = objectOf(user.edge_owner_to_timeline_media);
  if (count === 0 || postsOf(user).length > 0) return null;
  return problem(
    `${username}: the page counts ${String(count)} posts and shows none to readers without a login; the profile was read`,
    otherWays,
    'stream',
  );
}

function withoutPosts(page: ReducedPage): ReducedPage {
  const { user } = page.data;
  const { count } = objectOf(user.edge_owner_to_timeline_media);
  return { ...page, data: { user: { ...user, edge_owner_to_timeline_media: { count, edges: [] } } } };
}

function renamed(username: string): string {
  return `Correct the name under accounts; to keep one history after a renaming, name the old one in reachline.yaml: accounts: [{account_id: …, also: ["user:${username}"]}]`;
}

function problem(message: string, hint: string, recovery: 'account' | 'stream' = 'account'): SourceError {
  return new SourceError(message, { kind: 'unavailable', recovery, hint });
}
