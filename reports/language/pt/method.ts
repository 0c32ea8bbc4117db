import type { Numbers } from '../../format.js';
import type { MethodWords } from '../en/method.js';
import type { Terms } from '../en/terms.js';
import { plurals } from '../grammar.js';

export const methodWords = (f: Numbers, t: Terms): MethodWords => {
  const plural = plurals(f.locale);
  return {
    quality: {
      name: 'Qualidade dos dados',
      question: 'Posso confiar nisto?',
      facts: 'Dados de base',
      verdict: (level, reasons) => `Qualidade dos dados: ${level}. ${reasons}`,
      factsOf: (days) => `Sobre os dados, ${days}`,
      columns: {
        fact: 'Item',
        value: 'Valor',
        rule: 'Regra',
        rows: 'Linhas',
        metric: 'Métrica',
        reason: 'Motivo',
        values: 'Valores',
      },
      terms: {
        lastObserved: 'Última observação',
        asOf: 'Data de referência',
        run: 'Execução',
        posts: 'Publicações no período',
        comparable: 'destas, com idade para comparar',
        provisional: 'destas, provisórias',
        missing: 'destas, já não online',
        boosted: 'destas, impulsionadas',
        followerDays: 'Dias com contagem de seguidores',
        rows: 'Linhas lidas',
        zone: 'Fuso horário',
      },
      observed: (moment, days) =>
        `${moment} (${days === 0 ? 'na data de referência' : `${f.count(days)} ${plural(days, 'dia', 'dias')} antes da data de referência`})`,
      imported: (moment) => `não se sabe; importado em ${moment}`,
      runs: {
        running: 'em curso',
        succeeded: 'concluída',
        partial: 'parcial',
        failed: 'falhou',
        aborted: 'interrompida',
      },
      noRun: 'sem entrada no livro de execuções',
      of: (n, all) => `${f.count(n)} de ${f.count(all)}`,
      notCounted: 'não contado só para esta conta',
      rowSum: (rows) =>
        `${f.exact(rows.read)} = ${f.exact(rows.loaded)} carregadas + ${f.exact(rows.quarantined)} em quarentena + ${f.exact(rows.superseded)} substituídas`,
      zone: (zone, basis) => `${zone} (${basis})`,
      zoneBases: {
        configured: 'configurado',
        stated: 'indicado',
        derived: 'deduzido',
        unknown: 'desconhecido',
      },
      reasons: {
        failed: 'A execução por trás deste relatório falhou.',
        partial: 'A execução por trás deste relatório foi parcial.',
        neverObserved: 'Não se sabe quando a conta foi observada pela última vez.',
        undated: 'A fonte importada não diz quando foi criada.',
        old: 'A última observação tem mais de 30 dias.',
        stale: 'A última observação tem mais de 2 dias.',
        fewPosts: 'Menos de 5 publicações no período.',
        young: 'Mais de metade das publicações é demasiado recente para comparar.',
        noFollowers: 'Nenhuma contagem de seguidores no período.',
        fewFollowers: 'Faltam contagens de seguidores em mais de um décimo dos dias.',
        manyQuarantined: `Mais de ${f.percent(0.05)} das linhas ficaram em quarentena.`,
        quarantined: 'Algumas linhas ficaram em quarentena.',
      },
      title: (n, all) => `${f.count(n)} de ${t.posts(all)} podem ser comparadas`,
      definition: (told) =>
        `Publicações no feed por semana ISO, conforme se podem comparar ou não: ${told.name} (${told.definition}, ${told.age}); ${told.days}, n = ${t.posts(told.n)}.`,
      description: (told) =>
        `${f.count(told.comparable)} comparadas, ${f.count(told.other)} não comparáveis (outra idade, outros contadores, ou falta um valor), ${f.count(told.provisional)} provisórias.`,
      caveat:
        'Não comparáveis: vistas só com outra idade (como publicações anteriores ao primeiro retrato), com outros contadores ou sem a métrica. As provisórias ainda não têm a idade de comparação; os seus valores ainda crescem.',
      axis: 'Publicações por semana',
      parts: { comparable: 'comparadas', other: 'não comparáveis', provisional: 'provisórias' },
      partColumns: { comparable: 'Comparadas', other: 'Não comparáveis', provisional: 'Provisórias' },
      metrics: {
        likes: 'likes',
        comments: 'comentários',
        saves: 'salvamentos',
        shares: 'compartilhamentos',
        views: 'visualizações',
        impressions: 'impressões',
        reach: 'alcance',
        reposts: 'republicações',
        interactions_total: 'total de interações',
        follows: 'novos seguidores',
        profile_visits: 'visitas ao perfil',
        profile_activity: 'atividade no perfil',
        replies: 'respostas',
        navigation: 'navegação',
        link_clicks: 'cliques no link',
        avg_watch_ms: 'tempo médio de visualização (ms)',
        total_watch_ms: 'tempo total de visualização (ms)',
        skip_rate_percent: 'taxa de abandono (por cento)',
        crossposted_views: 'visualizações nas duas plataformas',
        facebook_views: 'visualizações no Facebook',
        likes_with_paid: 'likes, incluindo pagos',
        comments_with_paid: 'comentários, incluindo pagos',
        views_with_paid: 'visualizações, incluindo pagas',
        new_follows: 'novos seguidores no dia',
        unfollows: 'deixaram de seguir',
        accounts_engaged: 'contas que interagiram',
        profile_link_taps: 'toques no link do perfil',
        profile_views: 'visualizações do perfil',
        website_clicks: 'cliques no site',
        followers: 'seguidores',
      },
      absences: {
        too_few_viewers: 'poucas pessoas viram',
        before_business_conversion: 'antes da passagem a conta comercial',
        unsupported: 'sem suporte',
        hidden: 'ocultado',
        deprecated: 'descontinuado',
        below_threshold: 'abaixo do limiar',
        not_crossposted: 'não publicado no Facebook',
        not_yet_available: 'ainda não disponível',
        not_in_source: 'não está na fonte',
        unreadable: 'ilegível',
      },
      calendar: {
        fetched: { yes: 'lido', no: 'perdido' },
        weekday: 'Dia da semana',
        title: (n, all) => `${f.count(n)} de ${f.count(all)} dias foram lidos`,
        definition: (days, n) =>
          `Dias locais com contagem de seguidores, lida todas as noites, desde a primeira; ${days}, n = ${f.count(n)} dias.`,
        caveat: 'O que a plataforma disse num dia perdido já não pode ser pedido, exceto o que ela conserva.',
        columns: { fetched: 'Dias lidos', missed: 'Dias perdidos' },
      },
      quarantine: 'Linhas em quarentena',
      byRule: 'Linhas postas de lado por regra',
      absent: 'Valores que a fonte não dá',
      byReason: 'Valores ausentes por métrica e motivo',
    },
    method: {
      name: 'Método',
      question: 'Como foi calculado?',
      run: (run) => `Execução ${run}.`,
      age: {
        term: 'Mesma idade',
        text: (age) =>
          `As publicações são comparadas pelos seus valores: ${age}. As mais recentes são provisórias e nunca comparadas; valores de idades diferentes nunca são misturados.`,
      },
      interactions: {
        term: 'Interações',
        none: 'Não disponível nesta fonte.',
        text: (sum) => `A soma de ${sum}. Publicações cuja fonte conhece outros contadores ficam de fora.`,
      },
      rate: {
        term: 'Taxa de interação',
        text: (fewest) =>
          `Interações divididas pelo alcance, por publicação; não calculada abaixo de ${f.count(fewest)} contas alcançadas.`,
      },
      reach: {
        term: 'Alcance',
        text: 'Contas que viram a publicação pelo menos uma vez. O alcance de várias publicações ou dias não deve ser somado.',
      },
      median: {
        term: 'Mediana e intervalo',
        text: `A publicação do meio. Intervalo de confiança de ${f.percent(0.95)}: t de Student sobre logaritmos abaixo de 20 publicações, alargado para conter a mediana; estatísticas de ordem da mediana a partir de 20; nenhum abaixo de 5.`,
      },
      change: {
        term: 'Mudança',
        text: `Deslocamento de Hodges–Lehmann sobre logaritmos com o seu intervalo de postos. “Subida” ou “descida” exige 5 publicações de cada lado, um intervalo sem o zero e pelo menos ${f.percent(0.05)}.`,
      },
      groups: {
        term: 'Formatos, horário, hashtags',
        text: `Efeitos aleatórios pelo método dos momentos: os grupos são puxados para a média tanto mais quanto menos publicações têm; os seus intervalos deixam variar a dispersão entre grupos até onde os dados permitem. Para horário e hashtags retiram-se primeiro o efeito do formato e a mediana móvel de 28 dias, e as publicações impulsionadas ficam de fora. Um bloco de horas só é nomeado se um teste F global tiver p < ${f.plain(0.05)}, o bloco superar o bloco mediano com probabilidade ${f.plain(0.9)}, ficar ${f.percent(0.05)} acima da publicação média e tiver 5 publicações em 4 semanas diferentes. As hashtags são vistas em conjunto (regressão ridge, para que publicações com várias contem para cada uma até onde as outras o permitem); as que têm em comum mais de ${f.percent(0.8)} das suas publicações contam como uma. Uma hashtag só é nomeada se um teste global de permutação tiver p < ${f.plain(0.05)}, o seu intervalo excluir o zero e a sua taxa de falsas descobertas for no máximo ${f.percent(0.1)}.`,
      },
      mix: {
        term: 'Combinação e dentro dos formatos',
        text: `A mudança de uma taxa conjunta é dividida no que fizeram outras parcelas de formatos e no que fizeram outras taxas dentro dos formatos (Kitagawa, média das duas ordens; bootstrap sobre publicações). Onde todas as publicações juntas e as publicações dentro do seu formato foram em sentidos opostos por ${f.percent(0.05)} ou mais, só se indica a mudança dentro dos formatos, com a combinação de 12 meses.`,
      },
      next: {
        term: 'O que publicar a seguir',
        text: `Formatos, blocos de horas e hashtags com o seu efeito m ± s, ordenados pelo ganho médio se um teste mostrasse a verdade, E[max(0, efeito)] (valor da informação perfeita; Raiffa & Schlaifer 1961). Publicações para saber: duas metades iguais, nível de ${f.percent(0.05)}, potência de ${f.percent(0.8)}, para o efeito esperado, mas pelo menos ${f.percent(0.1)}.`,
      },
      watchTime: {
        term: 'Tempo de visualização',
        text: 'A média da plataforma sobre todos os que viram um reel, repetições incluídas, na sua última leitura de reels com pelo menos 7 dias; abandono é sair nos primeiros segundos.',
      },
      usual: {
        term: 'Faixa habitual',
        text: 'Quartis das publicações dos 12 meses até o fim do período, sem as do próprio período. Os concorrentes são comparados só em likes e comentários, por mês e formato, com a mesma idade das publicações.',
      },
      outlook: {
        term: 'Previsão',
        text: `Seguidores: última contagem mais a mediana amortecida do saldo diário de 8 semanas. Mediana semanal: mediana de 8 semanas, ou a semana do ano anterior onde esta ficou mais perto. As faixas contêm ${f.percent(0.8)} e ${f.percent(0.95)} dos erros que o mesmo método fez a partir de cada semana anterior (conforme). Mostrada só após 12 semanas e onde esses erros são menores do que os de “como da última vez”.`,
      },
      robustZ: {
        term: 'z robusto',
        text: `Distância da mediana do formato em unidades de ${f.plain(1.4826)} vezes o desvio absoluto mediano, sobre logaritmos. Além de ${f.plain(2.5)}, uma publicação é dita fora do comum.`,
      },
      stretches: {
        term: 'Intervalos de tempo',
        text: (history, year, zone) =>
          `Os gráficos ao longo do tempo mostram ${history}; formatos, horário e hashtags usam ${year}. Os dias são dias locais em ${zone}.`,
      },
      missing: {
        term: 'Em falta',
        text: 'Um traço significa que a fonte não deu valor. O que falta nunca é contado como zero.',
      },
    },
  };
};
