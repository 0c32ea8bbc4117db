import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { homeAt } from '../pipeline/home.js';
import { openMarts, readManifests } from '../pipeline/index.js';
import type { BareCsv } from './bare-csv.js';
import { type ContentExport, writeContentExport } from './content-export.js';
import { type Measured, measured, programBeside, reachline, rounded, tell } from './measured.js';
import { inTemporaryFolder } from './temporary-folder.js';

export interface ImportBench {
  readonly rows: number;
  /** Of the file that is only read and landed. */
  readonly megabytes: number;
}

const accounts = 40;
const threeYears = 1096;
const rowsPerPage = 500;
/** What an import of 127,000 rows may take, and what of memory any may. */
const limits = { seconds: 10, peak_rss_mb: 300, landed_peak_rss_mb: 300, large_peak_rss_mb: 300 };

/**
 * `reachline import` of a content export, through publication, against DuckDB reading the same file into a typed table on two
 * threads; its landing alone; then the landing of a file of two gigabytes, the same rows again and again. Each is the command line in a process of its own, memory measured over the whole process; what was published, and the
 * pages that were landed, are compared with what was written. `over` names the limits that are not kept.
 */
export async function importFiles({ rows, megabytes }: ImportBench) {
  return inTemporaryFolder(async (folder) => {
    const csv = join(folder, 'content.csv');
    const written = await writeContentExport(csv, { rows, accounts, days: threeYears });
    tell(`${written.rows} rows, ${rounded(written.bytes / 1e6)} MB`);
    const bare = await bareCsv(csv, written);
    const landed = await measured(reachline, '--home', join(folder, 'landed'), 'import', csv, '--no-build');
    tell(`landed alone: ${rounded(landed.seconds)} s, ${landed.peakRssMb} MiB`);
    const home = join(folder, 'home');
    const small = await measured(reachline, '--home', home, 'import', csv);
    await compare(home, written);
    tell(`imported: ${rounded(small.seconds)} s, ${small.peakRssMb} MiB (${await stepsOf(home)})`);

    const long = join(folder, 'long.csv');
    const times = Math.max(1, Math.ceil((megabytes * 1e6) / written.bytes));
    await repeat(csv, long, times);
    const landing = join(folder, 'landing');
    const large = await measured(reachline, '--home', landing, 'import', long, '--no-build');
    await comparePages(landing, times * written.rows);
    tell(`${megabytes} MB landed: ${rounded(large.seconds)} s, ${large.peakRssMb} MiB`);

    const result = {
      rows: written.rows,
      megabytes: rounded(written.bytes / 1e6, 1),
      seconds: rounded(small.seconds),
      peak_rss_mb: small.peakRssMb,
      landed_seconds: rounded(landed.seconds),
      landed_peak_rss_mb: landed.peakRssMb,
      bare_seconds: rounded(bare.seconds),
      bare_peak_rss_mb: bare.peakRssMb,
      large_rows: times * written.rows,
      large_megabytes: Math.round((times * written.bytes) / 1e6),
      large_seconds: rounded(large.seconds),
      large_peak_rss_mb: large.peakRssMb,
    };
    const over = Object.entries(limits).filter(
      ([name, limit]) => result[name as keyof typeof limits] > limit,
    );
    return { ...result, over: over.map(([name]) => name) };
  });
}

/** The floor, without the start of its process. */
async function bareCsv(csv: string, { rows, likes }: ContentExport): Promise<Measured> {
  const run = await measured(programBeside('./bare-csv.js'), csv);
  const found = JSON.parse(run.stdout) as BareCsv;
  if (found.posts !== rows || found.likes !== likes)
    throw new Error(`the bare reading is wrong: ${run.stdout}, written ${rows} rows with ${likes} likes`);
  tell(`bare DuckDB: ${rounded(found.seconds)} s, ${run.peakRssMb} MiB`);
  return { ...run, seconds: found.seconds };
}

async function compare(folder: string, { rows, likes, views }: ContentExport): Promise<void> {
  const marts = await openMarts(homeAt(folder));
  try {
    const [posts] = await marts.rows(
      'select count(*) as posts, sum(likes) as likes, sum(views) as views from media_performance',
    );
    const [ledger] = await marts.rows('select sum(read) as read, sum(loaded) as loaded from loads');
    const found = JSON.stringify({ ...posts, ...ledger });
    const wanted = JSON.stringify({ posts: rows, likes, views, read: rows, loaded: rows });
    if (found !== wanted) throw new Error(`the import is wrong: published ${found}, written ${wanted}`);
  } finally {
    marts.close();
  }
}

async function comparePages(folder: string, rows: number): Promise<void> {
  const { raw_files = [] } = (await readManifests(homeAt(folder))).at(-1) ?? {};
  const pages = raw_files.reduce((sum, file) => sum + file.pages, 0);
  const wanted = Math.ceil(rows / rowsPerPage);
  if (pages !== wanted) throw new Error(`the import is wrong: landed ${pages} pages, ${wanted} expected`);
}

async function stepsOf(folder: string): Promise<string> {
  const { timings_ms = {} } = (await readManifests(homeAt(folder))).at(-1) ?? {};
  return Object.entries(timings_ms)
    .map(([step, ms]) => `${step} ${rounded(ms / 1000)}`)
    .join(', ');
}

/** The rows of a file again and again below its header. */
async function repeat(from: string, to: string, times: number): Promise<void> {
  const bytes = await readFile(from);
  const body = bytes.subarray(bytes.indexOf(10) + 1);
  const parts = Array.from({ length: times }, (_, index) => (index === 0 ? bytes : body));
  await pipeline(Readable.from(parts), createWriteStream(to));
}
