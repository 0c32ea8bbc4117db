import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type DataType, RecordBatchStreamWriter, Type, type Vector } from 'apache-arrow';
import type { ArrowResult } from '../pipeline/index.js';
import type { PublishedMarts } from '../pipeline/published.js';
import { count, dim, print, table } from './terminal.js';

export const formats = ['table', 'csv', 'json', 'ndjson', 'arrow', 'parquet'] as const;
export type Format = (typeof formats)[number];

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

const tableRows = 200;

/** Writes a query's result to standard output, batch by batch. */
export const writers: Record<Format, (marts: PublishedMarts, sql: string, scratch: string) => Promise<void>> =
  {
    async table(marts, sql) {
      const result = await marts.query(sql);
      const rows: string[][] = [];
      let total = 0;
      for await (const row of plainRows(result)) {
        total += 1;
        if (rows.length < tableRows) rows.push(row.map((value) => (value === null ? '' : text(value))));
      }
      print(
        table(
          result.schema.fields.map(({ name }) => name),
          rows,
          60,
        ),
      );
      print(
        dim(
          total > rows.length
            ? `(first ${rows.length} of ${count(total, 'row')}; --format csv writes all)`
            : `(${count(total, 'row')})`,
        ),
      );
    },

    async csv(marts, sql) {
      const result = await marts.query(sql);
      await write(`${result.schema.fields.map(({ name }) => quoted(name)).join(',')}\n`);
      for await (const row of plainRows(result)) {
        await write(`${row.map((value) => (value === null ? '' : quoted(text(value)))).join(',')}\n`);
      }
    },

    async json(marts, sql) {
      const result = await marts.query(sql);
      const names = result.schema.fields.map(({ name }) => name);
      let separator = '[\n';
      for await (const row of plainRows(result)) {
        await write(`${separator}  ${JSON.stringify(named(names, row))}`);
        separator = ',\n';
      }
      await write(separator === '[\n' ? '[]\n' : '\n]\n');
    },

    async ndjson(marts, sql) {
      const result = await marts.query(sql);
      const names = result.schema.fields.map(({ name }) => name);
      for await (const row of plainRows(result)) await write(`${JSON.stringify(named(names, row))}\n`);
    },

    async arrow(marts, sql) {
      const { schema, batches } = await marts.query(sql);
      const writer = new RecordBatchStreamWriter();
      writer.reset(undefined, schema);
      const drained = (async () => {
        for await (const bytes of writer) await write(bytes);
      })();
      for await (const batch of batches) writer.write(batch);
      writer.finish();
      await drained;
    },

    async parquet(marts, sql, scratch) {
      const path = join(scratch, 'result.parquet');
      await marts.writeParquet(sql, path);
      await pipeline(createReadStream(path), process.stdout, { end: false });
    },
  };

async function write(chunk: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
}

async function* plainRows({ schema, batches }: ArrowResult): AsyncGenerator<Json[]> {
  for await (const batch of batches) {
    const columns = schema.fields.map((field, index) => ({
      type: field.type,
      vector: batch.getChildAt(index)!,
    }));
    for (let row = 0; row < batch.numRows; row++) {
      yield columns.map(({ type, vector }) => plain(vector.get(row), type));
    }
  }
}

function named(names: readonly string[], row: readonly Json[]): { [name: string]: Json } {
  return Object.fromEntries(names.map((name, index) => [name, row[index]!]));
}

/** Times as ISO 8601 in UTC, days as YYYY-MM-DD, integers beyond 2^53 as text. */
function plain(value: unknown, type: DataType): Json {
  if (value === null || value === undefined) return null;
  switch (type.typeId) {
    case Type.Date:
      return new Date(value as number).toISOString().slice(0, 10);
    case Type.Timestamp:
      return new Date(value as number).toISOString();
    case Type.Int: {
      if (typeof value !== 'bigint') return value as number;
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : value.toString();
    }
    case Type.List:
      return [...(value as Vector)].map((item) => plain(item, type.children![0]!.type));
    case Type.Struct:
      return Object.fromEntries(
        type.children!.map((field) => [
          field.name,
          plain((value as Record<string, unknown>)[field.name], field.type),
        ]),
      );
    case Type.Float:
      return Number.isFinite(value) ? (value as number) : null;
    case Type.Utf8:
    case Type.Bool:
      return value as string | boolean;
    default:
      return String(value);
  }
}

function text(value: Json): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
