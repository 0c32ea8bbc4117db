import { readdir, readFile } from 'node:fs/promises';
import type { Engine } from '../engines/engine.js';
import type { Cell } from '../marts.js';
import type { DeclaredCheck, Model } from '../models/header.js';

/** A check is a query that returns the bad rows; none means it passed. */
export interface Check {
  readonly name: string;
  readonly severity: 'error' | 'warn';
  readonly sql: string;
  /** The models that it reads, where the model says so; otherwise they are read from the query. */
  readonly reads?: readonly string[];
  /** When bad rows are those of a model that meet a condition: the two of them, so that one reading serves many checks. */
  readonly rows?: { readonly of: string; readonly where: string };
}

export interface CheckResult {
  readonly name: string;
  readonly severity: 'error' | 'warn';
  /** How many rows are bad. */
  readonly failures: number;
  /** A few of them. */
  readonly examples: readonly Readonly<Record<string, Cell>>[];
}

/** The checks that models declare, then the files of this folder. */
export async function collectChecks(
  models: readonly Model[],
  folder: URL = new URL('./', import.meta.url),
): Promise<Check[]> {
  const declared = models.flatMap((model) => model.checks.map((check) => declaredCheck(model, check)));
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  const written = await Promise.all(
    files.map(async (file): Promise<Check> => {
      const sql = await readFile(new URL(file, folder), 'utf8');
      const severity = /^-- severity: warn$/m.test(sql) ? 'warn' : 'error';
      return { name: file.slice(0, -'.sql'.length), severity, sql };
    }),
  );
  return [...declared, ...written];
}

/** What each of some checks reads: models, as they say or as their queries show, and other tables. */
export async function readBy(
  engine: Engine,
  checks: readonly Check[],
): Promise<(check: Check) => readonly string[]> {
  const silent = checks.filter(({ reads }) => !reads);
  const found = await engine.references(silent.map(({ sql }) => sql));
  const bySql = new Map(silent.map(({ sql }, index) => [sql, found[index]!]));
  return ({ reads, sql }) => reads ?? bySql.get(sql)!;
}

export async function runChecks(engine: Engine, checks: readonly Check[]): Promise<CheckResult[]> {
  if (checks.length === 0) return [];
  const numbered = checks.map((check, number) => ({ ...check, number }));
  // one statement for all: a night runs a hundred of them
  const models = new Set(numbered.flatMap(({ rows }) => rows?.of ?? []));
  const counted = [...models].map((model) => {
    const among = numbered.filter(({ rows }) => rows?.of === model);
    return `select unnest([${among.map(({ number }) => number).join(', ')}]) as number,
      unnest([${among.map(({ rows }) => `count_if(${rows!.where})`).join(', ')}]) as failures from ${model}`;
  });
  for (const { sql, number, rows } of numbered)
    if (!rows) counted.push(`select ${number} as number, count(*) as failures from (${sql}) as bad`);
  const counts = await engine.rows<{ number: number; failures: number }>(counted.join('\nunion all\n'));
  const failures = new Map(counts.map((row) => [row.number, row.failures]));
  const results: CheckResult[] = [];
  for (const [index, { name, severity, sql }] of checks.entries()) {
    const bad = failures.get(index) ?? 0;
    const examples = bad > 0 ? await engine.rows(`select * from (${sql}) as bad limit 3`) : [];
    results.push({ name, severity, failures: bad, examples });
  }
  return results;
}

function declaredCheck(model: Model, declared: DeclaredCheck): Check {
  const reads = declared.name === 'references' ? [model.name, declared.arguments[1]!] : [model.name];
  return { ...checkOf(model, declared), reads };
}

function checkOf(model: Model, { name, arguments: values, severity }: DeclaredCheck): Check {
  const [column] = values;
  const table = model.name;
  const label = `${table}: ${name}(${values.join(', ')})`;
  const meeting = (where: string): Check => ({
    name: label,
    severity,
    sql: `select * from ${table} where ${where}`,
    rows: { of: table, where },
  });
  switch (name) {
    case 'unique':
      return {
        name: label,
        severity,
        sql: `select ${values.join(', ')}, count(*) as copies from ${table} group by ${values.join(', ')} having count(*) > 1`,
      };
    case 'not_null':
      return meeting(`${column} is null`);
    case 'accepted_values': {
      const accepted = values.slice(1).map((value) => `'${value.replaceAll("'", "''")}'`);
      return meeting(`${column} not in (${accepted.join(', ')})`);
    }
    case 'range': {
      const [, low, high] = values.map(Number);
      const outside = [`${column} < ${low}`, ...(high === undefined ? [] : [`${column} > ${high}`])];
      return meeting(outside.join(' or '));
    }
    case 'references': {
      const target = values[1]!;
      return {
        name: label,
        severity,
        sql: `select child.* from ${table} as child where child.${column} is not null
          and not exists (select 1 from ${target} as parent where parent.${column} = child.${column})`,
      };
    }
  }
}
