import type { Numbers } from '../../format.js';
import type { AdviceWords } from '../en/advice.js';
import type { Terms } from '../en/terms.js';
import { capital, plurals } from '../grammar.js';

export const adviceWords = (f: Numbers, t: Terms): AdviceWords => {
  const plural = plurals(f.locale);
  const interval = `intervalo de confiança de ${f.percent(0.95)}`;
  return {
    next: {
      name: 'O que publicar a seguir',
      question: 'O que devemos experimentar a seguir?',
      tooFew: (posts) =>
        `O que publicar a seguir: publicações insuficientes; são precisas pelo menos ${f.count(posts)} comparáveis em 12 meses.`,
      nothing:
        'O que publicar a seguir: formatos, horários e hashtags diferem tão pouco que nenhum teste valeria as suas publicações. Experimente algo que nunca foi publicado.',
      unclear: (trial, isPractical) =>
        `Nada se destaca${isPractical ? '' : ', e nenhum teste daria resposta em meio ano'}. O que mais ensinaria: ${trial}`,
      best: (trial, effect) => `${trial}: ${effect} em relação à publicação média, vale a pena fazer mais`,
      effect: (middle, low, high) => `${middle} (${t.range(low, high)})`,
      definition: (told) =>
        `Diferença esperada em relação à publicação média: ${told.name} (${told.definition}, ${told.age}), contraída, com ${interval}; formatos, horários e hashtags, ${told.days}, ordenados pelo que vale a pena saber; n = publicações até agora.`,
      caveat:
        'Associação, não causa: só um teste o pode dizer. Sorteie quais das próximas publicações o fazem e não mude mais nada nelas.',
      axis: 'Diferença esperada',
      kinds: { format: 'Formato', slot: 'Horário', topic: 'Tema' },
      columns: {
        trial: 'Teste',
        kind: 'Tipo',
        posts: 'Publicações até agora',
        effect: 'Esperado',
        postsEach: 'Publicações com, e outras tantas sem',
        weeks: 'Semanas a este ritmo',
      },
      heading: 'Quantas publicações são precisas para saber',
      note: `Metade destas publicações com, metade sem, para que uma diferença desse tamanho seja encontrada em ${f.percent(0.8)} dos casos.`,
      cost: (told) => {
        const pace =
          told.weeks === Number.POSITIVE_INFINITY
            ? 'mais de dois anos'
            : `${f.count(told.weeks ?? 0)} ${plural(told.weeks ?? 0, 'semana', 'semanas')}`;
        return `esperado ${told.effect}; ${t.posts(told.posts)} para reconhecer ${told.planned}${told.weeks === null ? '' : ` (${pace} a este ritmo)`}${told.isPractical ? '' : ', demasiadas para um teste'}.`;
      },
    },
    timing: {
      name: 'Horário',
      question: 'Quando devemos publicar?',
      oneHour:
        'Horário: todas as publicações têm a mesma hora, como em exportações que só dizem o dia; não há nada a comparar.',
      oneBlock: 'Horário: todas as publicações estão num só bloco de horas; não há nada a comparar.',
      tooFew: (posts) =>
        `Horário: publicações insuficientes; são precisas pelo menos ${f.count(posts)} comparáveis em 12 meses.`,
      slot: (weekdays, hours) => `${weekdays}, ${hours}`,
      differ: 'Os horários diferem, mas nenhum bloco se destaca claramente',
      noEffect: 'Sem efeito mensurável do horário',
      best: (told) =>
        `Publicações de ${told.slot}: ${told.effect} (${told.range}) em relação à publicação média`,
      detectable: (posts, lift) =>
        `Menor diferença que estes dados poderiam mostrar para um bloco com ${t.posts(posts)} em relação ao resto: ${lift} (potência de ${f.percent(0.8)}).`,
      noticed: (spread, power) =>
        ` Se os blocos diferissem mesmo em ${spread} (desvio padrão), o teste global daria por isso em ${power} de tais relatórios.`,
      definition: (told) =>
        `Desvio em relação à publicação média: ${told.name} (${told.definition}, ${told.age}), descontados o formato e a tendência de 28 dias; dia útil ou fim de semana e bloco de 4 horas da publicação (${told.zone}); ${told.days}, n = ${t.posts(told.n)} sem as impulsionadas.`,
      flat: 'Os blocos não diferem mais do que o acaso faz diferir blocos iguais; todos os efeitos são, por isso, levados a zero.',
      shrunken:
        'Os efeitos são puxados para zero tanto mais quanto menos publicações os sustentam; células com menos de 3 publicações ficam em branco.',
      association: 'Associação, não causa.',
      tooFewHere: 'poucas',
      tooFewPosts: 'publicações insuficientes',
      effects: {
        unclear: 'Os blocos mais altos não se distinguem da média',
        clear: 'Os blocos mais altos com a sua incerteza',
        definition: (n) =>
          `Os ${f.count(n)} blocos mais altos do quadro acima, efeito contraído com ${interval}; n = publicações no bloco.`,
        noneSingle:
          'Os blocos diferem no conjunto, mas nenhum tem publicações bastantes em semanas bastantes para ser recomendado.',
        noneAtAll:
          'O teste global não rejeita que todos os blocos sejam iguais; por isso, nenhum horário é recomendado.',
        tryIt: 'Experimente: publique durante um mês em horários sorteados e compare.',
        axis: 'Diferença em relação à publicação média',
      },
      week: {
        title: 'O mesmo, dia a dia',
        definition: (told) =>
          `Desvio em relação à publicação média como acima: ${told.name}, por dia da semana e bloco de 4 horas (${told.zone}), contraído, por cima do número de publicações; ${told.days}, n = ${t.posts(told.n)}.`,
        caveat:
          'Para ver, não para escolher: entre tantas células, algumas ficam altas por acaso. Células com menos de 3 publicações ficam em branco.',
      },
      columns: { block: 'Bloco', raw: 'Antes de contrair' },
    },
    topics: {
      name: 'Temas',
      question: 'Que temas acompanham melhores resultados?',
      absent: (posts) =>
        `Hashtags: menos de duas foram usadas em pelo menos ${f.count(posts)} publicações comparáveis em 12 meses.`,
      best: (told) =>
        `Publicações com ${told.tag}: ${told.effect} (${told.range}) em relação a publicações comparáveis sem ela`,
      none: 'Nenhuma hashtag se destaca',
      flat: (told) =>
        `As ${f.count(told.tags)} hashtags em pelo menos ${f.count(told.posts)} publicações comparáveis, ${told.days}, não diferem mais do que o acaso faz diferir hashtags iguais (${told.name}); todos os efeitos são, por isso, levados a zero e não há nada a desenhar.`,
      lookedAt: 'Hashtags analisadas',
      differ:
        'Um teste global encontra diferenças entre hashtags; uma isolada só conta como resultado depois da correção por todas as analisadas.',
      equal:
        'Um teste global não rejeita que todas as hashtags sejam iguais; por isso, nenhuma conta como resultado.',
      definition: (told) =>
        `Diferença entre publicações com uma hashtag e publicações sem ela: ${told.name} (${told.definition}, ${told.age}), descontados formato, tendência de 28 dias e outras hashtags; hashtags em pelo menos ${f.count(told.posts)} publicações; ${told.days}, ${f.count(told.tags)} hashtags.`,
      caveat:
        'Uma hashtag representa o tema das suas publicações; o Instagram diz que as hashtags não aumentam o alcance e permite no máximo 5 por publicação desde dezembro de 2025. Os efeitos são contraídos.',
      axis: 'Diferença em relação a publicações sem ela',
      columns: { tag: 'Hashtag', q: 'Valor q', others: 'Quase sempre com' },
    },
    cadence: {
      name: 'Frequência',
      question: 'Publicar mais ajuda ou prejudica?',
      absent:
        'Frequência: menos de seis semanas inteiras com publicações comparáveis, ou o mesmo número de publicações em todas as semanas.',
      title: (name) => `Publicações por semana e ${name}`,
      definition: (told) =>
        `Um ponto por semana ISO inteira com publicações: publicações no feed e mediana (${told.name}: ${told.definition}, ${told.age}); ${told.days}, n = ${f.count(told.weeks)} semanas; cheios: semanas do período.`,
      description: (told) =>
        `Semana com mais publicações, a de ${told.busiest}: ${t.posts(told.busiestPosts)}, mediana ${told.busiestMedian}. Com menos, a de ${told.quietest}: ${t.posts(told.quietestPosts)}, mediana ${told.quietestMedian}.`,
      caveat:
        'As semanas não são testes: as mais cheias diferem também em época e tema. Não se afirma nenhuma tendência.',
      axis: 'Publicações na semana',
      total: 'Alcance das suas publicações, somado',
      totals: (busiest, quietest) =>
        ` Alcance somado de todas as publicações: ${busiest} na semana com mais, ${quietest} na semana com menos.`,
      totalCaveat: ' O alcance somado conta as pessoas uma vez por cada publicação que viram.',
    },
    benchmarks: {
      name: 'Referências',
      question: 'Como se compara isto?',
      absent: (posts, before) =>
        `Referências: menos de ${t.posts(posts)} a comparar no período ou de ${f.count(before)} nos 12 meses anteriores, e nenhum concorrente com tantas publicações públicas.`,
      usual: {
        nothing: 'Nada fica claramente fora da sua faixa habitual',
        outside: (above, below) =>
          [
            ...(above === null ? [] : [`Acima da faixa habitual: ${above}`]),
            ...(below === null
              ? []
              : [`${above === null ? 'Abaixo' : 'abaixo'} da faixa habitual: ${below}`]),
          ].join('; '),
        definition: (told) =>
          `Período: mediana, ${told.days} (ponto, com o seu ${interval}). Habitual: metade central (barra) e mediana (traço) das publicações, ${told.before}, n = ${t.posts(told.n)}; valores: ${told.age}.`,
        description: (told) =>
          `${told.name}: ${told.own} (n = ${f.count(told.n)}), habitual ${told.range}; acima de ${told.higherThan} das publicações anteriores.`,
        tip: (told) =>
          `${told.name}: ${told.own}, n = ${f.count(told.n)}; habitual: ${told.range}, mediana ${told.median}`,
        caveat:
          'A conta em comparação consigo mesma; não se usam números de fora. Metade de todas as publicações isoladas fica fora da barra; um indicador só é dito acima ou abaixo se a sua mediana ficar fora da barra e o seu intervalo além da mediana habitual.',
        value: 'Valor',
        rows: {
          own: 'Mediana, período',
          low: `${f.percent(0.95)} inferior`,
          high: `${f.percent(0.95)} superior`,
          p25: 'Habitual, percentil 25',
          p50: 'Habitual, mediana',
          p75: 'Habitual, percentil 75',
        },
      },
      others: {
        perFollower: 'Likes e comentários por seguidor',
        perPost: 'Likes e comentários por publicação',
        title: (told) =>
          `${told.what}, ${told.month}, ao lado de ${f.count(told.others)} ${plural(told.others, 'concorrente', 'concorrentes')}`,
        definition: (told) =>
          `Mediana de (likes + comentários)${told.isRate ? ' / seguidores no momento da publicação' : ''} por publicação, conta e formato; publicações de ${told.month} com a mesma idade (${told.isFixed ? '7 dias' : 'valor final, 28 dias ou mais'}), pelo menos ${f.count(told.posts)} de um formato.`,
        description: (told) =>
          `${told.format}: ${told.value}, acima de ${f.count(told.lower)} de ${f.count(told.others)}.`,
        caveat: `Só o que é público de todos: sem salvamentos, compartilhamentos nem alcance. Barras: intervalo de confiança de ${f.percent(0.95)} da mediana, onde se conhecem todas as publicações por trás dela. Meses isolados com poucas publicações: onde os intervalos se sobrepõem ou faltam, uma diferença não é um resultado.`,
        drawn: (n) => ` Estão desenhados os primeiros ${f.count(n)} concorrentes; a tabela tem todos.`,
      },
    },
    outlook: {
      name: 'Previsão',
      question: 'E a seguir, se nada mudar?',
      absent: (reasons) => `Previsão: ${reasons}`,
      followers: 'seguidores',
      weekly: (name) => `${name} (mediana semanal)`,
      counts: 'contagens diárias',
      weeks: 'semanas com publicações comparáveis',
      withheld: {
        'too short': (what, counts, least) =>
          `Sem previsão: ${what}. Série curta: menos de ${f.count(least)} semanas (${counts}).`,
        gaps: (what, counts) =>
          `Sem previsão: ${what}. Demasiadas falhas (${counts}) para dizer quanto poderia errar.`,
        'no better than naive': (what) =>
          `Sem previsão: ${what}. As anteriores não foram melhores do que “como da última vez”.`,
      },
      staleFollowers: (day) => `Sem previsão: seguidores. As contagens diárias terminam em ${day}.`,
      staleWeeks: (what, day) =>
        `Sem previsão: ${what}. A última semana com publicações comparáveis é a de ${day}.`,
      tooWide: (what, low, high) =>
        `Sem previsão: ${what}. As anteriores erraram tanto que ela diria “entre ${low} e ${high}”.`,
      on: (day) => `em ${day}`,
      inWeekFrom: (day) => `na semana de ${day}`,
      title: (told) =>
        `${told.name} ${told.when}, se nada mudar: ${told.value} (${f.percent(0.8)}: ${told.range})`,
      step: (told) => `Esperado ${told.when}: ${told.value}, ${f.percent(0.8)} ${told.range}.`,
      followersTitle: 'Seguidores',
      followersDefinition: (told) =>
        `Seguidores por dia nos ${f.count(told.days)} dias seguintes a ${told.last}: ${told.method}`,
      weeklyDefinition: (told) =>
        `${capital(told.name)}, mediana por semana ISO (${told.definition}, ${told.age}), nas ${f.count(told.weeks)} semanas seguintes à de ${told.last}: ${told.method}`,
      start: (value, when) => `${value} ${when}.`,
      methods: {
        'damped trend': `a última contagem e a mediana do saldo diário de 8 semanas, amortecida em ${f.percent(0.02)} por dia`,
        'flat median': 'a mediana das últimas 8 semanas',
        'seasonal naive': 'a mesma semana do ano anterior',
      },
      bands: (method, hasOuter) =>
        `${method}; faixa escura ${f.percent(0.8)}${hasOuter ? `, faixa clara ${f.percent(0.95)}` : ''}, dos erros de previsões anteriores.`,
      unchecked: 'Previsões anteriores insuficientes para verificar a faixa.',
      checked: (of, inside) =>
        `Das últimas ${f.count(of)} previsões feitas assim, ${f.count(inside)} acabaram dentro da sua faixa de ${f.percent(0.8)}.`,
      errors: (smaller) =>
        `Os seus erros foram ${smaller} menores do que os de “como da última vez”. Uma previsão prolonga o passado; não sabe de planos.`,
      notFromZero: 'O eixo não começa em zero.',
      singleWeeks: 'Semanas isoladas variam tanto mais quanto menos publicações têm.',
      tip: (told) => `${told.when}, esperado: ${told.value}; ${f.percent(0.8)}: ${told.range}`,
      columns: {
        known: 'Conhecido',
        expected: 'Esperado',
        low80: `${f.percent(0.8)} inferior`,
        high80: `${f.percent(0.8)} superior`,
      },
    },
  };
};
