import { DuckDBInstance } from '@duckdb/node-api';
import { openDuckDB } from '../pipeline/engines/duckdb/duckdb.js';

const rows = 1_000_000;
const shapes = {
  numbers: { columns: 5, select: 'i as a, i * 2 as b, i / 7.0 as c, nullif(i % 5, 0) as d, i * 0.25 as e' },
  ids: { columns: 1, select: 'cast(17900000000000000 + i as varchar) as id' },
  captions: {
    columns: 1,
    select: "concat('Saiu agora do forno: pão de massa mãe 🍞 número ', i, ' #padaria #lisboa') as caption",
  },
} as const;

/** A million rows from DuckDB to Arrow record batches, by kind of column; the floor is fetching the same chunks and looking at nothing. */
export async function arrow(): Promise<object> {
  const engine = await openDuckDB({ path: ':memory:' });
  const instance = await DuckDBInstance.create(':memory:');
  const bare = await instance.connect();
  const result: Record<string, number> = { rows };
  for (const [name, { columns, select }] of Object.entries(shapes)) {
    const sql = `select ${select} from range(${rows}) as r(i)`;
    const seconds = await best(async () => {
      const { batches } = await engine.query(sql);
      for await (const batch of batches) void batch;
    });
    const floor = await best(async () => {
      const stream = await bare.stream(sql);
      for (;;) {
        const chunk = await stream.fetchChunk();
        if (!chunk || chunk.rowCount === 0) break;
      }
    });
    result[`${name}_per_second`] = Math.round((rows * columns) / seconds);
    result[`${name}_ratio_to_fetch`] = Number((seconds / floor).toFixed(2));
  }
  bare.closeSync();
  instance.closeSync();
  engine.close();
  return result;
}

async function best(work: () => Promise<void>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 3; attempt++) {
    const start = performance.now();
    await work();
    least = Math.min(least, (performance.now() - start) / 1000);
  }
  return least;
}
