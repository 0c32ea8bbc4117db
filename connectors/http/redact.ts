const placeholder = 'REDACTED';

/** Query parameters and JSON keys that carry credentials on Meta's hosts, whoever put them there. */
const carriers = ['access_token', 'appsecret_proof', 'input_token', 'client_secret', 'fb_exchange_token'];
const inQuery = new RegExp(`\\b(${carriers.join('|')})(=|%3D)[^&\\s"'\\\\<>]+`, 'gi');
const inJson = new RegExp(`("(?:${carriers.join('|')})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, 'gi');
const inHeader = /\bBearer\s+[A-Za-z0-9._~+/|=-]+/g;

export type Redact = (text: string) => string;

/**
 * A function that replaces every given secret, plain or URL-encoded, and everything that looks like a credential
 * (`access_token=…`, `"access_token":"…"`, `Bearer …`) by `REDACTED`. Secrets shorter than 8 characters are left to
 * the patterns: replacing them everywhere would damage ordinary text.
 */
export function redactor(secrets: readonly string[]): Redact {
  const literal = [...new Set(secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]))]
    .filter((secret) => secret.length >= 8)
    .sort((a, b) => b.length - a.length);
  return (text) => {
    let clean = text;
    for (const secret of literal) clean = clean.replaceAll(secret, placeholder);
    return clean
      .replace(inQuery, `$1$2${placeholder}`)
      .replace(inJson, `$1"${placeholder}"`)
      .replace(inHeader, `Bearer ${placeholder}`);
  };
}
