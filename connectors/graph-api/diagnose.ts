import type { Diagnosis, ReadContext } from '../contract.js';
import { SourceError } from '../errors.js';
import { listOf, numberOf, objectOf } from '../http/json.js';
import { allowListHint, type Discovery, discover, nothingFound, tokenVariables } from './accounts.js';
import { type Graph, openGraph } from './graph.js';
import { logins } from './logins.js';
import type { GraphApiSettings } from './settings.js';

type Context = ReadContext<GraphApiSettings>;

const dayMs = 86_400_000;
const warnDays = 14;
const order: readonly Diagnosis['level'][] = ['error', 'warning', 'ok'];

/** Token, permissions, Pages and allow-list; what is wrong first. Never throws for what it is meant to find. */
export async function diagnose(context: Context): Promise<Diagnosis[]> {
  const { settings } = context;
  const found: Diagnosis[] = [];
  let discovery: Discovery | null = null;
  try {
    if (logins[settings.login].canInspectToken) {
      for (const { variable } of tokenVariables(settings)) found.push(...(await inspect(context, variable)));
    }
    discovery = await discover(context);
    found.push(...describe(context, discovery));
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    found.push(problem('token', error));
  } finally {
    discovery?.close();
  }
  const distinct = found.filter(
    (entry, index) => found.findIndex((other) => other.message === entry.message) === index,
  );
  return distinct.sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
}

async function inspect(context: Context, variable: string): Promise<Diagnosis[]> {
  const login = logins[context.settings.login];
  let graph: Graph | null = null;
  try {
    graph = openGraph(context, variable);
    const answer = await graph.inspectToken();
    if (answer.refusal)
      return [warning(variable, `the token could not be inspected: ${answer.refusal.error.message}`, null)];
    const token = objectOf(objectOf(answer.json).data);
    if (token.is_valid === false) {
      return [{ level: 'error', subject: variable, message: 'the token is not valid', hint: login.newToken }];
    }
    const scopes = listOf(token.scopes);
    const missing = scopes.length === 0 ? [] : login.permissions.filter(({ name }) => !scopes.includes(name));
    return [
      ...missing.map(
        ({ name, needed }): Diagnosis => ({
          level: needed === 'always' ? 'error' : 'warning',
          subject: variable,
          message: `the token lacks ${name}${needed === 'insights' ? ': no reach, views or saves' : ''}`,
          hint: login.newToken,
        }),
      ),
      ...expiry(context, variable, 'the token', numberOf(token.expires_at)),
      ...expiry(context, variable, 'the data access of the token', numberOf(token.data_access_expires_at)),
    ];
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return [problem(variable, error)];
  } finally {
    graph?.close();
  }
}

/** Unix seconds; 0 is never. */
function expiry(context: Context, variable: string, what: string, at: number | null): Diagnosis[] {
  if (at === null || at === 0) return [];
  const daysLeft = Math.floor((at * 1000 - context.effects.now().getTime()) / dayMs);
  const day = new Date(at * 1000).toISOString().slice(0, 10);
  const hint = logins[context.settings.login].newToken;
  if (daysLeft < 0)
    return [{ level: 'error', subject: variable, message: `${what} expired on ${day}`, hint }];
  if (daysLeft <= warnDays)
    return [warning(variable, `${what} expires in ${daysLeft} days, on ${day}`, hint)];
  return [{ level: 'ok', subject: variable, message: `${what} is valid until ${day}`, hint: null }];
}

function describe({ settings }: Context, discovery: Discovery): Diagnosis[] {
  const found: Diagnosis[] = [
    ...discovery.failures.map(({ account, error }) => problem(account ?? 'token', error)),
    ...discovery.unknown.map(
      (name): Diagnosis => ({
        level: 'error',
        subject: name,
        message: `the token does not reach the account ${name}`,
        hint: allowListHint,
      }),
    ),
    ...discovery.pages
      .filter(({ hasInstagram }) => !hasInstagram)
      .map(({ name }) =>
        warning(
          name ?? 'Page',
          `the Page ${name ?? ''} has no linked professional Instagram account`,
          'Link it under Page settings, Linked accounts, if it should be read',
        ),
      ),
    ...discovery.accounts.map(
      ({ id, username }): Diagnosis => ({
        level: 'ok',
        subject: username ?? id,
        message: `${username ?? 'an account'} (${id}) is reachable`,
        hint: null,
      }),
    ),
  ];
  if (discovery.accounts.length === 0) found.push(problem('accounts', nothingFound(settings, discovery)));
  return found;
}

function problem(subject: string, error: SourceError): Diagnosis {
  return { level: 'error', subject, message: error.message, hint: error.hint };
}

function warning(subject: string, message: string, hint: string | null): Diagnosis {
  return { level: 'warning', subject, message, hint };
}
