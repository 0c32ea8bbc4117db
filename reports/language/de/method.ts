import type { Numbers } from '../../format.js';
import type { MethodWords } from '../en/method.js';
import type { Terms } from '../en/terms.js';
import { plurals } from '../grammar.js';

export const methodWords = (f: Numbers, t: Terms): MethodWords => {
  const plural = plurals(f.locale);
  return {
    quality: {
      name: 'Datenqualität',
      question: 'Kann ich dem trauen?',
      facts: 'Fakten',
      verdict: (level, reasons) => `Datenqualität: ${level}. ${reasons}`,
      factsOf: (days) => `Fakten zu den Daten, ${days}`,
      columns: {
        fact: 'Angabe',
        value: 'Wert',
        rule: 'Regel',
        rows: 'Zeilen',
        metric: 'Metrik',
        reason: 'Grund',
        values: 'Werte',
      },
      terms: {
        lastObserved: 'Letzte Beobachtung',
        asOf: 'Stand',
        run: 'Lauf',
        posts: 'Beiträge im Zeitraum',
        comparable: 'davon alt genug für den Vergleich',
        provisional: 'davon vorläufig',
        missing: 'davon nicht mehr online',
        boosted: 'davon beworben',
        followerDays: 'Tage mit Follower-Zahl',
        rows: 'Gelesene Zeilen',
        zone: 'Zeitzone',
      },
      observed: (moment, days) =>
        `${moment} (${days === 0 ? 'am Stichtag' : `${f.count(days)} ${plural(days, 'Tag', 'Tage')} vor dem Stichtag`})`,
      imported: (moment) => `nicht bekannt; importiert ${moment}`,
      runs: {
        running: 'läuft',
        succeeded: 'erfolgreich',
        partial: 'teilweise',
        failed: 'gescheitert',
        aborted: 'abgebrochen',
      },
      noRun: 'kein Eintrag im Verzeichnis der Läufe',
      of: (n, all) => `${f.count(n)} von ${f.count(all)}`,
      notCounted: 'für dieses Konto allein nicht gezählt',
      rowSum: (rows) =>
        `${f.exact(rows.read)} = ${f.exact(rows.loaded)} geladen + ${f.exact(rows.quarantined)} in Quarantäne + ${f.exact(rows.superseded)} ersetzt`,
      zone: (zone, basis) => `${zone} (${basis})`,
      zoneBases: {
        configured: 'eingestellt',
        stated: 'angegeben',
        derived: 'abgeleitet',
        unknown: 'unbekannt',
      },
      reasons: {
        failed: 'Der Lauf hinter diesem Bericht ist gescheitert.',
        partial: 'Der Lauf hinter diesem Bericht war unvollständig.',
        neverObserved: 'Es ist nicht bekannt, wann das Konto zuletzt beobachtet wurde.',
        undated: 'Die Datei sagt nicht, wann sie erstellt wurde.',
        old: 'Die letzte Beobachtung ist mehr als 30 Tage alt.',
        stale: 'Die letzte Beobachtung ist mehr als 2 Tage alt.',
        fewPosts: 'Weniger als 5 Beiträge im Zeitraum.',
        young: 'Mehr als die Hälfte der Beiträge ist zu jung für einen Vergleich.',
        noFollowers: 'Keine Follower-Zahlen im Zeitraum.',
        fewFollowers: 'An mehr als einem Zehntel der Tage fehlen Follower-Zahlen.',
        manyQuarantined: `Mehr als ${f.percent(0.05)} der Zeilen kamen in Quarantäne.`,
        quarantined: 'Einige Zeilen kamen in Quarantäne.',
      },
      title: (n, all) =>
        `${f.count(n)} von ${f.count(all)} ${plural(all, 'Beitrag', 'Beiträgen')} vergleichbar`,
      definition: (told) =>
        `Feed-Beiträge je ISO-Woche, danach, ob sie sich vergleichen lassen: ${told.name} (${told.definition}, ${told.age}); ${told.days}, n = ${t.posts(told.n)}.`,
      description: (told) =>
        `${f.count(told.comparable)} verglichen, ${f.count(told.other)} nicht vergleichbar (anderes Alter, andere Zähler, oder ein Wert fehlt), ${f.count(told.provisional)} vorläufig.`,
      caveat:
        'Nicht vergleichbar: nur in anderem Alter gesehen (etwa Beiträge aus der Zeit vor der ersten Aufnahme), mit anderen Zählern oder ohne die Metrik. Vorläufige Beiträge sind jünger als der Vergleichszeitpunkt; ihre Werte wachsen noch.',
      axis: 'Beiträge pro Woche',
      parts: { comparable: 'verglichen', other: 'nicht vergleichbar', provisional: 'vorläufig' },
      partColumns: { comparable: 'Verglichen', other: 'Nicht vergleichbar', provisional: 'Vorläufig' },
      metrics: {
        likes: 'Likes',
        comments: 'Kommentare',
        saves: 'Speicherungen',
        shares: 'Teilungen',
        views: 'Aufrufe',
        impressions: 'Impressionen',
        reach: 'Reichweite',
        reposts: 'Reposts',
        interactions_total: 'Interaktionen insgesamt',
        follows: 'neue Follower',
        profile_visits: 'Profilbesuche',
        profile_activity: 'Profilaktivität',
        replies: 'Antworten',
        navigation: 'Navigation',
        link_clicks: 'Link-Klicks',
        avg_watch_ms: 'mittlere Wiedergabedauer (ms)',
        total_watch_ms: 'gesamte Wiedergabedauer (ms)',
        skip_rate_percent: 'Absprungrate (Prozent)',
        crossposted_views: 'Aufrufe auf beiden Plattformen',
        facebook_views: 'Aufrufe auf Facebook',
        likes_with_paid: 'Likes mit bezahlten',
        comments_with_paid: 'Kommentare mit bezahlten',
        views_with_paid: 'Aufrufe mit bezahlten',
        new_follows: 'neue Follower am Tag',
        unfollows: 'Entfolgungen',
        accounts_engaged: 'interagierende Konten',
        profile_link_taps: 'Profil-Link-Klicks',
        profile_views: 'Profilaufrufe',
        website_clicks: 'Website-Klicks',
        followers: 'Follower',
      },
      absences: {
        too_few_viewers: 'zu wenige Zuschauer',
        before_business_conversion: 'vor der Umstellung auf ein Geschäftskonto',
        unsupported: 'nicht unterstützt',
        hidden: 'verborgen',
        deprecated: 'abgeschafft',
        below_threshold: 'unter der Schwelle',
        not_crossposted: 'nicht auf Facebook geteilt',
        not_yet_available: 'noch nicht verfügbar',
        not_in_source: 'nicht in der Quelle',
        unreadable: 'nicht lesbar',
      },
      calendar: {
        fetched: { yes: 'abgerufen', no: 'verpasst' },
        weekday: 'Wochentag',
        title: (n, all) => `${f.count(n)} von ${f.count(all)} Tagen abgerufen`,
        definition: (days, n) =>
          `Kalendertage mit einer Follower-Zahl, die jede Nacht gelesen wird, seit der ersten; ${days}, n = ${f.count(n)} Tage.`,
        caveat:
          'Was die Plattform an einem verpassten Tag gesagt hat, lässt sich nicht nachfragen, außer dem, was sie aufbewahrt.',
        columns: { fetched: 'Tage abgerufen', missed: 'Tage verpasst' },
      },
      quarantine: 'Zeilen in Quarantäne',
      byRule: 'Zurückgestellte Zeilen nach Regel',
      absent: 'Werte, die die Quelle nicht liefert',
      byReason: 'Fehlende Werte nach Metrik und Grund',
    },
    method: {
      name: 'Methode',
      question: 'Wie wurde gerechnet?',
      run: (run) => `Lauf ${run}.`,
      age: {
        term: 'Gleiches Alter',
        text: (age) =>
          `Beiträge werden nach ihren Werten verglichen: ${age}. Jüngere Beiträge sind vorläufig und werden nie verglichen; Werte verschiedener Altersbasis werden nie gemischt.`,
      },
      interactions: {
        term: 'Interaktionen',
        none: 'In dieser Quelle nicht verfügbar.',
        text: (sum) => `Die Summe aus ${sum}. Beiträge, deren Quelle andere Zähler kennt, bleiben außen vor.`,
      },
      rate: {
        term: 'Engagement-Rate',
        text: (fewest) =>
          `Interaktionen geteilt durch Reichweite, je Beitrag; unter ${f.count(fewest)} erreichten Konten nicht berechnet.`,
      },
      reach: {
        term: 'Reichweite',
        text: 'Konten, die den Beitrag mindestens einmal gesehen haben. Reichweiten mehrerer Beiträge oder Tage dürfen nicht addiert werden.',
      },
      median: {
        term: 'Median und Intervall',
        text: '95-%-Konfidenzintervall um den mittleren Beitrag: unter 20 Beiträgen Student-t auf Logarithmen, so gedehnt, dass es den Median enthält; ab 20 Ordnungsstatistiken des Medians; unter 5 keines.',
      },
      change: {
        term: 'Veränderung',
        text: `Hodges-Lehmann-Verschiebung auf Logarithmen mit ihrem Rangintervall. „Gestiegen“ oder „gesunken“ verlangt 5 Beiträge auf beiden Seiten, ein Intervall ohne null und mindestens ${f.percent(0.05)}.`,
      },
      groups: {
        term: 'Formate, Zeitpunkt, Hashtags',
        text: `Zufällige Effekte nach der Momentenmethode: Gruppen werden umso stärker zum Mittel gezogen, je weniger Beiträge sie haben; ihre Intervalle lassen die Streuung zwischen den Gruppen so weit schwanken, wie die Daten es erlauben. Für Zeitpunkt und Hashtags werden zuerst der Effekt des Formats und der gleitende 28-Tage-Median herausgenommen, beworbene Beiträge bleiben außen vor. Ein Stundenblock wird nur genannt, wenn ein globaler F-Test p < ${f.plain(0.05)} ergibt, der Block den mittleren Block mit Wahrscheinlichkeit ${f.plain(0.9)} übertrifft, ${f.percent(0.05)} über dem durchschnittlichen Beitrag liegt und 5 Beiträge in 4 verschiedenen Wochen hat. Hashtags werden gemeinsam betrachtet (Ridge-Regression, sodass Beiträge mit mehreren für jeden zählen, so weit die anderen es zulassen); solche, die mehr als ${f.percent(0.8)} ihrer Beiträge teilen, zählen als einer. Ein Hashtag wird nur genannt, wenn ein globaler Permutationstest p < ${f.plain(0.05)} ergibt, sein Intervall die Null ausschließt und seine False-Discovery-Rate höchstens ${f.percent(0.1)} beträgt.`,
      },
      mix: {
        term: 'Mischung und innerhalb der Formate',
        text: `Die Veränderung einer Gesamtrate (aller Beiträge zusammen) wird zerlegt in das, was andere Anteile der Formate, und das, was andere Raten innerhalb der Formate bewirkt haben (Kitagawa, Mittel beider Reihenfolgen; Bootstrap über Beiträge). Wo alle Beiträge zusammen und die Beiträge innerhalb ihres Formats um ${f.percent(0.05)} oder mehr in entgegengesetzte Richtungen gingen, wird nur die Veränderung innerhalb der Formate genannt, bei der Mischung von 12 Monaten.`,
      },
      next: {
        term: 'Was als Nächstes',
        text: `Formate, Stundenblöcke und Hashtags mit ihrem Effekt m ± s, geordnet nach dem mittleren Gewinn, wenn ein Versuch die Wahrheit zeigte, E[max(0, Effekt)] (Wert vollkommener Information; Raiffa & Schlaifer 1961). Beiträge bis zum Wissen: zwei gleiche Hälften, Niveau ${f.percent(0.05)}, Teststärke ${f.percent(0.8)}, für den erwarteten Effekt, aber mindestens ${f.percent(0.1)}.`,
      },
      watchTime: {
        term: 'Wiedergabedauer',
        text: 'Der Durchschnitt der Plattform über alle, die ein Reel gesehen haben, Wiederholungen eingeschlossen, beim letzten Blick auf mindestens 7 Tage alte Reels; abgesprungen ist, wer in den ersten Sekunden geht.',
      },
      usual: {
        term: 'Üblicher Bereich',
        text: 'Quartile der Beiträge der 12 Monate bis zum Ende des Zeitraums, ohne die des Zeitraums selbst. Mitbewerber werden nur in Likes und Kommentaren verglichen, je Monat und Format, in gleichem Alter der Beiträge.',
      },
      outlook: {
        term: 'Ausblick',
        text: `Follower: letzte Zählung plus der gedämpfte Median des täglichen Zuwachses von 8 Wochen. Wochenmedian: Median von 8 Wochen oder die Woche des Vorjahres, wo diese näher lag. Die Bänder umfassen ${f.percent(0.8)} und ${f.percent(0.95)} der Fehler, die dasselbe Verfahren von jeder früheren Woche aus gemacht hat (konform). Gezeigt nur nach 12 Wochen und wo diese Fehler kleiner sind als die von „wie zuletzt“.`,
      },
      robustZ: {
        term: 'Robustes z',
        text: `Abstand vom Median des Formats, gemessen im ${f.plain(1.4826)}-Fachen der mittleren (Median) absoluten Abweichung, auf Logarithmen. Jenseits von ${f.plain(2.5)} heißt ein Beitrag ungewöhnlich.`,
      },
      stretches: {
        term: 'Zeitspannen',
        text: (history, year, zone) =>
          `Diagramme über die Zeit zeigen ${history}; Formate, Zeitpunkt und Hashtags verwenden ${year}. Tage sind Kalendertage in ${zone}.`,
      },
      missing: {
        term: 'Fehlend',
        text: 'Ein Strich bedeutet, dass die Quelle keinen Wert genannt hat. Fehlendes wird nie als null gezählt.',
      },
    },
  };
};
