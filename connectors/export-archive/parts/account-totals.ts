import type { Drift, Item } from '../../contract.js';
import { objectOf } from '../../http/json.js';
import type { AccountMetric } from '../../metrics.js';
import type { CanonicalRecord } from '../../streams.js';
import { labelsOf } from '../labelled.js';
import { type LabelTable, recognize } from '../labels.js';
import { type About, type Entry, type Part, pick, refOf } from '../part.js';
import { countIn, rejected, unknownLabel, unreadable } from '../post.js';
import { rangeIn } from '../range.js';

type Table = LabelTable<string>;

/** Changes against the months before, shares of followers, and impressions, which no table has of accounts. */
const besidesReach =
  /\bdelta\b|^nombre d|^(?:nao |non |no |nicht )?(?:followers?|seguidores)$|^impress|^impresi/;
const reached: Table = {
  reach: [
    'accounts reached',
    'erreichte konten',
    'contas alcancadas',
    'comptes touches',
    'comptes atteints',
    'cuentas alcanzadas',
    'account raggiunti',
  ],
  profile_views: [
    'profile visits',
    'profilaufrufe',
    'profilbesuche',
    'visitas ao perfil',
    'visites du profil',
    'visitas al perfil',
    'visitas del perfil',
    'visite al profilo',
  ],
  website_clicks: [
    'external link taps',
    'klicks auf externe links',
    'externe link klicks',
    'toques em links externos',
    'appuis sur les liens externes',
    'toques en enlaces externos',
  ],
} satisfies Partial<Record<AccountMetric, readonly string[]>>;

/** Changes against the months before, and counts by format and by follow type. */
const besidesInteractions =
  /\bdelta\b|^nombre d|\b(?:posts?|publica\w+|beitr\w+|stor\w+|historias?|reels?|videos?|live)\b|follow(?:er)?s? (?:type|status)|type de followers/;
const interacted: Table = {
  interactions_total: [
    'content interactions',
    'content interaktionen',
    'interacoes com o conteudo',
    'interactions avec le contenu',
    'interacciones con el contenido',
    'interazioni con i contenuti',
  ],
  accounts_engaged: [
    'accounts engaged',
    'konten die interagiert haben',
    'contas com engajamento',
    'comptes ayant interagi',
    'cuentas que interactuaron',
    'cuentas con interaccion',
  ],
} satisfies Partial<Record<AccountMetric, readonly string[]>>;

/**
 * Sums over the date range that a file states, mostly ninety days. They are no daily numbers: each is stored on the last
 * day with the first one as its part (`since=2026-05-29`).
 */
export const accountTotals: readonly Part[] = [
  part('reach', 'accounts reached', /^(?:profiles|accounts)_reached(?:_\d+)?$/, reached, besidesReach),
  part('interactions', 'interactions', /^content_interactions(?:_\d+)?$/, interacted, besidesInteractions),
];

function part(name: string, title: string, file: RegExp, table: Table, others: RegExp): Part {
  return {
    name,
    title,
    stream: 'account_insights',
    isAt: (folder, path) => folder === 'past_instagram_insights' && file.test(path),
    keep: (entry) => pick(objectOf(entry), ['string_map_data', 'label_values', 'timestamp']),
    items: (entries, about) => entries.map((entry) => itemOf(table, others, entry, about)),
    besides: others,
  };
}

function itemOf(table: Table, others: RegExp, entry: Entry, about: About): Item {
  const ref = refOf(entry);
  const { range, rest } = rangeIn(labelsOf(entry.kept), about.observedAt);
  if (!range) {
    return {
      ref,
      reject: rejected(entry, 'no-date-range', null, 'the entry does not say which days its sums are of'),
    };
  }
  const { roles, unknown } = recognize(rest, table, others);
  const drifts: Drift[] = unknown.map(unknownLabel);
  const records: CanonicalRecord[] = [...roles].map(([metric, labelled], place) => {
    const value = countIn(labelled.value);
    if (value === 'unreadable') drifts.push(unreadable(labelled, place, 'value'));
    return {
      stream: 'account_insights',
      values: {
        account_ref: about.account,
        day: range.to,
        metric,
        dimension: `since=${range.from}`,
        value: value === 'unreadable' ? null : value,
        absent_reason: value === 'unreadable' ? 'unreadable' : value === null ? 'not_in_source' : null,
        observed_at: about.observedAt,
      },
    };
  });
  if (records.length === 0) {
    return {
      ref,
      reject: rejected(entry, 'no-known-label', null, 'none of the labels of the entry is known'),
    };
  }
  return drifts.length > 0 ? { ref, records, drifts } : { ref, records };
}
