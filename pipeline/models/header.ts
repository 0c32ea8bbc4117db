/** A check that a model declares about itself. */
export interface DeclaredCheck {
  readonly name: 'not_null' | 'unique' | 'accepted_values' | 'range' | 'references';
  readonly arguments: readonly string[];
  readonly severity: 'error' | 'warn';
}

export interface Model {
  readonly name: string;
  readonly layer: 'staging' | 'intermediate' | 'marts';
  readonly description: string;
  /** Columns that identify a row. */
  readonly grain: readonly string[];
  readonly checks: readonly DeclaredCheck[];
  /** The columns by which a mart is kept and replaced: the account and, mostly, its local month. Empty: built whole each time. */
  readonly partition: readonly string[];
  /** How many months before its own a row reads. */
  readonly window: number;
  /** Staging is a view and an intermediate result is computed once for a build, unless they say otherwise; marts are published. */
  readonly kind: 'view' | 'build' | 'table';
  /** The query, header left out. */
  readonly sql: string;
}

const checkNames = ['not_null', 'unique', 'accepted_values', 'range', 'references'];

/**
 * Reads a model file: comment lines first (`-- text` is the description, `-- grain:` and `-- checks:` the contract,
 * `-- partition:` and `-- window:` what a new observation touches, `-- materialized:` `build` computes a model
 * once for a build and `view` wherever it is read), then one query. Checks are separated by `;` and end in `warn` when they do not stop a publication, e.g.
 * `not_null(media_key); accepted_values(format, image, reel) warn`. A continued line starts with `--   `.
 * @throws Error that names the file and the line.
 */
export function parseModel(name: string, layer: Model['layer'], text: string): Model {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('--'));
  const header = lines.slice(0, end).map((line) => line.slice(2));
  const fields = { description: '', grain: '', checks: '', partition: '', window: '', materialized: '' };
  let field: keyof typeof fields = 'description';
  for (const [index, line] of header.entries()) {
    const key = line.match(/^ ([a-z]+): (.*)$/);
    if (key && key[1] !== 'description' && Object.hasOwn(fields, key[1]!)) {
      field = key[1] as keyof typeof fields;
      fields[field] += key[2];
    } else if (key && field !== 'description') {
      throw new Error(
        `${layer}/${name}.sql line ${index + 1}: unknown header key "${key[1]}"; use grain, checks, partition, window or materialized`,
      );
    } else {
      fields[field] += ` ${line.trim()}`;
    }
  }
  const grain = list(fields.grain, ',');
  if (fields.description.trim() === '') throw new Error(`${layer}/${name}.sql: no description in the header`);
  if (grain.length === 0) throw new Error(`${layer}/${name}.sql: no "grain:" in the header`);
  const partition = list(fields.partition, ',');
  if (partition.length > 2 || (partition.length > 0 && layer !== 'marts'))
    throw new Error(`${layer}/${name}.sql: only a mart has a "partition:", of an account and its month`);
  const window = Number(fields.window);
  if (!Number.isInteger(window) || window < 0)
    throw new Error(`${layer}/${name}.sql: "window:" is a number of months`);
  const materialized = fields.materialized || (layer === 'staging' ? 'view' : 'build');
  if (materialized !== 'view' && materialized !== 'build')
    throw new Error(`${layer}/${name}.sql: "materialized:" is view or build`);
  const declared = list(fields.checks, ';').map((check) => parseCheck(check, `${layer}/${name}.sql`));
  return {
    name,
    layer,
    description: fields.description.trim(),
    grain,
    // what is published is proved to have its grain
    checks:
      layer !== 'marts' ? declared : [{ name: 'unique', arguments: grain, severity: 'error' }, ...declared],
    partition,
    window,
    kind: layer === 'marts' ? 'table' : materialized,
    sql: lines.slice(end).join('\n').trim().replace(/;$/, ''),
  };
}

function parseCheck(text: string, place: string): DeclaredCheck {
  const match = text.match(/^(\w+)\(([^)]*)\)( warn)?$/);
  if (!match || !checkNames.includes(match[1]!)) {
    throw new Error(`${place}: cannot read check "${text}"; known are ${checkNames.join(', ')}`);
  }
  return {
    name: match[1] as DeclaredCheck['name'],
    arguments: list(match[2]!, ','),
    severity: match[3] ? 'warn' : 'error',
  };
}

function list(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
