import type { Numbers } from '../../format.js';
import type { OverviewWords } from '../en/overview.js';
import type { Terms } from '../en/terms.js';
import { plurals } from '../grammar.js';

export const overviewWords = (f: Numbers, t: Terms): OverviewWords => {
  const plural = plurals(f.locale);
  return {
    overview: {
      title: 'Todas las cuentas',
      skip: 'Ir al panorama',
      foot: (n) =>
        `Hecho con Reachline a partir de los informes de ${t.accounts(n)}. Este archivo es una foto fija: sus números no cambian nunca.`,
      lastDays: (days) => `Últimos ${days} días`,
      against: 'cada cuenta frente a su propio periodo anterior',
      accounts: 'Cuentas',
      level: (n, level) => `${f.count(n)} ${level}`,
      daysDiffer:
        'Los días de las cuentas difieren, por sus zonas horarias o porque los datos de algunas terminan antes; la tabla dice qué días son de cuál.',
      tiles: {
        question: '¿Cómo va la cuenta típica?',
        definition: (n, definition) => `n = ${t.accounts(n)}; ${definition}`,
        note: 'Mediana, sobre las cuentas, del valor propio de cada una; las publicaciones de cuentas distintas no se juntan nunca. No todas las cuentas lo miden todo igual: cada recuadro cuenta las que lo hacen.',
        rose: (n) => `${f.count(n)} en subida`,
        fell: (n) => `${f.count(n)} en bajada`,
        unclear: (n) => `${f.count(n)} sin cambio claro`,
        spread: (lowest, highest) => `cuentas de ${t.range(lowest, highest)}`,
      },
      table: {
        question: '¿Cómo va cada cuenta?',
        name: 'Indicadores por cuenta',
        quality: 'Calidad de los datos:',
        note: 'Por nombre, no por puesto; cada una enlaza con su propio informe. Una raya: la cuenta no tiene ese valor. Donde las cuentas miden lo mismo de varias maneras, la celda dice cuál; solo lo que se mide igual comparte mediana y gráfico.',
      },
      comparison: {
        name: 'Comparación',
        question: '¿Cómo se comparan las cuentas?',
        title: (label, way) => `${label} por cuenta${way === null ? '' : `: ${way}`}`,
        definition: (told) =>
          `${told.definition}, ${told.age}; mediana de las publicaciones de cada cuenta con su intervalo de confianza del ${f.percent(0.95)}, n = ${t.accounts(told.n)}. Línea: la mediana de las medianas de las cuentas, ${told.median}.`,
        caveat:
          'Las cuentas difieren en público y tema: un valor más alto no es mejor trabajo. No se afirma ninguna clasificación.',
        atZero: (n) =>
          ` ${t.accounts(n)} en cero no se ${plural(n, 'puede', 'pueden')} dibujar en una escala logarítmica.`,
        low: `Inferior (${f.percent(0.95)})`,
        high: `Superior (${f.percent(0.95)})`,
      },
      headline: {
        alone: (n) => `${t.accounts(n)}, cada una medida a su manera.`,
        typical: (told) =>
          `${told.label}, cuenta típica: ${told.value} (n = ${t.accounts(told.n)}${told.changes === '' ? '' : `: ${told.changes}`}).`,
      },
      method: {
        question: '¿Cómo se calculó?',
        vote: {
          term: 'Una cuenta, un voto',
          text: 'El panorama toma la mediana de las publicaciones de cada cuenta y después la mediana de esas medianas. Juntar las publicaciones dejaría decidir a la cuenta que más publica, y un cambio en quién publica parecería un cambio en los resultados (paradoja de Simpson).',
        },
        intervals: {
          term: 'Intervalos',
          text: 'Los de las cuentas vienen de sus informes. El de la mediana sobre las cuentas: estadísticos de orden a partir de seis cuentas; por debajo, la cuenta más baja y la más alta.',
        },
        changes: {
          term: 'Cambios',
          text: `Contados a partir de los informes de las propias cuentas: «subida» y «bajada» han pasado allí los criterios (5 publicaciones a cada lado, un intervalo de confianza del ${f.percent(0.95)} sin el cero, al menos ${f.percent(0.05)}).`,
        },
        alike: {
          term: 'Medido igual',
          text: 'Solo valores con los mismos contadores, el mismo denominador y la misma edad de las publicaciones entran en una mediana, una columna y un gráfico.',
        },
        runs: 'Ejecuciones',
      },
    },
  };
};
