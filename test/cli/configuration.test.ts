import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, reachline, temporaryFolder } from './running.js';

const commands = [['nightly'], ['sync'], ['build'], ['plan'], ['doctor'], ['report']];

describe('a broken configuration ends with 78, names the line, and starts nothing', () => {
  test.each<[string, string, string]>([
    ['not YAML', 'connections:\n  - name: main\n   connector: graph-api\n', 'line 3:'],
    [
      'an unknown key',
      'report:\n  locale: en\n\n  perriods: [month]\n',
      'line 4: report.perriods: unknown key',
    ],
    [
      "an unknown key of the connector's own",
      'connections:\n  - name: main\n    connector: graph-api\n    tokenenv: X\n',
      'line 4: connections[0].tokenenv: unknown key',
    ],
    [
      'a wrong value',
      'accounts:\n  - account_id: a\n    time_zone: Lisbon\n',
      'line 3: accounts[0].time_zone: not an IANA',
    ],
    [
      'an unknown connector',
      'connections:\n  - name: a\n    connector: tiktok\n',
      'line 3: connections[0].connector: no connector "tiktok"',
    ],
    [
      'a name used twice',
      'connections:\n  - {name: a, connector: graph-api}\n  - {name: a, connector: graph-api}\n',
      'line 3: connections[1].name: used twice',
    ],
    [
      'the token itself instead of its variable',
      'connections:\n  - name: a\n    connector: graph-api\n    token_env: EAAB-secret-secret\n',
      'line 4: connections[0].token_env: must be the name of an environment variable',
    ],
    [
      'a host that would get the token in the clear',
      'connections:\n  - name: a\n    connector: graph-api\n    base_url: http://example.com\n',
      'line 4: connections[0].base_url: must be https',
    ],
  ])('%s', async (_what, yaml, message) => {
    const home = await temporaryFolder();
    await writeFile(join(home, 'reachline.yaml'), yaml);
    const { code, stdout, stderr } = await reachline(home, ['nightly']);
    expect(stderr).toContain(message);
    expect(stderr).toContain(join(home, 'reachline.yaml'));
    expect(stderr).not.toContain('EAAB-secret');
    expect([code, stdout]).toEqual([78, '']);
    expect([...(await filesBelow(home)).keys()]).toEqual(['reachline.yaml']);
  });

  test.each(commands)('%s says it too', async (...args) => {
    const home = await temporaryFolder();
    await writeFile(join(home, 'reachline.yaml'), 'reports: {}\n');
    const { code, stderr } = await reachline(home, args);
    expect(stderr).toContain('line 1: reports: unknown key');
    expect(code).toBe(78);
  });

  test('all wrong lines are named at once', async () => {
    const home = await temporaryFolder();
    await writeFile(
      join(home, 'reachline.yaml'),
      'connections:\n  - name: main\n    connector: graph-api\n    bogus: 1\nreport:\n  perriods: []\n',
    );
    const { stderr } = await reachline(home, ['plan']);
    expect(stderr).toContain('line 4: connections[0].bogus: unknown key');
    expect(stderr).toContain('line 6: report.perriods: unknown key');
  });
});
