import { readFile } from 'node:fs/promises';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import type { RecordBatch } from 'apache-arrow';
import type { ColumnType } from '../../../connectors/streams.js';
import { ReachlineError } from '../../errors.js';
import type { ArrowResult, Cell } from '../../marts.js';
import { TableBuffer } from '../columns.js';
import { type ColumnOrigin, type Engine, type Params, QueryError } from '../engine.js';
import { appendRows } from './append.js';
import {
  DuckDBDateValue,
  DuckDBInstance,
  DuckDBTimestampTZValue,
  LIST,
  listValue,
  ResultReturnType,
  VARCHAR,
  version,
} from './node-api.js';
import { originsOf } from './origins.js';

export interface DuckDBOptions {
  /** Database file, or `:memory:`. */
  readonly path: string;
  readonly threads?: number;
  /** e.g. `1GB`; default DuckDB's own. With one, rows without an `order by` come in any order. */
  readonly memoryLimit?: string;
  /** Reads an existing file and leaves it as it is. */
  readonly readOnly?: true;
}

/** e.g. `v1.5.5`. */
export function duckdbVersion(): string {
  return version();
}

const brokenOff =
  'the result broke off: a value further on cannot be read or converted, the query was interrupted, or another one ran meanwhile';

/** References by query text: a process that builds many nights parses each model once. */
const parsed = new Map<string, readonly string[]>();

/**
 * Opens a DuckDB database with the models' functions, session zone UTC, and extensions neither installed nor loaded
 * from outside.
 * @throws ReachlineError `tryLater` when another process holds the file.
 */
export async function openDuckDB(options: DuckDBOptions): Promise<Engine> {
  let instance: DuckDBInstance;
  try {
    instance = await DuckDBInstance.create(options.path, {
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      // no older DuckDB reads the file: what newer ones know of compression is smaller and takes less time
      storage_compatibility_version: 'latest',
      ...(options.threads ? { threads: String(options.threads) } : {}),
      // what has an order says so; to keep another costs memory
      ...(options.memoryLimit
        ? { memory_limit: options.memoryLimit, preserve_insertion_order: 'false' }
        : {}),
      ...(options.readOnly ? { access_mode: 'READ_ONLY' } : {}),
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (message.includes('Could not set lock')) {
      throw new ReachlineError('tryLater', `another process has ${options.path} open`, {
        hint: 'Wait for it to end, or close the program that opened the file, and run the command again.',
        cause: error,
      });
    }
    throw new QueryError(`open ${options.path}`, error);
  }
  const connection = await instance.connect();
  const engine = new DuckDB(instance, connection);
  await engine.exec("set timezone = 'UTC'");
  const macros = await definitions();
  await engine.exec(options.readOnly ? macros.replaceAll(/^create or replace /gm, '$&temp ') : macros);
  return engine;
}

const definitions = (): Promise<string> => readFile(new URL('./functions.sql', import.meta.url), 'utf8');

/** Stands for all that decides, besides a query, what the query gives: the named functions and the version of DuckDB. */
export async function functions(): Promise<string> {
  return `${duckdbVersion()} ${await definitions()}`;
}

class DuckDB implements Engine {
  constructor(
    /** `null` for a connection beside another one, which closes the database. */
    private readonly instance: DuckDBInstance | null,
    private readonly connection: DuckDBConnection,
  ) {}

  async exec(sql: string, params?: Params): Promise<void> {
    await attempt(sql, () => this.connection.run(sql, bind(params)));
  }

  async query(sql: string, params?: Params): Promise<ArrowResult> {
    const { arrowSchema, recordBatch } = await import('./arrow.js');
    const result = await attempt(sql, () => this.connection.stream(sql, bind(params)));
    const types = result.columnTypes();
    const schema = arrowSchema(result.deduplicatedColumnNames(), types);
    async function* batches(): AsyncGenerator<RecordBatch> {
      for (;;) {
        const batch = await attempt(sql, async () => {
          const chunk = await result.fetchChunk();
          if (chunk && chunk.rowCount > 0) return recordBatch(schema, types, chunk);
          // a result that breaks off ends like one that is through; only its type is gone
          if (result.returnType === ResultReturnType.INVALID) throw new Error(brokenOff);
          return undefined;
        });
        if (!batch) return;
        yield batch;
      }
    }
    return { schema, batches: batches() };
  }

  async rows<Row extends Record<string, Cell>>(sql: string, params?: Params): Promise<Row[]> {
    const reader = await attempt(sql, () => this.connection.runAndReadAll(sql, bind(params)));
    const names = reader.deduplicatedColumnNames();
    return reader
      .getRows()
      .map((row) => Object.fromEntries(row.map((value, column) => [names[column]!, cell(value)])) as Row);
  }

  async transaction<T>(work: (saveSoFar: () => Promise<void>) => Promise<T>): Promise<T> {
    await this.exec('begin transaction');
    try {
      const result = await work(() => this.exec('commit; begin transaction'));
      await this.exec('commit');
      return result;
    } catch (error) {
      await this.exec('rollback').catch(() => undefined); // the first failure is the one to report
      throw error;
    }
  }

  async append(
    table: string,
    columns: readonly ColumnType[],
    rows: readonly (readonly unknown[])[],
  ): Promise<void> {
    const buffer = new TableBuffer(columns.map((type, column) => ({ name: String(column), type })));
    for (const row of rows) {
      buffer.begin();
      for (const column of columns.keys()) buffer.set(String(column), row[column]);
    }
    await this.appendTable(table, buffer);
  }

  async appendTable(table: string, buffer: TableBuffer): Promise<void> {
    const [schema, name] = table.includes('.') ? (table.split('.') as [string, string]) : ['main', table];
    await attempt(`append to ${table}`, () => appendRows(this.connection, { schema, name }, buffer));
  }

  async references(queries: readonly string[]): Promise<readonly (readonly string[])[]> {
    const unknown = [...new Set(queries)].filter((sql) => !parsed.has(sql));
    const statements = await this.statements(unknown);
    for (const [index, sql] of unknown.entries()) parsed.set(sql, referencesIn(statements[index]));
    return queries.map((sql) => parsed.get(sql)!);
  }

  async origins(sql: string, column: string): Promise<readonly ColumnOrigin[]> {
    const [statement] = await this.statements([sql]);
    return originsOf(statement!.node, column);
  }

  /** The syntax of queries, in one round trip. */
  private async statements(queries: readonly string[]): Promise<Statement[]> {
    if (queries.length === 0) return [];
    const reader = await attempt(queries[0]!, () =>
      this.connection.runAndReadAll(
        'select place, json_serialize_sql(sql) from (select unnest(range(len($queries))) as place, unnest($queries) as sql)',
        { queries: listValue(queries) },
        { queries: LIST(VARCHAR) },
      ),
    );
    const trees = new Map(reader.getRows().map(([place, tree]) => [Number(place), tree as string]));
    return queries.map((sql, place) => statementIn(sql, JSON.parse(trees.get(place)!) as SyntaxTree));
  }

  async writeParquet(sql: string, path: string): Promise<void> {
    const quoted = path.replaceAll("'", "''");
    await this.exec(`copy (${sql}) to '${quoted}' (format parquet, compression zstd, row_group_size 122880)`);
  }

  async beside(): Promise<Engine> {
    return new DuckDB(null, await this.instance!.connect());
  }

  interrupt(): void {
    this.connection.interrupt();
  }

  close(): void {
    this.connection.closeSync();
    this.instance?.closeSync();
  }
}

async function attempt<T>(sql: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new QueryError(sql, error);
  }
}

interface SyntaxTree {
  readonly error?: boolean;
  readonly error_type?: string;
  readonly error_message?: string;
  readonly statements?: readonly Statement[];
}

interface Statement {
  readonly node: unknown;
}

function statementIn(sql: string, tree: SyntaxTree): Statement {
  if (tree.error) throw new QueryError(sql, new Error(reason(tree)));
  if (tree.statements?.length !== 1) throw new QueryError(sql, new Error('write one query at a time'));
  return tree.statements[0]!;
}

function reason({ error_type, error_message }: SyntaxTree): string {
  return error_type === 'parser'
    ? `Parser Error: ${error_message}`
    : 'not a query: only select, with, values, describe, summarize and show are';
}

/** Base tables of a serialized statement, minus the names that its own `with` clauses define. */
function referencesIn(tree: unknown): string[] {
  const tables = new Set<string>();
  const own = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const child of node) visit(child);
      return;
    }
    if (node === null || typeof node !== 'object') return;
    const fields = node as Record<string, unknown>;
    if (fields.type === 'BASE_TABLE') {
      const schema = fields.schema_name as string;
      tables.add(schema ? `${schema}.${fields.table_name as string}` : (fields.table_name as string));
    }
    const cteMap = fields.cte_map as { map?: { key: string }[] } | undefined;
    for (const entry of cteMap?.map ?? []) own.add(entry.key);
    for (const child of Object.values(fields)) visit(child);
  };
  visit(tree);
  return [...tables].filter((name) => !own.has(name)).sort();
}

function bind(params: Params | undefined): Record<string, DuckDBValue> | undefined {
  if (!params) return undefined;
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      value instanceof Date ? timestamp(value) : (value as DuckDBValue),
    ]),
  );
}

function timestamp(date: Date): DuckDBTimestampTZValue {
  return new DuckDBTimestampTZValue(BigInt(date.getTime()) * 1000n);
}

/** A DuckDB value as `rows` promises it. */
function cell(value: DuckDBValue): Cell {
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  ) {
    return value;
  }
  if (typeof value === 'bigint') {
    const number = Number(value);
    if (!Number.isSafeInteger(number))
      throw new RangeError(`integer beyond 2^53: ${value}; cast it to varchar`);
    return number;
  }
  if (value instanceof DuckDBTimestampTZValue) return new Date(Number(value.micros / 1000n));
  if (value instanceof DuckDBDateValue) return value.toString();
  if (typeof value === 'object' && 'items' in value) return (value.items as DuckDBValue[]).map(cell);
  if (typeof value === 'object' && 'toDouble' in value) return (value as { toDouble(): number }).toDouble();
  return String(value);
}
