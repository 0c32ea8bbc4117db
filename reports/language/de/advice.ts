import type { Numbers } from '../../format.js';
import type { AdviceWords } from '../en/advice.js';
import type { Terms } from '../en/terms.js';
import { capital, plurals } from '../grammar.js';

export const adviceWords = (f: Numbers, t: Terms): AdviceWords => {
  const plural = plurals(f.locale);
  return {
    next: {
      name: 'Was als Nächstes?',
      question: 'Was sollten wir als Nächstes ausprobieren?',
      tooFew: (posts) =>
        `Was als Nächstes: zu wenige Beiträge; nötig sind mindestens ${f.count(posts)} vergleichbare innerhalb von 12 Monaten.`,
      nothing:
        'Was als Nächstes: Formate, Uhrzeiten und Hashtags unterscheiden sich so wenig, dass kein Versuch seine Beiträge wert wäre. Probieren Sie etwas, das es noch nie gab.',
      unclear: (trial, isPractical) =>
        `Nichts hebt sich ab${isPractical ? '' : ', und kein Versuch gäbe binnen eines halben Jahres Antwort'}. Am lehrreichsten: ${trial}`,
      best: (trial, effect) =>
        `${trial}: ${effect} gegenüber dem durchschnittlichen Beitrag – davon lohnt sich mehr`,
      effect: (middle, low, high) => `${middle} (${t.range(low, high)})`,
      definition: (told) =>
        `Erwarteter Unterschied zum durchschnittlichen Beitrag: ${told.name} (${told.definition}, ${told.age}), geschrumpft, mit 95-%-Konfidenzintervall; Formate, Uhrzeiten und Hashtags, ${told.days}, geordnet danach, was es wert ist, sie zu kennen; n = bisherige Beiträge.`,
      caveat:
        'Zusammenhang, nicht Ursache: Nur ein Versuch kann es zeigen. Losen Sie aus, welche der nächsten Beiträge es so machen, und ändern Sie an ihnen sonst nichts.',
      axis: 'Erwarteter Unterschied',
      kinds: { format: 'Format', slot: 'Uhrzeit', topic: 'Thema' },
      columns: {
        trial: 'Versuch',
        kind: 'Art',
        posts: 'Beiträge bisher',
        effect: 'Erwartet',
        postsEach: 'Beiträge damit und ebenso viele ohne',
        weeks: 'Wochen bei diesem Tempo',
      },
      heading: 'Wie viele Beiträge es braucht, um es zu wissen',
      note: `Die Hälfte dieser Beiträge damit, die Hälfte ohne, sodass ein Unterschied dieser Größe in ${f.percent(0.8)} der Fälle gefunden wird.`,
      cost: (told) => {
        const pace =
          told.weeks === Number.POSITIVE_INFINITY
            ? 'mehr als zwei Jahre'
            : `${f.count(told.weeks ?? 0)} ${plural(told.weeks ?? 0, 'Woche', 'Wochen')}`;
        return `erwartet ${told.effect}; ${t.posts(told.posts)}, um ${told.planned} zu erkennen${told.weeks === null ? '' : ` (${pace} bei diesem Tempo)`}${told.isPractical ? '' : ', zu viele für einen Versuch'}.`;
      },
    },
    timing: {
      name: 'Zeitpunkt',
      question: 'Wann sollten wir veröffentlichen?',
      oneHour:
        'Zeitpunkt: Alle Beiträge haben dieselbe Stunde, wie in Dateien, die nur Tage nennen; es gibt nichts zu vergleichen.',
      oneBlock: 'Zeitpunkt: Alle Beiträge liegen in einem Stundenblock; es gibt nichts zu vergleichen.',
      tooFew: (posts) =>
        `Zeitpunkt: zu wenige Beiträge; nötig sind mindestens ${f.count(posts)} vergleichbare innerhalb von 12 Monaten.`,
      slot: (weekdays, hours) => `${weekdays}, ${hours}`,
      differ: 'Die Zeitpunkte unterscheiden sich, aber kein Block hebt sich klar ab',
      noEffect: 'Kein messbarer Effekt des Zeitpunkts',
      best: (told) =>
        `Beiträge von ${told.slot}: ${told.effect} (${told.range}) gegenüber dem durchschnittlichen Beitrag`,
      detectable: (posts, lift) =>
        `Kleinster Unterschied, den diese Daten für einen Block mit ${f.count(posts)} ${plural(posts, 'Beitrag', 'Beiträgen')} gegenüber den übrigen zeigen könnten: ${lift} (Teststärke ${f.percent(0.8)}).`,
      noticed: (spread, power) =>
        ` Unterschieden sich die Blöcke wirklich um ${spread} (Standardabweichung), fiele es dem Gesamttest in ${power} solcher Berichte auf.`,
      definition: (told) =>
        `Abweichung vom durchschnittlichen Beitrag: ${told.name} (${told.definition}, ${told.age}), bereinigt um Format und 28-Tage-Trend; Werktag oder Wochenende und Vier-Stunden-Block der Veröffentlichung (${told.zone}); ${told.days}, n = ${t.posts(told.n)} ohne beworbene.`,
      flat: 'Die Blöcke unterscheiden sich nicht stärker, als der Zufall gleiche Blöcke unterscheidet; jeder Effekt ist deshalb auf null gezogen.',
      shrunken:
        'Effekte sind umso stärker zur Null gezogen, je weniger Beiträge hinter ihnen stehen; Zellen mit weniger als 3 Beiträgen bleiben leer.',
      association: 'Zusammenhang, nicht Ursache.',
      tooFewHere: 'zu wenige',
      tooFewPosts: 'zu wenige Beiträge',
      effects: {
        unclear: 'Die höchsten Blöcke lassen sich vom Durchschnitt nicht unterscheiden',
        clear: 'Die höchsten Blöcke mit ihrer Unsicherheit',
        definition: (n) =>
          `Die ${f.count(n)} höchsten Blöcke des Rasters oben, geschrumpfter Effekt mit 95-%-Konfidenzintervall; n = Beiträge im Block.`,
        noneSingle:
          'Die Blöcke unterscheiden sich insgesamt, aber kein einzelner hat genug Beiträge in genug Wochen, um empfohlen zu werden.',
        noneAtAll:
          'Der Gesamttest verwirft nicht, dass alle Blöcke gleich sind; deshalb wird kein Zeitpunkt empfohlen.',
        tryIt:
          'Probieren Sie es aus: Veröffentlichen Sie einen Monat lang zu ausgelosten Zeiten und vergleichen Sie.',
        axis: 'Unterschied zum durchschnittlichen Beitrag',
      },
      week: {
        title: 'Dasselbe, Tag für Tag',
        definition: (told) =>
          `Abweichung vom durchschnittlichen Beitrag wie oben: ${told.name}, nach Wochentag und Vier-Stunden-Block (${told.zone}), geschrumpft, über der Zahl der Beiträge; ${told.days}, n = ${t.posts(told.n)}.`,
        caveat:
          'Zum Ansehen, nicht zum Auswählen: Unter so vielen Zellen liegen einige durch Zufall hoch. Zellen mit weniger als 3 Beiträgen bleiben leer.',
      },
      columns: { block: 'Block', raw: 'Vor dem Schrumpfen' },
    },
    topics: {
      name: 'Themen',
      question: 'Welche Themen gehen mit besseren Ergebnissen einher?',
      absent: (posts) =>
        `Hashtags: weniger als zwei wurden innerhalb von 12 Monaten in mindestens ${f.count(posts)} vergleichbaren Beiträgen verwendet.`,
      best: (told) =>
        `Beiträge mit ${told.tag}: ${told.effect} (${told.range}) gegenüber vergleichbaren Beiträgen ohne`,
      none: 'Kein Hashtag hebt sich ab',
      flat: (told) =>
        `Die ${f.count(told.tags)} Hashtags in mindestens ${f.count(told.posts)} vergleichbaren Beiträgen, ${told.days}, unterscheiden sich nicht stärker, als der Zufall gleiche Hashtags unterscheidet (${told.name}); jeder Effekt ist deshalb auf null gezogen, und es gibt nichts zu zeichnen.`,
      lookedAt: 'Untersuchte Hashtags',
      differ:
        'Ein Gesamttest findet, dass sich Hashtags unterscheiden; ein einzelner zählt als Befund erst nach Korrektur für alle untersuchten.',
      equal:
        'Ein Gesamttest verwirft nicht, dass alle Hashtags gleich sind; deshalb zählt keiner als Befund.',
      definition: (told) =>
        `Unterschied zwischen Beiträgen mit einem Hashtag und Beiträgen ohne: ${told.name} (${told.definition}, ${told.age}), bereinigt um Format, 28-Tage-Trend und andere Hashtags; Hashtags in mindestens ${f.count(told.posts)} Beiträgen; ${told.days}, ${f.count(told.tags)} Hashtags.`,
      caveat:
        'Ein Hashtag steht für das Thema seiner Beiträge; Instagram sagt, dass Hashtags die Reichweite nicht erhöhen, und erlaubt seit Dezember 2025 höchstens 5 je Beitrag. Die Effekte sind geschrumpft.',
      axis: 'Unterschied zu Beiträgen ohne',
      columns: { tag: 'Hashtag', q: 'q-Wert', others: 'Fast immer mit' },
    },
    cadence: {
      name: 'Frequenz',
      question: 'Hilft oder schadet es, mehr zu veröffentlichen?',
      absent:
        'Frequenz: weniger als sechs ganze Wochen mit vergleichbaren Beiträgen oder in jeder Woche gleich viele Beiträge.',
      title: (name) => `Beiträge pro Woche und ${name}`,
      definition: (told) =>
        `Ein Punkt je ganzer ISO-Woche mit Beiträgen: veröffentlichte Feed-Beiträge gegen den Median (${told.name}: ${told.definition}, ${told.age}); ${told.days}, n = ${f.count(told.weeks)} Wochen; gefüllt: Wochen des Zeitraums.`,
      description: (told) =>
        `Woche mit den meisten Beiträgen ab ${told.busiest}: ${t.posts(told.busiestPosts)}, Median ${told.busiestMedian}. Mit den wenigsten ab ${told.quietest}: ${t.posts(told.quietestPosts)}, Median ${told.quietestMedian}.`,
      caveat:
        'Wochen sind keine Versuche: Betriebsame Wochen unterscheiden sich auch in Saison und Thema. Ein Trend wird nicht behauptet.',
      axis: 'In der Woche veröffentlichte Beiträge',
      total: 'Reichweite ihrer Beiträge, addiert',
      totals: (busiest, quietest) =>
        ` Addierte Reichweite aller Beiträge: ${busiest} in der Woche mit den meisten, ${quietest} in der mit den wenigsten.`,
      totalCaveat: ' Die addierte Reichweite zählt Menschen für jeden Beitrag einmal, den sie gesehen haben.',
    },
    benchmarks: {
      name: 'Vergleichswerte',
      question: 'Wie steht das im Vergleich?',
      absent: (posts, before) =>
        `Vergleichswerte: weniger als ${f.count(posts)} vergleichbare Beiträge im Zeitraum oder als ${f.count(before)} in den 12 Monaten davor, und kein Mitbewerber mit so vielen öffentlichen Beiträgen.`,
      usual: {
        nothing: 'Nichts liegt klar außerhalb seines üblichen Bereichs',
        outside: (above, below) =>
          [
            ...(above === null ? [] : [`Über dem üblichen Bereich: ${above}`]),
            ...(below === null
              ? []
              : [`${above === null ? 'Unter' : 'unter'} dem üblichen Bereich: ${below}`]),
          ].join('; '),
        definition: (told) =>
          `Zeitraum: Median, ${told.days} (Punkt, mit 95-%-Konfidenzintervall). Üblich: mittlere Hälfte (Balken) und Median (Strich) der Beiträge, ${told.before}, n = ${t.posts(told.n)}; Werte ${told.age}.`,
        description: (told) =>
          `${told.name}: ${told.own} (n = ${f.count(told.n)}), üblich ${told.range}; höher als ${told.higherThan} der Beiträge davor.`,
        tip: (told) =>
          `${told.name}: ${told.own}, n = ${f.count(told.n)}; üblich: ${told.range}, Median ${told.median}`,
        caveat:
          'Das Konto gegen sich selbst; Zahlen von außen werden nicht verwendet. Die Hälfte aller einzelnen Beiträge liegt außerhalb des Balkens; über oder unter dem Üblichen heißt eine Kennzahl nur, wenn ihr Median außerhalb des Balkens liegt und ihr Intervall jenseits des üblichen Medians.',
        value: 'Wert',
        rows: {
          own: 'Median, Zeitraum',
          low: `${f.percent(0.95)} unten`,
          high: `${f.percent(0.95)} oben`,
          p25: 'Üblich, 25. Perzentil',
          p50: 'Üblich, Median',
          p75: 'Üblich, 75. Perzentil',
        },
      },
      others: {
        perFollower: 'Likes und Kommentare je Follower',
        perPost: 'Likes und Kommentare je Beitrag',
        title: (told) =>
          `${told.what}, ${told.month}, neben ${f.count(told.others)} ${plural(told.others, 'Mitbewerber', 'Mitbewerbern')}`,
        definition: (told) =>
          `Median von (Likes + Kommentare)${told.isRate ? ' / Follower bei Veröffentlichung' : ''} je Beitrag, Konto und Format; Beiträge von ${told.month} in gleichem Alter (${told.isFixed ? '7 Tage' : 'Endstand, 28 Tage oder mehr'}), mindestens ${f.count(told.posts)} eines Formats.`,
        description: (told) =>
          `${told.format}: ${told.value}, höher als ${f.count(told.lower)} von ${f.count(told.others)}.`,
        caveat: `Nur was bei allen öffentlich ist: keine Speicherungen, Teilungen oder Reichweite. Balken: 95-%-Konfidenzintervall des Medians, wo alle Beiträge dahinter bekannt sind. Einzelne Monate mit wenigen Beiträgen: Wo Intervalle sich überlappen oder fehlen, ist ein Unterschied kein Befund.`,
        drawn: (n) => ` Gezeichnet sind die ersten ${f.count(n)} Mitbewerber; die Tabelle hat alle.`,
      },
    },
    outlook: {
      name: 'Ausblick',
      question: 'Wie geht es weiter, wenn sich nichts ändert?',
      absent: (reasons) => `Ausblick: ${reasons}`,
      followers: 'Follower',
      weekly: (name) => `${name} (Wochenmedian)`,
      counts: 'tägliche Zählungen',
      weeks: 'Wochen mit vergleichbaren Beiträgen',
      withheld: {
        'too short': (what, counts, least) =>
          `Keine Prognose: ${what}. Zu kurze Reihe: ${counts} reichen weniger als ${f.count(least)} Wochen zurück.`,
        gaps: (what, counts) =>
          `Keine Prognose: ${what}. Zu viele Lücken (${counts}), um zu sagen, wie weit sie danebenliegen kann.`,
        'no better than naive': (what) =>
          `Keine Prognose: ${what}. Frühere Prognosen waren nicht besser als „wie zuletzt“.`,
      },
      staleFollowers: (day) => `Keine Prognose: Follower. Die täglichen Zählungen enden am ${day}.`,
      staleWeeks: (what, day) =>
        `Keine Prognose: ${what}. Die letzte Woche mit vergleichbaren Beiträgen ist die ab ${day}.`,
      tooWide: (what, low, high) =>
        `Keine Prognose: ${what}. Frühere lagen so weit daneben, dass sie „zwischen ${low} und ${high}“ hieße.`,
      on: (day) => `am ${day}`,
      inWeekFrom: (day) => `in der Woche ab ${day}`,
      title: (told) =>
        `${told.name} ${told.when}, wenn sich nichts ändert: ${told.value} (${f.percent(0.8)}: ${told.range})`,
      step: (told) => `Erwartet ${told.when}: ${told.value}, ${f.percent(0.8)} ${told.range}.`,
      followersTitle: 'Follower',
      followersDefinition: (told) =>
        `Follower je Tag für die nächsten ${f.count(told.days)} Tage nach dem ${told.last}: ${told.method}`,
      weeklyDefinition: (told) =>
        `${capital(told.name)}, Median je ISO-Woche (${told.definition}, ${told.age}), für die ${f.count(told.weeks)} Wochen nach der ab ${told.last}: ${told.method}`,
      start: (value, when) => `${value} ${when}.`,
      methods: {
        'damped trend': `die letzte Zählung und der mittlere (Median) tägliche Zuwachs von 8 Wochen, um ${f.percent(0.02)} je Tag gedämpft`,
        'flat median': 'der Median der letzten 8 Wochen',
        'seasonal naive': 'dieselbe Woche ein Jahr zuvor',
      },
      bands: (method, hasOuter) =>
        `${method}; dunkles Band ${f.percent(0.8)}${hasOuter ? `, helles Band ${f.percent(0.95)}` : ''}, aus den Fehlern früherer Prognosen.`,
      unchecked: 'Zu wenige frühere Prognosen, um das Band daran zu prüfen.',
      checked: (of, inside) =>
        `Von den letzten ${f.count(of)} so erstellten Prognosen endeten ${f.count(inside)} innerhalb ihres 80-%-Bandes.`,
      errors: (smaller) =>
        `Ihre Fehler waren ${smaller} kleiner als die von „wie zuletzt“. Eine Prognose schreibt die Vergangenheit fort; von Plänen weiß sie nichts.`,
      notFromZero: 'Die Achse beginnt nicht bei null.',
      singleWeeks: 'Einzelne Wochen schwanken umso mehr, je weniger Beiträge sie haben.',
      tip: (told) => `${told.when}, erwartet: ${told.value}; ${f.percent(0.8)}: ${told.range}`,
      columns: {
        known: 'Bekannt',
        expected: 'Erwartet',
        low80: `${f.percent(0.8)} unten`,
        high80: `${f.percent(0.8)} oben`,
      },
    },
  };
};
