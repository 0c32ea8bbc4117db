import type { MetricHealth } from '../contract.js';
import type { AbsentReason } from '../metrics.js';
import { accountsRead } from './accounts.js';
import { logins } from './logins.js';
import { type MetricRow, metricTable } from './metric-table.js';
import { askerOf, type Context } from './part.js';
import { type Rejection, rememberedIn } from './rejections.js';

/** Every metric of the table for every account that was read, in the table's order: whether it is asked, and why not. */
export function metricHealth(context: Context): MetricHealth[] {
  return accountsRead(context).flatMap(({ id, username }) => {
    const rejections = ['posts', 'stories', 'account', 'audience'].flatMap((about) =>
      rememberedIn(context, id, about),
    );
    return metricTable.flatMap((row) =>
      subjectsOf(row).map((of) => ({
        account: username ?? id,
        of,
        metric: row.name,
        breakdown: row.breakdown,
        ...healthOf(
          context,
          row,
          rejections.find((one) => isAbout(one, row, of)),
        ),
      })),
    );
  });
}

function healthOf(
  context: Context,
  row: MetricRow,
  rejection: Rejection | undefined,
): Pick<MetricHealth, 'status' | 'absent' | 'since' | 'message'> {
  const { on, login, version } = askerOf(context);
  const notAsked = (absent: AbsentReason, message: string) =>
    ({ status: 'not asked', absent, since: null, message }) as const;
  if (row.until !== null && on > row.until) return notAsked('deprecated', `answered until ${row.until}`);
  if (row.lastVersion !== null && version > row.lastVersion) {
    return notAsked('deprecated', `answered up to v${row.lastVersion}.0`);
  }
  if (row.since !== null && on < row.since) return notAsked('unsupported', `answered from ${row.since}`);
  if (!row.logins.includes(login)) {
    return notAsked('unsupported', `only through ${row.logins.map((name) => logins[name].title).join(', ')}`);
  }
  if (row.crossposted && !context.settings.facebook_views) {
    return notAsked('unsupported', 'facebook_views is off in the settings');
  }
  if (rejection) {
    const { reason: absent, since, message } = rejection;
    return { status: 'refused', absent, since, message };
  }
  return { status: 'asked', absent: null, since: null, message: null };
}

/** What a metric is asked about. */
function subjectsOf({ of, products }: MetricRow): readonly string[] {
  return of === 'media' ? products : [of];
}

/** Posts are remembered by product and type, e.g. `FEED CAROUSEL_ALBUM`. */
function isAbout(rejection: Rejection, row: MetricRow, of: string): boolean {
  return (
    rejection.metric === row.name &&
    rejection.breakdown === row.breakdown &&
    rejection.of.split(' ')[0] === of
  );
}
