import type { Numbers } from '../../format.js';
import { adviceWords } from './advice.js';
import { methodWords } from './method.js';
import { overviewWords } from './overview.js';
import { pageWords } from './page.js';
import { resultWords } from './results.js';
import { terms } from './terms.js';
import { viewerWords } from './viewers.js';

/** Every word of a report in English. What other languages must say has its shape from here. */
export const en = (f: Numbers) => {
  const t = terms(f);
  return {
    ...t,
    ...pageWords(f, t),
    ...resultWords(f, t),
    ...viewerWords(f, t),
    ...adviceWords(f, t),
    ...methodWords(f, t),
    ...overviewWords(f, t),
  };
};

export type Words = ReturnType<typeof en>;
