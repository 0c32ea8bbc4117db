import type { Config } from '../config/schema.js';
import type { Engine } from '../engines/engine.js';
import { ReachlineError } from '../errors.js';
import type { Home } from '../home.js';
import { type Manifest, runsAfter } from '../landing/manifest.js';
import { readCurrent } from './publish.js';

/** The runs whose data no publication holds yet. */
export async function unpublishedRuns({
  home,
  manifests,
}: {
  readonly home: Home;
  readonly manifests: readonly Manifest[];
}): Promise<Manifest[]> {
  const current = await readCurrent(home).catch(() => null);
  return runsAfter(manifests, current?.run_id);
}

/**
 * An unattended run that rejects many records has met something new: better no publication than a thin one. What was
 * published with its rejects is not judged again.
 */
export async function guardQuarantine(
  engine: Engine,
  {
    home,
    config,
    manifests,
    runId,
  }: {
    readonly home: Home;
    readonly config: Config;
    readonly manifests: readonly Manifest[];
    readonly runId: string;
  },
): Promise<void> {
  // who imports reads the counts
  const judged = (await unpublishedRuns({ home, manifests })).filter(({ kind }) => kind !== 'import');
  if (judged.at(-1)?.run_id !== runId) return;
  const loads = await engine.rows<{ run_id: string; read: number; quarantined: number }>(
    'select run_id, sum(read) as read, sum(quarantined) as quarantined from landing.loads group by run_id',
  );
  const fresh = loads.filter(({ run_id }) => judged.some((run) => run.run_id === run_id));
  const read = fresh.reduce((sum, load) => sum + load.read, 0);
  const quarantined = fresh.reduce((sum, load) => sum + load.quarantined, 0);
  const { max_rows, max_share } = config.quarantine;
  if (quarantined <= max_rows || quarantined <= max_share * read) return;
  const reasons = await engine.rows<{ rule: string; message: string; records: number }>(
    `select rule, min(message) as message, count(*) as records from landing.quarantine
     group by rule order by records desc, rule limit 5`,
  );
  const lines = reasons.map(({ rule, message, records }) => `  ${rule}: ${records}, e.g. ${message}`);
  throw new ReachlineError(
    'refused',
    `${quarantined} of ${read} records were rejected, more than quarantine.max_rows (${max_rows}) and quarantine.max_share (${max_share}) allow; nothing was published:\n${lines.join('\n')}`,
    { hint: 'If these rejects are right, raise the limits in reachline.yaml and run `reachline build`.' },
  );
}
