import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFormat } from '../../reports/format.js';

const en = createFormat('en');

test('counts keep every digit below 10,000 and three above', () => {
  expect([0, 7, 34.5, 999, 9876, 9999, 12_345, 123_456, 1_234_567].map(en.count)).toEqual([
    '0',
    '7',
    '34.5',
    '999',
    '9,876',
    '9,999',
    '12.3k',
    '123k',
    '1.23M',
  ]);
});

test('minus is the Unicode sign and changes carry theirs', () => {
  expect(en.change(-12)).toBe('−12');
  expect(en.change(1234)).toBe('+1,234');
  expect(en.change(0)).toBe('0');
  expect(en.relative(-0.042)).toBe('−4%');
  expect(en.relative(0.18)).toBe('+18%');
  expect([-0, -0.04, -0.06].map(en.decimal)).toEqual(['0.0', '0.0', '−0.1']);
  expect(en.exact(-0.4)).toBe('0');
});

test('rates have two significant digits, tiny ones per thousand', () => {
  expect([0, 0.043, 0.03, 0.1234, 0.0043, 0.00043, 1].map((rate) => en.rate(rate))).toEqual([
    '0%',
    '4.3%',
    '3.0%',
    '12%',
    '0.43%',
    '0.43 per 1,000',
    '100%',
  ]);
  // Ticks of one axis have one unit.
  expect([0, 0.0005, 0.001].map((rate) => en.rate(rate, 0.001))).toEqual(['0%', '0.050%', '0.10%']);
});

test('dates name local days without moving them', () => {
  expect(en.day('2026-11-03')).toBe('3 Nov 2026');
  expect(en.days('2026-11-03', '2026-11-09')).toBe('3–9 Nov 2026');
  expect(en.days('2026-10-27', '2026-11-09')).toBe('27 Oct – 9 Nov 2026');
  expect(en.month('2026-11-03')).toBe('Nov 2026');
  expect(en.moment(new Date('2026-11-09T13:05:00Z'), 'Asia/Kolkata')).toBe('9 Nov 2026, 18:35');
  expect(en.weekday(1)).toBe('Mon');
  expect(en.weekday(7)).toBe('Sun');
});

test('other locales write their own numbers and dates', () => {
  const br = createFormat('pt-BR');
  expect(br.rate(0.043)).toBe('4,3%');
  expect(br.count(9876)).toBe('9.876');
  const de = createFormat('de');
  expect(de.day('2026-11-03')).toMatch(/3\. Nov/);
});

test('no format ever prints an ASCII minus, NaN or a narrow space', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), (value) => {
      for (const text of [
        en.count(value),
        en.change(value),
        en.rate(value),
        en.relative(value),
        en.decimal(value),
      ]) {
        expect(text).not.toMatch(/-|NaN|\u202f|\u2009/);
      }
    }),
  );
});
