import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ReachlineError } from '../pipeline/errors.js';
import { writeAtomically } from '../pipeline/files.js';
import { contextOf } from './context.js';
import { okMark, print, shown } from './terminal.js';

const configuration = `# yaml-language-server: $schema=./reachline.schema.json
# Reachline: where data comes from and what is made of it. Secrets do not belong here: name the environment variable that
# holds them (a .env file beside this one works too).

# Without connections, \`reachline nightly\` builds and reports what was imported with \`reachline import\`.
connections: []
#  - name: main
#    connector: graph-api
#    login: facebook              # or instagram (no Facebook Page needed; no tags, competitors, hashtags)
#    token_env: REACHLINE_TOKEN   # the environment variable that holds the token
#    accounts:                    # leave out to read every account that the token covers
#      - account: my_brand        # username or API id
#        time_zone: Europe/Lisbon
#    comments: {}                 # these are read when you ask for them; docs/connectors.md tells permissions and calls
#    tags: true
#    competitors: [another_brand]
#    hashtags: [lisboa]
#  - name: pages                  # public pages, where nothing else can be had; read docs/connectors.md first
#    connector: public-profile
#    purpose: monthly report to the owners   # what the pages are read for; kept with every page
#    accounts_are: own            # or consenting: their owners have agreed
#    contact: you@example.org     # web page or e-mail address, sent with every request
#    accounts: [my_cafe]

# Say here what you know about an account, or which ids of different sources are one account.
accounts: []
#  - account_id: my_brand
#    also: ["17841400000000000", "user:my_old_name"]
#    time_zone: Europe/Lisbon

report:
  periods: [last-28-days]         # also: month, week, 2026-10, 2026-W45
  locale: en                      # language and number format: en, de, pt or es, alone or with a region (de-AT, pt-BR)
#  brand: Studio North            # on the cover of every report, with a logo and a colour (docs/report.md)
#  logo: logo.svg                 # PNG, JPEG, WebP or SVG beside this file, at most 60 kB
#  accent: "#0a7d5a"              # must be readable on a light page; accent_dark, if you want another one on a dark page
#  events:                        # marked where the followers are drawn; of one account with account: <name>
#    - { day: 2026-09-14, label: Autumn campaign }
#  redact_captions: true          # for reports that leave the house

# What becomes of what a source was not declared with: evolve, freeze, discard_row or discard_value (docs/checks.md).
schema:
  columns: evolve                 # a field that is not known
  types: discard_row              # a value of another type
`;

const environment = `# Copy to .env and fill in. Never commit the copy.
# An access token; docs/connectors.md says how to get one for either login. Reachline renews it and keeps the new one in
# data/secrets/; a token that you put here later takes its place.
REACHLINE_TOKEN=
# The app secret, with app_secret_env: REACHLINE_APP_SECRET in reachline.yaml: makes a token of an hour one of 60 days, and is
# needed when the app has "Require App Secret" switched on.
REACHLINE_APP_SECRET=
# A text that you make up, for reachline webhooks.
REACHLINE_WEBHOOK_VERIFY_TOKEN=
`;

export function register(program: Command): void {
  program
    .command('init')
    .description('write a commented reachline.yaml, its JSON schema for editors, and .env.example')
    .addHelpText('after', '\nExample:\n  mkdir social && cd social && reachline init')
    .action(async (_options: object, command: Command) => {
      const context = await contextOf(command);
      const { configSchemaJson } = await import('../pipeline/config/json-schema.js');
      const { root, config } = context.home;
      if (await exists(config)) {
        throw new ReachlineError('usage', `${config} exists; it stays as it is`, {
          hint: 'Use another folder, or move the file away first.',
        });
      }
      const files: [string, string][] = [
        [config, configuration],
        [
          join(root, 'reachline.schema.json'),
          `${JSON.stringify(configSchemaJson(context.connectors), null, 2)}\n`,
        ],
        [join(root, '.env.example'), environment],
      ];
      for (const [path, content] of files) {
        await writeAtomically(path, content);
        print(`${okMark} ${shown(path)}`);
      }
      print(
        '\nNext: `reachline import FILE` for an export you hold, or fill in a connection and run `reachline doctor`.',
      );
    });
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
