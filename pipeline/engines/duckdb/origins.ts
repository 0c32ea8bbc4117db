import type { ColumnOrigin } from '../engine.js';

/** A node of DuckDB's serialized syntax. */
type Node = Readonly<Record<string, unknown>>;

/** What a `from` clause offers columns of. */
type Relation =
  | { readonly alias: string; readonly table: string }
  | {
      readonly alias: string;
      readonly query: Node;
      readonly within: Scope;
      readonly renamed: readonly string[];
    }
  | {
      readonly alias: string;
      readonly expression: unknown;
      readonly beside: readonly Relation[];
      readonly renamed: readonly string[];
    };

/** Common table expressions in sight, by name. */
type Scope = ReadonlyMap<string, { readonly query: Node; readonly within: Scope }>;

interface Place {
  readonly query: Node;
  readonly scope: Scope;
  /** What a subquery sees of the query around it. */
  readonly outer: readonly Relation[];
}

/** What an expression may name columns of. */
interface Sight {
  readonly relations: readonly Relation[];
  readonly outer: readonly Relation[];
  readonly scope: Scope;
}

/**
 * The columns of tables that a column of a query is computed from, common table expressions and subqueries seen through.
 * What only decides which rows there are (joins, filters, groups) does not count. A column without a table's name that
 * several tables may have is taken to be of each.
 */
export function originsOf(query: unknown, column: string): ColumnOrigin[] {
  const found = new Map<string, ColumnOrigin>();
  const open = new Set<string>();
  const numbers = new Map<unknown, number>();
  const numberOf = (node: unknown) => numbers.get(node) ?? numbers.set(node, numbers.size).size - 1;

  follow({ query: nodeOf(query), scope: new Map(), outer: [] }, column);
  return [...found.values()];

  function follow(place: Place, name: string): void {
    const visit = `${numberOf(place.query)} ${name}`;
    if (open.has(visit)) return; // seen before, or a query that reads itself
    open.add(visit);
    const { query, outer } = place;
    const own = withOwn(query, place.scope);
    // a recursive one is in its own sight
    const scope = query.cte_name ? new Map(own).set(String(query.cte_name), { query, within: own }) : own;
    if (isUnion(query)) {
      const [first, ...others] = sidesOf(query);
      const position = namesOf(first!)?.indexOf(name) ?? -1;
      follow({ query: first!, scope, outer }, name);
      for (const other of others) follow({ query: other, scope, outer }, namesOf(other)?.[position] ?? name);
      return;
    }
    const relations = relationsIn(query.from_table, scope);
    const items = listOf(query.select_list);
    const item = items.find((one) => one.type !== 'STAR' && nameOf(one) === name);
    if (item) {
      visitExpression(item, { relations, outer, scope });
      return;
    }
    for (const star of items.filter(({ type }) => type === 'STAR')) {
      const of = relations.filter(({ alias }) => !star.relation_name || alias === star.relation_name);
      followIn(of, name);
    }
  }

  function visitExpression(expression: unknown, sight: Sight): void {
    if (Array.isArray(expression)) {
      for (const child of expression) visitExpression(child, sight);
      return;
    }
    const node = nodeOf(expression);
    const { relations, outer, scope } = sight;
    if (node.type === 'COLUMN_REF') {
      const names = node.column_names as readonly string[];
      const table = names.at(-2);
      const inSight = relations.length > 0 && table === undefined ? relations : [...relations, ...outer];
      followIn(
        inSight.filter(({ alias }) => table === undefined || alias === table),
        names.at(-1)!,
      );
    } else if (node.type === 'SUBQUERY') {
      const inner = { query: nodeOf(nodeOf(node.subquery).node), scope, outer: [...relations, ...outer] };
      for (const name of namesOf(inner.query) ?? []) follow(inner, name);
    } else {
      for (const [field, child] of Object.entries(node)) {
        const groups = field === 'partitions'; // of a window
        if (!groups && child !== null && typeof child === 'object') visitExpression(child, sight);
      }
    }
  }

  function followIn(relations: readonly Relation[], name: string): void {
    const sure = relations.filter((one) => offers(one, name) === 'yes');
    for (const relation of sure.length > 0
      ? sure
      : relations.filter((one) => offers(one, name) === 'maybe')) {
      if ('table' in relation) {
        found.set(`${relation.table} ${name}`, { table: relation.table, column: name });
      } else if ('query' in relation) {
        const own = namesOf(relation.query)?.[relation.renamed.indexOf(name)] ?? name;
        follow({ query: relation.query, scope: relation.within, outer: [] }, own);
      } else {
        visitExpression(relation.expression, { relations: relation.beside, outer: [], scope: new Map() });
      }
    }
  }
}

/** Whether a relation has a column: nobody says what columns a table has. */
function offers(relation: Relation, name: string): 'yes' | 'maybe' | 'no' {
  if ('table' in relation) return 'maybe';
  if (relation.renamed.length > 0) return relation.renamed.includes(name) ? 'yes' : 'no';
  if ('expression' in relation) return 'maybe';
  const names = namesOf(relation.query);
  if (names) return names.includes(name) ? 'yes' : 'no';
  const first = isUnion(relation.query) ? sidesOf(relation.query)[0]! : relation.query;
  if (listOf(first.select_list).some((item) => item.type !== 'STAR' && nameOf(item) === name)) return 'yes';
  const behindStar = relationsIn(first.from_table, withOwn(relation.query, relation.within));
  const answers = behindStar.map((one) => offers(one, name));
  return answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
}

function isUnion({ type }: Node): boolean {
  return type === 'SET_OPERATION_NODE' || type === 'RECURSIVE_CTE_NODE';
}

/** The queries that a union puts together: two, or as many as are written in a row. */
function sidesOf(query: Node): Node[] {
  const children = listOf(query.children);
  return children.length > 0 ? [...children] : [nodeOf(query.left), nodeOf(query.right)];
}

/** Names of a query's columns; `null` when a star hides some. */
function namesOf(query: Node): string[] | null {
  if (isUnion(query)) return namesOf(sidesOf(query)[0]!);
  const items = listOf(query.select_list);
  return items.some(({ type }) => type === 'STAR') ? null : items.map(nameOf);
}

function nameOf(item: Node): string {
  if (item.alias) return String(item.alias);
  return item.type === 'COLUMN_REF' ? (item.column_names as readonly string[]).at(-1)! : '';
}

function withOwn(query: Node, scope: Scope): Scope {
  const own = listOf(nodeOf(query.cte_map).map);
  if (own.length === 0) return scope;
  const all = new Map(scope);
  // each may read those before it
  for (const { key, value } of own) {
    all.set(String(key), { query: nodeOf(nodeOf(nodeOf(value).query).node), within: new Map(all) });
  }
  return all;
}

function relationsIn(from: unknown, scope: Scope, beside: readonly Relation[] = []): Relation[] {
  const node = nodeOf(from);
  const alias = String(node.alias ?? '');
  switch (node.type) {
    case 'JOIN': {
      const left = relationsIn(node.left, scope, beside);
      return [...left, ...relationsIn(node.right, scope, [...beside, ...left])];
    }
    case 'BASE_TABLE': {
      const name = String(node.table_name);
      const known = node.schema_name ? undefined : scope.get(name);
      const called = alias || name;
      if (known) return [{ alias: called, ...known, renamed: namesIn(node) }];
      return [{ alias: called, table: node.schema_name ? `${String(node.schema_name)}.${name}` : name }];
    }
    case 'SUBQUERY':
      return [{ alias, query: nodeOf(nodeOf(node.subquery).node), within: scope, renamed: namesIn(node) }];
    case 'TABLE_FUNCTION':
      return [{ alias, expression: node.function, beside, renamed: namesIn(node) }];
    default:
      return [];
  }
}

function namesIn(relation: Node): readonly string[] {
  return (relation.column_name_alias as readonly string[] | undefined) ?? [];
}

function nodeOf(value: unknown): Node {
  return value !== null && typeof value === 'object' ? (value as Node) : {};
}

function listOf(value: unknown): readonly Node[] {
  return Array.isArray(value) ? (value as readonly Node[]) : [];
}
