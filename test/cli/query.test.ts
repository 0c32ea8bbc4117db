import { spawn } from 'node:child_process';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { Type, tableFromIPC } from 'apache-arrow';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { main, reachline, starting, succeeding, temporaryFolder } from './running.js';

let home: string;
const start = '2026-03-01';

/** Three posts: a caption that is hard on every format, an unknown count, and a plain one. */
const table = `id,account,text,when,likes,shares
18000000000000001,bakery,"a ""quote"", a comma
and a line 🥐",2026-01-01T10:00:00.5Z,10,3
18000000000000002,bakery,=1+1,2026-01-02T10:00:00Z,20,
18000000000000003,bakery,,2026-01-03T23:59:59Z,30,0
`;
const columns = `select media_id, caption, posted_at, posted_day, likes, shares, age_hours, is_missing
  from media_performance order by posted_at`;
const rows = [
  {
    media_id: '18000000000000001',
    caption: 'a "quote", a comma\nand a line 🥐',
    posted_at: '2026-01-01T10:00:00.500Z',
    posted_day: '2026-01-01',
    likes: 10,
    shares: 3,
    age_hours: (Date.parse(start) - Date.parse('2026-01-01T10:00:00.500Z')) / 3_600_000,
    is_missing: false,
  },
  {
    media_id: '18000000000000002',
    caption: '=1+1',
    posted_at: '2026-01-02T10:00:00.000Z',
    posted_day: '2026-01-02',
    likes: 20,
    shares: null,
    age_hours: 1382,
    is_missing: false,
  },
  {
    media_id: '18000000000000003',
    caption: null,
    posted_at: '2026-01-03T23:59:59.000Z',
    posted_day: '2026-01-03',
    likes: 30,
    shares: 0,
    age_hours: (Date.parse(start) - Date.parse('2026-01-03T23:59:59Z')) / 3_600_000,
    is_missing: false,
  },
];

beforeAll(async () => {
  home = await temporaryFolder();
  const csv = join(home, 'posts.csv');
  const map = join(home, 'map.yaml');
  await writeFile(csv, table);
  await writeFile(
    map,
    'media_id: id\nusername: account\ncaption: text\nposted_at: {column: when, format: iso}\nlikes: likes\nshares: shares\n',
  );
  await succeeding(home, ['import', csv, '--map', map, '--observed-at', start, '--timezone', 'UTC']);
});

const query = (sql: string, ...args: string[]) => reachline(home, ['query', sql, ...args]);

describe('formats', () => {
  test('json', async () => {
    expect(JSON.parse((await query(columns, '--format', 'json')).stdout)).toEqual(rows);
    expect((await query('select 1 as n where false', '--format', 'json')).stdout).toBe('[]\n');
  });

  test('ndjson', async () => {
    const { stdout } = await query(columns, '--format', 'ndjson');
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(rows);
  });

  test('csv: text as it is, unknown empty, and a header even without rows', async () => {
    const { stdout } = await query(columns, '--format', 'csv');
    expect(parse(stdout, { columns: true })).toEqual(
      rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, value === null ? '' : String(value)]),
        ),
      ),
    );
    expect((await query('select 1 as "a,b" where false', '--format', 'csv')).stdout).toBe('"a,b"\n');
  });

  test('arrow, read back with its types', async () => {
    const { bytes, stderr } = await query(columns, '--format', 'arrow');
    expect(stderr).toBe('');
    const read = tableFromIPC(bytes);
    expect(Object.fromEntries(read.schema.fields.map(({ name, type }) => [name, String(type)]))).toEqual({
      media_id: 'Utf8',
      caption: 'Utf8',
      posted_at: 'Timestamp<MICROSECOND, UTC>',
      posted_day: 'Date32<DAY>',
      likes: 'Int64',
      shares: 'Int64',
      age_hours: 'Float64',
      is_missing: 'Bool',
    });
    expect(read.numRows).toBe(3);
    const values = (name: string) => [...read.getChild(name)!];
    expect(values('media_id')).toEqual(rows.map(({ media_id }) => media_id));
    expect(values('caption')).toEqual(rows.map(({ caption }) => caption));
    expect(values('likes')).toEqual([10n, 20n, 30n]);
    expect(values('shares')).toEqual([3n, null, 0n]);
    expect(values('posted_at').map((at) => new Date(at).toISOString())).toEqual(
      rows.map(({ posted_at }) => posted_at),
    );
    expect(values('posted_day').map((day) => new Date(day).toISOString().slice(0, 10))).toEqual(
      rows.map(({ posted_day }) => posted_day),
    );
    expect(values('age_hours')).toEqual(rows.map(({ age_hours }) => age_hours));
  });

  test('arrow in many batches, and with no row', async () => {
    const many = tableFromIPC(
      (await query('select i from range(300000) as t(i)', '--format', 'arrow')).bytes,
    );
    expect(many.numRows).toBe(300_000);
    expect(many.batches.length).toBeGreaterThan(1);
    expect([...many.getChild('i')!].reduce((sum: bigint, value: bigint) => sum + value, 0n)).toBe(
      44_999_850_000n,
    );
    const none = tableFromIPC(
      (await query('select likes from media_performance where false', '--format', 'arrow')).bytes,
    );
    expect(none.numRows).toBe(0);
    expect(none.schema.fields[0]!.type.typeId).toBe(Type.Int);
  });

  test('parquet, read back by DuckDB', async () => {
    const { bytes } = await query(columns, '--format', 'parquet');
    const path = join(home, 'out.parquet');
    await writeFile(path, bytes);
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const types = await connection.runAndReadAll(`describe from '${path}'`);
    expect(
      types.getRowObjects().map(({ column_name, column_type }) => `${column_name} ${column_type}`),
    ).toEqual([
      'media_id VARCHAR',
      'caption VARCHAR',
      'posted_at TIMESTAMP WITH TIME ZONE',
      'posted_day DATE',
      'likes BIGINT',
      'shares BIGINT',
      'age_hours DOUBLE',
      'is_missing BOOLEAN',
    ]);
    const read = await connection.runAndReadAll(
      `select media_id, caption, likes, shares, epoch_ms(posted_at) as at from '${path}'`,
    );
    expect(read.getRowObjects()).toEqual(
      rows.map(({ media_id, caption, likes, shares, posted_at }) => ({
        media_id,
        caption,
        likes: BigInt(likes),
        shares: shares === null ? null : BigInt(shares),
        at: BigInt(Date.parse(posted_at)),
      })),
    );
    connection.closeSync();
  });

  test('table, for the eye: numbers right, line breaks folded, a count at the end', async () => {
    const { stdout } = await query(
      'select media_id, caption, likes from media_performance order by posted_at',
    );
    expect(stdout).toBe(
      [
        '         media_id  caption                           likes',
        '18000000000000001  a "quote", a comma and a line 🥐     10',
        '18000000000000002  =1+1                                 20',
        '18000000000000003                                       30',
        '(3 rows)',
        '',
      ].join('\n'),
    );
    expect((await query('select i from range(1000) as t(i)')).stdout).toMatch(
      /\(first 200 of 1,000 rows; --format csv writes all\)\n$/,
    );
  });

  test('control sequences of strangers do not reach the terminal', async () => {
    const { stdout } = await query(`select 'a' || chr(27) || '[31mred' || chr(8238) || 'x' as text`);
    expect(stdout).toBe('text\naredx\n(1 row)\n');
  });
});

describe('the marts', () => {
  test('are all there, described, with the columns that others rely on', async () => {
    const names = JSON.parse((await query('show tables', '--format', 'json')).stdout).map(
      ({ name }: { name: string }) => name,
    );
    expect(names).toEqual(
      expect.arrayContaining(
        [
          'accounts',
          'media_performance',
          'media_daily',
          'account_daily',
          'format_performance',
          'posting_slots',
        ].concat([
          'hashtag_performance',
          'story_frames',
          'audience',
          'absent_values',
          'runs',
          'loads',
          'quarantine',
        ]),
      ),
    );
    const { stdout } = await query('describe media_performance');
    for (const column of [
      'age_basis',
      'interactions',
      'engagement_rate_by_reach',
      'followers_at_post',
      'sources',
    ])
      expect(stdout).toContain(column);
  });

  test('are all that can be read: no other file, no setting, no network', async () => {
    for (const sql of [
      `select * from read_csv('/etc/passwd')`,
      `select * from read_text('${join(home, 'posts.csv')}')`,
      `from '${join(home, 'data/warehouse.duckdb')}'`,
      `attach '${join(home, 'data/warehouse.duckdb')}' as w`,
      `copy (select 1) to '${join(home, 'stolen.csv')}'`,
      'set enable_external_access = true',
      'install httpfs',
    ]) {
      const { code, stderr } = await query(sql);
      expect([sql, code]).toEqual([sql, 64]);
      expect(stderr).not.toMatch(/^ {4}at /m);
    }
    expect(await readdir(home)).not.toContain('stolen.csv');
  });

  test('wrong SQL ends with 64, points at the place and names the tables', async () => {
    for (const [sql, message] of [
      ['selct 1', /syntax error at or near "selct"/],
      ['select * from media', /Table with name media does not exist/],
      ['select nope from accounts', /Referenced column "nope" not found/],
      ["select cast('x' as integer)", /Could not convert string 'x' to INT32/],
    ] as const) {
      const { code, stdout, stderr } = await query(sql);
      expect(stderr).toMatch(message);
      expect(stderr).toMatch(/The tables are .*accounts, .*media_performance/);
      expect([code, stdout]).toEqual([64, '']);
    }
  });
});

test.each(['csv', 'ndjson', 'json', 'arrow', 'parquet'])(
  'a reader that goes away (`query … --format %s | head`) is not an error, and leaves no scratch folder',
  async (format) => {
    const scratch = await mkdtemp(join(home, 'tmp-'));
    const sql = 'select i, md5(cast(i as varchar)) as text from range(500000) as t(i)';
    const shell = `"$NODE" "$MAIN" --home "$ROOT" query "$SQL" --format ${format} | head -c 100 > /dev/null; echo "\${PIPESTATUS[0]}"`;
    const child = spawn('bash', ['-c', shell], {
      env: {
        PATH: process.env.PATH,
        NODE: process.execPath,
        MAIN: main,
        ROOT: home,
        SQL: sql,
        TMPDIR: scratch,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    await new Promise((resolve) => child.on('close', resolve));
    expect([stdout.trim(), stderr]).toEqual(['0', '']);
    expect(await readdir(scratch)).toEqual([]);
  },
);

test('its wall clock, for the record', async () => {
  const started = performance.now();
  const { ended } = await starting(home, ['query', 'select count(*) from media_performance']);
  const { code } = await ended;
  process.stdout.write(
    `query: ${Math.round(performance.now() - started)} ms, start of the process included\n`,
  );
  expect(code).toBe(0);
});

test('a signal ends a long query at once, scratch folder included', async () => {
  const scratch = await temporaryFolder();
  const long = 'select count(*) from range(1000000000000) as numbers(n) where n % 7 = 3';
  const { child, ended } = await starting(home, ['query', long], { env: { TMPDIR: scratch } });
  onTestFinished(() => void child.kill('SIGKILL'));
  while ((await readdir(scratch)).length === 0) await setTimeout(50);
  await setTimeout(1_000);
  child.kill('SIGTERM');
  expect((await ended).code).toBe(143);
  expect(await readdir(scratch)).toEqual([]);
});
