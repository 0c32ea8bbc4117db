import type { Home, Manifest } from '../pipeline/index.js';
import { count, safe, shortened } from './terminal.js';

/** What became of the rows of one imported file. */
export interface ImportedRows {
  read: number;
  loaded: number;
  quarantined: number;
  superseded: number;
  /** Rule → the rows that it set apart. */
  readonly rules: Map<string, { readonly message: string; readonly refs: string[] }>;
}

/** By checksum, of the files that a run has imported and published. */
export async function rowsByFile(
  home: Home,
  { run_id, raw_files }: Manifest,
): Promise<Map<string, ImportedRows>> {
  const { openMarts } = await import('../pipeline/index.js');
  const fileOf = new Map(raw_files.map(({ path, imported }) => [path, imported]));
  const found = new Map<string, ImportedRows>();
  const rowsOf = (rawFile: string): ImportedRows | null => {
    const sha256 = fileOf.get(rawFile);
    if (!sha256) return null;
    const rows = found.get(sha256) ?? { read: 0, loaded: 0, quarantined: 0, superseded: 0, rules: new Map() };
    found.set(sha256, rows);
    return rows;
  };
  const marts = await openMarts(home);
  try {
    const loads = await marts.rows<{
      raw_file: string;
      read: number;
      loaded: number;
      quarantined: number;
      superseded: number;
    }>('select raw_file, read, loaded, quarantined, superseded from loads where run_id = $run', {
      run: run_id,
    });
    for (const { raw_file, ...counts } of loads) {
      const rows = rowsOf(raw_file);
      if (!rows) continue;
      for (const name of ['read', 'loaded', 'quarantined', 'superseded'] as const) rows[name] += counts[name];
    }
    const rejected = await marts.rows<{ raw_file: string; rule: string; ref: string; message: string }>(
      'select raw_file, rule, ref, message from quarantine where run_id = $run order by raw_file, item',
      { run: run_id },
    );
    for (const { raw_file, rule, ref, message } of rejected) {
      const rules = rowsOf(raw_file)?.rules;
      if (!rules) continue;
      const known = rules.get(rule) ?? { message, refs: [] };
      rules.set(rule, known);
      known.refs.push(ref);
    }
  } finally {
    marts.close();
  }
  return found;
}

const placesShown = 6;

/** In lines: the counts, then each rule with the places of its rows. */
export function linesOf({ read, loaded, quarantined, superseded, rules }: ImportedRows): string[] {
  const counts = `${count(loaded, 'loaded', 'loaded')} + ${count(quarantined, 'quarantined', 'quarantined')} + ${count(superseded, 'superseded', 'superseded')}`;
  const lines = [`${count(read, 'row')} = ${counts}`];
  for (const [rule, { message, refs }] of rules) {
    const more =
      refs.length > placesShown ? ` and ${(refs.length - placesShown).toLocaleString('en-US')} more` : '';
    const places = refs.slice(0, placesShown).join(', ');
    lines.push(`quarantined by ${rule}: ${safe(places)}${more}, e.g. ${shortened(safe(message), 120)}`);
  }
  return lines;
}
