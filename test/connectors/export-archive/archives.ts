import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { InputFile, Item, Message, Page, Reject } from '../../../connectors/contract.js';
import { exportArchive } from '../../../connectors/export-archive/index.js';
import type { ArchiveSettings } from '../../../connectors/export-archive/settings.js';
import type { RecordOf, StreamName } from '../../../connectors/streams.js';
import { type TestEffects, testEffects } from '../effects.js';

/** How an archive calls things: labels and spellings of one language, as the platform writes them. */
export interface Language {
  readonly thumbnail: string;
  readonly created: string;
  readonly reach: string;
  readonly impressions: string;
  readonly likes: string;
  readonly comments: string;
  readonly saves: string;
  readonly shares: string;
  readonly follows: string;
  readonly profileVisits: string;
  readonly replies: string;
  readonly duration: string;
  readonly range: string;
  readonly dates: string;
  readonly followers: string;
  readonly gained: string;
  readonly lost: string;
  readonly cities: string;
  readonly countries: string;
  readonly ages: string;
  readonly agesOfMen: string;
  readonly men: string;
  readonly women: string;
  readonly interactions: string;
  readonly engaged: string;
  readonly username: string;
  readonly brazil: string;
  /** Groups thousands; the other mark is that of decimals. */
  readonly group: ',' | '.';
}

const english: Language = {
  thumbnail: 'Media Thumbnail',
  created: 'Creation Timestamp',
  reach: 'Accounts reached',
  impressions: 'Impressions',
  likes: 'Likes',
  comments: 'Comments',
  saves: 'Saves',
  shares: 'Shares',
  follows: 'Follows',
  profileVisits: 'Profile visits',
  replies: 'Replies',
  duration: 'Duration',
  range: 'Date Range',
  dates: 'Aug 19 - Nov 16',
  followers: 'Followers',
  gained: 'Follows',
  lost: 'Unfollows',
  cities: 'Follower Percentage by City',
  countries: 'Follower Percentage by Country',
  ages: 'Follower Percentage by Age for All Genders',
  agesOfMen: 'Follower Percentage by Age for Men',
  men: 'Total Follower Percentage for Men',
  women: 'Total Follower Percentage for Women',
  interactions: 'Content Interactions',
  engaged: 'Accounts engaged',
  username: 'Username',
  brazil: 'Brazil',
  group: ',',
};

export const languages = {
  en: english,
  de: {
    ...english,
    thumbnail: 'Medien-Miniaturbild',
    created: 'Zeitstempel der Erstellung',
    reach: 'Erreichte Konten',
    impressions: 'Impressionen',
    likes: '„Gefällt mir“-Angaben',
    comments: 'Kommentare',
    saves: 'Gespeichert',
    shares: 'Geteilt',
    follows: 'Neue Follower',
    profileVisits: 'Profilaufrufe',
    replies: 'Antworten',
    duration: 'Dauer',
    range: 'Zeitraum',
    dates: '19. Aug. - 16. Nov.',
    followers: 'Follower',
    gained: 'Neue Follower',
    lost: 'Verlorene Follower',
    cities: 'Prozentualer Anteil der Follower nach Stadt',
    countries: 'Prozentualer Anteil der Follower nach Land',
    ages: 'Prozentualer Anteil an Followern nach Alter für alle Geschlechter',
    agesOfMen: 'Prozentualer Anteil an männlichen Followern nach Alter',
    men: 'Prozentualer Anteil an männlichen Followern insgesamt',
    women: 'Prozentualer Anteil an weiblichen Followern insgesamt',
    interactions: 'Content-Interaktionen',
    engaged: 'Konten, die interagiert haben',
    username: 'Benutzername',
    brazil: 'Brasilien',
    group: '.',
  },
  pt: {
    ...english,
    thumbnail: 'Miniatura da mídia',
    created: 'Registro de data e hora da criação',
    reach: 'Contas alcançadas',
    impressions: 'Impressões',
    likes: 'Curtidas',
    comments: 'Comentários',
    saves: 'Salvamentos',
    shares: 'Compartilhamentos',
    follows: 'Novos seguidores',
    profileVisits: 'Visitas ao perfil',
    replies: 'Respostas',
    duration: 'Duração',
    range: 'Período',
    followers: 'Seguidores',
    gained: 'Novos seguidores',
    lost: 'Seguidores perdidos',
    cities: 'Porcentagem de seguidores por cidade',
    countries: 'Porcentagem de seguidores por país',
    ages: 'Porcentagem de seguidores por idade para todos os gêneros',
    agesOfMen: 'Porcentagem de seguidores por idade para homens',
    men: 'Porcentagem do total de seguidores para homens',
    women: 'Porcentagem do total de seguidores para mulheres',
    interactions: 'Interações com o conteúdo',
    engaged: 'Contas com engajamento',
    username: 'Nome de usuário',
    brazil: 'Brasil',
    group: '.',
  },
  es: {
    ...english,
    thumbnail: 'Miniatura del contenido',
    created: 'Marca de tiempo de creación',
    reach: 'Cuentas alcanzadas',
    impressions: 'Impresiones',
    likes: 'Me gusta',
    comments: 'Comentarios',
    saves: 'Guardados',
    shares: 'Veces compartido',
    follows: 'Nuevos seguidores',
    profileVisits: 'Visitas al perfil',
    replies: 'Respuestas',
    duration: 'Duración',
    range: 'Intervalo de fechas',
    dates: '19 ago - 16 nov',
    followers: 'Seguidores',
    gained: 'Nuevos seguidores',
    lost: 'Dejaron de seguir',
    cities: 'Porcentaje de seguidores por ciudad',
    countries: 'Porcentaje de seguidores por país',
    ages: 'Porcentaje de seguidores por edad para todos los géneros',
    agesOfMen: 'Porcentaje de seguidores por edad para hombres',
    men: 'Porcentaje total de seguidores para hombres',
    women: 'Porcentaje total de seguidores para mujeres',
    interactions: 'Interacciones con el contenido',
    engaged: 'Cuentas que interactuaron',
    username: 'Nombre de usuario',
    brazil: 'Brasil',
    group: '.',
  },
  fr: {
    ...english,
    thumbnail: 'Miniature du média',
    created: 'Horodatage de la création',
    reach: 'Comptes touchés',
    impressions: 'Impressions',
    likes: 'Mentions J’aime',
    comments: 'Commentaires',
    saves: 'Enregistrements',
    shares: 'Partages',
    follows: 'Followers en plus',
    profileVisits: 'Visites du profil',
    replies: 'Réponses',
    duration: 'Durée',
    range: 'Période',
    followers: 'Followers',
    gained: 'Followers en plus',
    lost: 'Followers en moins',
    cities: 'Pourcentage de followers en fonction de la ville',
    countries: 'Pourcentage de followers en fonction du pays',
    ages: 'Pourcentage de followers en fonction de l’âge pour tous les genres',
    agesOfMen: 'Pourcentage de followers hommes en fonction de l’âge',
    men: 'Pourcentage du total des followers hommes',
    women: 'Pourcentage du total des de followers femmes',
    interactions: 'Interactions avec le contenu',
    engaged: 'Comptes ayant interagi',
    username: 'Nom d’utilisateur',
    brazil: 'Brésil',
  },
} satisfies Record<string, Language>;

export type LanguageName = keyof typeof languages;

/** JSON as archives write it: every byte of UTF-8 an escape of its own, in values and keys. */
export function archiveJson(value: unknown): string {
  const bytes = Buffer.from(JSON.stringify(value)).toString('latin1');
  return bytes.replace(/[\x80-\xff]/g, (byte) => `\\u00${byte.charCodeAt(0).toString(16)}`);
}

export const seconds = (time: string): number => Date.parse(time) / 1000;

export const captions = {
  single: 'Pão de queijo às 7h ☕️ #padaria',
  carousel: 'Fünf Brote, ein Tag — „frisch“',
  reel: 'Cómo se hace la masa 🥖',
  story: 'já está no forno',
};

/** Names of other people: they may appear nowhere. */
export const strangers = ['amelie.privat', 'joao_secreto', 'quiet.reader', 'tagged.friend', 'chat partner'];

const posted = {
  single: seconds('2026-10-05T10:00:00Z'),
  carousel: seconds('2026-10-12T18:30:07Z'),
  reel: seconds('2026-11-01T09:15:30Z'),
  story: seconds('2026-11-15T07:45:00Z'),
};

/** A number as a language writes it. */
function grouped(value: number, group: string): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, group);
}

interface Layout {
  readonly content: string;
  readonly insights: string;
  readonly reached: string;
  readonly personal: string;
}

export const layouts = {
  /** 2024 and later. */
  current: {
    content: 'your_instagram_activity/media',
    insights: 'logged_information/past_instagram_insights',
    reached: 'profiles_reached',
    personal: 'personal_information/personal_information',
  },
  /** 2023. */
  middle: {
    content: 'your_instagram_activity/content',
    insights: 'past_instagram_insights',
    reached: 'accounts_reached',
    personal: 'personal_information',
  },
  /** 2022. */
  old: {
    content: 'content',
    insights: 'past_instagram_insights',
    reached: 'accounts_reached',
    personal: 'account_information',
  },
} satisfies Record<string, Layout>;

const stringMap = (labels: Record<string, string | number>) =>
  Object.fromEntries(
    Object.entries(labels).map(([label, held]) => [
      label,
      typeof held === 'number'
        ? { href: '', value: '', timestamp: held }
        : { href: '', value: held, timestamp: 0 },
    ]),
  );

const labelValues = (labels: Record<string, string | number>) =>
  Object.entries(labels).map(([label, held]) =>
    typeof held === 'number' ? { label, timestamp_value: held } : { label, value: held },
  );

/**
 * Path → content of the archive of a bakery: four posts with insights, three followers, one account followed, and much
 * that is nobody's business.
 */
export function bakery(
  language: LanguageName = 'en',
  layout: keyof typeof layouts = 'current',
  generation: 'older' | 'newer' = 'older',
): Record<string, string> {
  const say: Language = languages[language];
  const { content, insights, reached, personal } = layouts[layout];
  const percent = (text: string) => (say.group === '.' ? text.replace('.', ',') : text);
  const count = (value: number) => grouped(value, say.group);
  const insight = (uri: string, at: number, title: string, labels: Record<string, string>) =>
    generation === 'older'
      ? {
          media_map_data: { [say.thumbnail]: { uri, creation_timestamp: at, title } },
          string_map_data: stringMap({ ...labels, [say.created]: at }),
        }
      : {
          timestamp: at,
          media: [{ uri, creation_timestamp: at, title }],
          label_values: labelValues({ ...labels, [say.created]: at }),
          fbid: '17841400000000001',
        };
  const sums = (labels: Record<string, string>) =>
    generation === 'older' ? { string_map_data: stringMap(labels) } : { label_values: labelValues(labels) };
  const person = (name: string, time: string) => ({
    title: '',
    media_list_data: [],
    string_list_data: [{ href: `https://www.instagram.com/${name}`, value: name, timestamp: seconds(time) }],
  });
  const files: Record<string, unknown> = {
    [`${content}/posts_1.json`]: [
      {
        media: [
          {
            uri: 'media/posts/202610/single.jpg',
            creation_timestamp: posted.single,
            title: captions.single,
            media_metadata: {
              photo_metadata: { exif_data: [{ latitude: -8.0578381, device_id: 'android-77' }] },
            },
            cross_post_source: { source_app: 'FB' },
          },
        ],
      },
      {
        media: [1, 2, 3].map((n) => ({
          uri: `media/posts/202610/part${n}.jpg`,
          creation_timestamp: posted.carousel - 60 + n,
          title: '',
        })),
        title: captions.carousel,
        creation_timestamp: posted.carousel,
        label_values: [{ label: 'Tagged', vec: [{ value: strangers[3] }] }],
      },
    ],
    [`${content}/reels.json`]: {
      ig_reels_media: [
        {
          media: [
            { uri: 'media/reels/202611/dough.mp4', creation_timestamp: posted.reel, title: captions.reel },
          ],
        },
      ],
    },
    [`${content}/stories.json`]: {
      ig_stories: [
        { uri: 'media/stories/202611/oven.mp4', creation_timestamp: posted.story, title: captions.story },
      ],
    },
    [`${insights}/posts.json`]: {
      organic_insights_posts: [
        insight('media/posts/202610/single.jpg', posted.single, captions.single, {
          [say.profileVisits]: '12',
          [say.impressions]: count(1500),
          [say.follows]: '3',
          [say.reach]: count(1234),
          [say.saves]: '21',
          [say.likes]: '98',
          [say.comments]: '--',
          [say.shares]: '7',
        }),
        // its picture has another time than the post
        insight('media/posts/202610/part1.jpg', posted.carousel - 59, captions.carousel, {
          [say.reach]: '63.3K',
          [say.likes]: count(2045),
        }),
      ],
    },
    [`${insights}/reels.json`]: {
      organic_insights_reels: [
        insight('media/reels/202611/dough.mp4', posted.reel, captions.reel, {
          [say.duration]: '0:21',
          [say.reach]: count(8765),
          [say.likes]: '432',
        }),
      ],
    },
    [`${insights}/stories.json`]: {
      organic_insights_stories: [
        insight('media/stories/202611/oven.mp4', posted.story, captions.story, {
          [say.reach]: '210',
          [say.replies]: '2',
        }),
      ],
    },
    [`${insights}/audience_insights.json`]: {
      organic_insights_audience: [
        sums({
          [say.range]: say.dates,
          [say.followers]: count(12_480),
          [say.gained]: '512',
          [say.lost]: '101',
          [say.cities]: percent('Recife: 40.5%, Lisboa, Portugal: 4%'),
          [say.countries]: percent(`${say.brazil}: 80.1%, Portugal: 9%`),
          [say.ages]: percent('13-17: 0.5%, 18-24: 20.5%, 25-34: 79%'),
          [say.agesOfMen]: percent('18-24: 50%, 25-34: 50%'),
          [say.men]: percent('40.2%'),
          [say.women]: percent('59.7%'),
        }),
      ],
    },
    [`${insights}/${reached}.json`]: {
      organic_insights_reach: [
        sums({ [say.range]: say.dates, [say.reach]: count(45_678), [say.profileVisits]: count(1021) }),
      ],
    },
    [`${insights}/content_interactions.json`]: {
      organic_insights_interactions: [
        sums({ [say.range]: say.dates, [say.interactions]: count(3456), [say.engaged]: '987' }),
      ],
    },
    'connections/followers_and_following/followers_1.json': [
      person(strangers[0]!, '2026-10-01T12:00:00Z'),
      person(strangers[1]!, '2026-10-01T23:00:00Z'),
      person(strangers[2]!, '2026-10-03T12:00:00Z'),
    ],
    'connections/followers_and_following/following.json': {
      relationships_following: [
        {
          title: strangers[0],
          string_list_data: [
            {
              href: `https://www.instagram.com/_u/${strangers[0]}`,
              timestamp: seconds('2025-05-05T12:00:00Z'),
            },
          ],
        },
      ],
    },
    [`${personal}/personal_information.json`]: {
      profile_user: [
        {
          title: 'User Information',
          media_map_data: {},
          string_map_data: stringMap({
            Email: 'baker@example.org',
            'Phone Number': '+55 81 5555 0100',
            [say.username]: 'padaria.aurora',
            'Date of birth': '1980-02-03',
          }),
        },
      ],
    },
    'your_instagram_activity/messages/inbox/chat_1/message_1.json': {
      participants: [{ name: strangers[4] }],
      messages: [{ content: 'between us' }],
    },
    'your_instagram_activity/likes/liked_posts.json': { likes_media_likes: [{ title: strangers[2] }] },
    'connections/followers_and_following/blocked_profiles.json': { relationships_blocked_users: [] },
  };
  return {
    ...Object.fromEntries(Object.entries(files).map(([path, value]) => [path, archiveJson(value)])),
    'media/posts/202610/single.jpg': 'not even a picture',
  };
}

export const archiveName = 'instagram-padaria.aurora-2026-11-20-aB3xYz9Q';

/** Files as the pipeline hands them over, with the names of their archive before them. */
export function inputs(files: Readonly<Record<string, string>>, name = archiveName): InputFile[] {
  return Object.entries(files).map(([path, content]) => {
    const bytes = new TextEncoder().encode(content);
    return {
      name: `${name}/${path}`,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.length,
      modifiedAt: new Date('2026-11-20T00:00:00Z'),
      async *open() {
        yield bytes;
      },
    };
  });
}

/** Writes an archive below a folder and returns its path. */
export async function writeFolder(
  below: string,
  files: Readonly<Record<string, string>>,
  name = archiveName,
): Promise<string> {
  const root = join(below, name);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return root;
}

export interface ReadArchive {
  readonly messages: readonly Message[];
  readonly pages: readonly Page[];
  readonly items: readonly Item[];
  readonly effects: TestEffects;
  records<S extends StreamName>(stream: S): RecordOf<S>[];
  itemsOf(page: Page): Item[];
  readonly rejects: readonly ({ readonly ref: string } & Reject)[];
  /** Labels that were told as unknown. */
  readonly unknown: readonly string[];
}

/** Reads an archive with the connector and parses its pages, after a trip through JSON as when they are stored. */
export async function read(
  files: Readonly<Record<string, string>>,
  settings: ArchiveSettings = {},
  name = archiveName,
): Promise<ReadArchive> {
  const effects = testEffects({ now: new Date('2026-11-28T09:00:00Z'), files: inputs(files, name) });
  const context = {
    connection: 'files',
    settings: exportArchive.settings.parse(settings),
    state: {},
    effects,
  };
  const messages: Message[] = [];
  for await (const message of exportArchive.read(context)) messages.push(message);
  const pages = messages.flatMap((message) =>
    message.type === 'page'
      ? [{ ...message.page, request: JSON.parse(JSON.stringify(message.page.request)) }]
      : [],
  );
  const items = pages.flatMap((page) => exportArchive.parse(page));
  const loaded = items.flatMap((item) => ('records' in item ? [item] : []));
  return {
    messages,
    pages,
    items,
    effects,
    itemsOf: (page) => exportArchive.parse(page),
    records: <S extends StreamName>(stream: S) =>
      loaded
        .flatMap(({ records }) => records)
        .filter((record) => record.stream === stream)
        .map((record) => record.values as unknown as RecordOf<S>),
    rejects: items.flatMap((item) => ('reject' in item ? [{ ref: item.ref, ...item.reject }] : [])),
    unknown: loaded.flatMap(({ drifts = [] }) =>
      drifts.filter(({ kind }) => kind === 'column').map(({ field }) => field),
    ),
  };
}
