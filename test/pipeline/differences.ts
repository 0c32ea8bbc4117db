import type { Home } from '../../pipeline/home.js';
import { openMarts } from '../../pipeline/published.js';

/** How the published tables of two homes differ: files by checksum, and of those that do the rows. */
export async function differences(one: Home, other: Home, except: readonly string[] = []): Promise<string> {
  const [a, b] = [await openMarts(one), await openMarts(other)];
  try {
    const found: string[] = [];
    const names = new Set([...Object.keys(a.publication.tables), ...Object.keys(b.publication.tables)]);
    for (const name of [...names].filter((mart) => !except.includes(mart))) {
      const [here, there] = [a.publication.tables[name], b.publication.tables[name]];
      const files = (table: typeof here): string =>
        (table?.files ?? []).map(({ month, sha256 }) => `${month} ${sha256}`).join();
      if (here?.sha256 === there?.sha256 && files(here) === files(there)) continue;
      const rows = await Promise.all(
        [a, b].map(async (marts) =>
          (await marts.rows(`select * from ${name}`)).map((row) => JSON.stringify(row)),
        ),
      );
      const [mine, theirs] = [new Set(rows[0]), new Set(rows[1])];
      found.push(
        name,
        ...rows[0]!
          .filter((row) => !theirs.has(row))
          .slice(0, 3)
          .map((row) => `  only lived through: ${row}`),
        ...rows[1]!
          .filter((row) => !mine.has(row))
          .slice(0, 3)
          .map((row) => `  only built at once:  ${row}`),
        `  ${rows[0]!.length} and ${rows[1]!.length} rows`,
      );
    }
    return found.join('\n');
  } finally {
    a.close();
    b.close();
  }
}
