import type { Numbers } from '../../format.js';
import type { ResultWords } from '../en/results.js';
import type { Terms } from '../en/terms.js';
import { capital, plurals } from '../grammar.js';

export const resultWords = (f: Numbers, t: Terms): ResultWords => {
  const plural = plurals(f.locale);
  const moved = (verdict: 'rose' | 'fell') => (verdict === 'rose' ? 'subida' : 'descida');
  const bars = `Barras: intervalo de confiança de ${f.percent(0.95)}.`;
  return {
    changes: {
      name: 'O que mudou',
      question: 'O que mudou?',
      netFollowers: (net) => `Seguidores, saldo: ${net}.`,
      netFollowersAfter: (net, before) =>
        `Seguidores, saldo: ${net}, depois de ${before} no período de comparação.`,
      bestFormat: (kind, measure, lift) =>
        `${capital(measure)} em 12 meses, valor mais alto: ${t.postsOf[kind]} (${lift} em relação à publicação média, contraído).`,
      overYear: (finding) => `Em 12 meses: ${finding}.`,
      note: (days, comparison) =>
        `${days} em comparação com ${comparison}; por ordem de tamanho e certeza. Associação, não causa.`,
    },
    unusual: {
      names: { newFollows: 'Novos seguidores', reach: 'Alcance da conta' },
      day: (told) =>
        `${told.what} em ${told.day}: ${told.value}, ${told.effect} em relação a ${told.usual}, o habitual nesse dia da semana.`,
      none: (what) => `${what}: nenhum dia se destaca.`,
      rule: (n, isMarked) =>
        `${isMarked ? 'Linhas tracejadas: dias' : 'Procurados: dias'} afastados da mediana do seu dia da semana em 8 semanas por mais de ${f.plain(3.5)} vezes a dispersão habitual e ${f.percent(0.2)}, no máximo 3; n = ${f.count(n)} ${plural(n, 'dia', 'dias')}. Falsos alarmes: menos de um em 90 dias.`,
    },
    growth: {
      name: 'Crescimento',
      question: 'O público cresce?',
      absent: 'Seguidores: esta fonte não tem contagens diárias de seguidores para o período.',
      followers: 'Seguidores',
      perDay: 'Seguidores por dia',
      stayed: (total) => `Seguidores: continuam em ${total}`,
      moved: (net, total) =>
        `Seguidores: ${moved(net > 0 ? 'rose' : 'fell')} de ${f.count(Math.abs(net))}, para ${total}`,
      definition: (told) =>
        `Seguidores, uma contagem por dia local (${told.zone}), ${told.days}, ${f.count(told.n)} contagens; o período está sombreado.`,
      description: (told) => `De ${told.first} em ${told.firstDay} para ${told.last} em ${told.lastDay}.`,
      caveat:
        'As contagens são retratos diários; a linha interrompe-se onde faltam dias (sombreados). O eixo não começa em zero.',
      events: {
        definition: 'Linhas com nome: acontecimentos da configuração deste relatório.',
        list: (list) => `Acontecimentos: ${list}.`,
        column: 'Acontecimento',
      },
      net: {
        title: 'Saldo de seguidores por semana',
        definition: (days, n) =>
          `Seguidores ganhos menos perdidos por semana ISO, das contagens diárias, ${days}, n = ${f.count(n)} semanas.`,
        description: (told) =>
          `Melhor semana: ${told.best}, a de ${told.bestWeek}. Semana mais fraca: ${told.worst}, a de ${told.worstWeek}.`,
        caveat: 'As semanas começam na segunda-feira.',
        caveatCut: 'As semanas começam na segunda-feira; as barras claras são semanas que o período corta.',
        column: 'Saldo de seguidores',
        gained: 'Ganhos',
        lost: 'Perdidos',
      },
    },
    reach: {
      name: 'Alcance',
      question: 'Até onde chegam as publicações?',
      nameWithout: 'Evolução',
      questionWithout: 'Como evoluem as publicações?',
      noReach: (name, definition) =>
        `Esta fonte não tem alcance. Em seu lugar mede-se: ${name} (${definition}). `,
      none: (days) => `Nenhuma publicação com valores, ${days}.`,
      tooFew: (n, days) => `Só ${t.posts(n)} com valores, ${days}: insuficiente para desenhar.`,
      title: (name) => `${capital(name)}, evolução`,
      definition: (told) =>
        `${capital(told.name)}: ${told.definition}, ${told.age}; ${told.days}, n = ${t.posts(told.n)}. Linha e faixa: mediana das publicações a no máximo 14 dias de distância (a partir de 5 publicações) com o seu intervalo de confiança de ${f.percent(0.95)}. ${told.isDaily ? 'Cada ponto é a mediana de um dia.' : ''}`,
      description: (told) =>
        `Valor mais alto ${told.highest} em ${told.highestDay}, mais baixo ${told.lowest} em ${told.lowestDay}. ${told.provisional > 0 ? `${t.posts(told.provisional)} ${plural(told.provisional, 'provisória', 'provisórias')}.` : ''}`,
      caveats: {
        adding:
          'O alcance de publicações isoladas não deve ser somado: as mesmas pessoas veem várias publicações. ',
        provisional: (n) =>
          `Os pontos vazios são provisórios: ${t.posts(n)} ainda sem a idade de comparação, com os últimos valores, fora da linha e da comparação. `,
        zeros: (n) =>
          `${t.posts(n)} com zero não ${plural(n, 'pode ser desenhada', 'podem ser desenhadas')} numa escala logarítmica. `,
        zone: (zone) => `Os dias são locais (${zone}).`,
      },
      values: 'Valores',
      split: {
        parts: { FOLLOWER: 'Seguidores', NON_FOLLOWER: 'Não seguidores', UNKNOWN: 'Não se sabe' },
        title: (share) => `${share} das visualizações vêm de pessoas que não seguem`,
        definition: (told) =>
          `Visualizações de publicações, reels e stories por quem os viu, somadas em ${f.count(told.n)} dias, ${told.days}${told.comparison === null ? '' : `, e no período de comparação, ${told.comparison}`}, dias da plataforma.`,
        row: (told) =>
          `${told.days}: seguidores ${told.followers}, não seguidores ${told.others} de ${told.views} visualizações (n = ${f.count(told.n)} dias).`,
        boosted: (share) => `Visualizações vindas de anúncios: ${share} das do período.`,
        noneBoosted: 'Nenhuma visualização do período veio de anúncios.',
        moved: (told) =>
          `A parcela de visualizações de pessoas que não seguem ${moved(told.verdict)} ${told.points} pontos percentuais (${told.range}), para ${told.now} numa semana típica`,
        unclear: (range) =>
          `Sem mudança clara na parcela de visualizações de pessoas que não seguem (${range} pontos percentuais)`,
        weeks: 'Intervalo da mudança: 95%, das parcelas das semanas.',
        caveat: 'As visualizações podem ser somadas, as pessoas alcançadas não.',
        caveatWithout:
          'As visualizações podem ser somadas, as pessoas alcançadas não. Com menos de quatro semanas de um lado, a mudança não tem intervalo: uma diferença não é um resultado.',
        axis: 'Parcela das visualizações',
        columns: {
          period: 'Período',
          days: 'Dias',
          views: 'Visualizações',
          boosted: 'De anúncios',
          change: 'Mudança, pontos',
        },
      },
    },
    engagement: {
      name: 'Interação',
      question: 'Como é recebido o conteúdo?',
      none: (days) => `Interação: nenhuma publicação comparável, ${days}.`,
      tooFew: (weeks, days) =>
        `Interação: publicações comparáveis em apenas ${f.count(weeks)} ${plural(weeks, 'semana', 'semanas')}, ${days}: insuficiente para desenhar.`,
      byWeek: (name) => `${capital(name)} por semana`,
      definition: (told) =>
        `${capital(told.name)}, mediana por semana ISO: ${told.definition}, ${told.age}; ${told.days}, n = ${t.posts(told.n)}. ${bars}`,
      description: (told) =>
        `Semana mais alta: a de ${told.highestWeek}, com ${told.highest} (n = ${f.count(told.highestN)}); mais baixa: a de ${told.lowestWeek}, com ${told.lowest} (n = ${f.count(told.lowestN)}).`,
      caveat:
        'Os pontos vazios são semanas com menos de 5 publicações comparáveis: sem intervalo, a ler com cautela.',
      components: {
        title: 'Componentes da interação',
        unclear: 'Sem mudança clara em nenhum componente da interação',
        definition: (told) =>
          `Mediana por semana ISO de cada componente (${told.definitions}), ${told.age}; ${told.days}. Cada linha tem o seu próprio eixo.`,
        caveat: 'As medianas dos componentes não somam a mediana da sua soma.',
      },
    },
    formatSection: {
      name: 'Formatos',
      question: 'Que formato funciona?',
      none: (days) => `Formatos: nenhuma publicação comparável, ${days}.`,
      unknown: 'Formatos: esta fonte não diz que formato tem uma publicação.',
      single: (kind) => `Formatos: ${t.formats[kind]} é o único; não há nada a comparar.`,
      best: (kind, measure) => `${capital(measure)}, valor mais alto: ${t.postsOf[kind]}`,
      byFormat: (name) => `${capital(name)} por formato`,
      noneStandsOut: (name) => `Nenhum formato se destaca: ${name}`,
      definition: (told) =>
        `${capital(told.name)}, mediana por formato: ${told.definition}, ${told.age}; 12 meses, ${told.days}, n = ${t.posts(told.n)}. ${bars}`,
      caveat: 'Associação, não causa: os formatos também diferem em tema e esforço. ',
      few: (kinds) => `Sem intervalo, publicações insuficientes: ${kinds}.`,
      columns: {
        posts: 'Publicações, 12 meses',
        postsInPeriod: 'Publicações, período',
        medianInPeriod: 'Mediana, período',
      },
    },
    formatMix: {
      mix: 'Combinação',
      within: 'Em cada formato',
      meanPerPost: 'média de interações por publicação',
      pooled: (name) => `${name}, todas as publicações juntas`,
      rates: (told) =>
        `Dentro dos formatos, ${moved(told.verdict)} de ${f.percent(told.change)} (${told.range}): ${told.name}`,
      mixed: (told) =>
        `Outra combinação de formatos ${told.verdict === 'rose' ? 'acrescentou' : 'tirou'} ${f.percent(told.change)} (${told.range})`,
      unclear: (name) => `Sem efeito claro da combinação de formatos, nem dentro dos formatos: ${name}`,
      definition: (told) =>
        `Mudança decomposta em partes: ${told.name} (soma de ${told.hasReach ? `(${told.sum}) / soma do alcance` : told.sum}, ${told.age}). Outras parcelas dos formatos a taxas médias, outras taxas a parcelas médias (Kitagawa). ${told.days} em comparação com ${told.comparison}, n = ${f.count(told.now)} contra ${f.count(told.before)} publicações. Linhas: intervalo de confiança de ${f.percent(0.95)}.`,
      description: (parts, together) => `${parts} Tudo junto: ${together}.`,
      caveat:
        'As duas partes somam a mudança da taxa conjunta, na qual publicações com muitos leitores pesam mais do que na mediana. “Com a combinação de 12 meses” é a taxa que haveria se os formatos tivessem sido usados como ao longo do ano.',
      axis: 'Mudança da taxa conjunta',
      columns: {
        postsBefore: 'Publicações antes',
        postsNow: 'Publicações agora',
        postShareBefore: 'Parcela das publicações antes',
        postShareNow: 'Parcela das publicações agora',
        reachShareBefore: 'Parcela do alcance antes',
        reachShareNow: 'Parcela do alcance agora',
        rateBefore: 'Taxa antes',
        rateNow: 'Taxa agora',
      },
      allCrude: 'Todas, em bruto',
      allAtMix: 'Todas, com a combinação de 12 meses',
    },
    postSection: {
      name: 'Publicações',
      question: 'Que publicações se destacam?',
      none: 'Publicações: nenhuma comparável no período.',
      provisional: (n) =>
        ` ${t.posts(n)} do período ${plural(n, 'é provisória e não entra', 'são provisórias e não entram')} na ordenação.`,
      tooFew: (n) =>
        `Publicações insuficientes (${f.count(n)}) para ordenar; estão listadas todas as que se podem comparar.`,
      listBy: (name) => `Publicações por ${name}`,
      noneUnusual: 'Nenhuma publicação fora do comum no período',
      unusual: (n) => `Fora do comum no período: ${t.posts(n)}`,
      definition: (told) =>
        `z robusto do logaritmo dentro de cada formato: ${told.name} (${told.definition}, ${told.age}); escala: publicações, ${told.year}; mostradas: n = ${t.posts(told.n)}, ${told.days}.`,
      highest: (told) => `Mais alta: ${t.formats[told.kind]} de ${told.day}, com ${told.value}, z ${told.z}.`,
      lowest: (told) => `Mais baixa: ${t.formats[told.kind]} de ${told.day}, com ${told.value}, z ${told.z}.`,
      caveat: `A faixa cinzenta (${f.decimal(-2.5)} a ${f.decimal(2.5)}) contém o habitual. Regressão à média: a publicação que se segue a um valor extremo costuma ser comum.`,
      axis: 'Distância da publicação habitual do formato (z robusto)',
      concentration: (told) =>
        `De ${t.posts(told.n)} em 12 meses, as ${f.count(told.top)} com mais ${told.hasReach ? 'alcance' : 'interações'} concentram ${told.share} ${told.hasReach ? 'dele' : 'delas'} (${f.percent(0.95)}: ${told.low} a ${told.high}).`,
      link: 'Link',
      best: (n) => `As ${f.count(n)} melhores`,
      weakest: (n) => `As ${f.count(n)} mais fracas`,
      bestPosts: 'Melhores publicações',
      weakestPosts: 'Publicações mais fracas',
      caption: (name, usual) => `${name} do período${usual === null ? '' : `; habitual: ${usual}`}`,
      all: (days) => `Todas as publicações, ${days}`,
      post: 'Publicação',
      reach: 'Alcance',
      interactions: 'Interações',
      withheld: 'legenda ocultada',
      withoutCaption: 'sem legenda',
      boosted: 'impulsionada',
      missing: 'já não está online',
    },
  };
};
