import type { Connector } from '../contract.js';
import { identityOf } from './archive.js';
import { itemsOf } from './page.js';
import { readPages } from './read.js';
import { selectFiles } from './select.js';
import { type ArchiveSettings, archiveSettings } from './settings.js';

export { type ArchiveDescription, inspectArchive } from './inspect.js';

/** The archive that Instagram makes of an account ("Download your information"), in JSON. */
export const exportArchive: Connector<ArchiveSettings> = {
  name: 'export-archive',
  summary: 'the archive that Instagram makes of an account ("Download your information", JSON)',
  settings: archiveSettings,
  streams: [
    { stream: 'accounts', cursor: null, lookbackDays: 0 },
    { stream: 'media', cursor: null, lookbackDays: 0 },
    { stream: 'media_insights', cursor: null, lookbackDays: 0 },
    { stream: 'account_insights', cursor: null, lookbackDays: 0 },
    { stream: 'demographics', cursor: null, lookbackDays: 0 },
  ],
  plan: () => [],
  read: readPages,
  parse: itemsOf,
  diagnose: async () => [],
  archives: { select: selectFiles, identity: identityOf },
};
