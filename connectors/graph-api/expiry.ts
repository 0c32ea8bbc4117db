import type { Diagnosis, ReadContext } from '../contract.js';
import { type Login, logins } from './logins.js';
import type { GraphApiSettings } from './settings.js';
import { msSince, msUntil, type TokenRecord, warnMs } from './tokens.js';

const dayMs = 86_400_000;
/** A token that nobody could renew for so long will not be renewed without help. */
const patienceMs = 3 * dayMs;
const exchange = 'Set app_secret_env: then it is exchanged for one of 60 days';

/** When a token ends, by either of its clocks, and what to do about it. Makes no request. */
export function expiryRemarks(
  { settings, effects }: ReadContext<GraphApiSettings>,
  variable: string,
  record: TokenRecord,
): Diagnosis[] {
  const login: Login = logins[settings.login];
  const renew = `${login.newToken} and put it into ${variable}`;
  const now = effects.now();
  const remark = (level: Diagnosis['level'], message: string, hint: string | null = null): Diagnosis => ({
    level,
    subject: variable,
    message,
    hint,
  });
  const dated = (what: string, at: string, otherwise: string, hint: string): Diagnosis => {
    const left = msUntil(at, now);
    const day = at.slice(0, 10);
    if (left <= 0) return remark('error', `${what} expired on ${day}`, renew);
    const days = Math.floor(left / dayMs);
    const soon = days === 0 ? 'within a day' : `in ${days} ${days === 1 ? 'day' : 'days'}`;
    if (left <= warnMs) return remark('warning', `${what} expires ${soon}, on ${day}`, hint);
    return remark('ok', `${what} ${otherwise} ${day}`);
  };

  const { expires_at, data_access_expires_at, refusal } = record;
  const because = refusal === null ? '' : `The platform said: ${refusal}. `;
  const remarks: Diagnosis[] = [];
  if (expires_at === 'never') remarks.push(remark('ok', 'the token does not expire'));
  else if (expires_at !== null) {
    const until = login.tokens.refresh ? 'is renewed by itself and is valid until' : 'is valid until';
    const exchangeable = msUntil(expires_at, now) < dayMs && !settings.app_secret_env;
    const hint = exchangeable ? `${exchange}. Or: ${renew}` : renew;
    remarks.push(dated('the token', expires_at, until, because + hint));
  } else if (login.tokens.refresh) {
    remarks.push(
      msSince(record.obtained_at, now) < patienceMs
        ? remark(
            'ok',
            'when the token ends is known once it is renewed, at least a day after it was made',
            settings.app_secret_env ? null : `One fresh from a login lasts an hour. ${exchange}`,
          )
        : remark(
            'warning',
            'the token could not be renewed so far: it ends 60 days after it was made',
            because + renew,
          ),
    );
  }
  if (data_access_expires_at !== null) {
    remarks.push(dated('the data access of the token', data_access_expires_at, 'is valid until', renew));
  }
  return remarks;
}
