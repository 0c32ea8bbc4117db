import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { SourceError } from '../../connectors/errors.js';
import { fileOf, importFiles } from '../connectors/imports/files.js';
import { map, mutated } from '../connectors/imports/mutations.js';
import { rowsOf, succeeding, temporaryFolder } from './running.js';

const seeds = 240;

test('of mutated files in folders every record is loaded, quarantined or superseded', async () => {
  const home = await temporaryFolder();
  const folders = { known: join(home, 'known'), mapped: join(home, 'mapped') };
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  let records = 0;
  const seen = new Set<string>();
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { draft, bytes } = mutated(seed);
    const place = draft.settings.map ? 'mapped' : 'known';
    const file = fileOf(`${draft.name}.${draft.format === 'csv' ? 'csv' : 'json'}`, bytes);
    if (seen.has(file.sha256)) continue;
    seen.add(file.sha256);
    await writeFile(join(folders[place], file.name), bytes);
    try {
      records += (await importFiles([file], draft.settings)).items.length;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
    }
  }
  await writeFile(join(home, 'reachline.yaml'), 'quarantine:\n  max_rows: 1000000\n');
  await writeFile(join(home, 'map.yaml'), stringify(map));
  await succeeding(home, ['import', folders.known, '--no-build']);
  const mapped = ['import', folders.mapped, '--account', 'me', '--map', join(home, 'map.yaml')];
  await succeeding(home, mapped);
  const [ledger] = await rowsOf(
    home,
    `select sum(read) as read, sum(loaded + quarantined + superseded) as told, sum(quarantined) as quarantined,
       sum(superseded) as superseded, (select count(*) from quarantine) as listed
     from loads`,
  );
  expect(ledger).toMatchObject({ read: records, told: records });
  expect(ledger!.listed).toBe(ledger!.quarantined);
  expect(ledger!.quarantined).toBeGreaterThan(0);
  expect(ledger!.superseded).toBeGreaterThan(0);
});
