import type { Numbers } from '../../format.js';
import type { Terms } from '../en/terms.js';
import { capital, plurals } from '../grammar.js';

/** Measures stand in many sentences, so these are built without articles and verbs that would have to agree with them. */
export const terms = (f: Numbers): Terms => {
  const plural = plurals(f.locale);
  const range = (low: string, high: string) => `${low} a ${high}`;
  const versus = (now: number, before: number) =>
    `n = ${f.count(now)} frente a ${f.count(before)} publicaciones`;
  const moved = (verdict: 'rose' | 'fell') => (verdict === 'rose' ? 'subida' : 'bajada');
  const instead = (crude: number) =>
    `en el conjunto de los formatos, ${moved(crude > 0 ? 'rose' : 'fell')} del ${f.percent(crude)}, porque cambió su combinación`;
  return {
    posts: (n) => `${f.count(n)} ${plural(n, 'publicación', 'publicaciones')}`,
    accounts: (n) => `${f.count(n)} ${plural(n, 'cuenta', 'cuentas')}`,
    range,
    interval: (low, high) => `${f.percent(0.95)}: ${range(low, high)}`,
    perThousand: (value) => `${value} por ${f.exact(1000)}`,
    hours: (from, to) => `${from}–${to} h`,
    weekFrom: (day) => `Semana del ${day}`,
    logScale: (title) => `${title} (log)`,
    medianOf: (measure) => `${capital(measure)} (mediana)`,
    unknown: 'no se sabe',
    notAvailable: 'no disponible',
    provisional: 'provisional',
    levels: { good: 'buena', fair: 'aceptable', limited: 'limitada' },
    formats: {
      reel: 'Reel',
      carousel: 'Carrusel',
      image: 'Imagen',
      video: 'Vídeo',
      unknown: 'Formato desconocido',
    },
    postsOf: {
      reel: 'Reels',
      carousel: 'Carruseles',
      image: 'Imágenes',
      video: 'Vídeos',
      unknown: 'Publicaciones de formato desconocido',
    },
    ageBasis: { fixed: 'misma edad', lifetime: 'valor final', provisional: 'provisional' },
    ages: {
      fixed: '7 días después de publicar',
      lifetime: 'valor final, visto al menos 28 días después de publicar',
    },
    measures: {
      reach: {
        name: 'alcance por publicación',
        definition: 'cuentas que vieron la publicación al menos una vez',
      },
      interactions: 'interacciones',
      rate: (sum) => ({ name: 'tasa de interacción', definition: `(${sum}) / alcance` }),
      perPost: (sum) => ({ name: 'interacciones por publicación', definition: sum }),
      perReach: (counter) => `${counter} / alcance`,
      counters: {
        likes: { name: 'me gusta', rate: 'tasa de me gusta', perPost: 'me gusta por publicación' },
        comments: {
          name: 'comentarios',
          rate: 'tasa de comentarios',
          perPost: 'comentarios por publicación',
        },
        saves: { name: 'guardados', rate: 'tasa de guardados', perPost: 'guardados por publicación' },
        shares: {
          name: 'compartidos',
          rate: 'tasa de compartidos',
          perPost: 'compartidos por publicación',
        },
      },
      watchTime: {
        name: 'tiempo medio de visualización',
        definition: 'segundos que se queda una persona, repeticiones incluidas',
      },
      skipRate: {
        name: 'tasa de abandono',
        definition: 'personas que se van en los primeros segundos / todas las que lo vieron',
      },
    },
    comparison: {
      tooFew: ({ name, now, before }) =>
        `Publicaciones insuficientes para comparar: ${name}, ${f.count(now)} ahora, ${f.count(before)} antes.`,
      ageUnknown: (name) =>
        `Sin comparación: ${name}. No se sabe qué edad tenían las publicaciones cuando se contaron.`,
      unclear: ({ name, range: ends }) => `Sin cambio claro: ${name} (${ends}).`,
      clear: (told) =>
        `${capital(told.name)}: ${moved(told.verdict)} del ${f.percent(told.change)} (${told.range}), hasta ${told.value}, ${versus(told.now, told.before)}.`,
      unclearWithin: (told) =>
        `Sin cambio claro dentro de los formatos: ${told.name} (${told.range}), ${versus(told.now, told.before)}; ${instead(told.crude)}.`,
      clearWithin: (told) =>
        `Dentro de los formatos, ${moved(told.verdict)} del ${f.percent(told.change)} (${told.range}): ${told.name}, ${versus(told.now, told.before)}; ${instead(told.crude)}.`,
      moved: (name, verdict, change) => `${capital(name)}: ${moved(verdict)} del ${f.percent(change)}`,
    },
    columns: {
      day: 'Día',
      weekFrom: 'Semana del',
      posts: 'Publicaciones',
      reels: 'Reels',
      median: 'Mediana',
      low: `${f.percent(0.95)} inferior`,
      high: `${f.percent(0.95)} superior`,
      format: 'Formato',
      account: 'Cuenta',
      share: 'Proporción',
      effect: 'Efecto, contraído',
      robustZ: 'z robusta',
    },
  };
};
