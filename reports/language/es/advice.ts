import type { Numbers } from '../../format.js';
import type { AdviceWords } from '../en/advice.js';
import type { Terms } from '../en/terms.js';
import { capital, plurals } from '../grammar.js';

export const adviceWords = (f: Numbers, t: Terms): AdviceWords => {
  const plural = plurals(f.locale);
  const interval = `intervalo de confianza del ${f.percent(0.95)}`;
  return {
    next: {
      name: 'Qué publicar ahora',
      question: '¿Qué deberíamos probar ahora?',
      tooFew: (posts) =>
        `Qué publicar ahora: publicaciones insuficientes; hacen falta al menos ${f.count(posts)} comparables en 12 meses.`,
      nothing:
        'Qué publicar ahora: formatos, horas y etiquetas difieren tan poco que ninguna prueba valdría sus publicaciones. Pruebe algo que no se haya publicado nunca.',
      unclear: (trial, isPractical) =>
        `Nada destaca${isPractical ? '' : ', y ninguna prueba daría respuesta en medio año'}. Lo que más enseñaría: ${trial}`,
      best: (trial, effect) => `${trial}: ${effect} frente a la publicación media, merece la pena hacer más`,
      effect: (middle, low, high) => `${middle} (${t.range(low, high)})`,
      definition: (told) =>
        `Diferencia esperada frente a la publicación media: ${told.name} (${told.definition}, ${told.age}), contraída, con ${interval}; formatos, horas y etiquetas, ${told.days}, ordenados por lo que vale saberlo; n = publicaciones hasta ahora.`,
      caveat:
        'Asociación, no causa: solo una prueba puede decirlo. Sortee cuáles de las próximas publicaciones lo hacen y no cambie nada más en ellas.',
      axis: 'Diferencia esperada',
      kinds: { format: 'Formato', slot: 'Horas', topic: 'Tema' },
      columns: {
        trial: 'Prueba',
        kind: 'Tipo',
        posts: 'Publicaciones hasta ahora',
        effect: 'Esperado',
        postsEach: 'Publicaciones con ello, y otras tantas sin',
        weeks: 'Semanas a este ritmo',
      },
      heading: 'Cuántas publicaciones hacen falta para saberlo',
      note: `La mitad de estas publicaciones con ello y la mitad sin, para que una diferencia de ese tamaño se encuentre en el ${f.percent(0.8)} de los casos.`,
      cost: (told) => {
        const pace =
          told.weeks === Number.POSITIVE_INFINITY
            ? 'más de dos años'
            : `${f.count(told.weeks ?? 0)} ${plural(told.weeks ?? 0, 'semana', 'semanas')}`;
        return `se espera ${told.effect}; ${t.posts(told.posts)} para reconocer ${told.planned}${told.weeks === null ? '' : ` (${pace} a este ritmo)`}${told.isPractical ? '' : ', demasiadas para una prueba'}.`;
      },
    },
    timing: {
      name: 'Horario',
      question: '¿Cuándo deberíamos publicar?',
      oneHour:
        'Horario: todas las publicaciones tienen la misma hora, como en archivos que solo dicen el día; no hay nada que comparar.',
      oneBlock:
        'Horario: todas las publicaciones están en un solo bloque de horas; no hay nada que comparar.',
      tooFew: (posts) =>
        `Horario: publicaciones insuficientes; hacen falta al menos ${f.count(posts)} comparables en 12 meses.`,
      slot: (weekdays, hours) => `${weekdays}, ${hours}`,
      differ: 'Los horarios difieren, pero ningún bloque destaca con claridad',
      noEffect: 'Sin efecto medible del horario',
      best: (told) =>
        `Publicaciones de ${told.slot}: ${told.effect} (${told.range}) frente a la publicación media`,
      detectable: (posts, lift) =>
        `Menor diferencia que estos datos podrían mostrar para un bloque con ${t.posts(posts)} frente al resto: ${lift} (potencia del ${f.percent(0.8)}).`,
      noticed: (spread, power) =>
        ` Si los bloques difirieran de verdad en un ${spread} (desviación típica), la prueba global lo notaría en el ${power} de tales informes.`,
      definition: (told) =>
        `Desviación de la publicación media: ${told.name} (${told.definition}, ${told.age}), descontados el formato y la tendencia de 28 días; día laborable o fin de semana y bloque de 4 horas de publicación (${told.zone}); ${told.days}, n = ${t.posts(told.n)} sin las promocionadas.`,
      flat: 'Los bloques no difieren más de lo que el azar hace diferir bloques iguales, así que todos los efectos se llevan a cero.',
      shrunken:
        'Los efectos se acercan a cero tanto más cuantas menos publicaciones los respaldan; las celdas con menos de 3 publicaciones quedan en blanco.',
      association: 'Asociación, no causa.',
      tooFewHere: 'pocas',
      tooFewPosts: 'publicaciones insuficientes',
      effects: {
        unclear: 'Los bloques más altos no se distinguen de la media',
        clear: 'Los bloques más altos con su incertidumbre',
        definition: (n) =>
          `Los ${f.count(n)} bloques más altos de la cuadrícula de arriba, efecto contraído con ${interval}; n = publicaciones del bloque.`,
        noneSingle:
          'Los bloques difieren en conjunto, pero ninguno tiene bastantes publicaciones en bastantes semanas para recomendarlo.',
        noneAtAll:
          'La prueba global no rechaza que todos los bloques sean iguales, así que no se recomienda ninguna hora.',
        tryIt: 'Pruébelo: publique durante un mes a horas sorteadas y compare.',
        axis: 'Diferencia frente a la publicación media',
      },
      week: {
        title: 'Lo mismo, día a día',
        definition: (told) =>
          `Desviación de la publicación media como arriba: ${told.name}, por día de la semana y bloque de 4 horas (${told.zone}), contraída, sobre el número de publicaciones; ${told.days}, n = ${t.posts(told.n)}.`,
        caveat:
          'Para mirar, no para elegir: entre tantas celdas, algunas quedan altas por azar. Las celdas con menos de 3 publicaciones quedan en blanco.',
      },
      columns: { block: 'Bloque', raw: 'Antes de contraer' },
    },
    topics: {
      name: 'Temas',
      question: '¿Qué temas acompañan a mejores resultados?',
      absent: (posts) =>
        `Etiquetas: menos de dos se usaron en al menos ${f.count(posts)} publicaciones comparables en 12 meses.`,
      best: (told) =>
        `Publicaciones con ${told.tag}: ${told.effect} (${told.range}) frente a publicaciones comparables sin ella`,
      none: 'Ninguna etiqueta destaca',
      flat: (told) =>
        `Las ${f.count(told.tags)} etiquetas en al menos ${f.count(told.posts)} publicaciones comparables, ${told.days}, no difieren más de lo que el azar hace diferir etiquetas iguales (${told.name}), así que todos los efectos se llevan a cero y no hay nada que dibujar.`,
      lookedAt: 'Etiquetas examinadas',
      differ:
        'Una prueba global encuentra que las etiquetas difieren; una sola cuenta como hallazgo solo tras corregir por todas las examinadas.',
      equal:
        'Una prueba global no rechaza que todas las etiquetas sean iguales, así que ninguna cuenta como hallazgo.',
      definition: (told) =>
        `Diferencia entre publicaciones con una etiqueta y publicaciones sin ella: ${told.name} (${told.definition}, ${told.age}), descontados formato, tendencia de 28 días y otras etiquetas; etiquetas en al menos ${f.count(told.posts)} publicaciones; ${told.days}, ${f.count(told.tags)} etiquetas.`,
      caveat:
        'Una etiqueta representa el tema de sus publicaciones; Instagram dice que las etiquetas no aumentan el alcance y permite como máximo 5 por publicación desde diciembre de 2025. Los efectos están contraídos.',
      axis: 'Diferencia frente a publicaciones sin ella',
      columns: { tag: 'Etiqueta', q: 'Valor q', others: 'Casi siempre con' },
    },
    cadence: {
      name: 'Frecuencia',
      question: '¿Publicar más ayuda o perjudica?',
      absent:
        'Frecuencia: menos de seis semanas enteras con publicaciones comparables, o el mismo número de publicaciones todas las semanas.',
      title: (name) => `Publicaciones por semana ${/^h?i(?!e)/i.test(name) ? 'e' : 'y'} ${name}`,
      definition: (told) =>
        `Un punto por semana ISO entera con publicaciones: publicaciones en el feed y mediana (${told.name}: ${told.definition}, ${told.age}); ${told.days}, n = ${f.count(told.weeks)} semanas; llenos: semanas del periodo.`,
      description: (told) =>
        `Semana con más publicaciones, la del ${told.busiest}: ${t.posts(told.busiestPosts)}, mediana ${told.busiestMedian}. Con menos, la del ${told.quietest}: ${t.posts(told.quietestPosts)}, mediana ${told.quietestMedian}.`,
      caveat:
        'Las semanas no son pruebas: las más activas difieren también en temporada y tema. No se afirma ninguna tendencia.',
      axis: 'Publicaciones en la semana',
      total: 'Alcance de sus publicaciones, sumado',
      totals: (busiest, quietest) =>
        ` Alcance sumado de todas las publicaciones: ${busiest} en la semana con más, ${quietest} en la semana con menos.`,
      totalCaveat: ' El alcance sumado cuenta a las personas una vez por cada publicación que vieron.',
    },
    benchmarks: {
      name: 'Referencias',
      question: '¿Cómo queda eso en comparación?',
      absent: (posts, before) =>
        `Referencias: menos de ${t.posts(posts)} que comparar en el periodo o de ${f.count(before)} en los 12 meses anteriores, y ningún competidor con tantas publicaciones públicas.`,
      usual: {
        nothing: 'Nada queda claramente fuera de su franja habitual',
        outside: (above, below) =>
          [
            ...(above === null ? [] : [`Por encima de la franja habitual: ${above}`]),
            ...(below === null
              ? []
              : [`${above === null ? 'Por' : 'por'} debajo de la franja habitual: ${below}`]),
          ].join('; '),
        definition: (told) =>
          `Periodo: mediana, ${told.days} (punto, con su ${interval}). Habitual: mitad central (barra) y mediana (marca) de las publicaciones, ${told.before}, n = ${t.posts(told.n)}; valores: ${told.age}.`,
        description: (told) =>
          `${told.name}: ${told.own} (n = ${f.count(told.n)}), habitual ${told.range}; por encima del ${told.higherThan} de las publicaciones anteriores.`,
        tip: (told) =>
          `${told.name}: ${told.own}, n = ${f.count(told.n)}; habitual: ${told.range}, mediana ${told.median}`,
        caveat:
          'La cuenta frente a sí misma; no se usan cifras ajenas. La mitad de las publicaciones sueltas queda fuera de la barra; un indicador se dice por encima o por debajo solo si su mediana queda fuera de la barra y su intervalo más allá de la mediana habitual.',
        value: 'Valor',
        rows: {
          own: 'Mediana, periodo',
          low: `${f.percent(0.95)} inferior`,
          high: `${f.percent(0.95)} superior`,
          p25: 'Habitual, percentil 25',
          p50: 'Habitual, mediana',
          p75: 'Habitual, percentil 75',
        },
      },
      others: {
        perFollower: 'Me gusta y comentarios por seguidor',
        perPost: 'Me gusta y comentarios por publicación',
        title: (told) =>
          `${told.what}, ${told.month}, junto a ${f.count(told.others)} ${plural(told.others, 'competidor', 'competidores')}`,
        definition: (told) =>
          `Mediana de (me gusta + comentarios)${told.isRate ? ' / seguidores al publicar' : ''} por publicación, cuenta y formato; publicaciones de ${told.month} a igual edad (${told.isFixed ? '7 días' : 'valor final, 28 días o más'}), al menos ${f.count(told.posts)} de un formato.`,
        description: (told) =>
          `${told.format}: ${told.value}, por encima de ${f.count(told.lower)} de ${f.count(told.others)}.`,
        caveat: `Solo lo que es público de todos: ni guardados, ni compartidos, ni alcance. Barras: intervalo de confianza del ${f.percent(0.95)} de la mediana, donde se conocen todas las publicaciones que hay detrás. Meses sueltos con pocas publicaciones: donde los intervalos se solapan o faltan, una diferencia no es un hallazgo.`,
        drawn: (n) => ` Se dibujan los primeros ${f.count(n)} competidores; la tabla los tiene todos.`,
      },
    },
    outlook: {
      name: 'Previsión',
      question: '¿Y después, si nada cambia?',
      absent: (reasons) => `Previsión: ${reasons}`,
      followers: 'seguidores',
      weekly: (name) => `${name} (mediana semanal)`,
      counts: 'recuentos diarios',
      weeks: 'semanas con publicaciones comparables',
      withheld: {
        'too short': (what, counts, least) =>
          `Sin previsión: ${what}. Serie corta: menos de ${f.count(least)} semanas (${counts}).`,
        gaps: (what, counts) =>
          `Sin previsión: ${what}. Demasiados huecos (${counts}) para decir cuánto podría fallar.`,
        'no better than naive': (what) =>
          `Sin previsión: ${what}. Las anteriores no fueron mejores que «como la última vez».`,
      },
      staleFollowers: (day) => `Sin previsión: seguidores. Los recuentos diarios terminan el ${day}.`,
      staleWeeks: (what, day) =>
        `Sin previsión: ${what}. La última semana con publicaciones comparables es la del ${day}.`,
      tooWide: (what, low, high) =>
        `Sin previsión: ${what}. Las anteriores fallaron tanto que diría «entre ${low} y ${high}».`,
      on: (day) => `el ${day}`,
      inWeekFrom: (day) => `en la semana del ${day}`,
      title: (told) =>
        `${told.name} ${told.when}, si nada cambia: ${told.value} (${f.percent(0.8)}: ${told.range})`,
      step: (told) => `Se espera ${told.when}: ${told.value}, ${f.percent(0.8)} ${told.range}.`,
      followersTitle: 'Seguidores',
      followersDefinition: (told) =>
        `Seguidores por día en los ${f.count(told.days)} días siguientes al ${told.last}: ${told.method}`,
      weeklyDefinition: (told) =>
        `${capital(told.name)}, mediana por semana ISO (${told.definition}, ${told.age}), en las ${f.count(told.weeks)} semanas siguientes a la del ${told.last}: ${told.method}`,
      start: (value, when) => `${value} ${when}.`,
      methods: {
        'damped trend': `el último recuento y la mediana del saldo diario de 8 semanas, amortiguada un ${f.percent(0.02)} al día`,
        'flat median': 'la mediana de las últimas 8 semanas',
        'seasonal naive': 'la misma semana del año anterior',
      },
      bands: (method, hasOuter) =>
        `${method}; banda oscura ${f.percent(0.8)}${hasOuter ? `, banda clara ${f.percent(0.95)}` : ''}, de los errores de previsiones anteriores.`,
      unchecked: 'Previsiones anteriores insuficientes para comprobar la banda.',
      checked: (of, inside) =>
        `De las últimas ${f.count(of)} previsiones hechas así, ${f.count(inside)} acabaron dentro de su banda del ${f.percent(0.8)}.`,
      errors: (smaller) =>
        `Sus errores fueron un ${smaller} menores que los de «como la última vez». Una previsión prolonga el pasado; no sabe de planes.`,
      notFromZero: 'El eje no empieza en cero.',
      singleWeeks: 'Las semanas sueltas varían tanto más cuantas menos publicaciones tienen.',
      tip: (told) => `${told.when}, esperado: ${told.value}; ${f.percent(0.8)}: ${told.range}`,
      columns: {
        known: 'Conocido',
        expected: 'Esperado',
        low80: `${f.percent(0.8)} inferior`,
        high80: `${f.percent(0.8)} superior`,
      },
    },
  };
};
