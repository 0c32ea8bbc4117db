import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Figure } from './figure.js';
import type { Finding } from './sections/changes.js';
import type { Tile } from './sections/summary.js';
import type { Study } from './study.js';

const interval = z.object({ low: z.number(), high: z.number() });

const keyFigure = z.object({
  id: z.string(),
  label: z.string(),
  definition: z.string(),
  /** What `value` and `interval` count: `share` (from 0 to 1), `accounts`, `followers`, `posts per week`, … */
  unit: z.string(),
  /** Unrounded; null when the source has no such value. */
  value: z.number().nullable(),
  /** As the report prints it. */
  text: z.string(),
  /** Posts behind the value; null when it is no statistic of posts. */
  n: z.int().nullable(),
  /** 95 %; null when n does not allow one, its text is empty then. */
  interval: interval.nullable(),
  interval_text: z.string(),
  before: z.number().nullable(),
  /** Against the comparison period, ratios minus one with a 95 % interval; null when it may not be told. */
  change: interval.extend({ relative: z.number() }).nullable(),
  change_text: z.string(),
  /** `rose` and `fell` have passed the gates; `plain` values are counted, not estimated. */
  verdict: z.enum(['rose', 'fell', 'unclear', 'too few', 'age unknown', 'plain', 'none']),
});

/** What a message about a report needs, such as an e-mail: everything as number and as text. */
const summary = z.object({
  /** What the report calls the account. Untrusted. */
  title: z.string(),
  period: z.string(),
  headline: z.string(),
  quality: z.enum(['good', 'fair', 'limited']),
  key_figures: z.array(keyFigure),
  /** The report's page, below the folder of all reports, with `/`. */
  path: z.string(),
});

/** The parts of `report.json` that other pages read; reports of earlier versions have no `summary`. */
const reportFile = z.object({
  /** What its words are written in; reports of earlier versions are in English. */
  locale: z.string().default('en'),
  run_id: z.string(),
  as_of: z.string(),
  account: z.object({
    id: z.string(),
    username: z.string().nullable(),
    name: z.string().nullable(),
    followers: z.number().nullable().optional(),
  }),
  period: z.object({ name: z.string(), label: z.string(), from: z.string(), to: z.string() }),
  headline: z.string(),
  quality: z.object({ level: z.enum(['good', 'fair', 'limited']) }),
  measure: z.object({ headline: z.string(), definition: z.string(), age: z.string() }),
  summary: summary.optional(),
  html: z.object({ bytes: z.number(), sha256: z.string() }),
});

export type ReportSummary = z.output<typeof summary>;
export type KeyFigure = z.output<typeof keyFigure>;

/** A report as the disk has it. */
export interface StoredReport extends z.output<typeof reportFile> {
  /** Folders below the output folder: the account's and the period's. */
  readonly folder: readonly [account: string, period: string];
  /** Whether the page was printed beside. */
  readonly hasPdf: boolean;
}

/** The content of `report.json`: the report for programs. The same study gives the same bytes. */
export function reportJson(
  study: Study,
  parts: {
    readonly period: {
      readonly name: string;
      readonly label: string;
      readonly from: string;
      readonly to: string;
    };
    readonly headline: string;
    readonly keyFigures: readonly Tile[];
    readonly findings: readonly Finding[];
    readonly figures: readonly Figure[];
    readonly html: { readonly bytes: number; readonly sha256: string; readonly interactive: boolean };
  },
): string {
  const { account, quality, measures, format } = study;
  const told: ReportSummary = {
    title: account.title,
    period: parts.period.label,
    headline: parts.headline,
    quality: quality.level,
    key_figures: parts.keyFigures.map((tile) => ({
      id: tile.id,
      label: tile.label,
      definition: tile.definition,
      unit: tile.unit,
      value: tile.value,
      text: tile.text,
      n: tile.n,
      interval: tile.interval,
      interval_text: tile.intervalText,
      before: tile.before,
      change: tile.change,
      change_text: tile.changeText,
      verdict: tile.state,
    })),
    path: `${account.folder}/${parts.period.name}/index.html`,
  };
  const file = {
    version: 2,
    locale: format.locale,
    run_id: study.runId,
    as_of: study.asOf.toISOString(),
    account: {
      id: account.id,
      username: account.username,
      name: account.name,
      time_zone: account.zone,
      followers: account.followers,
    },
    period: { ...parts.period, unfinished: study.period.unfinished, comparison: study.period.comparison },
    headline: parts.headline,
    quality: {
      level: quality.level,
      reasons: quality.reasons.map((reason) => format.words.quality.reasons[reason]),
    },
    measure: {
      headline: measures.headline.id,
      definition: measures.headline.definition,
      age: measures.age,
    },
    summary: told,
    findings: parts.findings.map(({ section, text }) => ({ section, text })),
    figures: parts.figures.map(({ id, title, definition }) => ({
      id,
      title,
      definition,
      csv: `data/${id}.csv`,
    })),
    html: parts.html,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** All reports below the output folder whose `report.json` can be read, newest period first. */
export async function readReports(outDir: string): Promise<StoredReport[]> {
  const found: StoredReport[] = [];
  for (const account of await folders(outDir)) {
    for (const period of await folders(join(outDir, account))) {
      const files = await readdir(join(outDir, account, period)).catch((): string[] => []);
      if (!files.includes('report.json')) continue;
      const text = await readFile(join(outDir, account, period, 'report.json'), 'utf8').catch(() => '');
      const report = reportFile.safeParse(readJson(text));
      if (!report.success) continue;
      found.push({ folder: [account, period], hasPdf: files.includes('report.pdf'), ...report.data });
    }
  }
  return found.toSorted(
    (a, b) =>
      compareText(b.period.to, a.period.to) ||
      compareText(b.period.from, a.period.from) ||
      compareText(a.folder.join('/'), b.folder.join('/')),
  );
}

/** What pages call the account of a report. Untrusted. */
export function titleOf({ account }: Pick<StoredReport, 'account'>): string {
  return account.username ? `@${account.username}` : account.name || account.id;
}

/** By code units, so that every machine sorts alike. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function folders(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
