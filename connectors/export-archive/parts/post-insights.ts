import type { Drift, Item } from '../../contract.js';
import { type Json, type JsonObject, listOf, objectOf } from '../../http/json.js';
import type { MediaMetric } from '../../metrics.js';
import type { CanonicalRecord } from '../../streams.js';
import { labelsOf, thumbnailOf } from '../labelled.js';
import { type LabelTable, recognize } from '../labels.js';
import { type About, type Entry, type Part, pick, refOf } from '../part.js';
import {
  countIn,
  insightPostedAt,
  mediaOf,
  momentOf,
  postRef,
  rejected,
  secondsIn,
  unknownLabel,
  unreadable,
} from '../post.js';

/** `metric` or `metric/dimension`; `duration` and `created` describe the post. */
type Role =
  | 'duration'
  | 'created'
  | MediaMetric
  | `profile_activity/action_type=${string}`
  | `navigation/story_navigation_action_type=${string}`;

/** English, German, Portuguese, French, Spanish, Italian. Plays are what the API has called views since 2025. */
const labels: LabelTable<string> = {
  reach: [
    'accounts reached',
    'erreichte konten',
    'contas alcancadas',
    'comptes touches',
    'comptes atteints',
    'cuentas alcanzadas',
    'account raggiunti',
  ],
  impressions: ['impressions', 'impressionen', 'impressoes', 'impresiones', 'impression'],
  views: [
    'views',
    'plays',
    'instagram plays',
    'aufrufe',
    'wiedergaben',
    'instagram wiedergaben',
    'visualizacoes',
    'reproducoes',
    'reproducoes do instagram',
    'reproducoes no instagram',
    'vues',
    'lectures',
    'lectures instagram',
    'visualizaciones',
    'reproducciones',
    'reproducciones de instagram',
    'reproducciones en instagram',
    'visualizzazioni',
  ],
  likes: [
    'likes',
    'gefallt mir',
    'gefallt mir angaben',
    'gefallt mir mal',
    'curtidas',
    'gostos',
    'mentions j aime',
    'j aime',
    'me gusta',
    'mi piace',
  ],
  comments: ['comments', 'kommentare', 'comentarios', 'commentaires', 'commenti'],
  saves: [
    'saves',
    'gespeichert',
    'gespeicherte inhalte',
    'gespeicherte elemente',
    'salvamentos',
    'itens salvos',
    'guardados',
    'enregistrements',
    'elementos guardados',
    'veces guardado',
    'salvataggi',
  ],
  shares: [
    'shares',
    'geteilt',
    'geteilte inhalte',
    'compartilhamentos',
    'partilhas',
    'partages',
    'compartidos',
    'veces compartido',
    'contenido compartido',
    'condivisioni',
  ],
  follows: [
    'follows',
    'neue follower',
    'novos seguidores',
    'seguidores novos',
    'followers en plus',
    'nouveaux followers',
    'nuevos seguidores',
    'seguimientos',
    'nuovi follower',
  ],
  profile_visits: [
    'profile visits',
    'profilaufrufe',
    'profilbesuche',
    'visitas ao perfil',
    'visites du profil',
    'visites sur le profil',
    'visitas al perfil',
    'visitas del perfil',
    'visite al profilo',
  ],
  replies: ['replies', 'antworten', 'respostas', 'reponses', 'respuestas', 'risposte'],
  interactions_total: ['interactions', 'interaktionen', 'interacoes', 'interacciones', 'interazioni'],
  link_clicks: [
    'link clicks',
    'linkklicks',
    'link klicks',
    'cliques no link',
    'clics sur le lien',
    'clics en el enlace',
  ],
  'profile_activity/action_type=bio_link_clicked': ['website taps', 'website clicks', 'external link taps'],
  'profile_activity/action_type=email': ['email button taps', 'emails'],
  'profile_activity/action_type=call': ['call button taps', 'calls'],
  'profile_activity/action_type=text': ['text button taps', 'texts'],
  'profile_activity/action_type=direction': [
    'directions button taps',
    'get directions taps',
    'get directions',
  ],
  'navigation/story_navigation_action_type=tap_forward': [
    'forward',
    'taps forward',
    'weiter',
    'vorwarts',
    'avancar',
    'avanzar',
  ],
  'navigation/story_navigation_action_type=tap_back': [
    'back',
    'taps back',
    'zuruck',
    'voltar',
    'retour',
    'atras',
  ],
  'navigation/story_navigation_action_type=tap_exit': [
    'exited',
    'exits',
    'verlassen',
    'saidas',
    'sorties',
    'salidas',
  ],
  'navigation/story_navigation_action_type=swipe_forward': [
    'next story',
    'nachste story',
    'proximo story',
    'story suivante',
    'siguiente historia',
  ],
  duration: ['duration', 'dauer', 'duracao', 'duree', 'duracion', 'durata'],
  created: [
    'creation timestamp',
    'upload timestamp',
    'zeitstempel der erstellung',
    'erstellungszeitstempel',
    'zeitstempel des uploads',
    'zeitstempel fur das hochladen',
    'registro de data e hora da criacao',
    'registro de data e hora de criacao',
    'registro de data e hora do upload',
    'carimbo de data hora da criacao',
    'horodatage de la creation',
    'horodatage de creation',
    'horodatage du chargement',
    'fecha y hora de creacion',
    'marca de tiempo de creacion',
    'fecha y hora de subida',
    'marca de tiempo de subida',
  ],
} satisfies Partial<Record<Role, readonly string[]>>;

const kinds = [
  { name: 'post-insights', title: 'insights of posts', file: /^posts(?:_\d+)?$/, format: null },
  { name: 'reel-insights', title: 'insights of reels', file: /^reels(?:_\d+)?$/, format: 'reel' },
  { name: 'story-insights', title: 'insights of stories', file: /^stories(?:_\d+)?$/, format: 'story' },
] as const;

export const postInsights: readonly Part[] = kinds.map(({ name, title, file, format }) => ({
  name,
  title,
  stream: 'media_insights',
  isAt: (folder, path) => folder === 'past_instagram_insights' && file.test(path),
  keep,
  items: (entries, about) => entries.map((entry) => itemOf(format, entry, about)),
}));

function keep(entry: Json): JsonObject {
  const object = objectOf(entry);
  const fields = ['uri', 'creation_timestamp', 'title'];
  const thumbnails = Object.entries(objectOf(object.media_map_data));
  return {
    ...(thumbnails.length > 0
      ? {
          media_map_data: Object.fromEntries(
            thumbnails.map(([label, shown]) => [label, pick(shown, fields)]),
          ),
        }
      : {}),
    ...(object.media === undefined ? {} : { media: listOf(object.media).map((one) => pick(one, fields)) }),
    ...pick(object, ['string_map_data', 'label_values', 'timestamp']),
  };
}

export function durationIn(kept: JsonObject): string | null {
  return recognize(labelsOf(kept), labels).roles.get('duration')?.value ?? null;
}

function itemOf(format: string | null, entry: Entry, about: About): Item {
  const ref = refOf(entry);
  const { kept, post } = entry;
  const moment = momentOf(entry, insightPostedAt(kept));
  if (!(moment instanceof Date)) return { ref, reject: moment };
  const media_ref = postRef(about.account, moment, format === 'story', post?.twin);
  const { roles, unknown } = recognize(labelsOf(kept), labels);
  const drifts: Drift[] = unknown
    .filter(({ value, at }) => value !== null || at === null) // a time is a time, whatever it is called
    .map(unknownLabel);
  const records: CanonicalRecord[] = [];
  if (!post?.isListed) {
    const duration = secondsIn(roles.get('duration')?.value ?? null);
    if (duration === 'unreadable') drifts.push(unreadable(roles.get('duration')!, 0, 'duration_seconds'));
    const caption = thumbnailOf(kept).caption;
    records.push({
      stream: 'media',
      values: mediaOf(about, media_ref, moment, {
        caption,
        format,
        duration: duration === 'unreadable' ? null : duration,
      }),
    });
  }
  for (const [role, labelled] of roles) {
    if (role === 'duration' || role === 'created') continue;
    const [metric = '', dimension = ''] = role.split('/');
    const value = countIn(labelled.value);
    if (value === 'unreadable') drifts.push(unreadable(labelled, records.length, 'value'));
    records.push({
      stream: 'media_insights',
      values: {
        media_ref,
        account_ref: about.account,
        metric,
        dimension,
        value: value === 'unreadable' ? null : value,
        absent_reason: value === 'unreadable' ? 'unreadable' : value === null ? 'not_in_source' : null,
        observed_at: about.observedAt,
      },
    });
  }
  if (records.length === 0) {
    return {
      ref,
      reject: rejected(entry, 'no-known-label', null, 'none of the labels of the entry is known'),
    };
  }
  return drifts.length > 0 ? { ref, records, drifts } : { ref, records };
}
