import { archiveFacts } from '../export-archive/facts.js';
import { kinds } from './kinds/index.js';

/** What can be imported, as a Markdown table: the archive, then a row per kind of file. For `docs/imports.md`. */
export function tableOfKinds(): string {
  const files = kinds.map(({ name, ...facts }) => ({ ...facts, named: ` (\`${name}\`)` }));
  const rows = [{ ...archiveFacts, named: '' }, ...files].map(({ named, title, origin, reads, unknown }) => [
    `**${upperFirst(title)}**${named}<br>${upperFirst(origin)}`,
    upperFirst(reads),
    upperFirst(unknown),
  ]);
  const header = ['source (`--kind`)', 'what is read', 'what is unknown, or not read'];
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
