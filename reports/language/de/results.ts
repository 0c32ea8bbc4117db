import type { Numbers } from '../../format.js';
import type { ResultWords } from '../en/results.js';
import type { Terms } from '../en/terms.js';
import { capital, plurals } from '../grammar.js';

export const resultWords = (f: Numbers, t: Terms): ResultWords => {
  const plural = plurals(f.locale);
  const moved = (verdict: 'rose' | 'fell') => (verdict === 'rose' ? 'gestiegen' : 'gesunken');
  return {
    changes: {
      name: 'Veränderungen',
      question: 'Was hat sich verändert?',
      netFollowers: (net) => `Follower netto: ${net}.`,
      netFollowersAfter: (net, before) => `Follower netto: ${net}, nach ${before} im Vergleichszeitraum.`,
      bestFormat: (kind, measure, lift) =>
        `${capital(measure)} über 12 Monate am höchsten: ${t.postsOf[kind]} (${lift} gegenüber dem durchschnittlichen Beitrag, geschrumpft).`,
      overYear: (finding) => `Über 12 Monate: ${finding}.`,
      note: (days, comparison) =>
        `${days} gegenüber ${comparison}; geordnet nach Größe und Sicherheit. Zusammenhang, nicht Ursache.`,
    },
    unusual: {
      names: { newFollows: 'Neue Follower', reach: 'Reichweite des Kontos' },
      day: (told) =>
        `${told.what} am ${told.day}: ${told.value}, ${told.effect} gegenüber ${told.usual}, wie an diesem Wochentag üblich.`,
      none: (what) => `${what}: kein Tag ragt heraus.`,
      rule: (n, isMarked) =>
        `${isMarked ? 'Gestrichelte Linien: Tage' : 'Gesucht: Tage'}, die vom Median ihres Wochentags über 8 Wochen um mehr als das ${f.plain(3.5)}-Fache der üblichen Streuung und um mehr als ${f.percent(0.2)} abweichen, höchstens 3; n = ${f.count(n)} ${plural(n, 'Tag', 'Tage')}. Fehlalarme: weniger als einer in 90 Tagen.`,
    },
    growth: {
      name: 'Wachstum',
      question: 'Wächst das Publikum?',
      absent: 'Follower: Diese Quelle hat für den Zeitraum keine täglichen Follower-Zahlen.',
      followers: 'Follower',
      perDay: 'Follower je Tag',
      stayed: (total) => `Follower unverändert bei ${total}`,
      moved: (net, total) =>
        `Follower um ${f.count(Math.abs(net))} auf ${total} ${moved(net > 0 ? 'rose' : 'fell')}`,
      definition: (told) =>
        `Follower, eine Zählung je Kalendertag (${told.zone}), ${told.days}, ${f.count(told.n)} Zählungen; der Zeitraum ist hinterlegt.`,
      description: (told) => `Von ${told.first} am ${told.firstDay} auf ${told.last} am ${told.lastDay}.`,
      caveat:
        'Die Zählungen sind tägliche Momentaufnahmen; die Linie bricht ab, wo Tage fehlen (hinterlegt). Die Achse beginnt nicht bei null.',
      events: {
        definition: 'Linien mit Namen: Ereignisse aus den Einstellungen dieses Berichts.',
        list: (list) => `Ereignisse: ${list}.`,
        column: 'Ereignis',
      },
      net: {
        title: 'Follower netto je Woche',
        definition: (days, n) =>
          `Gewonnene minus verlorene Follower je ISO-Woche, aus täglichen Zählungen, ${days}, n = ${f.count(n)} Wochen.`,
        description: (told) =>
          `Beste Woche: ${told.best} ab ${told.bestWeek}. Schwächste Woche: ${told.worst} ab ${told.worstWeek}.`,
        caveat: 'Wochen beginnen am Montag.',
        caveatCut: 'Wochen beginnen am Montag; blasse Balken sind Wochen, die der Zeitraum abschneidet.',
        column: 'Follower netto',
        gained: 'Gewonnen',
        lost: 'Verloren',
      },
    },
    reach: {
      name: 'Reichweite',
      question: 'Wie weit kommen die Beiträge?',
      nameWithout: 'Verlauf',
      questionWithout: 'Wie laufen die Beiträge über die Zeit?',
      noReach: (name, definition) =>
        `Diese Quelle kennt keine Reichweite. Gemessen wird stattdessen: ${name} (${definition}). `,
      none: (days) => `Keine Beiträge mit Werten, ${days}.`,
      tooFew: (n, days) => `Nur ${t.posts(n)} mit Werten, ${days}: zu wenige zum Zeichnen.`,
      title: (name) => `${capital(name)} im Verlauf`,
      definition: (told) =>
        `${capital(told.name)}: ${told.definition}, ${told.age}; ${told.days}, n = ${t.posts(told.n)}. Linie und Band: Median der höchstens 14 Tage entfernten Beiträge (ab 5 Beiträgen) mit seinem 95-%-Konfidenzintervall. ${told.isDaily ? 'Jeder Punkt ist der Median eines Tages.' : ''}`,
      description: (told) =>
        `Höchster Wert ${told.highest} am ${told.highestDay}, niedrigster ${told.lowest} am ${told.lowestDay}. ${told.provisional > 0 ? `${t.posts(told.provisional)} vorläufig.` : ''}`,
      caveats: {
        adding:
          'Die Reichweite einzelner Beiträge darf nicht addiert werden: Dieselben Menschen sehen mehrere Beiträge. ',
        provisional: (n) =>
          `Hohle Punkte sind vorläufig: ${t.posts(n)}, jünger als der Vergleichszeitpunkt, mit den letzten Werten, nicht in Linie und Vergleich. `,
        zeros: (n) =>
          `${t.posts(n)} bei null ${plural(n, 'lässt', 'lassen')} sich auf einer logarithmischen Skala nicht zeichnen. `,
        zone: (zone) => `Tage sind Kalendertage vor Ort (${zone}).`,
      },
      values: 'Werte',
      split: {
        parts: { FOLLOWER: 'Follower', NON_FOLLOWER: 'Keine Follower', UNKNOWN: 'Nicht bekannt' },
        title: (share) => `${share} der Aufrufe kommen von Menschen, die nicht folgen`,
        definition: (told) =>
          `Aufrufe von Beiträgen, Reels und Storys danach, wer sie gesehen hat, addiert über ${f.count(told.n)} Tage, ${told.days}${told.comparison === null ? '' : `, und über den Vergleichszeitraum, ${told.comparison}`}, Tage der Plattform.`,
        row: (told) =>
          `${told.days}: Follower ${told.followers}, keine Follower ${told.others} von ${told.views} Aufrufen (n = ${f.count(told.n)} Tage).`,
        boosted: (share) => `Aufrufe aus Anzeigen: ${share} derer des Zeitraums.`,
        noneBoosted: 'Keine Aufrufe des Zeitraums kamen aus Anzeigen.',
        moved: (told) =>
          `Der Anteil der Aufrufe von Menschen, die nicht folgen, ist um ${told.points} Prozentpunkte (${told.range}) auf ${told.now} in einer typischen Woche ${moved(told.verdict)}`,
        unclear: (range) =>
          `Keine klare Veränderung: Anteil der Aufrufe von Menschen, die nicht folgen (${range} Prozentpunkte)`,
        weeks: 'Intervall der Veränderung: 95 %, aus den Anteilen der Wochen.',
        caveat: 'Aufrufe lassen sich addieren, erreichte Menschen nicht.',
        caveatWithout:
          'Aufrufe lassen sich addieren, erreichte Menschen nicht. Bei weniger als vier Wochen auf einer Seite hat die Veränderung kein Intervall: Ein Unterschied ist kein Befund.',
        axis: 'Anteil an den Aufrufen',
        columns: {
          period: 'Zeitraum',
          days: 'Tage',
          views: 'Aufrufe',
          boosted: 'Aus Anzeigen',
          change: 'Veränderung, Punkte',
        },
      },
    },
    engagement: {
      name: 'Engagement',
      question: 'Wie gut kommen die Inhalte an?',
      none: (days) => `Engagement: keine vergleichbaren Beiträge, ${days}.`,
      tooFew: (weeks, days) =>
        `Engagement: vergleichbare Beiträge nur in ${f.count(weeks)} ${plural(weeks, 'Woche', 'Wochen')}, ${days}: zu wenige zum Zeichnen.`,
      byWeek: (name) => `${capital(name)} nach Wochen`,
      definition: (told) =>
        `${capital(told.name)}, Median je ISO-Woche: ${told.definition}, ${told.age}; ${told.days}, n = ${t.posts(told.n)}. Balken: 95-%-Konfidenzintervall.`,
      description: (told) =>
        `Höchste Woche ab ${told.highestWeek} mit ${told.highest} (n = ${f.count(told.highestN)}), niedrigste ab ${told.lowestWeek} mit ${told.lowest} (n = ${f.count(told.lowestN)}).`,
      caveat:
        'Hohle Punkte sind Wochen mit weniger als 5 vergleichbaren Beiträgen: ohne Intervall, mit Vorsicht zu lesen.',
      components: {
        title: 'Bestandteile des Engagements',
        unclear: 'Keine klare Veränderung bei irgendeinem Bestandteil des Engagements',
        definition: (told) =>
          `Median je ISO-Woche für jeden Bestandteil (${told.definitions}), ${told.age}; ${told.days}. Jede Zeile hat ihre eigene Achse.`,
        caveat: 'Die Mediane der Bestandteile ergeben zusammen nicht den Median ihrer Summe.',
      },
    },
    formatSection: {
      name: 'Formate',
      question: 'Welches Format funktioniert?',
      none: (days) => `Formate: keine vergleichbaren Beiträge, ${days}.`,
      unknown: 'Formate: Diese Quelle sagt nicht, welches Format ein Beitrag hat.',
      single: (kind) => `Formate: ${t.formats[kind]} ist das einzige; es gibt nichts zu vergleichen.`,
      best: (kind, measure) => `${capital(measure)} am höchsten: ${t.postsOf[kind]}`,
      byFormat: (name) => `${capital(name)} nach Format`,
      noneStandsOut: (name) => `Kein Format hebt sich ab: ${name}`,
      definition: (told) =>
        `${capital(told.name)}, Median je Format: ${told.definition}, ${told.age}; 12 Monate, ${told.days}, n = ${t.posts(told.n)}. Balken: 95-%-Konfidenzintervall.`,
      caveat: 'Zusammenhang, nicht Ursache: Formate unterscheiden sich auch in Thema und Aufwand. ',
      few: (kinds) => `Ohne Intervall, zu wenige Beiträge: ${kinds}.`,
      columns: {
        posts: 'Beiträge, 12 Monate',
        postsInPeriod: 'Beiträge, Zeitraum',
        medianInPeriod: 'Median, Zeitraum',
      },
    },
    formatMix: {
      mix: 'Formatmischung',
      within: 'In den Formaten',
      meanPerPost: 'mittlere Interaktionen je Beitrag',
      pooled: (name) => `${name}, alle Beiträge zusammengefasst`,
      rates: (told) =>
        `Innerhalb der Formate um ${f.percent(told.change)} ${moved(told.verdict)} (${told.range}): ${told.name}`,
      mixed: (told) =>
        `Eine andere Formatmischung brachte ${told.verdict === 'rose' ? '+' : '−'}${f.percent(told.change)} (${told.range})`,
      unclear: (name) => `Kein klarer Effekt der Formatmischung, auch nicht innerhalb der Formate: ${name}`,
      definition: (told) =>
        `Veränderung, in Teile zerlegt: ${told.name} (Summe ${told.hasReach ? `(${told.sum}) / Summe Reichweite` : told.sum}, ${told.age}). Andere Anteile der Formate bei mittleren Raten, andere Raten bei mittleren Anteilen (Kitagawa). ${told.days} gegenüber ${told.comparison}, n = ${f.count(told.now)} gegenüber ${f.count(told.before)} Beiträgen. Linien: 95-%-Konfidenzintervall.`,
      description: (parts, together) => `${parts} Alles zusammen: ${together}.`,
      caveat:
        'Die beiden Teile ergeben zusammen die Veränderung der Gesamtrate, in der Beiträge mit vielen Lesern schwerer wiegen als im Median. „Bei der Mischung von 12 Monaten“ ist die Rate, die sich ergäbe, wären die Formate wie über das Jahr genutzt worden.',
      axis: 'Änderung der Gesamtrate',
      columns: {
        postsBefore: 'Beiträge davor',
        postsNow: 'Beiträge jetzt',
        postShareBefore: 'Anteil an Beiträgen davor',
        postShareNow: 'Anteil an Beiträgen jetzt',
        reachShareBefore: 'Anteil an Reichweite davor',
        reachShareNow: 'Anteil an Reichweite jetzt',
        rateBefore: 'Rate davor',
        rateNow: 'Rate jetzt',
      },
      allCrude: 'Alle, roh',
      allAtMix: 'Alle, bei der Mischung von 12 Monaten',
    },
    postSection: {
      name: 'Beiträge',
      question: 'Welche Beiträge ragen heraus?',
      none: 'Beiträge: kein vergleichbarer Beitrag im Zeitraum.',
      provisional: (n) => ` ${t.posts(n)} des Zeitraums ${plural(n, 'ist', 'sind')} vorläufig und ohne Rang.`,
      tooFew: (n) =>
        `Zu wenige Beiträge (${f.count(n)}) für eine Rangfolge; alle vergleichbaren sind aufgeführt.`,
      listBy: (name) => `Beiträge nach ${name}`,
      noneUnusual: 'Kein ungewöhnlicher Beitrag im Zeitraum',
      unusual: (n) => `Im Zeitraum ungewöhnlich: ${t.posts(n)}`,
      definition: (told) =>
        `Robustes z des Logarithmus innerhalb jedes Formats: ${told.name} (${told.definition}, ${told.age}); Maßstab: Beiträge, ${told.year}; gezeigt: n = ${t.posts(told.n)}, ${told.days}.`,
      highest: (told) =>
        `Am höchsten: ${t.formats[told.kind]} vom ${told.day} mit ${told.value}, z ${told.z}.`,
      lowest: (told) =>
        `Am niedrigsten: ${t.formats[told.kind]} vom ${told.day} mit ${told.value}, z ${told.z}.`,
      caveat: `Das graue Band (${f.decimal(-2.5)} bis ${f.decimal(2.5)}) umfasst das Übliche. Regression zur Mitte: Auf einen Ausreißer folgt meist ein gewöhnlicher Beitrag.`,
      axis: 'Abstand vom üblichen Beitrag des Formats (robustes z)',
      concentration: (told) =>
        `Von ${f.count(told.n)} Beiträgen in 12 Monaten vereinen die ${f.count(told.top)} mit den meisten ${told.hasReach ? 'erreichten Konten' : 'Interaktionen'} ${told.share} ${told.hasReach ? 'der Reichweite' : 'der Interaktionen'} auf sich (${f.percent(0.95)}: ${told.low} bis ${told.high}).`,
      link: 'Verweis',
      best: (n) => `Die besten ${f.count(n)}`,
      weakest: (n) => `Die schwächsten ${f.count(n)}`,
      bestPosts: 'Beste Beiträge',
      weakestPosts: 'Schwächste Beiträge',
      caption: (name, usual) => `${name} des Zeitraums${usual === null ? '' : `; üblich: ${usual}`}`,
      all: (days) => `Alle Beiträge, ${days}`,
      post: 'Beitrag',
      reach: 'Reichweite',
      interactions: 'Interaktionen',
      withheld: 'Text ausgeblendet',
      withoutCaption: 'ohne Text',
      boosted: 'beworben',
      missing: 'nicht mehr online',
    },
  };
};
