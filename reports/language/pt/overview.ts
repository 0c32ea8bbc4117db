import type { Numbers } from '../../format.js';
import type { OverviewWords } from '../en/overview.js';
import type { Terms } from '../en/terms.js';
import { plurals } from '../grammar.js';

export const overviewWords = (f: Numbers, t: Terms): OverviewWords => {
  const plural = plurals(f.locale);
  return {
    overview: {
      title: 'Todas as contas',
      skip: 'Ir para a visão geral',
      foot: (n) =>
        `Feito com Reachline a partir dos relatórios de ${t.accounts(n)}. Este documento é um retrato fixo: os seus números nunca mudam.`,
      lastDays: (days) => `Últimos ${days} dias`,
      against: 'cada conta em comparação com o seu próprio período anterior',
      accounts: 'Contas',
      level: (n, level) => `${f.count(n)} ${level}`,
      daysDiffer:
        'Os dias das contas diferem, pelos fusos horários ou porque os dados de algumas terminam mais cedo; a tabela diz que dias são de cada uma.',
      tiles: {
        question: 'Como está a conta típica?',
        definition: (n, definition) => `n = ${t.accounts(n)}; ${definition}`,
        note: 'Mediana, sobre as contas, do valor próprio de cada uma; publicações de contas diferentes nunca são juntadas. Nem todas as contas medem tudo da mesma forma: cada quadro conta as que o fazem.',
        rose: (n) => `${f.count(n)} em subida`,
        fell: (n) => `${f.count(n)} em descida`,
        unclear: (n) => `${f.count(n)} sem mudança clara`,
        spread: (lowest, highest) => `contas de ${t.range(lowest, highest)}`,
      },
      table: {
        question: 'Como está cada conta?',
        name: 'Indicadores por conta',
        quality: 'Qualidade dos dados:',
        note: 'Por nome, não por posição; cada uma leva ao seu próprio relatório. Um traço: a conta não tem esse valor. Quando as contas medem o mesmo de várias formas, a célula diz qual; só o que é medido da mesma forma entra na mesma mediana e no mesmo gráfico.',
      },
      comparison: {
        name: 'Comparação',
        question: 'Como se comparam as contas?',
        title: (label, way) => `${label} por conta${way === null ? '' : `: ${way}`}`,
        definition: (told) =>
          `${told.definition}, ${told.age}; mediana das publicações de cada conta com o seu intervalo de confiança de ${f.percent(0.95)}, n = ${t.accounts(told.n)}. Linha: a mediana das medianas das contas, ${told.median}.`,
        caveat:
          'As contas diferem em público e tema: um valor mais alto não é melhor trabalho. Não se afirma nenhuma classificação.',
        atZero: (n) =>
          ` ${t.accounts(n)} com zero não ${plural(n, 'pode ser desenhada', 'podem ser desenhadas')} numa escala logarítmica.`,
        low: `Inferior (${f.percent(0.95)})`,
        high: `Superior (${f.percent(0.95)})`,
      },
      headline: {
        alone: (n) => `${t.accounts(n)}, cada uma medida à sua maneira.`,
        typical: (told) =>
          `${told.label}, conta típica: ${told.value} (n = ${t.accounts(told.n)}${told.changes === '' ? '' : `: ${told.changes}`}).`,
      },
      method: {
        question: 'Como foi calculado?',
        vote: {
          term: 'Uma conta, um voto',
          text: 'A visão geral toma a mediana das publicações de cada conta e depois a mediana dessas medianas. Juntar as publicações deixaria decidir a conta que mais publica, e uma mudança em quem publica pareceria uma mudança nos resultados (paradoxo de Simpson).',
        },
        intervals: {
          term: 'Intervalos',
          text: 'Os das contas vêm dos seus relatórios. O da mediana sobre as contas: estatísticas de ordem a partir de seis contas; abaixo disso, a conta mais baixa e a mais alta.',
        },
        changes: {
          term: 'Mudanças',
          text: `Contadas a partir dos relatórios das próprias contas: “subida” e “descida” passaram ali os critérios (5 publicações de cada lado, um intervalo de confiança de ${f.percent(0.95)} sem o zero, pelo menos ${f.percent(0.05)}).`,
        },
        alike: {
          term: 'Medido da mesma forma',
          text: 'Só valores com os mesmos contadores, o mesmo denominador e a mesma idade das publicações entram numa mediana, numa coluna e num gráfico.',
        },
        runs: 'Execuções',
      },
    },
  };
};
