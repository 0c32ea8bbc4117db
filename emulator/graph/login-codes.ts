import { createHmac } from 'node:crypto';
import { GraphError } from './errors.js';

/** What a person has agreed to in the login window of Instagram. */
export interface Consent {
  readonly accountId: string;
  readonly scopes: readonly string[];
  /** The redirect address of the login; any is accepted later when absent. */
  readonly redirectUri?: string;
}

/** The codes that logins end with. */
export interface LoginCodes {
  mint(at: Date, consent: Consent): string;
  /** What the code stands for; a code works once, for an hour. Throws GraphError. */
  redeem(at: Date, code: string, redirectUri: string): Consent;
}

const lifetimeMs = 3_600_000;

/** The platform ends redirect addresses with this; it is not part of the code. */
export const codeTail = '#_';

export function createLoginCodes(seed: number): LoginCodes {
  const open = new Map<string, { readonly consent: Consent; readonly until: number }>();
  let minted = 0;
  return {
    mint(at, consent) {
      minted += 1;
      const key = `${minted} ${at.getTime()} ${consent.accountId}`;
      const code = `AQ${createHmac('sha512', `login ${seed}`).update(key).digest('base64url')}`;
      open.set(code, { consent, until: at.getTime() + lifetimeMs });
      return code;
    },
    redeem(at, text, redirectUri) {
      const code = text.endsWith(codeTail) ? text.slice(0, -codeTail.length) : text;
      const entry = open.get(code);
      if (!entry || at.getTime() >= entry.until) throw new GraphError('code-unknown');
      if (entry.consent.redirectUri !== undefined && entry.consent.redirectUri !== redirectUri)
        throw new GraphError('redirect-wrong');
      open.delete(code);
      return entry.consent;
    },
  };
}
