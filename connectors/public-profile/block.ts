import type { HttpAnswer } from '../http/client.js';
import { type Json, objectOf, parseJson, textOf } from '../http/json.js';

/** Why an answer sends the reader away; `null` when it does not. */
export type Refusal = (answer: HttpAnswer) => string | null;

const refusing = new Set([401, 403, 429]);
const gates = /\/(?:accounts\/login|challenge|accounts\/suspended)\b/;
const demands = /\b(?:checkpoint_required|challenge_required|login_required|feedback_required)\b/;
const askedToWait = /please wait a few minutes/i;

/** The ways of sending somebody away that the site is known for, whatever was asked for. */
export const refusal: Refusal = (answer) => {
  const { status, body, headers } = answer;
  if (isRedirect(answer) && gates.test(placeOf(answer)))
    return said(status, `redirects to ${placeOf(answer)}`);
  const message = messageIn(jsonIn(body));
  if (message !== null && (askedToWait.test(message) || demands.test(message))) return said(status, message);
  const demand = status >= 400 ? demands.exec(body)?.[0] : undefined;
  if (demand) return said(status, demand);
  if (refusing.has(status)) return said(status, message);
  // A server that says when to come back is counting.
  if (status >= 500 && headers['retry-after'] !== undefined) return said(status, 'with Retry-After');
  return null;
};

/**
 * The same where JSON was asked for. Whatever is neither that, nor "not found", nor a server in trouble is a refusal: to be
 * sent away in a way that is not known here is to be sent away.
 */
export const refusalOfJson: Refusal = (answer) => {
  const known = refusal(answer);
  const { status, body } = answer;
  if (known !== null || isMissing(answer) || status >= 500) return known;
  if (isRedirect(answer)) return said(status, `redirects to ${placeOf(answer)}`);
  const json = jsonIn(body);
  if (json === undefined) {
    return said(status, `${body.trimStart().startsWith('<') ? 'HTML' : 'something else'} instead of JSON`);
  }
  return status === 200 && objectOf(json).status !== 'fail' ? null : said(status, messageIn(json));
};

export function isMissing({ status }: HttpAnswer): boolean {
  return status === 404 || status === 410;
}

/** When the server wants to be asked again, by its `Retry-After` (RFC 9110, 10.2.3); `null` when it does not say. */
export function askedBack({ headers }: HttpAnswer, now: Date): Date | null {
  const text = headers['retry-after'] ?? '';
  const at = /^\d{1,9}$/.test(text) ? new Date(now.getTime() + Number(text) * 1000) : new Date(text);
  return Number.isNaN(at.getTime()) ? null : at;
}

function said(status: number, what: string | null): string {
  return what === null ? `HTTP ${status}` : `HTTP ${status}: ${what.slice(0, 120)}`;
}

function isRedirect({ status }: HttpAnswer): boolean {
  return status >= 300 && status < 400;
}

/** Where a redirect leads, without its query, which repeats what was asked. */
function placeOf({ headers }: HttpAnswer): string {
  return (headers.location ?? 'nowhere').replace(/[?#].*$/s, '');
}

function messageIn(json: Json | undefined): string | null {
  return textOf(objectOf(json).message);
}

function jsonIn(body: string): Json | undefined {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}
