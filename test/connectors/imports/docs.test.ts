import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kinds } from '../../../connectors/imports/index.js';
import { tableOfKinds } from '../../../connectors/imports/table-of-kinds.js';

const page = readFileSync(new URL('../../../docs/imports.md', import.meta.url), 'utf8');

test('docs/imports.md has the table of the kinds that are read (`npm run docs` writes it)', () => {
  const [, table] = /<!-- kinds -->\n([\s\S]*?)\n<!-- \/kinds -->/.exec(page) ?? [];
  expect(table).toBe(tableOfKinds());
});

test('every kind says what is read and what is unknown, and has a name of its own', () => {
  for (const { name, origin, reads, unknown } of kinds)
    for (const text of [origin, reads, unknown]) {
      expect(text.length, name).toBeGreaterThan(10);
      expect(text, name).not.toContain('|');
    }
  expect(new Set(kinds.map(({ name }) => name)).size).toBe(kinds.length);
});
