import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { openDuckDB } from '../pipeline/engines/duckdb/duckdb.js';

const rows = 1_000_000;
const attempts = 5;

/** Columns of a kind, as a mart has them, and how many values a row of them holds. */
const kinds = {
  numbers: { select: 'reach, likes, comments, saves, engagement_rate', values: 5 },
  ids: { select: 'media_id', values: 1 },
  names: { select: 'username', values: 1 },
  captions: { select: 'caption', values: 1 },
} as const;

/**
 * Posts as `media_performance` has them: three in a hundred counters missing, ids of 17 digits, names of 3 to 21 letters,
 * captions of 100 to 250 bytes with accents and emoji, one in fifty posts without.
 */
const posts = `
  select cast(17900000000000000 + i * 7919 as varchar) as media_id,
    concat(['luz', 'padaria.do.bairro', 'ana_', 'atelier.da.ana'][1 + i % 4], i % 5000) as username,
    nullif(i * 31 % 90000, i % 33) as reach, nullif(i * 17 % 4000, i % 33) as likes,
    nullif(i * 13 % 300, i % 33) as comments, nullif(i * 11 % 500, i % 33) as saves,
    case when i % 33 > 0 then i % 997 / 9970.0 end as engagement_rate,
    case when i % 50 > 0 then concat(
      ['Saiu agora do forno: pão de massa mãe 🍞', 'Novo horário de verão ☀️ até às 20h', 'Obrigada, São João! ❤️'][1 + i % 3],
      ' — fornada número ', i, ' de hoje. ', repeat('Vem provar! 😋 ', cast(i % 5 as integer)),
      'Encomendas até às 18h 📲 #padaria #lisboa #pãoquente') end as caption
  from range(${rows}) as r(i)`;

/**
 * A million rows from a mart to Arrow record batches, by kind of column, nulls included; the mart is a Parquet file, read
 * as published marts are. The floor is fetching the same chunks and looking at nothing.
 */
export async function arrow(): Promise<object> {
  const scratch = await mkdtemp(join(tmpdir(), 'reachline-bench-'));
  const engine = await openDuckDB({ path: ':memory:' });
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const file = join(scratch, 'media_performance.parquet').replaceAll("'", "''");
    await engine.writeParquet(posts, join(scratch, 'media_performance.parquet'));
    const view = `create view media_performance as select * from read_parquet('${file}')`;
    await engine.exec(view);
    const bare = await instance.connect();
    await bare.run(view);

    const result: Record<string, number> = { rows };
    for (const [kind, { select, values }] of Object.entries(kinds)) {
      const sql = `select ${select} from media_performance`;
      const toArrow = async () => {
        const { batches } = await engine.query(sql);
        let read = 0;
        for await (const batch of batches) read += batch.numRows;
        if (read !== rows) throw new Error(`${read} rows of ${rows}`);
      };
      const toNowhere = async () => {
        const stream = await bare.stream(sql);
        let chunk = await stream.fetchChunk();
        while (chunk && chunk.rowCount > 0) chunk = await stream.fetchChunk();
      };
      let [seconds, floor] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
      for (let attempt = 0; attempt < attempts; attempt++) {
        floor = Math.min(floor, await timed(toNowhere));
        seconds = Math.min(seconds, await timed(toArrow));
      }
      result[`${kind}_per_second`] = Math.round((rows * values) / seconds);
      result[`${kind}_ratio_to_fetch`] = Number((seconds / floor).toFixed(2));
    }
    bare.closeSync();
    const [{ bytes }] = (await engine.rows<{ bytes: number }>(
      'select avg(strlen(caption)) as bytes from media_performance',
    )) as [{ bytes: number }];
    return { ...result, caption_bytes: Math.round(bytes) };
  } finally {
    instance.closeSync();
    engine.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
