import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const root = new URL('../', import.meta.url);

it('every test that docs/guarantees.md names is there', async () => {
  const text = await readFile(new URL('docs/guarantees.md', root), 'utf8');
  const proofs = [...text.matchAll(/`(test\/[^`]+)` › ((?:`[^`]+`(?:; )?)+)/g)];
  expect(proofs.length).toBeGreaterThan(0);
  expect(proofs).toHaveLength([...text.matchAll(/`test\//g)].length);
  for (const [, file, named] of proofs) {
    const source = await readFile(new URL(file!, root), 'utf8');
    for (const [, name] of named!.matchAll(/`([^`]+)`/g)) expect(source, file).toContain(name);
  }
});
