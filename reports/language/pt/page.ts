import type { Numbers } from '../../format.js';
import type { PageWords } from '../en/page.js';
import type { Terms } from '../en/terms.js';
import { capital, plurals } from '../grammar.js';

export const pageWords = (f: Numbers, t: Terms): PageWords => {
  const plural = plurals(f.locale);
  return {
    page: {
      skip: 'Ir para o relatório',
      sections: 'Capítulos',
      logo: 'Logotipo',
      foot: (run) =>
        `Feito com Reachline a partir da execução ${run}. Este documento é um retrato fixo: os seus números nunca mudam.`,
    },
    header: {
      quality: 'Qualidade dos dados',
      asOf: 'Data de referência',
      zone: 'Fuso horário',
      run: 'Execução',
      zoneUnknown: (zone) => `${zone} (não se sabe)`,
      against: (days) => `em comparação com ${days}`,
      remarks: {
        settled: (day, days) =>
          `As publicações posteriores a ${day} tinham, ou podiam ter, menos de ${f.count(days)} dias quando foram contadas; o período conta para trás a partir desse dia.`,
        ageUnknown:
          'A fonte importada não diz quando foi criada; as suas últimas publicações podiam então ser recentes: nenhuma mudança é indicada. “reachline import --observed-at” permite dizê-lo.',
        endsEarly: (day) =>
          `Os dados desta conta terminam em ${day}; o período conta para trás a partir desse dia, não da data de referência.`,
        endsBefore: (day) => `Os dados desta conta terminam em ${day}, antes do fim do período.`,
        beginsLate: (day) =>
          `Os dados desta conta começam em ${day}; o período de comparação não fica, por isso, todo coberto.`,
        unfinished: (day) =>
          `O período ainda não terminou: é mostrado até ${day} e comparado com o mesmo número de dias.`,
        noReach: (name, definition) =>
          `Esta fonte não tem alcance. Indicador principal: ${name} (${definition}).`,
        provisional: (n, all) =>
          `${f.count(n)} de ${f.count(all)} publicações do período ${plural(n, 'é provisória: demasiado recente', 'são provisórias: demasiado recentes')} para comparar. Os valores das últimas 48 horas ainda podem mudar.`,
      },
    },
    summary: {
      question: 'Estamos melhor ou pior?',
      note: (age, days) =>
        `Valores das publicações: ${age}. Linhas pequenas: semanas, ${days}; faixa cinzenta: metade central das semanas.`,
      spark: ', por semana, com a faixa habitual',
      count: (n) => `n = ${t.posts(n)}; `,
      noDates: 'não se conhecem publicações com data',
      noPosts: 'Nenhuma publicação no período.',
      medianIs: (measure, value, n) => `${capital(measure)}: mediana ${value} (n = ${f.count(n)}).`,
      noComparable: 'nenhuma publicação comparável',
      tooSmall: (now, before) =>
        `n pequeno demais para comparar (${f.count(now)} contra ${f.count(before)} publicações)`,
      ageUnknown: 'não comparado: não se sabe a idade das publicações',
      unclear: (range) => `sem mudança clara (${range})`,
      clear: (told) =>
        `${told.verdict === 'rose' ? 'subida' : 'descida'} de ${f.percent(told.change)}${told.isWithin ? ' dentro dos formatos' : ''} (${told.range})`,
      standing: (share, n, days) =>
        `acima de ${share} dos ${f.count(n)} períodos sobrepostos de ${f.count(days)} dias anteriores, em 12 meses`,
      netFollowers: 'Seguidores, saldo',
      netDefinition: 'seguidores ganhos menos perdidos, das contagens diárias',
      notCovered: 'as contagens de seguidores não cobrem o período',
      comparisonNotCovered: 'as contagens não cobrem o período de comparação',
      before: (value) => `${value} no período de comparação`,
      cadence: 'Publicações por semana',
      cadenceDefinition: 'publicações no feed a cada sete dias',
      beforeData: 'o período de comparação começa antes dos dados',
    },
    figure: {
      dataFor: (title) => `Dados de: ${title}`,
      data: (path) => `Dados: ${path}`,
      firstRows: (shown, all) =>
        ` (primeiras ${f.exact(shown)} de ${f.exact(all)} linhas; todas estão no CSV)`,
    },
    controls: {
      format: 'Formato',
      all: 'Todos',
      save: 'Guardar',
      keys: 'As setas do teclado passam de ponto em ponto do gráfico.',
      search: 'Procurar em legendas e datas',
      listed: '{shown} de {all} publicações',
      more: 'Mostrar todas',
    },
    archive: {
      title: 'Relatórios',
      none: 'Ainda não foi escrito nenhum relatório.',
      count: (reports, accounts) =>
        `${plural(reports, 'relatório', 'relatórios')} de ${t.accounts(accounts)}, período mais recente primeiro`,
      foot: 'SHA-256 é a soma de verificação da página do relatório; report.json, ao lado de cada página, tem-na completa.',
      latest: 'Relatório mais recente',
      latestOf: (title) => ` de ${title}`,
      reportsOf: (title) => `Relatórios de ${title}`,
      allAccounts: 'Todas as contas',
      overviews: 'Visões gerais de todas as contas',
      sideBySide: (n) => `${t.accounts(n)} lado a lado`,
      columns: {
        period: 'Período',
        headline: 'Conclusão principal',
        quality: 'Qualidade dos dados',
        accounts: 'Contas',
        asOf: 'Data de referência',
        size: 'Tamanho',
      },
    },
  };
};
