import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactor } from '../../../connectors/http/redact.js';

const redact = redactor(['IGAAtoken/with+signs=', 'app-secret-0123456789']);

describe('redaction', () => {
  test.each([
    ['plain', 'failed with IGAAtoken/with+signs= here', 'failed with REDACTED here'],
    ['URL-encoded', 'x=IGAAtoken%2Fwith%2Bsigns%3D&y=1', 'x=REDACTED&y=1'],
    ['another token in a query', '?access_token=EAAother&limit=5', '?access_token=REDACTED&limit=5'],
    [
      'a query inside JSON',
      '"next":"https:\\/\\/g\\/?access_token=EAAother\\u0026after=Q"',
      '"next":"https:\\/\\/g\\/?access_token=REDACTED\\u0026after=Q"',
    ],
    ['a proof', '?a=1&appsecret_proof=00ff', '?a=1&appsecret_proof=REDACTED'],
    [
      'a Page token in a body',
      '{"access_token": "EAA\\"x", "id":"1"}',
      '{"access_token": "REDACTED", "id":"1"}',
    ],
    ['a header', 'Authorization: Bearer EAAother', 'Authorization: Bearer REDACTED'],
  ])('%s', (_, text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  test('leaves ordinary text alone', () => {
    const text = '{"caption":"Bearers of news, access tokens = 3","id":"17841405822304914"}';
    expect(redact(text)).toBe(text);
  });

  test('no secret survives in any surrounding', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 8, unit: 'grapheme-ascii' }),
        fc.string(),
        fc.string(),
        (secret, before, after) => {
          fc.pre(!'REDACTED'.includes(secret) && !secret.includes('REDACTED'));
          fc.pre(!before.includes(secret) && !after.includes(secret));
          expect(redactor([secret])(`${before}§${secret}§${after}`)).not.toContain(secret);
        },
      ),
    );
  });

  test('keeps JSON readable', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const clean = redact(JSON.stringify({ value, access_token: 'EAA', next: '?access_token=EAA' }));
        expect(JSON.parse(clean)).toMatchObject({ access_token: 'REDACTED', next: '?access_token=REDACTED' });
      }),
    );
  });
});
