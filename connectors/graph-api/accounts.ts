import type { Diagnosis, Message, Notice, ReadContext } from '../contract.js';
import { SourceError } from '../errors.js';
import { listOf, numberOf, objectOf, textOf } from '../http/json.js';
import { expiryRemarks } from './expiry.js';
import { type Graph, pageOf, refused } from './graph.js';
import { listPages } from './list-pages.js';
import { type Login, logins } from './logins.js';
import { type GraphApiSettings, isWanted, namesAccount } from './settings.js';
import { openGraph } from './tokens.js';

type Context = ReadContext<GraphApiSettings>;

/** An account that the token reaches. */
export interface FoundAccount {
  readonly id: string;
  readonly username: string | null;
  /** `BUSINESS` or `MEDIA_CREATOR` when it is professional; `null` when the login does not say. */
  readonly type: string | null;
  readonly graph: Graph;
}

/** An account and what its profile said at the beginning of this read. */
export interface Account {
  readonly id: string;
  readonly username: string | null;
  readonly followers: number | null;
  readonly mediaCount: number | null;
}

export interface Discovery {
  /** Wanted accounts by id, each reached through its own token. */
  readonly accounts: readonly FoundAccount[];
  /** Accounts that the tokens reach, and that are not wanted. */
  readonly others: readonly FoundAccount[];
  /** Tokens that did not work, when there are several. */
  readonly failures: readonly { readonly account: string | null; readonly error: SourceError }[];
  /** Tokens that end soon. */
  readonly notices: readonly Notice[];
  /** Allow-list entries that no token reaches. */
  readonly unknown: readonly string[];
  readonly pages: readonly { readonly name: string | null; readonly hasInstagram: boolean }[];
  close(): void;
}

/** The environment variables that hold tokens, with the account that the settings name for each. */
export function tokenVariables(settings: GraphApiSettings): { account: string | null; variable: string }[] {
  return typeof settings.token_env === 'string'
    ? [{ account: null, variable: settings.token_env }]
    : Object.entries(settings.token_env).map(([account, variable]) => ({ account, variable }));
}

/** Finds the accounts. Throws when no token works, with the first token's error. */
export async function discover(context: Context): Promise<Discovery> {
  const { settings, account: only } = context;
  const { discovery } = logins[settings.login];
  const open: Graph[] = [];
  const found = new Map<string, FoundAccount>();
  const failures: { account: string | null; error: SourceError }[] = [];
  const notices: Notice[] = [];
  const pages: { name: string | null; hasInstagram: boolean }[] = [];
  const close = () => {
    for (const graph of open) graph.close();
  };

  try {
    for (const { account, variable } of tokenVariables(settings)) {
      try {
        const { graph, record } = await openGraph(context, variable);
        open.push(graph);
        notices.push(...noticesOf(context, account, expiryRemarks(context, variable, record)));
        if (discovery.via === 'token') await findSelf(graph);
        else await findThroughPages(graph);
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        failures.push({ account, error });
      }
    }
    if (failures.length > 0 && failures.length === tokenVariables(settings).length) throw failures[0]!.error;
  } catch (error) {
    close();
    throw error;
  }

  const all = [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const names = only === undefined ? (settings.accounts ?? []) : [only];
  const unknown = names.filter((name) => !all.some((account) => namesAccount(name, account)));
  const accounts = all.filter(
    (account) => isWanted(settings, account) && (only === undefined || namesAccount(only, account)),
  );
  const others = all.filter((account) => !accounts.includes(account));
  return { accounts, others, failures, notices, unknown, pages, close };

  async function findSelf(graph: Graph): Promise<void> {
    const answer = await graph.get(discovery.path, { fields: discovery.fields });
    if (answer.refusal) throw refused(answer);
    const me = objectOf(answer.json);
    const id = textOf(me.user_id) ?? textOf(me.id);
    if (id === null) return;
    const [username, type] = [textOf(me.username), textOf(me.account_type)];
    found.set(id, { id, username, type, graph: graph.forAccount(id) });
  }

  async function findThroughPages(graph: Graph): Promise<void> {
    let limit = 100;
    for await (const answer of listPages(graph, discovery.path, () => ({
      fields: discovery.fields,
      limit: String(limit),
    }))) {
      if (answer.refusal) {
        if (answer.refusal.row.change !== 'halve-limit' || limit === 1) throw refused(answer);
        limit = Math.floor(limit / 2);
        continue;
      }
      for (const entry of listOf(objectOf(answer.json).data)) {
        const page = objectOf(entry);
        const account = objectOf(page.instagram_business_account);
        const id = textOf(account.id);
        pages.push({ name: textOf(page.name), hasInstagram: id !== null });
        if (id !== null && !found.has(id)) {
          const username = textOf(account.username);
          found.set(id, { id, username, type: null, graph: graph.forAccount(id) });
        }
      }
    }
  }
}

function noticesOf({ connection }: Context, account: string | null, remarks: readonly Diagnosis[]): Notice[] {
  return remarks
    .filter(({ level }) => level !== 'ok')
    .map(({ subject, message, hint }) => ({ connection, account, message: `${subject}: ${message}`, hint }));
}

/** Why a token reaches no account, in words that a user can act on. */
export function nothingFound(settings: GraphApiSettings, discovery: Discovery): SourceError {
  const login: Login = logins[settings.login];
  const [message, hint] = whyNothing(login, discovery);
  return new SourceError(message, {
    kind: 'credentials',
    recovery: 'connection',
    hint: `${hint}. Login: ${login.title}`,
  });
}

function whyNothing({ discovery: { via } }: Login, { others, pages, unknown }: Discovery): [string, string] {
  if (others.length > 0) {
    const reached = others.map(({ id, username }) => (username ? `${username} (${id})` : id)).join(', ');
    return [
      unknown.length > 0
        ? `none of the accounts asked for is reachable: ${unknown.join(', ')}`
        : 'none of the accounts that the token reaches is asked for',
      `The token reaches ${reached}: correct the names under accounts, or choose the missing ones in the login dialogue`,
    ];
  }
  if (via === 'token')
    return ['the platform does not say which account the token is for', 'Create a new token'];
  if (pages.length > 0) {
    return [
      `the token reaches ${pages.length === 1 ? 'one Page' : `${pages.length} Pages`}, none with a linked professional Instagram account`,
      'Link the Instagram account to the Page: Page settings, Linked accounts',
    ];
  }
  return [
    'the token reaches no Page',
    'When the Page belongs to a Business portfolio, the token also needs business_management (or ads_read); ' +
      'otherwise choose the Page in the login dialogue and grant pages_show_list',
  ];
}

export const allowListHint = 'Compare the names under accounts with the output of reachline doctor';

/** The profile as it is now. Returns what later requests need of it. */
export async function* readProfile(
  context: Context,
  { id, username, graph }: FoundAccount,
): AsyncGenerator<Message, Account> {
  const login = logins[context.settings.login];
  const path = login.discovery.via === 'token' ? '/me' : `/${id}`;
  const answer = await graph.get(path, { fields: login.profileFields.join(',') });
  if (answer.refusal) throw refused(answer);
  yield { type: 'page', page: pageOf(context, answer, { account: id, stream: 'accounts', kind: 'account' }) };
  const profile = objectOf(answer.json);
  const name = textOf(profile.username) ?? username;
  yield { type: 'checkpoint', account: id, stream: 'accounts', value: { username: name } };
  return {
    id,
    username: name,
    followers: numberOf(profile.followers_count),
    mediaCount: numberOf(profile.media_count),
  };
}

/** The wanted accounts that were read before, by id, with the user names that they had then. */
export function accountsRead({
  settings,
  state,
}: Pick<Context, 'settings' | 'state'>): { id: string; username: string | null }[] {
  const usernameIn = (id: string) =>
    (state[id]?.accounts as { username?: string } | undefined)?.username ?? null;
  return Object.keys(state)
    .map((id) => ({ id, username: usernameIn(id) }))
    .filter((account) => isWanted(settings, account))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
