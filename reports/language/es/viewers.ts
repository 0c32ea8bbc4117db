import type { Numbers } from '../../format.js';
import type { Terms } from '../en/terms.js';
import type { ViewerWords } from '../en/viewers.js';
import { capital, plurals } from '../grammar.js';

export const viewerWords = (f: Numbers, t: Terms): ViewerWords => {
  const plural = plurals(f.locale);
  const bars = `Barras: intervalo de confianza del ${f.percent(0.95)}.`;
  return {
    reels: {
      name: 'Reels',
      question: '¿Se queda la gente con los reels?',
      age: 'en la última lectura, al menos 7 días después de publicar',
      unknown: 'Reels: la fuente no dice qué publicaciones son reels.',
      none: (days) => `Reels: ninguno publicado, ${days}.`,
      silent: (n, days) =>
        `Reels: la fuente no dice cuánto tiempo se queda la gente (${t.posts(n)}, ${days}).`,
      tooFew: (weeks, days) =>
        `Reels: comparables en menos de ${f.count(weeks)} semanas, ${days}: insuficiente para dibujar.`,
      shares: {
        title: (share) => `La mitad de los reels se ve durante más del ${share} de su duración`,
        definition: (told) =>
          `Tiempo medio de visualización / duración, un punto por reel, ${told.age}; líneas gruesas: mediana de reels de duración parecida; ${told.days}, n = ${t.posts(told.n)}, intervalo de confianza del ${f.percent(0.95)} de la mediana ${told.range}.`,
        caveat: `El tiempo medio de visualización cuenta las repeticiones, así que una proporción puede pasar del ${f.percent(1)} (línea discontinua: la duración entera). Los reels cortos son más fáciles de ver hasta el final.`,
        newest: (n) => ` Se dibujan los ${f.count(n)} más recientes.`,
        band: (from, to) => `${f.count(from)}–${f.count(to)} s`,
        lastBand: (from) => `${f.count(from)} s o más`,
        lengthAxis: 'Duración del reel',
        shareAxis: 'Proporción vista de la duración',
        watched: (share) => `${share} visto`,
        columns: {
          length: 'Duración',
          watchTime: 'Tiempo medio de visualización',
          share: 'Proporción vista',
        },
      },
      byWeek: {
        definition: (told) =>
          `${capital(told.name)}, mediana de los reels por semana ISO: ${told.definition}, ${told.age}; ${told.days}, n = ${t.posts(told.n)}. ${bars}`,
        caveat: 'Los puntos huecos son semanas con menos de 5 reels: sin intervalo.',
      },
      lengthUnknown:
        'No se sabe cuánto duran los reels: la fuente no lo dice, y un valor más alto puede deberse solo a reels más largos.',
      quarters: {
        unclear: (name, range) =>
          `Sin diferencia clara entre los reels vistos más tiempo y los abandonados antes: ${name} (${range})`,
        clear: (name, change, range) =>
          `Reels vistos más tiempo: ${name} ${change} (${range}) frente a los abandonados antes`,
        definition: (told) =>
          `${capital(told.name)} (${told.definition}, ${told.age}), mediana de los reels en cuatro cuartos por tiempo medio de visualización; ${told.days}, n = ${t.posts(told.n)} sin las promocionadas. ${bars}`,
        caveat:
          'Asociación, no causa: quien conoce la cuenta se queda más tiempo, y un gran alcance trae a gente que no la conoce.',
        upTo: (seconds) => `hasta ${f.seconds(seconds)}`,
        between: (low, high) => `${f.decimal(low)}–${f.seconds(high)}`,
        over: (seconds) => `más de ${f.seconds(seconds)}`,
      },
    },
    stories: {
      name: 'Historias',
      question: '¿Dónde perdemos a quienes ven las historias?',
      none: (days) =>
        `Historias: ninguna conocida, ${days}. Las exportaciones no las contienen, y la plataforma solo da sus números durante 24 horas.`,
      tooFew: (told) =>
        `Historias: menos de ${f.count(told.days)} días con al menos dos fotogramas y ${f.count(told.viewers)} personas, leídos entre ${f.count(told.hours)} y 24 horas después de publicar.`,
      title: (position, share) =>
        `El fotograma ${f.count(position)} alcanzó al ${share} de quienes vieron el fotograma 1`,
      definition: (told) =>
        `Mediana sobre los días: alcance de un fotograma dividido por el del primer fotograma del día, en la última lectura, entre ${f.count(told.hours)} y 24 horas después de publicar; ${told.days}, n = ${f.count(told.n)} días con al menos dos fotogramas. Banda: intervalo de confianza del ${f.percent(0.95)}. Barras: mediana de la tasa de salida (salidas / alcance del fotograma) con su intervalo de confianza del ${f.percent(0.95)}.`,
      tapsForward:
        ' En la tabla también: mediana de la tasa de avance (toques al fotograma siguiente / alcance del fotograma).',
      point: (position, share, exits, n) =>
        `Fotograma ${f.count(position)}: ${share}${exits === null ? '' : `, ${exits} se van ahí`}, n = ${f.count(n)}.`,
      caveat: (days) =>
        `Las posiciones altas solo existen en días con historias largas; se omiten las posiciones con menos de ${f.count(days)} días.`,
      shareAxis: 'Alcance frente al 1.º; salidas',
      frameAxis: 'Fotograma del día',
      columns: {
        frame: 'Fotograma',
        reach: 'Alcance relativo',
        exits: 'Tasa de salida (mediana)',
        tapsForward: 'Tasa de avance',
        low: `${f.percent(0.95)} inferior`,
        high: `${f.percent(0.95)} superior`,
        days: 'Días',
      },
    },
    audience: {
      name: 'Público',
      question: '¿Quién nos sigue?',
      absent:
        'Público: sin datos demográficos en esta fuente (la plataforma los da a partir de 100 seguidores).',
      genders: { F: 'Mujeres', M: 'Hombres', U: 'No indicado' },
      kinds: { followers: 'seguidores', engaged: 'personas que interactuaron' },
      dimensions: {
        country: 'país',
        city: 'ciudad',
        age: 'edad',
        gender: 'sexo',
        'age,gender': 'edad y sexo',
      },
      what: (kind, dimension) => `${kind} por ${dimension}`,
      title: (group, share, what) => `${group}: ${share}, el grupo más grande (${what})`,
      definition: (told) =>
        `${capital(told.what)}: proporción de las personas que indica la plataforma, ${told.day}, ${f.count(told.people)} personas${told.coverage === null ? '' : `, ${told.coverage} del total`}.`,
      largest: (n) => ` Los ${f.count(n)} grupos más grandes.`,
      ticks: ' Marcas: proporción entre las personas que interactuaron ese mes.',
      caveat:
        'La plataforma solo da sus grupos más grandes, así que las proporciones del público entero son menores.',
      axis: 'Proporción de las personas indicadas',
      tip: (label, share, engaged) =>
        `${label}: ${share}${engaged === null ? '' : `; entre quienes interactúan ${engaged}`}`,
      columns: { people: 'Personas', engaged: 'Proporción de quienes interactúan', hour: 'Hora' },
      online: {
        title: (hour, people) => `Más seguidores en línea hacia las ${hour}: ${people}`,
        definition: (told) =>
          `Seguidores en línea por hora del día (${told.zone}), media de ${f.count(told.days)} ${plural(told.days, 'día', 'días')}, ${told.span}.`,
        description: (told) =>
          `Máximo a las ${told.mostAt} con ${told.most}, mínimo a las ${told.fewestAt} con ${told.fewest}.`,
        caveat:
          'La plataforma cuenta por horas del Pacífico de EE. UU., pasadas aquí a la zona de la cuenta. Estar en línea no basta para ver una publicación.',
        followers: 'Seguidores en línea',
      },
    },
  };
};
