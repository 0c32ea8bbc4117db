import type { Numbers } from '../../format.js';
import type { ResultWords } from '../en/results.js';
import type { Terms } from '../en/terms.js';
import { capital, plurals } from '../grammar.js';

export const resultWords = (f: Numbers, t: Terms): ResultWords => {
  const plural = plurals(f.locale);
  const moved = (verdict: 'rose' | 'fell') => (verdict === 'rose' ? 'subida' : 'bajada');
  const bars = `Barras: intervalo de confianza del ${f.percent(0.95)}.`;
  return {
    changes: {
      name: 'Qué ha cambiado',
      question: '¿Qué ha cambiado?',
      netFollowers: (net) => `Seguidores, saldo: ${net}.`,
      netFollowersAfter: (net, before) =>
        `Seguidores, saldo: ${net}, después de ${before} en el periodo de comparación.`,
      bestFormat: (kind, measure, lift) =>
        `${capital(measure)} en 12 meses, valor más alto: ${t.postsOf[kind]} (${lift} frente a la publicación media, contraído).`,
      overYear: (finding) => `En 12 meses: ${finding}.`,
      note: (days, comparison) =>
        `${days} frente a ${comparison}; por orden de tamaño y certeza. Asociación, no causa.`,
    },
    unusual: {
      names: { newFollows: 'Nuevos seguidores', reach: 'Alcance de la cuenta' },
      day: (told) =>
        `${told.what} el ${told.day}: ${told.value}, ${told.effect} frente a ${told.usual}, lo habitual en ese día de la semana.`,
      none: (what) => `${what}: ningún día destaca.`,
      rule: (n, isMarked) =>
        `${isMarked ? 'Líneas discontinuas: días' : 'Se buscan: días'} alejados de la mediana de su día de la semana en 8 semanas por más de ${f.plain(3.5)} veces la dispersión habitual y un ${f.percent(0.2)}, como máximo 3; n = ${f.count(n)} ${plural(n, 'día', 'días')}. Falsas alarmas: menos de una en 90 días.`,
    },
    growth: {
      name: 'Crecimiento',
      question: '¿Crece el público?',
      absent: 'Seguidores: esta fuente no tiene recuentos diarios de seguidores para el periodo.',
      followers: 'Seguidores',
      perDay: 'Seguidores por día',
      stayed: (total) => `Seguidores: siguen en ${total}`,
      moved: (net, total) =>
        `Seguidores: ${moved(net > 0 ? 'rose' : 'fell')} de ${f.count(Math.abs(net))}, hasta ${total}`,
      definition: (told) =>
        `Seguidores, un recuento por día local (${told.zone}), ${told.days}, ${f.count(told.n)} recuentos; el periodo está sombreado.`,
      description: (told) => `De ${told.first} el ${told.firstDay} a ${told.last} el ${told.lastDay}.`,
      caveat:
        'Los recuentos son fotos diarias; la línea se corta donde faltan días (sombreados). El eje no empieza en cero.',
      events: {
        definition: 'Líneas con nombre: eventos de la configuración de este informe.',
        list: (list) => `Eventos: ${list}.`,
        column: 'Evento',
      },
      net: {
        title: 'Saldo de seguidores por semana',
        definition: (days, n) =>
          `Seguidores ganados menos perdidos por semana ISO, de los recuentos diarios, ${days}, n = ${f.count(n)} semanas.`,
        description: (told) =>
          `Mejor semana: ${told.best}, la del ${told.bestWeek}. Semana más floja: ${told.worst}, la del ${told.worstWeek}.`,
        caveat: 'Las semanas empiezan en lunes.',
        caveatCut: 'Las semanas empiezan en lunes; las barras pálidas son semanas que el periodo recorta.',
        column: 'Saldo de seguidores',
        gained: 'Ganados',
        lost: 'Perdidos',
      },
    },
    reach: {
      name: 'Alcance',
      question: '¿Hasta dónde llegan las publicaciones?',
      nameWithout: 'Evolución',
      questionWithout: '¿Cómo evolucionan las publicaciones?',
      noReach: (name, definition) =>
        `Esta fuente no tiene alcance. En su lugar se mide: ${name} (${definition}). `,
      none: (days) => `Ninguna publicación con valores, ${days}.`,
      tooFew: (n, days) => `Solo ${t.posts(n)} con valores, ${days}: insuficiente para dibujar.`,
      title: (name) => `${capital(name)}, evolución`,
      definition: (told) =>
        `${capital(told.name)}: ${told.definition}, ${told.age}; ${told.days}, n = ${t.posts(told.n)}. Línea y banda: mediana de las publicaciones a no más de 14 días (a partir de 5 publicaciones) con su intervalo de confianza del ${f.percent(0.95)}. ${told.isDaily ? 'Cada punto es la mediana de un día.' : ''}`,
      description: (told) =>
        `Valor más alto ${told.highest} el ${told.highestDay}, más bajo ${told.lowest} el ${told.lowestDay}. ${told.provisional > 0 ? `${t.posts(told.provisional)} ${plural(told.provisional, 'provisional', 'provisionales')}.` : ''}`,
      caveats: {
        adding:
          'El alcance de publicaciones sueltas no debe sumarse: las mismas personas ven varias publicaciones. ',
        provisional: (n) =>
          `Los puntos huecos son provisionales: ${t.posts(n)} sin la edad de comparación todavía, con los últimos valores, fuera de la línea y de la comparación. `,
        zeros: (n) =>
          `${t.posts(n)} en cero no se ${plural(n, 'puede', 'pueden')} dibujar en una escala logarítmica. `,
        zone: (zone) => `Los días son locales (${zone}).`,
      },
      values: 'Valores',
      split: {
        parts: { FOLLOWER: 'Seguidores', NON_FOLLOWER: 'No seguidores', UNKNOWN: 'No se sabe' },
        title: (share) => `El ${share} de las visualizaciones es de personas que no siguen la cuenta`,
        definition: (told) =>
          `Visualizaciones de publicaciones, reels e historias según quién las vio, sumadas en ${f.count(told.n)} días, ${told.days}${told.comparison === null ? '' : `, y en el periodo de comparación, ${told.comparison}`}, días de la plataforma.`,
        row: (told) =>
          `${told.days}: seguidores ${told.followers}, no seguidores ${told.others} de ${told.views} visualizaciones (n = ${f.count(told.n)} días).`,
        boosted: (share) => `Visualizaciones de anuncios: el ${share} de las del periodo.`,
        noneBoosted: 'Ninguna visualización del periodo vino de anuncios.',
        moved: (told) =>
          `La proporción de visualizaciones de personas que no siguen la cuenta ${moved(told.verdict)} ${told.points} puntos porcentuales (${told.range}), hasta el ${told.now} en una semana típica`,
        unclear: (range) =>
          `Sin cambio claro en la proporción de visualizaciones de personas que no siguen la cuenta (${range} puntos porcentuales)`,
        weeks: 'Intervalo del cambio: 95 %, de las proporciones de las semanas.',
        caveat: 'Las visualizaciones pueden sumarse, las personas alcanzadas no.',
        caveatWithout:
          'Las visualizaciones pueden sumarse, las personas alcanzadas no. Con menos de cuatro semanas en un lado, el cambio no tiene intervalo: una diferencia no es un hallazgo.',
        axis: 'Proporción de visualizaciones',
        columns: {
          period: 'Periodo',
          days: 'Días',
          views: 'Visualizaciones',
          boosted: 'De anuncios',
          change: 'Cambio, puntos',
        },
      },
    },
    engagement: {
      name: 'Interacción',
      question: '¿Cómo se recibe el contenido?',
      none: (days) => `Interacción: ninguna publicación comparable, ${days}.`,
      tooFew: (weeks, days) =>
        `Interacción: publicaciones comparables en solo ${f.count(weeks)} ${plural(weeks, 'semana', 'semanas')}, ${days}: insuficiente para dibujar.`,
      byWeek: (name) => `${capital(name)} por semana`,
      definition: (told) =>
        `${capital(told.name)}, mediana por semana ISO: ${told.definition}, ${told.age}; ${told.days}, n = ${t.posts(told.n)}. ${bars}`,
      description: (told) =>
        `Semana más alta: la del ${told.highestWeek}, con ${told.highest} (n = ${f.count(told.highestN)}); más baja: la del ${told.lowestWeek}, con ${told.lowest} (n = ${f.count(told.lowestN)}).`,
      caveat:
        'Los puntos huecos son semanas con menos de 5 publicaciones comparables: sin intervalo, léanse con cautela.',
      components: {
        title: 'Componentes de la interacción',
        unclear: 'Sin cambio claro en ningún componente de la interacción',
        definition: (told) =>
          `Mediana por semana ISO de cada componente (${told.definitions}), ${told.age}; ${told.days}. Cada fila tiene su propio eje.`,
        caveat: 'Las medianas de los componentes no suman la mediana de su suma.',
      },
    },
    formatSection: {
      name: 'Formatos',
      question: '¿Qué formato funciona?',
      none: (days) => `Formatos: ninguna publicación comparable, ${days}.`,
      unknown: 'Formatos: esta fuente no dice qué formato tiene una publicación.',
      single: (kind) => `Formatos: ${t.formats[kind]} es el único; no hay nada que comparar.`,
      best: (kind, measure) => `${capital(measure)}, valor más alto: ${t.postsOf[kind]}`,
      byFormat: (name) => `${capital(name)} por formato`,
      noneStandsOut: (name) => `Ningún formato destaca: ${name}`,
      definition: (told) =>
        `${capital(told.name)}, mediana por formato: ${told.definition}, ${told.age}; 12 meses, ${told.days}, n = ${t.posts(told.n)}. ${bars}`,
      caveat: 'Asociación, no causa: los formatos también difieren en tema y esfuerzo. ',
      few: (kinds) => `Sin intervalo, publicaciones insuficientes: ${kinds}.`,
      columns: {
        posts: 'Publicaciones, 12 meses',
        postsInPeriod: 'Publicaciones, periodo',
        medianInPeriod: 'Mediana, periodo',
      },
    },
    formatMix: {
      mix: 'Combinación',
      within: 'En cada formato',
      meanPerPost: 'media de interacciones por publicación',
      pooled: (name) => `${name}, todas las publicaciones juntas`,
      rates: (told) =>
        `Dentro de los formatos, ${moved(told.verdict)} del ${f.percent(told.change)} (${told.range}): ${told.name}`,
      mixed: (told) =>
        `Otra combinación de formatos ${told.verdict === 'rose' ? 'añadió' : 'restó'} ${f.percent(told.change)} (${told.range})`,
      unclear: (name) => `Sin efecto claro de la combinación de formatos, ni dentro de los formatos: ${name}`,
      definition: (told) =>
        `Cambio descompuesto en partes: ${told.name} (suma de ${told.hasReach ? `(${told.sum}) / suma del alcance` : told.sum}, ${told.age}). Otras proporciones de formatos a tasas medias, otras tasas a proporciones medias (Kitagawa). ${told.days} frente a ${told.comparison}, n = ${f.count(told.now)} frente a ${f.count(told.before)} publicaciones. Líneas: intervalo de confianza del ${f.percent(0.95)}.`,
      description: (parts, together) => `${parts} Todo junto: ${together}.`,
      caveat:
        'Las dos partes suman el cambio de la tasa conjunta, en la que las publicaciones con muchos lectores pesan más que en la mediana. «Con la combinación de 12 meses» es la tasa que habría si los formatos se hubieran usado como a lo largo del año.',
      axis: 'Cambio de la tasa conjunta',
      columns: {
        postsBefore: 'Publicaciones antes',
        postsNow: 'Publicaciones ahora',
        postShareBefore: 'Proporción de publicaciones antes',
        postShareNow: 'Proporción de publicaciones ahora',
        reachShareBefore: 'Proporción del alcance antes',
        reachShareNow: 'Proporción del alcance ahora',
        rateBefore: 'Tasa antes',
        rateNow: 'Tasa ahora',
      },
      allCrude: 'Todas, en bruto',
      allAtMix: 'Todas, con la combinación de 12 meses',
    },
    postSection: {
      name: 'Publicaciones',
      question: '¿Qué publicaciones destacan?',
      none: 'Publicaciones: ninguna comparable en el periodo.',
      provisional: (n) =>
        ` ${t.posts(n)} del periodo ${plural(n, 'es provisional y no entra', 'son provisionales y no entran')} en la clasificación.`,
      tooFew: (n) =>
        `Publicaciones insuficientes (${f.count(n)}) para ordenarlas; figuran todas las que se pueden comparar.`,
      listBy: (name) => `Publicaciones por ${name}`,
      noneUnusual: 'Ninguna publicación fuera de lo común en el periodo',
      unusual: (n) => `Fuera de lo común en el periodo: ${t.posts(n)}`,
      definition: (told) =>
        `z robusta del logaritmo dentro de cada formato: ${told.name} (${told.definition}, ${told.age}); vara de medir: publicaciones, ${told.year}; mostradas: n = ${t.posts(told.n)}, ${told.days}.`,
      highest: (told) =>
        `La más alta: ${t.formats[told.kind]} del ${told.day} con ${told.value}, z ${told.z}.`,
      lowest: (told) =>
        `La más baja: ${t.formats[told.kind]} del ${told.day} con ${told.value}, z ${told.z}.`,
      caveat: `La banda gris (${f.decimal(-2.5)} a ${f.decimal(2.5)}) contiene lo habitual. Regresión a la media: tras un valor extremo suele venir una publicación corriente.`,
      axis: 'Distancia a la publicación habitual del formato (z robusta)',
      concentration: (told) =>
        `De ${t.posts(told.n)} en 12 meses, las ${f.count(told.top)} con más ${told.hasReach ? 'alcance' : 'interacciones'} concentran el ${told.share} ${told.hasReach ? 'de este' : 'de ellas'} (${f.percent(0.95)}: ${told.low} a ${told.high}).`,
      link: 'Enlace',
      best: (n) => `Las ${f.count(n)} mejores`,
      weakest: (n) => `Las ${f.count(n)} más flojas`,
      bestPosts: 'Mejores publicaciones',
      weakestPosts: 'Publicaciones más flojas',
      caption: (name, usual) => `${name} del periodo${usual === null ? '' : `; habitual: ${usual}`}`,
      all: (days) => `Todas las publicaciones, ${days}`,
      post: 'Publicación',
      reach: 'Alcance',
      interactions: 'Interacciones',
      withheld: 'texto omitido',
      withoutCaption: 'sin texto',
      boosted: 'promocionada',
      missing: 'ya no está en línea',
    },
  };
};
