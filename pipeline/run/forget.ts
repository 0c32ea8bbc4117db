import { access, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeNamesDurable } from '../files.js';
import { type Home, pathSegment } from '../home.js';
import { type Manifest, readManifests, saveManifest } from '../landing/manifest.js';
import { removeWarehouse } from './build.js';
import { buildStep, type JobOptions, type JobResult, job } from './nightly.js';

export interface ForgetOptions extends JobOptions {
  /** Of whose pages each is about one account: what a page of several holds of one stays. */
  readonly source: string;
  /** The account as raw files name it. */
  readonly account: string;
}

/**
 * Deletes what one source said of an account: raw files, what runs remember of it, and, by a build of everything that is left,
 * the tables. Under the lock, as a run of its own. One that is cut short is completed by the next build, and its files are deleted
 * when it is asked for again. Superseded publications stay until the next ones take their place, reports until somebody deletes them.
 * @returns `null`, and no run, when nothing is known of the account from this source.
 */
export async function forget(options: ForgetOptions): Promise<JobResult | null> {
  const { home, source, account } = options;
  const folder = join(home.raw, `source=${pathSegment(source)}`, `account=${pathSegment(account)}`);
  if (!(await isKnown(home, folder, options))) return null;
  return job('build', options, async (run) => {
    // First: whatever happens then, the next build knows only what still counts.
    await removeWarehouse(home);
    for (const manifest of run.manifests) {
      strike(manifest, options);
      await saveManifest(home, manifest);
    }
    await rm(folder, { recursive: true, force: true });
    await makeNamesDurable(dirname(folder)).catch(() => undefined); // it may never have been
    return buildStep(run, options);
  });
}

async function isKnown(home: Home, folder: string, about: ForgetOptions): Promise<boolean> {
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  return isThere || (await readManifests(home)).some((manifest) => strike(manifest, about));
}

/** Takes the account out of a run's record; true when it was there. */
function strike(manifest: Manifest, { source, account, loaded }: ForgetOptions): boolean {
  const own = new Set(
    loaded.connections.flatMap(({ name, connector }) => (connector.name === source ? [name] : [])),
  );
  const { raw_files, completed, gaps } = manifest;
  const before = raw_files.length + completed.length + gaps.length;
  retain(raw_files, (file) => file.source !== source || file.account !== account);
  retain(completed, (one) => !own.has(one.connection) || one.account !== account);
  retain(gaps, (gap) => !own.has(gap.connection) || gap.account !== account);
  let isRemembered = false;
  manifest.state = Object.fromEntries(
    Object.entries(manifest.state).map(([connection, accounts]) => {
      if (!own.has(connection) || !Object.hasOwn(accounts, account)) return [connection, accounts];
      isRemembered = true;
      return [connection, Object.fromEntries(Object.entries(accounts).filter(([name]) => name !== account))];
    }),
  );
  return isRemembered || raw_files.length + completed.length + gaps.length < before;
}

function retain<T>(list: T[], isKept: (entry: T) => boolean): void {
  list.splice(0, list.length, ...list.filter(isKept));
}
