import type { Diagnosis, ReadContext } from '../contract.js';
import { SourceError } from '../errors.js';
import { allowListHint, type Discovery, discover, nothingFound, tokenVariables } from './accounts.js';
import { expiryRemarks } from './expiry.js';
import { type Login, logins } from './logins.js';
import type { GraphApiSettings } from './settings.js';
import { openGraph, type TokenRecord } from './tokens.js';

type Context = ReadContext<GraphApiSettings>;

const order: readonly Diagnosis['level'][] = ['error', 'warning', 'ok'];
const professional: readonly string[] = ['BUSINESS', 'MEDIA_CREATOR'];

/** Tokens, permissions, Pages and allow-list; what is wrong first. Never throws for what it is meant to find. */
export async function diagnose(context: Context): Promise<Diagnosis[]> {
  const variables = tokenVariables(context.settings);
  const found: Diagnosis[] = [];
  let isAlive = false;
  for (const { variable } of variables) {
    const about = await aboutToken(context, variable);
    found.push(...about.found);
    isAlive ||= about.isAlive;
  }
  if (isAlive) {
    let discovery: Discovery | null = null;
    try {
      discovery = await discover(context);
      found.push(...describe(context, discovery));
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      found.push(problem(variables.length === 1 ? variables[0]!.variable : 'token', error));
    } finally {
      discovery?.close();
    }
  }
  const distinct = found.filter(
    (entry, index) => found.findIndex((other) => other.message === entry.message) === index,
  );
  return distinct.sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
}

/** `isAlive`: whether it is worth asking for accounts with this token. */
async function aboutToken(
  context: Context,
  variable: string,
): Promise<{ found: Diagnosis[]; isAlive: boolean }> {
  const login: Login = logins[context.settings.login];
  try {
    const { graph, record, failure } = await openGraph(context, variable, { inspect: true });
    graph.close();
    const found = [
      ...missingPermissions(context, variable, record),
      ...expiryRemarks(context, variable, record),
    ];
    // Where tokens cannot be inspected, a refused exchange or refresh is what a healthy one meets as well.
    if (!failure || !login.tokens.inspect) return { found, isAlive: true };
    const { what, error } = failure;
    const isDead = what === 'inspected' && error.kind === 'credentials' && error.recovery === 'connection';
    if (isDead) return { found: [problem(variable, error)], isAlive: false };
    found.push(warning(variable, `the token could not be ${what}: ${error.message}`, error.hint));
    return { found, isAlive: true };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { found: [problem(variable, error)], isAlive: false };
  }
}

/** What the settings ask for and the token may not give. Empty when the platform did not say what it may. */
function missingPermissions(
  { settings }: Context,
  variable: string,
  { permissions }: TokenRecord,
): Diagnosis[] {
  if (permissions === null) return [];
  const login: Login = logins[settings.login];
  return login.permissions
    .filter(({ name, needed }) => {
      const isWanted = needed === 'always' || needed === 'insights' || Boolean(settings[needed]);
      return isWanted && !permissions.includes(name);
    })
    .map(({ name, needed }) => {
      const loss =
        needed === 'always' ? '' : `: no ${needed === 'insights' ? 'reach, views or saves' : needed}`;
      return {
        level: needed === 'always' ? 'error' : 'warning',
        subject: variable,
        message: `the token lacks ${name}${loss}`,
        hint:
          needed === 'always' || needed === 'insights'
            ? `${login.newToken} and put it into ${variable}`
            : `Create a token with ${name} as well and put it into ${variable}, or leave ${needed} out of reachline.yaml`,
      };
    });
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
    ...discovery.accounts.map(({ id, username, type }): Diagnosis => {
      const subject = username ?? id;
      const what = `${username ?? 'an account'} (${id}) is reachable`;
      if (type === null || professional.includes(type)) {
        const kind = type === null ? '' : `, a ${type === 'BUSINESS' ? 'business' : 'creator'} account`;
        return { level: 'ok', subject, message: what + kind, hint: null };
      }
      return warning(
        subject,
        `${what}, but its type is ${type}: the platform shows insights of professional accounts only`,
        'Switch it to a professional account in the Instagram app: Settings, Account type',
      );
    }),
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
