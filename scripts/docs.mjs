// Writes the table of docs/imports.md again, between its two marks, from the kinds of files that the program knows.
import { readFileSync, writeFileSync } from 'node:fs';
import { tableOfKinds } from '../dist/connectors/imports/table-of-kinds.js';

const path = new URL('../docs/imports.md', import.meta.url);
const page = readFileSync(path, 'utf8');
writeFileSync(
  path,
  page.replace(
    /(<!-- kinds -->\n)[\s\S]*?(\n<!-- \/kinds -->)/,
    (_, start, end) => `${start}${tableOfKinds()}${end}`,
  ),
);
