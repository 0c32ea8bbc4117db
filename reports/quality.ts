import type { Marts } from '../pipeline/index.js';
import type { Account } from './account.js';
import type { AccountDay } from './account-days.js';
import { daysIn, localDay } from './calendar.js';
import type { Words } from './language/index.js';
import type { Period } from './period.js';
import type { Post } from './post.js';

export type QualityReason = keyof Words['quality']['reasons'];

/** How far the numbers can be trusted. */
export interface Quality {
  readonly level: 'good' | 'fair' | 'limited';
  /** Why the level is not good, worst first; the catalogue has a sentence for each. */
  readonly reasons: readonly QualityReason[];
  /** Whether the numbers are of files that do not say when they were made; what follows from the import says nothing then. */
  readonly isUndated: boolean;
  /** Whole days from the last observation to the as-of day; null when nothing was observed. */
  readonly staleDays: number | null;
  readonly posts: {
    readonly all: number;
    readonly comparable: number;
    readonly provisional: number;
    readonly missing: number;
    readonly boosted: number;
  };
  /** Days of the period with a follower count, of all its days. */
  readonly followerDays: { readonly counted: number; readonly all: number };
  readonly rows: {
    readonly read: number;
    readonly loaded: number;
    readonly quarantined: number;
    readonly superseded: number;
  };
  readonly quarantine: readonly { readonly rule: string; readonly rows: number }[];
  readonly absent: readonly { readonly metric: string; readonly reason: string; readonly items: number }[];
  readonly runStatus: string | null;
}

interface Context {
  readonly account: Account;
  readonly period: Period;
  readonly asOf: Date;
  readonly posts: readonly Post[];
  readonly accountDays: readonly AccountDay[];
}

export async function readQuality(marts: Marts, context: Context): Promise<Quality> {
  const { account, period, posts } = context;
  // A ledger row names the account as its source does: by id, username or name.
  const names = {
    id: account.id,
    username: account.username ?? account.id,
    name: account.name ?? account.id,
  };
  const isOurs = 'account in ($id, $username, $name)';
  const [rows] = await marts.rows<{ read: number; loaded: number; quarantined: number; superseded: number }>(
    `select cast(coalesce(sum(read), 0) as bigint) as read, cast(coalesce(sum(loaded), 0) as bigint) as loaded,
       cast(coalesce(sum(quarantined), 0) as bigint) as quarantined,
       cast(coalesce(sum(superseded), 0) as bigint) as superseded from loads where ${isOurs}`,
    names,
  );
  const quarantine = await marts.rows<{ rule: string; rows: number }>(
    `select coalesce(rule, 'unknown') as rule, count(*) as rows from quarantine where ${isOurs}
     group by rule order by rows desc, rule`,
    names,
  );
  const absent = await marts.rows<{ metric: string; reason: string; items: number }>(
    `select metric, reason, count(*) as items from absent_values where account_id = $id
     group by metric, reason order by items desc, metric, reason limit 20`,
    { id: account.id },
  );
  const [run] = await marts.rows<{ status: string | null }>('select status from runs where run_id = $run', {
    run: marts.publication.run_id,
  });
  const followerDays = context.accountDays.filter(
    ({ day, followers }) => followers !== null && day >= period.from && day <= period.to,
  );
  const facts = {
    isUndated: account.isUndated,
    staleDays: staleDays(context),
    posts: {
      all: posts.length,
      comparable: posts.filter((post) => post.ageBasis !== null).length,
      provisional: posts.filter((post) => post.ageBasis === null).length,
      missing: posts.filter((post) => post.isMissing).length,
      boosted: posts.filter((post) => post.isBoosted).length,
    },
    followerDays: { counted: followerDays.length, all: daysIn(period.from, period.to) },
    rows: rows ?? { read: 0, loaded: 0, quarantined: 0, superseded: 0 },
    quarantine,
    absent,
    runStatus: run?.status ?? null,
  };
  return { ...facts, ...judge(facts) };
}

function staleDays({ account, asOf }: Context): number | null {
  if (account.lastObservedAt === null) return null;
  return Math.max(
    0,
    daysIn(localDay(account.lastObservedAt, account.zone), localDay(asOf, account.zone)) - 1,
  );
}

type Facts = Omit<Quality, 'level' | 'reasons'>;

/** Thresholds are deliberately few: a reader must be able to redo the verdict from the table. */
function judge(facts: Facts): Pick<Quality, 'level' | 'reasons'> {
  const limited: QualityReason[] = [];
  const fair: QualityReason[] = [];
  if (facts.runStatus === 'failed') limited.push('failed');
  if (facts.runStatus === 'partial') fair.push('partial');
  if (facts.isUndated) fair.push('undated');
  else if (facts.staleDays === null) limited.push('neverObserved');
  else if (facts.staleDays > 30) limited.push('old');
  else if (facts.staleDays > 2) fair.push('stale');
  if (facts.posts.all < 5) limited.push('fewPosts');
  else if (facts.posts.provisional > facts.posts.all / 2) {
    fair.push('young');
  }
  if (facts.followerDays.counted === 0) fair.push('noFollowers');
  else if (facts.followerDays.counted < 0.9 * facts.followerDays.all) {
    fair.push('fewFollowers');
  }
  if (facts.rows.quarantined > 0.05 * facts.rows.read) limited.push('manyQuarantined');
  else if (facts.rows.quarantined > 0) fair.push('quarantined');
  const level = limited.length > 0 ? 'limited' : fair.length > 0 ? 'fair' : 'good';
  return { level, reasons: [...limited, ...fair] };
}
