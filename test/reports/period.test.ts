import fc from 'fast-check';
import { expect, test } from 'vitest';
import { daysIn, localDay } from '../../reports/calendar.js';
import { resolvePeriod } from '../../reports/index.js';

const asOf = new Date('2026-11-10T04:00:00Z');

test('calendar periods compare with the one before', () => {
  expect(resolvePeriod('2026-10', 'UTC', asOf)).toMatchObject({
    from: '2026-10-01',
    to: '2026-10-31',
    comparison: { from: '2026-09-01', to: '2026-09-30' },
    unfinished: false,
  });
  expect(resolvePeriod('2026-01', 'UTC', asOf).comparison).toEqual({ from: '2025-12-01', to: '2025-12-31' });
  expect(resolvePeriod('2026-W45', 'UTC', asOf)).toMatchObject({
    from: '2026-11-02',
    to: '2026-11-08',
    comparison: { from: '2026-10-26', to: '2026-11-01' },
  });
  expect(resolvePeriod('2021-W01', 'UTC', asOf).from).toBe('2021-01-04');
  expect(resolvePeriod('2020-W53', 'UTC', asOf).to).toBe('2021-01-03');
  expect(resolvePeriod('2025', 'UTC', asOf)).toMatchObject({ from: '2025-01-01', to: '2025-12-31' });
});

test('a period that still runs ends at the as-of day and compares with as many days', () => {
  expect(resolvePeriod('2026-11', 'UTC', asOf)).toMatchObject({
    from: '2026-11-01',
    to: '2026-11-10',
    comparison: { from: '2026-10-01', to: '2026-10-10' },
    unfinished: true,
  });
  const march = resolvePeriod('2026-03', 'UTC', new Date('2026-03-30T12:00:00Z'));
  expect(march.comparison).toEqual({ from: '2026-02-01', to: '2026-02-28' });
});

test('the as-of day is the local one', () => {
  expect(resolvePeriod('last-7-days', 'America/Los_Angeles', asOf)).toMatchObject({
    from: '2026-11-03',
    to: '2026-11-09',
  });
  expect(resolvePeriod('last-7-days', 'Asia/Tokyo', asOf).to).toBe('2026-11-10');
  expect(localDay(new Date('2026-10-25T23:30:00Z'), 'Europe/Berlin')).toBe('2026-10-26');
  expect(localDay(new Date('2026-10-25T22:30:00Z'), 'Europe/Berlin')).toBe('2026-10-25');
  expect(localDay(new Date('2026-03-29T21:59:00Z'), 'Europe/Berlin')).toBe('2026-03-29');
});

test('last days end at the last day with data', () => {
  expect(resolvePeriod('last-28-days', 'UTC', asOf, '2024-10-05')).toMatchObject({
    from: '2024-09-08',
    to: '2024-10-05',
    comparison: { from: '2024-08-11', to: '2024-09-07' },
  });
  expect(resolvePeriod('last-28-days', 'UTC', asOf, '2027-01-01').to).toBe('2026-11-10');
});

test('lengths never change across daylight saving, month ends or leap days', () => {
  const zones = [
    'UTC',
    'America/St_Johns',
    'Europe/Berlin',
    'Pacific/Apia',
    'Australia/Lord_Howe',
    'America/Sao_Paulo',
  ];
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 731 }),
      fc.constantFrom(...zones),
      fc.date({ min: new Date('2012-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
      (length, zone, instant) => {
        const period = resolvePeriod(`last-${length}-days`, zone, instant);
        expect(period.to).toBe(localDay(instant, zone));
        expect(daysIn(period.from, period.to)).toBe(length);
        expect(daysIn(period.comparison.from, period.comparison.to)).toBe(length);
        expect(daysIn(period.comparison.to, period.from)).toBe(2);
      },
    ),
  );
});

test('month and week are the last whole ones', () => {
  const name = (text: string, day: string) => resolvePeriod(text, 'UTC', new Date(`${day}T12:00:00Z`)).name;
  expect(name('month', '2026-11-10')).toBe('2026-10');
  expect(name('month', '2026-10-31')).toBe('2026-10');
  expect(name('month', '2026-01-05')).toBe('2025-12');
  expect(name('week', '2026-11-10')).toBe('2026-W45');
  expect(name('week', '2026-11-08')).toBe('2026-W45');
  expect(name('week', '2021-01-05')).toBe('2020-W53');
  expect(name('week', '2026-01-06')).toBe('2026-W01');
});

test('other texts are refused with the ones that work', () => {
  for (const text of [
    '',
    '2026-13',
    '2026-W54',
    '2025-W53',
    'last-0-days',
    'last-999-days',
    '../2026',
    '2026-10\n',
  ]) {
    expect(() => resolvePeriod(text, 'UTC', asOf), text).toThrow(`unknown period "${text}"`);
  }
  expect(() => resolvePeriod('2027-01', 'UTC', asOf)).toThrow(/begins after the as-of day 2026-11-10/);
  expect(() => resolvePeriod('soon', 'UTC', asOf)).toThrow(
    expect.objectContaining({ exitCode: 64, hint: expect.stringContaining('last-28-days') }),
  );
});
