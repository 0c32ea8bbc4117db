import type { Drift, Item } from '../../contract.js';
import { endOfPlatformDay } from '../../graph-api/days.js';
import { objectOf } from '../../http/json.js';
import type { AccountMetric } from '../../metrics.js';
import type { CanonicalRecord } from '../../streams.js';
import { countryCode } from '../countries.js';
import { type Labelled, labelsOf } from '../labelled.js';
import { type LabelTable, recognize } from '../labels.js';
import { type About, type Entry, type Part, pick, refOf } from '../part.js';
import { listIn, percentIn } from '../percentages.js';
import { countIn, rejected, unknownLabel, unreadable } from '../post.js';
import { rangeIn } from '../range.js';

/** In French `Total des followers` is the net change, and `Followers` the count. */
const labels = {
  followers: ['followers', 'follower', 'seguidores', 'abonnes'],
  new_follows: [
    'follows',
    'neue follower',
    'novos seguidores',
    'seguidores novos',
    'followers en plus',
    'nuevos seguidores',
    'seguimientos',
    'nuovi follower',
  ],
  unfollows: [
    'unfollows',
    'verlorene follower',
    'seguidores perdidos',
    'deixaram de seguir',
    'followers en moins',
    'dejaron de seguir',
    'follower persi',
  ],
  city: [
    'follower percentage by city',
    'prozentualer anteil der follower nach stadt',
    'prozentualer anteil an followern nach stadt',
    'porcentagem de seguidores por cidade',
    'pourcentage de followers en fonction de la ville',
    'porcentaje de seguidores por ciudad',
    'percentuale di follower per citta',
  ],
  country: [
    'follower percentage by country',
    'prozentualer anteil der follower nach land',
    'prozentualer anteil an followern nach land',
    'porcentagem de seguidores por pais',
    'pourcentage de followers en fonction du pays',
    'porcentaje de seguidores por pais',
    'percentuale di follower per paese',
  ],
  age: [
    'follower percentage by age for all genders',
    'prozentualer anteil an followern nach alter fur alle geschlechter',
    'porcentagem de seguidores por idade para todos os generos',
    'pourcentage de followers en fonction de l age pour tous les genres',
    'porcentaje de seguidores por edad para todos los generos',
    'percentuale di follower per eta per tutti i generi',
  ],
  age_men: [
    'follower percentage by age for men',
    'prozentualer anteil an mannlichen followern nach alter',
    'prozentualer anteil an followern nach alter fur manner',
    'porcentagem de seguidores por idade para homens',
    'pourcentage de followers hommes en fonction de l age',
    'porcentaje de seguidores por edad para hombres',
  ],
  age_women: [
    'follower percentage by age for women',
    'prozentualer anteil an weiblichen followern nach alter',
    'prozentualer anteil an followern nach alter fur frauen',
    'porcentagem de seguidores por idade para mulheres',
    'pourcentage de followers femmes en fonction de l age',
    'porcentaje de seguidores por edad para mujeres',
  ],
  men: [
    'total follower percentage for men',
    'prozentualer anteil an mannlichen followern insgesamt',
    'porcentagem do total de seguidores para homens',
    'pourcentage du total des followers hommes',
    'porcentaje total de seguidores para hombres',
    'porcentaje del total de seguidores para hombres',
  ],
  women: [
    'total follower percentage for women',
    'prozentualer anteil an weiblichen followern insgesamt',
    'porcentagem do total de seguidores para mulheres',
    'pourcentage du total des de followers femmes',
    'pourcentage du total des followers femmes',
    'porcentaje total de seguidores para mujeres',
    'porcentaje del total de seguidores para mujeres',
  ],
} satisfies LabelTable<string>;
type Role = keyof typeof labels;

/** Changes against the months before, and activity by weekday. */
const besides =
  /\bdelta\b|activity|aktivitat|activite|atividade|actividad|^overall followers$|^nombre de followers$|^total des followers$/;

/**
 * Followers by age, gender, city and country, the follower count and what changed over the date range. The file has
 * percentages of the followers; they become people, exact to the tenth of a percent that the file has.
 */
export const audience: Part = {
  name: 'audience',
  title: 'audience',
  stream: 'demographics',
  isAt: (folder, name) => folder === 'past_instagram_insights' && /^audience_insights(?:_\d+)?$/.test(name),
  keep: (entry) => pick(objectOf(entry), ['string_map_data', 'label_values', 'timestamp']),
  items: (entries, about) => entries.map((entry) => itemOf(entry, about)),
  besides,
};

function itemOf(entry: Entry, about: About): Item {
  const ref = refOf(entry);
  const { range, rest } = rangeIn(labelsOf(entry.kept), about.observedAt);
  const { roles, unknown } = recognize(rest, labels as LabelTable<Role>, besides);
  if (roles.size === 0) {
    return {
      ref,
      reject: rejected(entry, 'no-known-label', null, 'none of the labels of the entry is known'),
    };
  }
  const drifts: Drift[] = unknown.map(unknownLabel);
  // the count is that of the last day, as far as the file says which that is
  const end = range === null ? about.observedAt : endOfPlatformDay(range.to);
  const observed_at = end < about.observedAt ? end : about.observedAt;
  const followers = countIn(roles.get('followers')?.value ?? null);
  if (followers === 'unreadable') drifts.push(unreadable(roles.get('followers')!, 0, 'followers'));
  const known = followers === 'unreadable' ? null : followers;
  const records: CanonicalRecord[] = [
    {
      stream: 'accounts',
      values: {
        account_ref: about.account,
        username: null,
        name: null,
        biography: null,
        website: null,
        followers: known,
        follows: null,
        media_count: null,
        is_own: true,
        time_zone: about.timeZone,
        observed_at,
      },
    },
  ];
  if (range) {
    for (const metric of ['new_follows', 'unfollows'] as const satisfies readonly AccountMetric[]) {
      const labelled = roles.get(metric);
      if (!labelled) continue;
      const value = countIn(labelled.value);
      if (value === 'unreadable') drifts.push(unreadable(labelled, records.length, 'value'));
      records.push({
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
      });
    }
  }
  for (const { dimension, bucket, percent } of sharesIn(roles)) {
    const value = known === null ? null : Math.round((percent * known) / 100);
    records.push({
      stream: 'demographics',
      values: {
        account_ref: about.account,
        kind: 'followers',
        dimension,
        bucket,
        value,
        absent_reason: value === null ? 'not_in_source' : null,
        observed_at,
      },
    });
  }
  return drifts.length > 0 ? { ref, records, drifts } : { ref, records };
}

interface Share {
  readonly dimension: string;
  readonly bucket: string;
  /** Of the followers. */
  readonly percent: number;
}

function sharesIn(roles: ReadonlyMap<Role, Labelled>): Share[] {
  const list = (role: Role) => listIn(roles.get(role)?.value ?? null);
  const shares: Share[] = [
    ...list('age').map(({ name, percent }) => ({ dimension: 'age', bucket: name, percent })),
    ...list('city').map(({ name, percent }) => ({ dimension: 'city', bucket: name, percent })),
    ...list('country').map(({ name, percent }) => ({
      dimension: 'country',
      bucket: countryCode(name),
      percent,
    })),
  ];
  for (const [gender, total, ages] of [
    ['M', 'men', 'age_men'],
    ['F', 'women', 'age_women'],
  ] as const) {
    const percent = percentIn(roles.get(total)?.value ?? null);
    if (percent === null) continue;
    shares.push({ dimension: 'gender', bucket: gender, percent });
    const byAge = list(ages);
    const sum = byAge.reduce((all, one) => all + one.percent, 0);
    // the shares by age are of the gender when they fill it, of all followers when they add up to its share
    const factor = Math.abs(sum - 100) <= 3 ? percent / 100 : Math.abs(sum - percent) <= 3 ? 1 : null;
    if (factor === null) continue;
    for (const one of byAge) {
      shares.push({
        dimension: 'age,gender',
        bucket: `${one.name},${gender}`,
        percent: one.percent * factor,
      });
    }
  }
  const seen = new Set<string>();
  return shares.filter(({ dimension, bucket }) => {
    const key = `${dimension}\n${bucket}`;
    return !seen.has(key) && seen.add(key);
  });
}
