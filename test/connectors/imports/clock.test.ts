import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { uploadedAt } from '../../../connectors/identity.js';
import { fileOf, importFiles } from './files.js';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A shortcode that was uploaded at a time. */
function shortcodeAt(time: number): string {
  let key = BigInt(time - 1314220021721) << 23n;
  let code = '';
  for (; key > 0n; key /= 64n) code = alphabet[Number(key % 64n)] + code;
  return code;
}

/** Posts every 61 hours of a year, uploaded a minute before they appear. */
const posts = Array.from({ length: 140 }, (_, index) => Date.UTC(2025, 0, 3, 8, 7) + index * 61 * 3_600_000);

/** A Fanpage Karma file whose clock runs in `zone`. */
function fileIn(zone: string, times = posts): string {
  const rows = times.map((time) => {
    const local = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone).toPlainDateTime();
    const serial = Date.parse(`${local.toString()}Z`) / 86_400_000 + 25_569;
    return `${serial},m,P,INSTAGRAM,7,2,https://www.instagram.com/p/${shortcodeAt(time - 60_000)}/`;
  });
  return ['Date,Message,Profile,Network,Likes,Comments,Link', ...rows].join('\n');
}

async function imported(zone: string, settings = {}, times = posts) {
  const result = await importFiles([fileOf('a.csv', fileIn(zone, times))], settings);
  const right = result.records('media').filter((one, at) => one.posted_at?.getTime() === times[at]).length;
  const dialect = result.pages[0]?.request.dialect as Record<string, unknown>;
  return { right, dialect, warnings: result.warnings.join('\n'), account: result.records('accounts')[0] };
}

describe('the clock of a file', () => {
  it('has shortcodes to go by', () => {
    expect(uploadedAt(shortcodeAt(posts[0] as number))?.getTime()).toBe(posts[0]);
  });

  it('is the usual one when the permalinks agree', async () => {
    const { right, dialect, warnings, account } = await imported('UTC');
    expect(right).toBe(posts.length);
    expect(dialect).toMatchObject({
      zone: 'UTC',
      zone_basis: 'verified by permalinks',
      zone_rows: 140,
      zone_agree: 1,
    });
    expect(warnings).toBe('');
    expect(account?.time_zone).toBeNull();
  });

  it('is the offset that the permalinks show', async () => {
    const maceio = await imported('America/Maceio');
    expect(maceio).toMatchObject({
      right: 140,
      dialect: { zone: '-03:00' },
      account: { time_zone: 'Etc/GMT+3' },
    });
    const kathmandu = await imported('Asia/Kathmandu');
    expect(kathmandu).toMatchObject({
      right: 140,
      dialect: { zone: '+05:45' },
      account: { time_zone: null },
    });
  });

  it('is the stated one, which also knows daylight saving', async () => {
    const { right, dialect, warnings, account } = await imported('Europe/Berlin', {
      time_zone: 'Europe/Berlin',
    });
    expect(right).toBe(posts.length);
    expect(dialect).toMatchObject({ zone: 'Europe/Berlin', zone_basis: 'stated', zone_agree: 1 });
    expect(warnings).toBe('');
    expect(account?.time_zone).toBe('Europe/Berlin');
  });

  it('is what the permalinks show when the stated zone is only the account’s, and says so', async () => {
    const { right, dialect, warnings, account } = await imported('UTC', { time_zone: 'Asia/Bangkok' });
    expect(right).toBe(posts.length);
    expect(dialect).toMatchObject({ zone: 'UTC', zone_basis: 'verified by permalinks', zone_agree: 1 });
    expect(account?.time_zone).toBe('Asia/Bangkok');
    expect(warnings).toMatch(/Asia\/Bangkok fits 0 % of 140 permalinks, UTC fits 100 %.*account/);

    const derived = await imported('America/Maceio', { time_zone: 'Asia/Bangkok' });
    expect(derived).toMatchObject({
      right: 140,
      dialect: { zone: '-03:00' },
      account: { time_zone: 'Asia/Bangkok' },
    });
  });

  it('needs only a few permalinks to tell the stated zone from the usual one', async () => {
    const few = posts.slice(0, 5);
    expect(await imported('UTC', { time_zone: 'Asia/Bangkok' }, few)).toMatchObject({ right: 5 });
    expect(await imported('Asia/Bangkok', { time_zone: 'Asia/Bangkok' }, few)).toMatchObject({
      right: 5,
      dialect: { zone: 'Asia/Bangkok', zone_basis: 'stated' },
    });
  });

  it('is the one stated for the column, even against the permalinks, but not silently', async () => {
    const map = { posted_at: { column: 'Date', zone: 'Asia/Bangkok' } };
    const { right, dialect, warnings } = await imported('UTC', { map });
    expect(right).toBe(0);
    expect(dialect).toMatchObject({ zone: 'Asia/Bangkok', zone_basis: 'stated' });
    expect(warnings).toMatch(/UTC fits 100 %/);
  });

  it('can be stated apart from the zone of the account', async () => {
    const map = { posted_at: { column: 'Date', zone: 'UTC' } };
    const { right, dialect, account, warnings } = await imported('UTC', { time_zone: 'Asia/Bangkok', map });
    expect(right).toBe(posts.length);
    expect(dialect).toMatchObject({ zone: 'UTC', zone_basis: 'stated' });
    expect(account?.time_zone).toBe('Asia/Bangkok');
    expect(warnings).toBe('');
  });

  it('is questioned when it is unusual and nothing proves it', async () => {
    const { warnings } = await imported('UTC', { time_zone: 'Asia/Bangkok' }, posts.slice(0, 2));
    expect(warnings).toMatch(/stated zone Asia\/Bangkok; a Fanpage Karma post export usually holds UTC/);
  });

  it('is assumed, and said to be, when permalinks show daylight saving or nothing', async () => {
    const saving = await imported('Europe/Berlin');
    expect(saving.dialect).toMatchObject({ zone: 'UTC', zone_basis: 'default' });
    expect(saving.warnings).toMatch(
      /\+0[12]:00 fits 5\d %, \+0[12]:00 fits 4\d %, as in a zone with daylight saving/,
    );
    const few = await imported('UTC', {}, posts.slice(0, 19));
    expect(few.dialect).toMatchObject({ zone: 'UTC', zone_basis: 'default' });
    expect(few.warnings).toMatch(/could not be verified.*19 permalinks/);
  });

  it('decides day and month by the permalinks when no value is impossible', async () => {
    const times = Array.from({ length: 6 }, (_, index) => Date.UTC(2025, index % 12, 1 + (index % 11), 10));
    const rows = times.map((time) => {
      const [year, month, day] = new Date(time).toISOString().slice(0, 10).split('-');
      return `${day}/${month}/${year} 10:01;3;https://www.instagram.com/p/${shortcodeAt(time)}/`;
    });
    const result = await importFiles([fileOf('a.csv', ['when;n;url', ...rows].join('\n'))], {
      account: 'me',
      map: { posted_at: 'when', likes: 'n', permalink: 'url' },
    });
    expect(result.records('media').map((one) => one.posted_at?.getTime())).toEqual(
      times.map((time) => time + 60_000),
    );
  });
});
