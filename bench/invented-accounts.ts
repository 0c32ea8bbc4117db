/**
 * Accounts and posts that nobody wrote: what the benchmarks read instead of an account's real history. A value depends on
 * seed, account and post alone, so a post is the same whenever it is listed, and its counters grow with its age.
 */
export interface InventedAccount {
  /** 0, 1, … */
  readonly number: number;
  readonly id: string;
  readonly username: string;
  /** JSON text within its quotes, like the captions and hashtags below. */
  readonly name: string;
  readonly biography: string;
  /** IANA. */
  readonly zone: string;
  readonly followers: number;
  readonly voice: Voice;
  /** Publication times in milliseconds since 1970, oldest first; it grows by the day. */
  readonly posted: number[];
}

/** How an account writes, and when. */
interface Voice {
  readonly sentences: readonly string[];
  readonly hashtags: readonly string[];
  /** Local hours at which it likes to post. */
  readonly hours: readonly number[];
  /** Of the zone, winter and summer alike: habits shift by an hour with the clocks. */
  readonly offsetHours: number;
  /** Shares of image, carousel, video and reel. */
  readonly formats: readonly [number, number, number, number];
}

export interface InventedPost {
  /** `null` when the owner hides them. */
  readonly likes: number | null;
  readonly views: number;
  /** How many counters it is listed with. */
  readonly counters: number;
  /** As the media list of the Graph API gives it. */
  readonly json: string;
}

const languages: readonly { zones: readonly [string, number][]; sentences: string[]; hashtags: string[] }[] =
  [
    {
      zones: [
        ['Europe/Lisbon', 0],
        ['America/Sao_Paulo', -3],
      ],
      sentences: [
        'Saiu agora do forno: pão de massa mãe com 36 horas de descanso 🍞',
        'Quem é que guarda a côdea para o fim?',
        'Cinco da manhã, primeira fornada. O bairro ainda dorme 🌙',
        'A chuva voltou ao vale, e com ela o cheiro a terra molhada 🌧️',
        'Obrigada a todos os que vieram ontem! Fotografias no blogue.',
        'Centeio, trigo barbela e paciência.',
      ],
      hashtags: ['lisboa', 'pão', 'padaria', 'massamãe', 'fermentaçãonatural', 'saudade', 'bairro', 'café'],
    },
    {
      zones: [
        ['Europe/Berlin', 1],
        ['Europe/Vienna', 1],
      ],
      sentences: [
        'Der Herbst ist da – und mit ihm die neuen Stiefel 🍂',
        'Wer kennt die Straße auf dem Bild? Schreibt es in die Kommentare!',
        '„Früher war mehr Lametta“, sagte die Großmutter.',
        'Morgen öffnen wir um acht. Kommt vorbei, solange es warme Brezeln gibt 🥨',
        'Ein Blick in die Werkstatt: so entsteht ein Geigenbogen.',
      ],
      hashtags: ['handwerk', 'brezel', 'münchen', 'herbst', 'werkstatt', 'straße', 'wanderlust', 'geöffnet'],
    },
    {
      zones: [
        ['America/New_York', -5],
        ['Europe/London', 0],
      ],
      sentences: [
        'Three things we learned while rebuilding the trail this spring 🥾',
        'New in the shop: the jacket you asked for, in "moss" and "slate".',
        'Weekend plans? Ours involve a kayak, two dogs and far too much coffee ☕️🐕',
        'Swipe for the map →',
        "We don't do giveaways often. This one is worth it 🎁",
        'Behind the scenes with the crew who keep the lights on 💡',
      ],
      hashtags: [
        'outdoors',
        'hiking',
        'trail',
        'coffee',
        'dogsofinstagram',
        'newin',
        'behindthescenes',
        'map',
      ],
    },
    {
      zones: [
        ['Asia/Kolkata', 5.5],
        ['Asia/Dubai', 4],
      ],
      sentences: [
        'आज शाम पुस्तकालय में कविता पाठ – आइए और सुनिए 📚',
        'नई किताबें आ गई हैं! कौन सी पहले पढ़ेंगे?',
        'مساء الخير من دبي 🌇 ما رأيكم بهذا المشهد؟',
        'Chai first, then everything else ☕',
        'बारिश, खिड़की और एक अच्छी कहानी 🌧️',
      ],
      hashtags: ['पुस्तकालय', 'किताबें', 'دبي', 'قهوة', 'library', 'monsoon', 'reading', 'chai'],
    },
    {
      zones: [
        ['Asia/Tokyo', 9],
        ['Asia/Seoul', 9],
      ],
      sentences: [
        '今日の一杯。豆はエチオピア、焙煎は浅め ☕️',
        '週末は北海道へ。雪がきれいでした ❄️',
        '오늘의 메뉴는 김치찌개와 갓 지은 밥 🍚',
        '新しい作品が完成しました🎉 コメントで感想を教えてください',
        'また明日 👋',
      ],
      hashtags: ['カフェ', '焙煎', '北海道', '맛집', '일상', 'coffee', '雪', '手仕事'],
    },
  ];

const habits: readonly (readonly number[])[] = [
  [7, 12, 18],
  [9, 17],
  [12, 20, 21],
  [6, 19],
  [11, 15, 20],
];

const mixes: readonly Voice['formats'][] = [
  [0.45, 0.25, 0.05, 0.25],
  [0.2, 0.3, 0, 0.5],
  [0.7, 0.15, 0.1, 0.05],
];

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);

/** An account without posts. */
export function inventedAccount(seed: number, number: number): InventedAccount {
  const draw = draws(seed, number, -1);
  const language = languages[number % languages.length]!;
  const [zone, offsetHours] = language.zones[Math.floor(number / languages.length) % 2]!;
  const username = `account.${String(number).padStart(5, '0')}`;
  const posted: number[] = [];
  return {
    number,
    id: String(17_841_400_000_000_000 + ((number * 7_919_993) % 99_999_999_977)),
    username,
    name: escaped(`${language.sentences[0]!.split(' ')[0]} ${number} ✨`),
    biography: escaped(`${language.sentences[1]}\n#${language.hashtags[0]}`),
    zone,
    followers: Math.round(10 ** (2.5 + 3 * draw(0))),
    posted,
    voice: {
      sentences: language.sentences.map(escaped),
      hashtags: [...language.hashtags, `${username.replace('.', '')}`],
      hours: habits[Math.floor(draw(1) * habits.length)]!,
      offsetHours,
      formats: mixes[Math.floor(draw(2) * mixes.length)]!,
    },
  };
}

const hourMs = 3_600_000;

/** Publishes so many posts in the 24 hours from the local midnight of a UTC day, at the account's hours. */
export function publish(seed: number, account: InventedAccount, utcMidnight: number, posts: number): void {
  const { voice, posted } = account;
  const times: number[] = [];
  for (let index = 0; index < posts; index++) {
    const draw = draws(seed, account.number, posted.length + index);
    const liked = voice.hours[Math.floor(draw(20) * voice.hours.length)]!;
    const hour = draw(21) < 0.15 ? 7 + 15 * draw(22) : liked + 0.9 * draw(22);
    // milliseconds in which the post stands alone, so that its shortcode does
    const own = (posted.length + index) % 1000;
    times.push(utcMidnight + Math.floor((hour - voice.offsetHours) * 3600) * 1000 + own);
  }
  posted.push(...times.sort((a, b) => a - b));
}

const day100 = 100 * 24;

/** A post as it is listed at an instant. */
export function inventedPost(
  seed: number,
  { number, username, followers, voice, posted }: InventedAccount,
  index: number,
  at: number,
): InventedPost {
  const draw = draws(seed, number, index);
  const postedAt = posted[index]!;
  const format = choice(draw(0), voice.formats);
  const isReel = format === 3;

  const spread = Math.exp(0.6 * (draw(1) + draw(2) + draw(3) + draw(4) - 2) * 1.732);
  const finalReach = (40 + followers * 0.18) * spread * (isReel ? 1.6 : format === 1 ? 1.15 : 1);
  const age = (at - postedAt) / hourMs;
  const share = age / (age + 18) + Math.min(age, day100) / (50 * day100);
  const reach = Math.floor(finalReach * share);
  const views = Math.floor(finalReach * share * (isReel ? 1.5 : 1.25));
  const likes = Math.floor(finalReach * share * (0.03 + 0.06 * draw(5)));
  const comments = Math.floor(likes * 0.06 * draw(6));
  const saves = Math.floor(likes * 0.2 * draw(7));
  const shares = Math.floor(likes * 0.15 * draw(8));
  const reposts = Math.floor(likes * 0.02 * draw(9));
  const interactions = likes + comments + saves + shares + reposts;
  // now and then an owner hides the likes
  const isHidden = draw(10) < 0.004;

  const id = `17${800_000_000_000_000 + (((number * 100_000_000 + index) * 7919) % 100_000_000_000_000)}`;
  const key = mediaKey(postedAt, (number * 2048 + (index % 2048)) % 8_388_608);
  const { shortcode } = key;
  const timestamp = `${new Date(postedAt).toISOString().slice(0, 19)}+0000`;
  const caption = captionOf(voice, draw);
  const insight = (name: string, value: number): string =>
    `{"name":"${name}","values":[{"value":${value}}],"id":"${id}/insights/${name}/lifetime"}`;
  const json = `{"id":"${id}","shortcode":"${shortcode}","permalink":"https://www.instagram.com/${isReel ? 'reel' : 'p'}/${shortcode}/","username":"${username}","media_type":"${mediaTypes[format]}","media_product_type":"${isReel ? 'REELS' : 'FEED'}",${caption === null ? '' : `"caption":"${caption}",`}"timestamp":"${timestamp}",${isHidden ? '' : `"like_count":${likes},`}"comments_count":${comments},"is_comment_enabled":true,${isReel ? '"is_shared_to_feed":true,' : ''}"is_ai_generated":false,"ig_id":"${key.decimal}",${isReel ? '"media_audio_type":"ORIGINAL_SOUND",' : ''}"reposts_count":${reposts},"saved_count":${saves},"shares_count":${shares},"total_like_count":${likes},"total_comments_count":${comments},${isReel ? `"total_views_count":${views},` : ''}${format === 1 ? `"children":{"data":[${childrenOf(key, id, timestamp, 2 + Math.floor(draw(11) * 4))}]},` : ''}"insights":{"data":[${insight('views', views)},${insight('reach', reach)},${insight('total_interactions', interactions)}]}}`;
  return { likes: isHidden ? null : likes, views, counters: isReel ? 11 : 10, json };
}

const mediaTypes = ['IMAGE', 'CAROUSEL_ALBUM', 'VIDEO', 'VIDEO'] as const;

function captionOf({ sentences, hashtags }: Voice, draw: Draw): string | null {
  if (draw(12) < 0.02) return null;
  const first = Math.floor(draw(13) * sentences.length);
  const second = Math.floor(draw(14) * sentences.length);
  const tags = Math.floor(draw(15) * 6);
  let caption =
    first === second
      ? sentences[first]!
      : `${sentences[first]}${draw(16) < 0.5 ? ' ' : '\\n\\n'}${sentences[second]}`;
  const start = Math.floor(draw(17) * hashtags.length);
  for (let tag = 0; tag < tags; tag++) {
    caption += `${tag === 0 ? '\\n\\n#' : ' #'}${hashtags[(start + tag * tag) % hashtags.length]}`;
  }
  return caption;
}

interface MediaKey {
  readonly decimal: string;
  readonly shortcode: string;
  readonly top: number;
  readonly bottom: number;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const keysBegin = 1_314_220_021_721;

/** The platform's key of a medium, milliseconds above 23 bits, in its two spellings. */
function mediaKey(postedAt: number, low: number): MediaKey {
  const milliseconds = postedAt - keysBegin;
  const top = Math.floor(milliseconds / 128);
  const bottom = (milliseconds % 128) * 8_388_608 + low;
  return { ...spelled(top, bottom), top, bottom };
}

function spelled(top: number, bottom: number): { decimal: string; shortcode: string } {
  let shortcode = '';
  let rest = bottom;
  for (let digit = 0; digit < 5; digit++) {
    shortcode = alphabet[rest % 64] + shortcode;
    rest = Math.floor(rest / 64);
  }
  rest = top;
  for (let digit = 0; digit < 6; digit++) {
    shortcode = alphabet[rest % 64] + shortcode;
    rest = Math.floor(rest / 64);
  }
  return { decimal: String((BigInt(top) << 30n) + BigInt(bottom)), shortcode };
}

function childrenOf({ top, bottom }: MediaKey, id: string, timestamp: string, children: number): string {
  const texts: string[] = [];
  for (let child = 1; child <= children; child++) {
    const { shortcode } = spelled(top - child, bottom);
    texts.push(
      `{"id":"179${id.slice(3, 16)}${child}","media_type":"IMAGE","permalink":"https://www.instagram.com/p/${shortcode}/","timestamp":"${timestamp}"}`,
    );
  }
  return texts.join(',');
}

function choice(draw: number, shares: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < shares.length; index++) {
    sum += shares[index]!;
    if (draw < sum) return index;
  }
  return 0;
}

/** A number in [0, 1) for each purpose; the same for the same purpose. */
type Draw = (purpose: number) => number;

/** MurmurHash3's finalizer over seed, account, post and purpose. */
function draws(seed: number, account: number, post: number): Draw {
  const base =
    Math.imul(seed + 1, 0x9e3779b9) ^ Math.imul(account + 1, 0x85ebca6b) ^ Math.imul(post + 2, 0xc2b2ae35);
  return (purpose) => {
    let hash = base ^ Math.imul(purpose + 1, 0x27d4eb2f);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
  };
}
