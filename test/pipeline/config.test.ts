import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { connectors } from '../../connectors/index.js';
import { configSchemaJson } from '../../pipeline/config/json-schema.js';
import { loadConfig, parseConfig } from '../../pipeline/config/load.js';
import { ReachlineError } from '../../pipeline/errors.js';
import { temporaryHome } from './temporary-home.js';

const known = Object.values(connectors);
const read = (text: string) => parseConfig(text, 'reachline.yaml', known);

function problemsOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    expect(error).toBeInstanceOf(ReachlineError);
    expect((error as ReachlineError).exitCode).toBe(78);
    expect((error as ReachlineError).hint).not.toBeNull();
    return (error as ReachlineError).message;
  }
  throw new Error('the configuration was accepted');
}

const optedIn = `connections:
  - name: pages
    connector: public-profile
    purpose: our monthly report
    accounts_are: own
    contact: me@studio.example
    accounts: [a_brand]
`;

const bomb = ['a: &a [x, x, x, x, x, x, x, x]']
  .concat([...'bcdefgh'].map((name, index) => `${name}: &${name} [${Array(8).fill(`*${'abcdefg'[index]}`)}]`))
  .join('\n');

it.each([
  ['lead nowhere', 'connections: *nowhere\n', /nowhere/],
  ['multiply', bomb, /alias/],
])('aliases that %s are an error of the configuration', (_, text, message) => {
  expect(problemsOf(text)).toMatch(message);
});

it.each([
  ['purpose', /what the pages are read for.*only for a stated purpose/],
  ['accounts_are', /own or consenting: your statement/],
  ['contact', /tells the site who is asking/],
  ['accounts', /list the user names/],
])('public pages without %s are an error that says why it is needed', (key, why) => {
  const message = problemsOf(optedIn.replace(new RegExp(`    ${key}: .*\n`), ''));
  expect(message).toContain(`line 2: connections[0].${key}: must`);
  expect(message).toMatch(why);
});

describe('reachline.yaml', () => {
  it.each<[string, string, number, string, RegExp]>([
    ['an unknown key', 'report:\n  locale: de\n  langauge: de\n', 3, 'report.langauge', /unknown key/],
    ['an unknown section', 'connections: []\nreprot: {}\n', 2, 'reprot', /unknown key/],
    [
      'a zone that is none',
      'accounts:\n  - account_id: "1"\n    time_zone: Lisbon\n',
      3,
      'accounts[0].time_zone',
      /Europe\/Lisbon/,
    ],
    [
      'a zone in a connection',
      'connections:\n  - name: main\n    connector: graph-api\n    accounts:\n      - account: brand\n        time_zone: GMT+25\n',
      6,
      'connections[0].accounts[0].time_zone',
      /Europe\/Lisbon/,
    ],
    [
      'an account id without quotes',
      'connections:\n  - name: main\n    connector: graph-api\n    accounts: [brand, 17841400000000001]\n',
      4,
      'connections[0].accounts[1]',
      /an id in quotes/,
    ],
    [
      'an account without its name',
      'connections:\n  - name: main\n    connector: graph-api\n    accounts:\n      - acount: brand\n',
      5,
      'connections[0].accounts[0]',
      /\{ account: …/,
    ],
    ['a wrong type', 'quarantine:\n  max_rows: many\n', 2, 'quarantine.max_rows', /number/],
    ['a share over one', 'quarantine:\n  max_share: 5\n', 2, 'quarantine.max_share', /1/],
    ['a period that is none', 'report:\n  periods: [month, quarter]\n', 2, 'report.periods[1]', /2026-W45/],
    [
      'a language that no report is written in',
      'report:\n  locale: fr-CA\n',
      2,
      'report.locale',
      /en, de, pt, es/,
    ],
    ['a language that is none', 'report:\n  locale: "pt_BR@@"\n', 2, 'report.locale', /pt-BR/],
    ['a colour that is none', 'report:\n  accent: green\n', 2, 'report.accent', /"#0b5fff"/],
    [
      'a colour that cannot be read',
      'report:\n  brand: North\n  accent: "#ffcc00"\n',
      3,
      'report.accent',
      /contrast 1\.4, 4\.5 is needed\); the nearest that can is "#[0-9a-f]{6}"/,
    ],
    [
      'a dark one on a dark page',
      'report: { accent_dark: "#00008b" }\n',
      1,
      'report.accent_dark',
      /on a dark page/,
    ],
    ['a logo that is no picture', 'report: { logo: logo.gif }\n', 1, 'report.logo', /PNG, JPEG, WebP or SVG/],
    ['a day that is none', 'report:\n  weekdays: [mon, tues]\n', 2, 'report.weekdays[1]', /"tue"/],
    [
      'a name with a slash',
      'connections:\n  - connector: graph-api\n    name: a/b\n',
      3,
      'connections[0].name',
      /letters, digits/,
    ],
    [
      'a connector that is none',
      'connections:\n  - name: main\n    connector: graphapi\n',
      3,
      'connections[0].connector',
      /graph-api, imports/,
    ],
    [
      'a missing key',
      'connections:\n  - connector: graph-api\n',
      2,
      'connections[0].name',
      /expected string/,
    ],
    [
      "the connector's own key",
      'connections:\n  - name: main\n    connector: graph-api\n    login: facebok\n',
      4,
      'connections[0].login',
      /facebook/,
    ],
    [
      'an unknown key of the connector',
      'connections:\n  - name: main\n    connector: graph-api\n    tokn_env: X\n',
      4,
      'connections[0].tokn_env',
      /unknown key/,
    ],
    [
      'an empty list of accounts',
      'connections:\n  - name: main\n    connector: graph-api\n    accounts: []\n',
      4,
      'connections[0].accounts',
      /leave the key out/,
    ],
    [
      'a name used twice',
      'connections:\n  - name: main\n    connector: graph-api\n  - name: main\n    connector: graph-api\n',
      4,
      'connections[1].name',
      /used twice/,
    ],
    [
      'public pages of people who were not asked',
      optedIn.replace('own', 'public'),
      5,
      'connections[0].accounts_are',
      /are yours/,
    ],
    [
      'public pages in a hurry',
      `${optedIn}    pause_seconds: 1\n`,
      8,
      'connections[0].pause_seconds',
      /5 or more/,
    ],
    [
      'public pages by a detour',
      `${optedIn}    base_url: https://proxy.example\n`,
      8,
      'connections[0].base_url',
      /without a detour/,
    ],
    [
      'public pages from two connections, which would double what one keeps to',
      optedIn + optedIn.replace('connections:\n', '').replace('pages', 'more'),
      9,
      'connections[1].connector',
      /already; add the accounts to it/,
    ],
  ])('tells the line and the key of %s', (_what, text, line, key, fix) => {
    const message = problemsOf(text);
    expect(message).toContain('reachline.yaml is not valid');
    const told = message.split('\n').find((each) => each.includes(`line ${line}: ${key}`));
    expect(told, message).toBeDefined();
    expect(told).toMatch(fix);
  });

  it.each([
    ['not YAML', 'connections: [\n'],
    ['a key twice', 'report:\n  locale: en\n  locale: de\n'],
    ['a list', '- a\n- b\n'],
    ['a text', 'hello'],
    ['a tab', 'report:\n\tlocale: en\n'],
  ])('says the line when it is %s', (_what, text) => {
    expect(problemsOf(text)).toMatch(/line \d+/);
  });

  it('tells everything that is wrong at once, in the order of the file', () => {
    const message = problemsOf(
      'connections:\n  - name: main\n    connector: nothing\n  - name: main\n    connector: graph-api\n    login: x\n',
    );
    expect(message.match(/line \d+/g)).toEqual(['line 3', 'line 4', 'line 6']);
  });

  it('fills in defaults, the connector’s too', () => {
    const { config, connections } = read(
      'connections:\n  - name: main\n    connector: graph-api\n    accounts: ["1784", { account: brand, time_zone: Europe/Lisbon }]\n',
    );
    expect(config).toMatchObject({
      report: { periods: ['last-28-days'], locale: 'en', events: [], redact_captions: false },
      quarantine: { max_rows: 100, max_share: 0.01 },
      retention: { published_runs: 2 },
    });
    expect(connections).toHaveLength(1);
    expect(connections[0]!.connector.name).toBe('graph-api');
    expect(connections[0]!.settings).toMatchObject({ accounts: ['1784', 'brand'] });
    expect(connections[0]!.settings).not.toHaveProperty('name');
  });

  it('takes events with a day that exists and a name', () => {
    const event = (text: string) => `report: { events: [${text}] }\n`;
    expect(read(event('{ day: 2026-09-14, label: Campaign }')).config.report.events).toEqual([
      { day: '2026-09-14', label: 'Campaign' },
    ]);
    expect(problemsOf(event('{ day: 2026-02-30, label: Campaign }'))).toContain(
      'write the day as YYYY-MM-DD',
    );
    expect(problemsOf(event('{ day: 2026-09-14, label: " " }'))).toContain('report.events[0].label');
  });

  it.each(['', '# only a comment\n', '{}\n'])('may be empty: %j', (text) => {
    expect(read(text).connections).toEqual([]);
  });

  it('may be absent, but not unreadable', async () => {
    const home = await temporaryHome();
    expect((await loadConfig(home, known)).connections).toEqual([]);
    await expect(loadConfig({ ...home, config: home.root }, known)).rejects.toMatchObject({ exitCode: 78 });
    await writeFile(home.config, 'report: { locale: 5 }\n');
    await expect(loadConfig(home, known)).rejects.toThrow(/line 1: report\.locale/);
  });

  it('keeps ids as text even where YAML would read a number', () => {
    expect(problemsOf('accounts:\n  - account_id: 17841400000000001\n')).toContain('accounts[0].account_id');
  });
});

describe('the JSON schema for editors', () => {
  const schema = z.fromJSONSchema(JSON.parse(JSON.stringify(configSchemaJson(known))));
  const accepts = (text: string): boolean => schema.safeParse(parse(text)).success;

  it('accepts what the command line accepts and rejects the rest', () => {
    const graph = 'connections:\n  - name: main\n    connector: graph-api\n';
    expect(accepts(graph)).toBe(true);
    expect(accepts(`${graph}    login: instagram\n    token_env: TOKEN\n`)).toBe(true);
    expect(accepts(`${graph}    accounts: [a, { account: b, time_zone: Europe/Lisbon }]\n`)).toBe(true);
    expect(accepts(`${graph}    login: facebok\n`)).toBe(false);
    expect(accepts(`${graph}    tokn_env: TOKEN\n`)).toBe(false);
    expect(accepts('connections:\n  - name: main\n    connector: nothing\n')).toBe(false);
    expect(accepts('report: { langauge: de }\n')).toBe(false);
    expect(accepts('report: { brand: A, logo: a.svg, accent: "#0a7d5a" }\n')).toBe(true);
    expect(accepts('report: { accent: green }\n')).toBe(false);
    expect(accepts('report: { logo: a.gif }\n')).toBe(false);
    expect(accepts('{}')).toBe(true);
  });
});

describe('what `reachline init` writes', () => {
  it('is valid, with every commented line switched on too, and fits its JSON schema', async () => {
    const source = await readFile(new URL('../../cli/init.ts', import.meta.url), 'utf8');
    const template = /const configuration = `([\s\S]*?)`;\n/.exec(source)![1]!.replaceAll('\\`', '`');
    const schema = z.fromJSONSchema(JSON.parse(JSON.stringify(configSchemaJson(known))));
    // the example entries are the comments that follow an empty list
    const example = template.replaceAll(/^(\w+): \[\]$/gm, '$1:').replaceAll(/^#( {2}.*)$/gm, '$1');
    expect(example).not.toBe(template);
    for (const text of [template, example]) {
      expect(() => read(text), text).not.toThrow();
      expect(schema.safeParse(parse(text)).error, text).toBeUndefined();
    }
    expect(read(example).connections.map(({ name }) => name)).toEqual(['main', 'pages']);
    expect(read(example).config.accounts).toHaveLength(1);
  });
});
