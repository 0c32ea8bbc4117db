import type { AccountProfile, Audience } from './profile.js';

const ages = (...shares: readonly number[]): Audience['ages'] =>
  ['13-17', '18-24', '25-34', '35-44', '45-54', '55-64', '65+'].map((range, i) => [range, shares[i] ?? 0]);

const bakery: AccountProfile = {
  username: 'padaria.aurora',
  name: 'Padaria Aurora 🥐',
  biography: 'Três lojas, um forno a lenha.\nLisboa · desde 1962',
  website: 'https://padaria-aurora.example/',
  type: 'BUSINESS',
  owned: true,
  zone: 'Europe/Lisbon',
  followers: 4180,
  follows: 312,
  weeklyGain: 0.011,
  weeklyLoss: 0.005,
  rhythm: {
    perWeek: 5,
    weekdays: [0.6, 0.9, 0.9, 1, 1.5, 1.4, 0.7],
    hours: [
      [7, 2],
      [8, 3],
      [12, 2],
      [17, 2],
      [18, 3],
      [20, 1],
    ],
    formats: { IMAGE: 0.5, CAROUSEL_ALBUM: 0.28, REELS: 0.22 },
    storyDays: 0.75,
  },
  reach: { IMAGE: 0.2, CAROUSEL_ALBUM: 0.21, REELS: 0.36, STORY: 0.08 },
  spread: 0.55,
  topics: [
    {
      name: 'pão',
      tags: ['pão', 'padaria', 'massamãe', 'lisboa', 'fermentaçãonatural'],
      lines: [
        'Saiu agora do forno: o pão de massa mãe com 36 horas de descanso 🍞',
        'Quem é que guarda a côdea para o fim?',
        'Centeio, trigo barbela e paciência.',
        'Cinco da manhã, primeira fornada. O bairro ainda dorme 🌙',
      ],
    },
    {
      name: 'doces',
      tags: ['pastelaria', 'doces', 'lisboa', 'sobremesa'],
      lines: [
        'Bolas de Berlim, com ou sem creme? 😋',
        'Tarte de amêndoa da avó Lurdes.\n\nReceita de 1971, sem mudar uma vírgula.',
        'O pastel da semana: laranja e canela 🍊',
      ],
    },
    {
      name: 'equipa',
      tags: ['bairro', 'equipa', 'lisboa'],
      lines: [
        'O Tomás faz hoje dez anos connosco 🎉',
        'Nova loja em Campo de Ourique abre sábado!\nVenham provar ☕',
        'Obrigado, vizinhos. Mesmo.',
      ],
    },
  ],
  stories: ['Fornada das 10', 'Hoje há folar', 'Últimas unidades'],
  audience: {
    countries: [
      ['PT', 0.82],
      ['BR', 0.07],
      ['ES', 0.04],
      ['FR', 0.03],
    ],
    cities: [
      ['Lisbon, Lisboa', 0.58],
      ['Amadora, Lisboa', 0.09],
      ['Setúbal, Setúbal', 0.04],
      ['Porto, Porto', 0.03],
    ],
    ages: ages(0.01, 0.14, 0.36, 0.26, 0.13, 0.07, 0.03),
    genders: [
      ['F', 0.58],
      ['M', 0.31],
      ['U', 0.11],
    ],
    peakHour: 20,
  },
  incidents: [
    { day: -60, kind: 'likes-hidden' },
    {
      day: -24,
      kind: 'caption',
      text: '=cmd|\' /C calc\'!A0 bolo de arroz "especial"\n@SUM(1+1)*cmd\t-2+3 #lisboa',
    },
    { day: 5, kind: 'away', afterHours: 230, forHours: 96 },
    { day: 12, kind: 'likes-hidden' },
    { day: 26, kind: 'viral', factor: 14, gain: 22 },
  ],
};

const newsroom: AccountProfile = {
  username: 'jornalvaledonorte',
  name: 'Jornal Vale do Norte',
  biography: 'Notícias do Vale, todos os dias 🗞️\nPautas: redacao@valedonorte.example',
  website: 'https://valedonorte.example/links',
  type: 'BUSINESS',
  owned: true,
  zone: 'America/Sao_Paulo',
  followers: 85_400,
  follows: 640,
  weeklyGain: 0.006,
  weeklyLoss: 0.0035,
  rhythm: {
    perWeek: 17,
    weekdays: [1.2, 1.2, 1.2, 1.2, 1.1, 0.6, 0.5],
    hours: [
      [6, 2],
      [7, 3],
      [8, 3],
      [11, 2],
      [12, 3],
      [15, 2],
      [18, 3],
      [19, 3],
      [21, 1],
    ],
    formats: { IMAGE: 0.42, CAROUSEL_ALBUM: 0.3, REELS: 0.28 },
    storyDays: 0.9,
  },
  reach: { IMAGE: 0.085, CAROUSEL_ALBUM: 0.09, REELS: 0.15, STORY: 0.018 },
  spread: 0.75,
  hourEffect: { from: 6, to: 9, factor: 1.3 },
  topics: [
    {
      name: 'cidade',
      tags: ['valedonorte', 'cidade', 'notícias', 'trânsito'],
      lines: [
        'Obras na ponte velha mudam o trânsito a partir de segunda 🚧\n\nVeja as rotas alternativas no carrossel.',
        'Câmara aprova passe livre para estudantes. O que muda?',
        'Feira de domingo volta à praça central 🥭',
      ],
    },
    {
      name: 'clima',
      tags: ['clima', 'previsãodotempo', 'valedonorte'],
      lines: [
        'Alerta de chuva forte até quinta-feira ⛈️',
        'Nível do rio sobe 40 cm em dois dias; Defesa Civil monitora.',
        'Frente fria chega e a mínima cai para 9 °C 🥶',
      ],
    },
    {
      name: 'esporte',
      tags: ['futebol', 'esporte', 'valedonorte', 'seriec'],
      lines: [
        'Vira-vira no fim: União vence por 3 a 2 ⚽',
        'Atletas do Vale levam quatro medalhas no estadual 🏅',
        'Ingressos esgotados para a final.',
      ],
    },
    {
      name: 'serviço',
      tags: ['serviço', 'vacina', 'emprego', 'valedonorte'],
      lines: [
        'Mutirão de emprego: 230 vagas abertas 💼\n1. Leve documento\n2. Leve currículo\n3. Chegue cedo',
        'Onde se vacinar neste sábado? Lista completa ⬇️',
        'IPTU: prazo termina amanhã.',
      ],
    },
  ],
  stories: ['Plantão', 'Bom dia, Vale', 'Resumo do dia', 'Enquete'],
  audience: {
    countries: [
      ['BR', 0.95],
      ['PT', 0.02],
      ['US', 0.01],
    ],
    cities: [
      ['Taubaté, São Paulo (state)', 0.34],
      ['São José dos Campos, São Paulo (state)', 0.22],
      ['São Paulo, São Paulo (state)', 0.11],
      ['Pindamonhangaba, São Paulo (state)', 0.08],
    ],
    ages: ages(0.03, 0.19, 0.3, 0.24, 0.14, 0.07, 0.03),
    genders: [
      ['F', 0.54],
      ['M', 0.38],
      ['U', 0.08],
    ],
    peakHour: 19,
  },
  incidents: [
    {
      day: -40,
      kind: 'caption',
      text: 'Leitor pergunta: é seguro? </script><script>alert("vale")</script> <img src=x onerror=alert(1)> & "aspas" #notícias',
    },
    { day: -12, kind: 'licensed-audio' },
    { day: 3, kind: 'deleted', afterHours: 150 },
  ],
};

const outdoor: AccountProfile = {
  username: 'tallpinesoutfit',
  name: 'Tall Pines Outfit',
  biography: 'Gear for slow miles. Repairs for life.',
  website: 'https://tallpines.example/new',
  type: 'BUSINESS',
  owned: true,
  zone: 'America/Los_Angeles',
  followers: 421_000,
  follows: 88,
  weeklyGain: 0.0045,
  weeklyLoss: 0.003,
  rhythm: {
    perWeek: 8,
    weekdays: [1, 1.1, 1.1, 1.2, 1, 0.8, 0.9],
    hours: [
      [8, 2],
      [9, 3],
      [11, 2],
      [14, 1],
      [17, 3],
      [19, 2],
    ],
    formats: { IMAGE: 0.34, CAROUSEL_ALBUM: 0.3, REELS: 0.36 },
    storyDays: 0.8,
  },
  reach: { IMAGE: 0.06, CAROUSEL_ALBUM: 0.063, REELS: 0.11, STORY: 0.012 },
  spread: 0.7,
  topics: [
    {
      name: 'trail',
      tags: ['trailtime', 'hiking', 'pnw', 'getoutside', 'backcountry'],
      lines: [
        'Three passes, two blisters, zero regrets 🏔️',
        'Where were you when the fog lifted?',
        'Leave early. Walk slow. Come home dusty.',
        'Field notes from the Lost Coast:\n\n— tide tables matter\n— bring the big pot\n— bears do not care about your plan 🐻',
      ],
    },
    {
      name: 'gear',
      tags: ['gear', 'ultralight', 'tallpines', 'madetolast'],
      lines: [
        'The Cedar 38 is back in moss green 🎒',
        'We broke it so you don’t have to. 400 hours on the abrasion wheel.',
        'New: a stove that works when you don’t want to.',
      ],
    },
    {
      name: 'repair',
      tags: ['repair', 'wornwear', 'tallpines'],
      lines: [
        'Zipper stuck? Swipe for the two-minute fix →',
        '11,204 jackets mended this year. One had a squirrel in it 🐿️',
      ],
    },
  ],
  stories: ['Restock', 'Trail report', 'Ask the repair bench'],
  audience: {
    countries: [
      ['US', 0.71],
      ['CA', 0.11],
      ['GB', 0.05],
      ['DE', 0.03],
      ['AU', 0.03],
    ],
    cities: [
      ['Los Angeles, California', 0.07],
      ['Portland, Oregon', 0.06],
      ['Seattle, Washington', 0.06],
      ['Vancouver, British Columbia', 0.03],
    ],
    ages: ages(0.01, 0.17, 0.41, 0.24, 0.1, 0.05, 0.02),
    genders: [
      ['M', 0.52],
      ['F', 0.39],
      ['U', 0.09],
    ],
    peakHour: 18,
  },
  incidents: [
    { day: -18, kind: 'crossposted' },
    { day: -9, kind: 'boosted', factor: 3.4 },
    {
      day: 8,
      kind: 'caption',
      text: 'Reverse the map: \u202Egnp.lanigiro\u202C and keep walking \u2028 {{constructor}} %s #getoutside',
    },
    { day: 14, kind: 'crossposted' },
    { day: 20, kind: 'boosted', factor: 2.2 },
  ],
};

const library: AccountProfile = {
  username: 'shantinagar.library',
  name: 'Shantinagar City Library',
  biography: 'Open 9–8, closed on Mondays 📚 নমস্কার · नमस्ते',
  type: 'MEDIA_CREATOR',
  owned: true,
  zone: 'Asia/Kolkata',
  followers: 905,
  follows: 143,
  weeklyGain: 0.014,
  weeklyLoss: 0.006,
  rhythm: {
    perWeek: 3,
    weekdays: [0.1, 1, 1, 1, 1, 1.4, 1.2],
    hours: [
      [10, 3],
      [13, 1],
      [17, 3],
      [19, 2],
    ],
    formats: { IMAGE: 0.62, CAROUSEL_ALBUM: 0.24, REELS: 0.14 },
    storyDays: 0.35,
  },
  reach: { IMAGE: 0.28, CAROUSEL_ALBUM: 0.29, REELS: 0.5, STORY: 0.06 },
  spread: 0.5,
  topics: [
    {
      name: 'books',
      tags: ['books', 'kolkatareads', 'library', 'bengaliliterature'],
      lines: [
        'New on the shelf this week 📖 Come and touch them first.',
        'এই সপ্তাহের বই: পথের পাঁচালী 🌾',
        'पढ़ना एक यात्रा है। आप अभी कहाँ हैं?',
      ],
    },
    {
      name: 'events',
      tags: ['storytime', 'library', 'kolkata'],
      lines: [
        'Story time for small people, Saturday 11:00 🧸\nTea for tall people.',
        'Chess club needs one more board ♟️',
        'Monsoon hours: we stay open, the fan does not.',
      ],
    },
  ],
  stories: ['Today at the desk', 'Lost: one blue umbrella'],
  audience: {
    countries: [
      ['IN', 0.9],
      ['BD', 0.05],
      ['GB', 0.02],
    ],
    cities: [
      ['Kolkata, West Bengal', 0.71],
      ['Howrah, West Bengal', 0.11],
      ['Dhaka, Dhaka Division', 0.03],
    ],
    ages: ages(0.06, 0.34, 0.29, 0.14, 0.08, 0.05, 0.04),
    genders: [
      ['F', 0.49],
      ['M', 0.39],
      ['U', 0.12],
    ],
    peakHour: 21,
  },
  incidents: [{ day: -30, kind: 'caption', text: '' }],
  professionalSinceDaysBefore: 75,
};

/** Too small for most account metrics: every threshold of the platform shows here. */
const pottery: AccountProfile = {
  username: 'barro_kai_alati',
  name: 'Barro & Alati',
  type: 'MEDIA_CREATOR',
  owned: true,
  zone: 'Europe/Athens',
  followers: 61,
  follows: 190,
  weeklyGain: 0.012,
  weeklyLoss: 0.01,
  rhythm: {
    perWeek: 1.2,
    weekdays: [0.4, 0.6, 0.8, 1, 1, 2, 1.6],
    hours: [
      [11, 1],
      [16, 2],
      [20, 2],
    ],
    formats: { IMAGE: 0.7, CAROUSEL_ALBUM: 0.2, REELS: 0.1 },
    storyDays: 0.3,
  },
  reach: { IMAGE: 0.5, CAROUSEL_ALBUM: 0.5, REELS: 0.8, STORY: 0.07 },
  spread: 0.4,
  topics: [
    {
      name: 'clay',
      tags: ['ceramics', 'κεραμική', 'handmade'],
      lines: ['Καινούργια κούπα ☕', 'Salt glaze, second try.', 'Kiln day 🔥'],
    },
  ],
  stories: ['Kiln is hot'],
  audience: {
    countries: [['GR', 0.8]],
    cities: [['Athens, Attica', 0.6]],
    ages: ages(0, 0.2, 0.5, 0.2, 0.1),
    genders: [
      ['F', 0.6],
      ['M', 0.3],
    ],
    peakHour: 21,
  },
  incidents: [],
};

/** A rival posts like its model, to its own followers, and is not ours. */
const rivalOf = (
  model: AccountProfile,
  own: Pick<AccountProfile, 'username' | 'name' | 'followers'> & Partial<AccountProfile>,
): AccountProfile => ({ ...model, owned: false, incidents: [], ...own });

/** The accounts of the built-in world: five owned, three of others. */
export const defaultAccounts: readonly AccountProfile[] = [
  bakery,
  newsroom,
  outdoor,
  library,
  pottery,
  rivalOf(bakery, { username: 'confeitaria.lumen', name: 'Confeitaria Lúmen', followers: 6350 }),
  rivalOf(newsroom, { username: 'folhadaserra', name: 'Folha da Serra', followers: 132_000 }),
  rivalOf(outdoor, { username: 'northridgegear', name: 'Northridge Gear Co.', followers: 310_000 }),
];
