import type { Numbers } from '../../format.js';
import type { Terms } from '../en/terms.js';
import { capital, plurals } from '../grammar.js';

/** Measures stand in many sentences, so these are built without articles and verbs that would have to agree with them. */
export const terms = (f: Numbers): Terms => {
  const plural = plurals(f.locale);
  const range = (low: string, high: string) => `${low} a ${high}`;
  const versus = (now: number, before: number) => `n = ${f.count(now)} contra ${f.count(before)} publicações`;
  const moved = (verdict: 'rose' | 'fell') => (verdict === 'rose' ? 'subida' : 'descida');
  const instead = (crude: number) =>
    `no conjunto dos formatos, ${moved(crude > 0 ? 'rose' : 'fell')} de ${f.percent(crude)}, porque a combinação deles mudou`;
  return {
    posts: (n) => `${f.count(n)} ${plural(n, 'publicação', 'publicações')}`,
    accounts: (n) => `${f.count(n)} ${plural(n, 'conta', 'contas')}`,
    range,
    interval: (low, high) => `${f.percent(0.95)}: ${range(low, high)}`,
    perThousand: (value) => `${value} por ${f.exact(1000)}`,
    hours: (from, to) => `${from}–${to} h`,
    weekFrom: (day) => `Semana de ${day}`,
    logScale: (title) => `${title} (log)`,
    medianOf: (measure) => `${capital(measure)} (mediana)`,
    unknown: 'não se sabe',
    notAvailable: 'não disponível',
    provisional: 'provisória',
    levels: { good: 'boa', fair: 'razoável', limited: 'limitada' },
    formats: {
      reel: 'Reel',
      carousel: 'Carrossel',
      image: 'Imagem',
      video: 'Vídeo',
      unknown: 'Formato desconhecido',
    },
    postsOf: {
      reel: 'Reels',
      carousel: 'Carrosséis',
      image: 'Imagens',
      video: 'Vídeos',
      unknown: 'Publicações de formato desconhecido',
    },
    ageBasis: { fixed: 'mesma idade', lifetime: 'valor final', provisional: 'provisória' },
    ages: {
      fixed: '7 dias após a publicação',
      lifetime: 'valor final, visto pelo menos 28 dias após a publicação',
    },
    measures: {
      reach: {
        name: 'alcance por publicação',
        definition: 'contas que viram a publicação pelo menos uma vez',
      },
      interactions: 'interações',
      rate: (sum) => ({ name: 'taxa de interação', definition: `(${sum}) / alcance` }),
      perPost: (sum) => ({ name: 'interações por publicação', definition: sum }),
      perReach: (counter) => `${counter} / alcance`,
      counters: {
        likes: { name: 'likes', rate: 'taxa de likes', perPost: 'likes por publicação' },
        comments: {
          name: 'comentários',
          rate: 'taxa de comentários',
          perPost: 'comentários por publicação',
        },
        saves: { name: 'salvamentos', rate: 'taxa de salvamentos', perPost: 'salvamentos por publicação' },
        shares: {
          name: 'compartilhamentos',
          rate: 'taxa de compartilhamentos',
          perPost: 'compartilhamentos por publicação',
        },
      },
      watchTime: {
        name: 'tempo médio de visualização',
        definition: 'segundos que uma pessoa fica, repetições incluídas',
      },
      skipRate: {
        name: 'taxa de abandono',
        definition: 'pessoas que saem nos primeiros segundos / todas as que viram',
      },
    },
    comparison: {
      tooFew: ({ name, now, before }) =>
        `Publicações insuficientes para comparar: ${name}, ${f.count(now)} agora, ${f.count(before)} antes.`,
      ageUnknown: (name) =>
        `Sem comparação: ${name}. Não se sabe que idade tinham as publicações quando foram contadas.`,
      unclear: ({ name, range: ends }) => `Sem mudança clara: ${name} (${ends}).`,
      clear: (told) =>
        `${capital(told.name)}: ${moved(told.verdict)} de ${f.percent(told.change)} (${told.range}), para ${told.value}, ${versus(told.now, told.before)}.`,
      unclearWithin: (told) =>
        `Sem mudança clara dentro dos formatos: ${told.name} (${told.range}), ${versus(told.now, told.before)}; ${instead(told.crude)}.`,
      clearWithin: (told) =>
        `Dentro dos formatos, ${moved(told.verdict)} de ${f.percent(told.change)} (${told.range}): ${told.name}, ${versus(told.now, told.before)}; ${instead(told.crude)}.`,
      moved: (name, verdict, change) => `${capital(name)}: ${moved(verdict)} de ${f.percent(change)}`,
    },
    columns: {
      day: 'Dia',
      weekFrom: 'Semana de',
      posts: 'Publicações',
      reels: 'Reels',
      median: 'Mediana',
      low: `${f.percent(0.95)} inferior`,
      high: `${f.percent(0.95)} superior`,
      format: 'Formato',
      account: 'Conta',
      share: 'Parcela',
      effect: 'Efeito, contraído',
      robustZ: 'z robusto',
    },
  };
};
