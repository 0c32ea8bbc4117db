import { z } from 'zod';
import { contrastOn, readableOn, type Scheme } from './accent.js';
import { reportLanguage, reportLanguages } from './language.js';

const zone = z
  .string()
  .refine(isZone, { message: 'not an IANA time zone; write it like Europe/Lisbon' })
  .describe('IANA time zone, e.g. Europe/Lisbon');

/** An account in a connection's list: its id or username, or that with more said about it. */
const accountEntry = z.union(
  [
    z.string().min(1),
    z.strictObject({
      account: z.string().min(1).describe('API id or username'),
      time_zone: zone.optional(),
    }),
  ],
  { error: 'write a username, an id in quotes, or { account: …, time_zone: … }' },
);

/** What becomes of a thing that is not as its source is declared. */
export const driftModes = ['evolve', 'freeze', 'discard_row', 'discard_value'] as const;
export type DriftMode = (typeof driftModes)[number];
export interface DriftModes {
  readonly columns: DriftMode;
  readonly types: DriftMode;
}

const driftMode = z.enum(driftModes, { error: `write one of ${driftModes.join(', ')}` });
const columns = driftMode.describe(
  'a field that the connector does not know: evolve (accept, tell it once), freeze (publish nothing), discard_row (quarantine), discard_value (leave out)',
);
const types = driftMode.describe(
  'a value of another type than declared: evolve (read it, or null with a reason), freeze, discard_row, discard_value',
);

/** A colour that can be read on the pages of a scheme; the message names the nearest that can. */
const accent = (scheme: Scheme) =>
  z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, { message: 'not a colour; write it like "#0b5fff", in quotes', abort: true })
    .refine((colour) => readableOn(scheme, colour) === colour, {
      error: ({ input }) => {
        const [colour, ratio] = [String(input), contrastOn(scheme, String(input)).toFixed(1)];
        return `${colour} cannot be read on a ${scheme} page (contrast ${ratio}, 4.5 is needed); the nearest that can is "${readableOn(scheme, colour)}"`;
      },
    });

/** The keys every connection has; the connector's own keys stand beside them. */
export const connectionSchema = z.looseObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]*$/i, 'use letters, digits, - and _')
    .describe('how runs and messages call this connection'),
  connector: z.string().describe('graph-api, …'),
  accounts: z
    .array(accountEntry)
    .min(1, 'list at least one account, or leave the key out to read all that the token covers')
    .optional()
    .describe('only these accounts; leave out to read every account that the token covers'),
  schema: z
    .strictObject({ columns: columns.optional(), types: types.optional() })
    .optional()
    .describe('other modes of schema drift than those of all connections'),
});

export const configSchema = z.strictObject({
  connections: z.array(connectionSchema).default([]).describe('where data comes from each night'),
  accounts: z
    .array(
      z.strictObject({
        account_id: z.string().min(1).describe('the stable key you choose or the API id'),
        also: z
          .array(z.string().min(1))
          .default([])
          .describe('other ids of the same account: API id, user:<old name>, an id used by an export tool'),
        name: z.string().min(1).optional(),
        time_zone: zone.optional(),
        is_own: z.boolean().optional(),
      }),
    )
    .default([])
    .describe(
      'one entry per account that several sources know under different ids, or whose zone you want to state',
    ),
  report: z
    .strictObject({
      periods: z
        .array(
          z.string().regex(/^(month|week|last-\d{1,3}-days|\d{4}(-(0[1-9]|1[0-2])|-W\d{2})?)$/, {
            message: 'not a period; write last-28-days, month, week, 2026, 2026-10 or 2026-W45',
          }),
        )
        .default(['last-28-days'])
        .describe('periods rendered each night: last-28-days, month, week, 2026-10, 2026-W45'),
      weekdays: z
        .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
        .min(1)
        .default(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])
        .describe('nights on which reports are rendered, by the UTC weekday of the run'),
      locale: z
        .string()
        .refine(isLocale, { message: 'not a language tag; write it like en or pt-BR', abort: true })
        .refine((locale) => reportLanguage(locale) !== null, {
          error: ({ input }) =>
            `no report is written in "${String(input)}"; languages are ${reportLanguages.join(', ')}, alone or with a region, like de-AT or pt-BR`,
        })
        .default('en')
        .describe(
          'language of reports and form of their numbers and dates: en, de, pt or es, alone or with a region (de-AT, pt-BR)',
        ),
      brand: z.string().max(80).optional().describe('name shown on the report'),
      logo: z
        .string()
        .regex(/\.(png|jpe?g|webp|svg)$/i, 'name a PNG, JPEG, WebP or SVG file')
        .optional()
        .describe(
          'image file shown on the report, at most 60 kB, from the folder of this file; part of every report',
        ),
      accent: accent('light').optional().describe('colour of links and findings, e.g. "#0b5fff"'),
      accent_dark: accent('dark')
        .optional()
        .describe('the same in dark mode; by default the nearest of its hue that can be read there'),
      interactive: z
        .boolean()
        .default(true)
        .describe('charts that answer to mouse and keyboard; false leaves the script out of every report'),
      events: z
        .array(
          z.strictObject({
            day: z.iso.date('write the day as YYYY-MM-DD'),
            label: z.string().trim().min(1).max(60),
            account: z.string().min(1).optional().describe('id, username or name; all accounts without it'),
          }),
        )
        .default([])
        .describe(
          'what happened outside of the data, such as a campaign; marked where the followers are drawn',
        ),
      redact_captions: z.boolean().default(false).describe('leave caption texts out of the report'),
    })
    .prefault({}),
  schema: z
    .strictObject({ columns: columns.default('evolve'), types: types.default('discard_row') })
    .prefault({})
    .describe('what becomes of what is not as its source is declared'),
  quarantine: z
    .strictObject({
      max_rows: z.int().min(0).default(100).describe('more rejected records than this in one run fail it'),
      max_share: z
        .number()
        .min(0)
        .max(1)
        .default(0.01)
        .describe('a larger share of rejected records than this in one run fails it'),
    })
    .prefault({}),
  retention: z
    .strictObject({
      published_runs: z.int().min(1).default(2).describe('how many superseded publications stay readable'),
    })
    .prefault({}),
});

export type Config = z.output<typeof configSchema>;
export type ConnectionConfig = Config['connections'][number];

function isZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

function isLocale(text: string): boolean {
  try {
    new Intl.NumberFormat(text);
    return true;
  } catch {
    return false;
  }
}
