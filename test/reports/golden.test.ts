import { expect, test } from 'vitest';
import { writeReport } from '../../reports/index.js';
import { asOf, fixtureMarts } from './fixture.js';

/**
 * A whole small report, as it was when somebody last looked at it. Where a change is meant, renew it and look at the
 * difference: `npx vitest run test/reports/golden.test.ts -u`.
 */
test('the small report is the one that was looked at', async () => {
  const marts = await fixtureMarts();
  const files = new Map<string, string>();
  await writeReport({
    marts,
    accountId: 'tiny',
    period: 'last-28-days',
    asOf,
    outDir: '.',
    // The script has tests of its own, and another version of it is no other report.
    settings: { interactive: false },
    write: async (path, content) => void files.set(path.split('/').at(-1)!, content),
  });
  marts.close();
  await expect(files.get('index.html')).toMatchFileSnapshot('golden/index.html');
  await expect(files.get('report.json')).toMatchFileSnapshot('golden/report.json');
});
