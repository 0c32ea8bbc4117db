import { businessSuite, facebookPage } from './business-suite.js';
import { fanpageKarma } from './fanpage-karma.js';
import type { Kind } from './kind.js';
import { mappedTable } from './table.js';

/** Every kind of file; one line each. */
export const kinds: readonly Kind[] = [businessSuite, facebookPage, fanpageKarma, mappedTable];
