import type { Numbers } from '../../format.js';
import type { Terms } from '../en/terms.js';
import type { ViewerWords } from '../en/viewers.js';
import { capital, plurals } from '../grammar.js';

export const viewerWords = (f: Numbers, t: Terms): ViewerWords => {
  const plural = plurals(f.locale);
  const bars = `Barras: intervalo de confiança de ${f.percent(0.95)}.`;
  return {
    reels: {
      name: 'Reels',
      question: 'As pessoas ficam nos reels?',
      age: 'na última leitura, pelo menos 7 dias após a publicação',
      unknown: 'Reels: a fonte não diz que publicações são reels.',
      none: (days) => `Reels: nenhum publicado, ${days}.`,
      silent: (n, days) => `Reels: a fonte não diz quanto tempo as pessoas ficam (${t.posts(n)}, ${days}).`,
      tooFew: (weeks, days) =>
        `Reels: comparáveis em menos de ${f.count(weeks)} semanas, ${days}: insuficiente para desenhar.`,
      shares: {
        title: (share) => `Metade dos reels é vista por mais de ${share} da sua duração`,
        definition: (told) =>
          `Tempo médio de visualização / duração, um ponto por reel, ${told.age}; linhas grossas: mediana de reels de duração semelhante; ${told.days}, n = ${t.posts(told.n)}, intervalo de confiança de ${f.percent(0.95)} da mediana ${told.range}.`,
        caveat: `O tempo médio de visualização conta repetições, por isso uma parcela pode passar de ${f.percent(1)} (linha tracejada: a duração inteira). Reels curtos são mais fáceis de ver por inteiro.`,
        newest: (n) => ` Estão desenhados os ${f.count(n)} mais recentes.`,
        band: (from, to) => `${f.count(from)}–${f.count(to)} s`,
        lastBand: (from) => `${f.count(from)} s ou mais`,
        lengthAxis: 'Duração do reel',
        shareAxis: 'Parcela da duração vista',
        watched: (share) => `${share} visto`,
        columns: { length: 'Duração', watchTime: 'Tempo médio de visualização', share: 'Parcela vista' },
      },
      byWeek: {
        definition: (told) =>
          `${capital(told.name)}, mediana dos reels por semana ISO: ${told.definition}, ${told.age}; ${told.days}, n = ${t.posts(told.n)}. ${bars}`,
        caveat: 'Os pontos vazios são semanas com menos de 5 reels: sem intervalo.',
      },
      lengthUnknown:
        'Não se sabe quanto duram os reels: a fonte não o diz, e um valor mais alto pode vir só de reels mais longos.',
      quarters: {
        unclear: (name, range) =>
          `Sem diferença clara entre os reels vistos por mais tempo e os abandonados mais cedo: ${name} (${range})`,
        clear: (name, change, range) =>
          `Reels vistos por mais tempo: ${name} ${change} (${range}) em relação aos abandonados mais cedo`,
        definition: (told) =>
          `${capital(told.name)} (${told.definition}, ${told.age}), mediana dos reels em quatro quartos por tempo médio de visualização; ${told.days}, n = ${t.posts(told.n)} sem as impulsionadas. ${bars}`,
        caveat:
          'Associação, não causa: quem conhece a conta fica mais tempo, e um alcance grande traz pessoas que não a conhecem.',
        upTo: (seconds) => `até ${f.seconds(seconds)}`,
        between: (low, high) => `${f.decimal(low)}–${f.seconds(high)}`,
        over: (seconds) => `mais de ${f.seconds(seconds)}`,
      },
    },
    stories: {
      name: 'Stories',
      question: 'Onde perdemos quem vê os stories?',
      none: (days) =>
        `Stories: nenhum conhecido, ${days}. As exportações não os contêm, e a plataforma só dá os seus números durante 24 horas.`,
      tooFew: (told) =>
        `Stories: menos de ${f.count(told.days)} dias com pelo menos dois quadros e ${f.count(told.viewers)} pessoas, lidos ${f.count(told.hours)} a 24 horas após a publicação.`,
      title: (position, share) => `O quadro ${f.count(position)} alcançou ${share} de quem viu o quadro 1`,
      definition: (told) =>
        `Mediana sobre os dias: alcance de um quadro dividido pelo alcance do primeiro quadro do dia, na última leitura, ${f.count(told.hours)} a 24 horas após a publicação; ${told.days}, n = ${f.count(told.n)} dias com pelo menos dois quadros. Faixa: intervalo de confiança de ${f.percent(0.95)}. Barras: mediana da taxa de saída (saídas / alcance do quadro) com o seu intervalo de confiança de ${f.percent(0.95)}.`,
      tapsForward:
        ' Na tabela também: mediana da taxa de avanço (toques para o quadro seguinte / alcance do quadro).',
      point: (position, share, exits, n) =>
        `Quadro ${f.count(position)}: ${share}${exits === null ? '' : `, ${exits} saem aí`}, n = ${f.count(n)}.`,
      caveat: (days) =>
        `Posições altas só existem em dias com stories longos; posições com menos de ${f.count(days)} dias ficam de fora.`,
      shareAxis: 'Alcance face ao 1.º quadro; saídas',
      frameAxis: 'Quadro do dia',
      columns: {
        frame: 'Quadro',
        reach: 'Alcance relativo',
        exits: 'Taxa de saída (mediana)',
        tapsForward: 'Taxa de avanço',
        low: `${f.percent(0.95)} inferior`,
        high: `${f.percent(0.95)} superior`,
        days: 'Dias',
      },
    },
    audience: {
      name: 'Público',
      question: 'Quem segue?',
      absent: 'Público: sem dados demográficos nesta fonte (a plataforma dá-os a partir de 100 seguidores).',
      genders: { F: 'Mulheres', M: 'Homens', U: 'Não indicado' },
      kinds: { followers: 'seguidores', engaged: 'pessoas que interagiram' },
      dimensions: {
        country: 'país',
        city: 'cidade',
        age: 'idade',
        gender: 'sexo',
        'age,gender': 'idade e sexo',
      },
      what: (kind, dimension) => `${kind} por ${dimension}`,
      title: (group, share, what) => `${group}: ${share}, o maior grupo (${what})`,
      definition: (told) =>
        `${capital(told.what)}: parcela das pessoas que a plataforma indica, ${told.day}, ${f.count(told.people)} pessoas${told.coverage === null ? '' : `, ${told.coverage} do total`}.`,
      largest: (n) => ` Os ${f.count(n)} maiores grupos.`,
      ticks: ' Traços: parcela entre as pessoas que interagiram nesse mês.',
      caveat:
        'A plataforma só dá os seus maiores grupos; as parcelas do público inteiro são, por isso, menores.',
      axis: 'Parcela das pessoas indicadas',
      tip: (label, share, engaged) =>
        `${label}: ${share}${engaged === null ? '' : `; entre quem interage ${engaged}`}`,
      columns: { people: 'Pessoas', engaged: 'Parcela de quem interage', hour: 'Hora' },
      online: {
        title: (hour, people) => `Mais seguidores online por volta das ${hour}: ${people}`,
        definition: (told) =>
          `Seguidores online por hora do dia (${told.zone}), média de ${f.count(told.days)} ${plural(told.days, 'dia', 'dias')}, ${told.span}.`,
        description: (told) =>
          `Máximo às ${told.mostAt}, com ${told.most}; mínimo às ${told.fewestAt}, com ${told.fewest}.`,
        caveat:
          'A plataforma conta pelas horas do Pacífico dos EUA, aqui passadas para o fuso da conta. Estar online não basta para ver uma publicação.',
        followers: 'Seguidores online',
      },
    },
  };
};
