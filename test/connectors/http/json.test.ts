import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../../connectors/http/json.js';

describe('JSON with long ids', () => {
  test('keeps every digit of a long integer, wherever it stands', () => {
    const text =
      '{"id":17841405822304914999,"list":[1, 17841405822304914999],"n":0.1234567890123456,"small":42}';
    expect(parseJson(text)).toEqual({
      id: '17841405822304914999',
      list: [1, '17841405822304914999'],
      n: 0.1234567890123456,
      small: 42,
    });
  });

  test('does not touch digits inside text', () => {
    const value = { caption: 'call ": 17841405822304914999, now', id: '1' };
    expect(
      parseJson(JSON.stringify({ ...value, list: [value] }).replace('"1"', '17841405822304914999')),
    ).toEqual({
      ...value,
      id: '17841405822304914999',
      list: [value],
    });
  });

  test('equals JSON.parse on ordinary values', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        fc.pre(!/\d{16,}/.test(JSON.stringify(value)));
        expect(parseJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('refuses a truncated body', () => {
    expect(() => parseJson('{"data":[')).toThrow(SyntaxError);
  });
});
