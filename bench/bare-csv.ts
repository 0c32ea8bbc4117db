import { DuckDBInstance } from '@duckdb/node-api';

// The floor of an import: a content export read from disk into a typed table by DuckDB alone, on two threads. Every cell is read once;
// nothing is decided, kept as it came, compared or published.
const [csv] = process.argv.slice(2) as [string];

const numbers = ['Views', 'Reach', 'Likes', 'Shares', 'Follows', 'Comments', 'Saves'];

/** What DuckDB found, and how long it took without its start-up. */
export interface BareCsv {
  readonly seconds: number;
  readonly posts: number;
  readonly likes: number;
}

const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await instance.connect();
const begun = performance.now();
await connection.run(`create temp table posts as
  select "Post ID" as id, "Account ID" as account, "Description" as caption, "Permalink" as permalink, "Post type" as format,
    strptime("Publish time", '%m/%d/%Y %H:%M') as posted_at, ${numbers.map((name) => `try_cast("${name}" as bigint) as "${name}"`).join(', ')}
  from read_csv('${csv.replaceAll("'", "''")}', header = true, all_varchar = true, delim = ',', quote = '"', escape = '"')`);
const seconds = (performance.now() - begun) / 1000;
const reader = await connection.runAndReadAll(
  'select count(*)::double as posts, sum("Likes")::double as likes from posts',
);
const [[posts, likes]] = reader.getRows() as [[number, number]];
process.stdout.write(JSON.stringify({ seconds, posts, likes } satisfies BareCsv));
