import type { Numbers } from '../../format.js';
import type { PageWords } from '../en/page.js';
import type { Terms } from '../en/terms.js';
import { capital, plurals } from '../grammar.js';

export const pageWords = (f: Numbers, t: Terms): PageWords => {
  const plural = plurals(f.locale);
  return {
    page: {
      skip: 'Ir al informe',
      sections: 'Secciones',
      logo: 'Logotipo',
      foot: (run) =>
        `Hecho con Reachline a partir de la ejecución ${run}. Este archivo es una foto fija: sus números no cambian nunca.`,
    },
    header: {
      quality: 'Calidad de los datos',
      asOf: 'Fecha de referencia',
      zone: 'Zona horaria',
      run: 'Ejecución',
      zoneUnknown: (zone) => `${zone} (no se sabe)`,
      against: (days) => `frente a ${days}`,
      remarks: {
        settled: (day, days) =>
          `Las publicaciones posteriores al ${day} tenían, o podían tener, menos de ${f.count(days)} días cuando se contaron; el periodo cuenta hacia atrás desde ese día.`,
        ageUnknown:
          'El archivo no dice cuándo se creó, así que sus últimas publicaciones podían ser recientes entonces: no se indica ningún cambio. «reachline import --observed-at» permite decirlo.',
        endsEarly: (day) =>
          `Los datos de esta cuenta terminan el ${day}; el periodo cuenta hacia atrás desde ese día, no desde la fecha de referencia.`,
        endsBefore: (day) => `Los datos de esta cuenta terminan el ${day}, antes de que acabe el periodo.`,
        beginsLate: (day) =>
          `Los datos de esta cuenta empiezan el ${day}, así que el periodo de comparación no queda cubierto del todo.`,
        unfinished: (day) =>
          `El periodo no ha terminado: se muestra hasta el ${day} y se compara con otros tantos días.`,
        noReach: (name, definition) =>
          `Esta fuente no tiene alcance. Indicador principal: ${name} (${definition}).`,
        provisional: (n, all) =>
          `${f.count(n)} de ${f.count(all)} publicaciones del periodo ${plural(n, 'es provisional: demasiado reciente', 'son provisionales: demasiado recientes')} para comparar. Los valores de las últimas 48 horas aún pueden cambiar.`,
      },
    },
    summary: {
      question: '¿Vamos mejor o peor?',
      note: (age, days) =>
        `Valores de las publicaciones: ${age}. Líneas pequeñas: semanas, ${days}; banda gris: mitad central de las semanas.`,
      spark: ', por semana, con la franja habitual',
      count: (n) => `n = ${t.posts(n)}; `,
      noDates: 'no se conocen publicaciones con fecha',
      noPosts: 'Ninguna publicación en el periodo.',
      medianIs: (measure, value, n) => `${capital(measure)}: mediana ${value} (n = ${f.count(n)}).`,
      noComparable: 'ninguna publicación comparable',
      tooSmall: (now, before) =>
        `n demasiado pequeña para comparar (${f.count(now)} frente a ${f.count(before)} publicaciones)`,
      ageUnknown: 'no se compara: no se sabe la edad de las publicaciones',
      unclear: (range) => `sin cambio claro (${range})`,
      clear: (told) =>
        `${told.verdict === 'rose' ? 'subida' : 'bajada'} del ${f.percent(told.change)}${told.isWithin ? ' dentro de los formatos' : ''} (${told.range})`,
      standing: (share, n, days) =>
        `por encima del ${share} de los ${f.count(n)} tramos solapados de ${f.count(days)} días anteriores, en 12 meses`,
      netFollowers: 'Seguidores, saldo',
      netDefinition: 'seguidores ganados menos perdidos, de los recuentos diarios',
      notCovered: 'los recuentos de seguidores no cubren el periodo',
      comparisonNotCovered: 'los recuentos no cubren el periodo de comparación',
      before: (value) => `${value} en el periodo de comparación`,
      cadence: 'Publicaciones por semana',
      cadenceDefinition: 'publicaciones en el feed cada siete días',
      beforeData: 'el periodo de comparación empieza antes que los datos',
    },
    figure: {
      dataFor: (title) => `Datos de: ${title}`,
      data: (path) => `Datos: ${path}`,
      firstRows: (shown, all) =>
        ` (primeras ${f.exact(shown)} de ${f.exact(all)} filas; todas están en el archivo CSV)`,
    },
    controls: {
      format: 'Formato',
      all: 'Todos',
      save: 'Guardar',
      keys: 'Las flechas del teclado pasan de un punto a otro del gráfico.',
      search: 'Buscar en textos y fechas',
      listed: '{shown} de {all} publicaciones',
      more: 'Mostrar todas',
    },
    archive: {
      title: 'Informes',
      none: 'Todavía no se ha escrito ningún informe.',
      count: (reports, accounts) =>
        `${plural(reports, 'informe', 'informes')} de ${t.accounts(accounts)}, primero el periodo más reciente`,
      foot: 'SHA-256 es la suma de comprobación de la página del informe; report.json, junto a cada página, la tiene entera.',
      latest: 'Último informe',
      latestOf: (title) => ` de ${title}`,
      reportsOf: (title) => `Informes de ${title}`,
      allAccounts: 'Todas las cuentas',
      overviews: 'Panoramas de todas las cuentas',
      sideBySide: (n) => `${t.accounts(n)} en paralelo`,
      columns: {
        period: 'Periodo',
        headline: 'Conclusión principal',
        quality: 'Calidad de los datos',
        accounts: 'Cuentas',
        asOf: 'Fecha de referencia',
        size: 'Tamaño',
      },
    },
  };
};
