import { describe, expect, it } from 'vitest';
import * as cells from '../../../connectors/imports/cells.js';
import { instantOf, isZone, readMoment } from '../../../connectors/imports/dates.js';

describe('numbers', () => {
  it.each([
    ['1203', null, 1203],
    ['1.203', null, 1203],
    ['1,203,004', null, 1203004],
    ['1.203', ',', 1203],
    ['1.203,5', ',', 1203.5],
    ['1,203.5', '.', 1203.5],
    ['75.2k', '.', 75200],
    ['1,1 Mio.', ',', 1100000],
    ["1'234", null, 1234],
    ['1\u202f234', null, 1234],
    ['+5', null, 5],
    ['1.2e+06', '.', 1200000],
    ['0', null, 0],
  ] as const)('%s with the mark %s is %d', (cell, mark, value) => {
    expect(cells.number(cell, mark)).toEqual({ value });
  });

  it.each([
    ['1.203', '.'], // a fraction of a like
    ['many', null],
    ['12%', null],
    ['1.2.3', null],
    ['12,34', null],
    ['1,2,3', '.'],
    ['0x10', null],
    ['5 likes', null],
  ] as const)('%s with the mark %s is no count', (cell, mark) => {
    expect(cells.count(cell, mark)).toBe('unreadable');
  });

  it.each(['', ' ', '--', '-', 'N/A', 'NaN', 'null', 'None'])('%j is absent', (cell) => {
    expect(cells.count(cell, null)).toBe('absent');
  });
});

describe('ids', () => {
  it.each([
    ['18038155718206498', '18038155718206498'],
    ['="18038155718206498"', '18038155718206498'],
    ["'18038155718206498", '18038155718206498'],
    ['2292348882.0', '2292348882'],
    ['18038155718206498.0', null],
    ['1.81426227341263e+16', null],
    ['1,81426E+16', null],
    ['--', null],
  ])('%s is %s', (cell, id) => {
    expect(cells.id(cell)).toBe(id);
  });

  it('keep usernames bare and lower case', () => {
    expect(['@Some.One', 'https://www.instagram.com/some.one/', 'some one', ''].map(cells.username)).toEqual([
      'some.one',
      'some.one',
      null,
      null,
    ]);
  });
});

describe('formats', () => {
  it.each([
    ['IG image', 'image'],
    ['IG-reel', 'reel'],
    ['CAROUSEL_ALBUM', 'carousel'],
    ['GraphSidecar', 'carousel'],
    ['VIDEO', 'video'],
    ['Reel do Instagram', 'reel'],
    ['IG story', 'story'],
    ['poll', null],
    ['', null],
  ])('%s is %s', (cell, format) => {
    expect(cells.format(cell)).toBe(format);
  });
});

describe('times', () => {
  const utc = (cell: string, format: Parameters<typeof readMoment>[1], zone = 'UTC') => {
    const moment = readMoment(cell, format);
    return moment && instantOf(moment, zone).toISOString();
  };

  it.each([
    ['02/29/2024 23:59', 'mm/dd/yyyy', '2024-02-29T23:59:00.000Z'],
    ['29.2.24, 12:05 AM', 'dd/mm/yyyy', '2024-02-29T00:05:00.000Z'],
    ['2024-02-29 10:00:00+00', 'iso', '2024-02-29T10:00:00.000Z'],
    ['2024-02-29T10:00:00.123456-03:00', 'iso', '2024-02-29T13:00:00.123Z'],
    ['45598,445104166669', 'excel', '2024-11-02T10:40:57.000Z'],
    ['45598', 'excel', '2024-11-02T00:00:00.000Z'],
  ] as const)('%s as %s is %s', (cell, format, time) => {
    expect(utc(cell, format)).toBe(time);
  });

  it.each([
    ['02/30/2024', 'mm/dd/yyyy'],
    ['13/01/2024', 'mm/dd/yyyy'],
    ['2023-02-29', 'iso'],
    ['2024-01-01 24:00', 'iso'],
    ['2024-01-01 13:00 PM', 'iso'],
    ['12', 'excel'],
    ['2024', 'unix'],
  ] as const)('%s as %s is none', (cell, format) => {
    expect(readMoment(cell, format)).toBeNull();
  });

  it('know zones by name and by offset', () => {
    expect(utc('2025-07-01 12:00', 'iso', 'America/Los_Angeles')).toBe('2025-07-01T19:00:00.000Z');
    expect(utc('2025-07-01 12:00', 'iso', '-03:00')).toBe('2025-07-01T15:00:00.000Z');
    expect(['Etc/GMT+3', 'UTC', '+05:45', 'Mars/Base', ''].map(isZone)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});
