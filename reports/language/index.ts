import {
  ReachlineError,
  type ReportLanguage,
  reportLanguage,
  reportLanguages,
} from '../../pipeline/index.js';
import type { Numbers } from '../format.js';
import { de } from './de/index.js';
import { en, type Words } from './en/index.js';
import { es } from './es/index.js';
import { pt } from './pt/index.js';

export type { Words } from './en/index.js';

/** A catalogue for each language that the configuration allows, or this does not compile. */
const catalogues: Readonly<Record<ReportLanguage, (f: Numbers) => Words>> = { en, de, pt, es };

/** The words of a locale's language around its numbers. @throws ReachlineError `usage` for a language without a catalogue. */
export function wordsFor(locale: string, numbers: Numbers): Words {
  const language = reportLanguage(locale);
  if (language === null) {
    throw new ReachlineError('usage', `no report is written in the language of "${locale}"`, {
      hint: `Languages are ${reportLanguages.join(', ')}, alone or with a region, such as de-AT or pt-BR.`,
    });
  }
  return catalogues[language](numbers);
}
