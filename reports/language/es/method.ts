import type { Numbers } from '../../format.js';
import type { MethodWords } from '../en/method.js';
import type { Terms } from '../en/terms.js';
import { plurals } from '../grammar.js';

export const methodWords = (f: Numbers, t: Terms): MethodWords => {
  const plural = plurals(f.locale);
  return {
    quality: {
      name: 'Calidad de los datos',
      question: '¿Puedo fiarme de esto?',
      facts: 'Datos de base',
      verdict: (level, reasons) => `Calidad de los datos: ${level}. ${reasons}`,
      factsOf: (days) => `Sobre los datos, ${days}`,
      columns: {
        fact: 'Aspecto',
        value: 'Valor',
        rule: 'Regla',
        rows: 'Filas',
        metric: 'Métrica',
        reason: 'Motivo',
        values: 'Valores',
      },
      terms: {
        lastObserved: 'Última observación',
        asOf: 'Fecha de referencia',
        run: 'Ejecución',
        posts: 'Publicaciones en el periodo',
        comparable: 'de ellas, con edad para comparar',
        provisional: 'de ellas, provisionales',
        missing: 'de ellas, ya no en línea',
        boosted: 'de ellas, promocionadas',
        followerDays: 'Días con recuento de seguidores',
        rows: 'Filas leídas',
        zone: 'Zona horaria',
      },
      observed: (moment, days) =>
        `${moment} (${days === 0 ? 'en la fecha de referencia' : `${f.count(days)} ${plural(days, 'día', 'días')} antes de la fecha de referencia`})`,
      imported: (moment) => `no se sabe; importado el ${moment}`,
      runs: {
        running: 'en curso',
        succeeded: 'correcta',
        partial: 'parcial',
        failed: 'fallida',
        aborted: 'interrumpida',
      },
      noRun: 'sin entrada en el registro de ejecuciones',
      of: (n, all) => `${f.count(n)} de ${f.count(all)}`,
      notCounted: 'no se cuenta solo para esta cuenta',
      rowSum: (rows) =>
        `${f.exact(rows.read)} = ${f.exact(rows.loaded)} cargadas + ${f.exact(rows.quarantined)} en cuarentena + ${f.exact(rows.superseded)} sustituidas`,
      zone: (zone, basis) => `${zone} (${basis})`,
      zoneBases: {
        configured: 'configurada',
        stated: 'indicada',
        derived: 'deducida',
        unknown: 'desconocida',
      },
      reasons: {
        failed: 'La ejecución detrás de este informe falló.',
        partial: 'La ejecución detrás de este informe fue parcial.',
        neverObserved: 'No se sabe cuándo se observó la cuenta por última vez.',
        undated: 'El archivo no dice cuándo se creó.',
        old: 'La última observación tiene más de 30 días.',
        stale: 'La última observación tiene más de 2 días.',
        fewPosts: 'Menos de 5 publicaciones en el periodo.',
        young: 'Más de la mitad de las publicaciones es demasiado reciente para comparar.',
        noFollowers: 'Ningún recuento de seguidores en el periodo.',
        fewFollowers: 'Faltan recuentos de seguidores en más de una décima parte de los días.',
        manyQuarantined: `Más del ${f.percent(0.05)} de las filas quedó en cuarentena.`,
        quarantined: 'Algunas filas quedaron en cuarentena.',
      },
      title: (n, all) => `${f.count(n)} de ${t.posts(all)} se pueden comparar`,
      definition: (told) =>
        `Publicaciones en el feed por semana ISO, según se puedan comparar o no: ${told.name} (${told.definition}, ${told.age}); ${told.days}, n = ${t.posts(told.n)}.`,
      description: (told) =>
        `${f.count(told.comparable)} comparadas, ${f.count(told.other)} no comparables (otra edad, otros contadores, o falta un valor), ${f.count(told.provisional)} provisionales.`,
      caveat:
        'No comparables: vistas solo a otra edad (como publicaciones anteriores a la primera foto), con otros contadores o sin la métrica. Las provisionales aún no tienen la edad de comparación; sus valores todavía crecen.',
      axis: 'Publicaciones por semana',
      parts: { comparable: 'comparadas', other: 'no comparables', provisional: 'provisionales' },
      partColumns: { comparable: 'Comparadas', other: 'No comparables', provisional: 'Provisionales' },
      metrics: {
        likes: 'me gusta',
        comments: 'comentarios',
        saves: 'guardados',
        shares: 'compartidos',
        views: 'visualizaciones',
        impressions: 'impresiones',
        reach: 'alcance',
        reposts: 'republicaciones',
        interactions_total: 'total de interacciones',
        follows: 'nuevos seguidores',
        profile_visits: 'visitas al perfil',
        profile_activity: 'actividad en el perfil',
        replies: 'respuestas',
        navigation: 'navegación',
        link_clicks: 'clics en el enlace',
        avg_watch_ms: 'tiempo medio de visualización (ms)',
        total_watch_ms: 'tiempo total de visualización (ms)',
        skip_rate_percent: 'tasa de abandono (por ciento)',
        crossposted_views: 'visualizaciones en ambas plataformas',
        facebook_views: 'visualizaciones en Facebook',
        likes_with_paid: 'me gusta, pagados incluidos',
        comments_with_paid: 'comentarios, pagados incluidos',
        views_with_paid: 'visualizaciones, pagadas incluidas',
        new_follows: 'nuevos seguidores en el día',
        unfollows: 'dejaron de seguir',
        accounts_engaged: 'cuentas que interactuaron',
        profile_link_taps: 'toques en el enlace del perfil',
        profile_views: 'visitas a la página de perfil',
        website_clicks: 'clics en el sitio web',
        followers: 'seguidores',
      },
      absences: {
        too_few_viewers: 'la vieron muy pocas personas',
        before_business_conversion: 'antes de pasar a cuenta de empresa',
        unsupported: 'sin soporte',
        hidden: 'oculto',
        deprecated: 'retirado',
        below_threshold: 'por debajo del umbral',
        not_crossposted: 'no publicado en Facebook',
        not_yet_available: 'aún no disponible',
        not_in_source: 'no está en la fuente',
        unreadable: 'ilegible',
      },
      calendar: {
        fetched: { yes: 'leído', no: 'perdido' },
        weekday: 'Día de la semana',
        title: (n, all) => `${f.count(n)} de ${f.count(all)} días leídos`,
        definition: (days, n) =>
          `Días locales con recuento de seguidores, que se lee cada noche, desde el primero; ${days}, n = ${f.count(n)} días.`,
        caveat:
          'Lo que la plataforma dijo en un día perdido ya no se puede volver a pedir, salvo lo que conserva.',
        columns: { fetched: 'Días leídos', missed: 'Días perdidos' },
      },
      quarantine: 'Filas en cuarentena',
      byRule: 'Filas apartadas por regla',
      absent: 'Valores que la fuente no da',
      byReason: 'Valores ausentes por métrica y motivo',
    },
    method: {
      name: 'Método',
      question: '¿Cómo se calculó?',
      run: (run) => `Ejecución ${run}.`,
      age: {
        term: 'Misma edad',
        text: (age) =>
          `Las publicaciones se comparan por sus valores: ${age}. Las más recientes son provisionales y no se comparan nunca; los valores de edades distintas no se mezclan nunca.`,
      },
      interactions: {
        term: 'Interacciones',
        none: 'No disponible en esta fuente.',
        text: (sum) =>
          `La suma de ${sum}. Las publicaciones cuya fuente conoce otros contadores quedan fuera.`,
      },
      rate: {
        term: 'Tasa de interacción',
        text: (fewest) =>
          `Interacciones divididas por el alcance, por publicación; no se calcula por debajo de ${f.count(fewest)} cuentas alcanzadas.`,
      },
      reach: {
        term: 'Alcance',
        text: 'Cuentas que vieron la publicación al menos una vez. El alcance de varias publicaciones o días no debe sumarse.',
      },
      median: {
        term: 'Mediana e intervalo',
        text: `La publicación central. Intervalo de confianza del ${f.percent(0.95)}: t de Student sobre logaritmos por debajo de 20 publicaciones, ensanchado para contener la mediana; estadísticos de orden de la mediana a partir de 20; ninguno por debajo de 5.`,
      },
      change: {
        term: 'Cambio',
        text: `Desplazamiento de Hodges–Lehmann sobre logaritmos con su intervalo de rangos. «Subida» o «bajada» exige 5 publicaciones a cada lado, un intervalo sin el cero y al menos ${f.percent(0.05)}.`,
      },
      groups: {
        term: 'Formatos, horario, etiquetas',
        text: `Efectos aleatorios por el método de los momentos: los grupos se acercan a la media tanto más cuantas menos publicaciones tienen; sus intervalos dejan variar la dispersión entre grupos hasta donde los datos lo permiten. Para horario y etiquetas se descuentan primero el efecto del formato y la mediana móvil de 28 días, y quedan fuera las publicaciones promocionadas. Un bloque de horas se nombra solo si una prueba F global tiene p < ${f.plain(0.05)}, el bloque supera al bloque mediano con probabilidad ${f.plain(0.9)}, queda un ${f.percent(0.05)} por encima de la publicación media y tiene 5 publicaciones en 4 semanas distintas. Las etiquetas se miran juntas (regresión ridge, para que las publicaciones con varias cuenten para cada una hasta donde las demás lo permiten); las que tienen en común más del ${f.percent(0.8)} de sus publicaciones cuentan como una. Una etiqueta se nombra solo si una prueba global de permutación tiene p < ${f.plain(0.05)}, su intervalo excluye el cero y su tasa de falsos descubrimientos es como máximo del ${f.percent(0.1)}.`,
      },
      mix: {
        term: 'Combinación y dentro de los formatos',
        text: `El cambio de una tasa conjunta se reparte entre lo que hicieron otras proporciones de formatos y lo que hicieron otras tasas dentro de los formatos (Kitagawa, media de los dos órdenes; bootstrap sobre publicaciones). Donde todas las publicaciones juntas y las publicaciones dentro de su formato fueron en sentidos opuestos en un ${f.percent(0.05)} o más, se dice solo el cambio dentro de los formatos, con la combinación de 12 meses.`,
      },
      next: {
        term: 'Qué publicar ahora',
        text: `Formatos, bloques de horas y etiquetas con su efecto m ± s, ordenados por la ganancia media si una prueba mostrara la verdad, E[max(0, efecto)] (valor de la información perfecta; Raiffa & Schlaifer 1961). Publicaciones para saberlo: dos mitades iguales, nivel del ${f.percent(0.05)}, potencia del ${f.percent(0.8)}, para el efecto esperado, pero al menos ${f.percent(0.1)}.`,
      },
      watchTime: {
        term: 'Tiempo de visualización',
        text: 'La media de la plataforma sobre todos los que vieron un reel, repeticiones incluidas, en su última lectura de reels de al menos 7 días; abandonar es irse en los primeros segundos.',
      },
      usual: {
        term: 'Franja habitual',
        text: 'Cuartiles de las publicaciones de los 12 meses hasta el final del periodo, sin las del propio periodo. Los competidores se comparan solo en me gusta y comentarios, por mes y formato, a igual edad de las publicaciones.',
      },
      outlook: {
        term: 'Previsión',
        text: `Seguidores: último recuento más la mediana amortiguada del saldo diario de 8 semanas. Mediana semanal: mediana de 8 semanas, o la semana del año anterior donde quedó más cerca. Las bandas contienen el ${f.percent(0.8)} y el ${f.percent(0.95)} de los errores que el mismo método cometió desde cada semana anterior (conforme). Se muestra solo a partir de 12 semanas y donde esos errores son menores que los de «como la última vez».`,
      },
      robustZ: {
        term: 'z robusta',
        text: `Distancia a la mediana del formato en unidades de ${f.plain(1.4826)} veces la desviación absoluta mediana, sobre logaritmos. Más allá de ${f.plain(2.5)}, una publicación se dice fuera de lo común.`,
      },
      stretches: {
        term: 'Tramos de tiempo',
        text: (history, year, zone) =>
          `Los gráficos a lo largo del tiempo muestran ${history}; formatos, horario y etiquetas usan ${year}. Los días son días locales en ${zone}.`,
      },
      missing: {
        term: 'Ausente',
        text: 'Una raya significa que la fuente no dio ningún valor. Lo ausente no se cuenta nunca como cero.',
      },
    },
  };
};
