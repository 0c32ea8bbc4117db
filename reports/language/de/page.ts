import type { Numbers } from '../../format.js';
import type { PageWords } from '../en/page.js';
import type { Terms } from '../en/terms.js';
import { capital, plurals } from '../grammar.js';

export const pageWords = (f: Numbers, t: Terms): PageWords => {
  const plural = plurals(f.locale);
  return {
    page: {
      skip: 'Zum Bericht springen',
      sections: 'Abschnitte',
      logo: 'Logo',
      foot: (run) =>
        `Erstellt mit Reachline aus dem Lauf ${run}. Diese Datei ist eine Momentaufnahme: Ihre Zahlen ändern sich nie.`,
    },
    header: {
      quality: 'Datenqualität',
      asOf: 'Stand',
      zone: 'Zeitzone',
      run: 'Lauf',
      zoneUnknown: (zone) => `${zone} (nicht bekannt)`,
      against: (days) => `gegenüber ${days}`,
      remarks: {
        settled: (day, days) =>
          `Beiträge nach dem ${day} waren bei der Zählung weniger als ${f.count(days)} Tage alt oder können es gewesen sein; der Zeitraum zählt von diesem Tag zurück.`,
        ageUnknown:
          'Die Datei sagt nicht, wann sie erstellt wurde; ihre letzten Beiträge können damals also jung gewesen sein. Deshalb wird keine Veränderung genannt. „reachline import --observed-at“ kann es angeben.',
        endsEarly: (day) =>
          `Die Daten dieses Kontos enden am ${day}; der Zeitraum zählt von diesem Tag zurück, nicht vom Stichtag.`,
        endsBefore: (day) => `Die Daten dieses Kontos enden am ${day}, vor dem Ende des Zeitraums.`,
        beginsLate: (day) =>
          `Die Daten dieses Kontos beginnen am ${day}; der Vergleichszeitraum ist deshalb nicht vollständig abgedeckt.`,
        unfinished: (day) =>
          `Der Zeitraum ist noch nicht zu Ende: Er wird bis zum ${day} gezeigt und mit ebenso vielen Tagen verglichen.`,
        noReach: (name, definition) =>
          `Diese Quelle kennt keine Reichweite. Hauptkennzahl: ${name} (${definition}).`,
        provisional: (n, all) =>
          `${f.count(n)} von ${f.count(all)} Beiträgen des Zeitraums ${plural(n, 'ist', 'sind')} vorläufig: zu jung für einen Vergleich. Werte der letzten 48 Stunden können sich noch ändern.`,
      },
    },
    summary: {
      question: 'Stehen wir besser oder schlechter da?',
      note: (age, days) =>
        `Werte der Beiträge: ${age}. Kleine Linien: Wochen, ${days}; graues Band: mittlere Hälfte der Wochen.`,
      spark: ', nach Wochen, mit dem üblichen Bereich',
      count: (n) => `n = ${t.posts(n)}; `,
      noDates: 'es sind keine Beiträge mit Datum bekannt',
      noPosts: 'Keine Beiträge im Zeitraum.',
      medianIs: (measure, value, n) => `${capital(measure)}: Median ${value} (n = ${f.count(n)}).`,
      noComparable: 'keine vergleichbaren Beiträge',
      tooSmall: (now, before) =>
        `n zu klein für einen Vergleich (${f.count(now)} gegenüber ${f.count(before)} Beiträgen)`,
      ageUnknown: 'nicht verglichen: Alter der Beiträge nicht bekannt',
      unclear: (range) => `keine klare Veränderung (${range})`,
      clear: (told) =>
        `${told.isWithin ? 'innerhalb der Formate ' : ''}um ${f.percent(told.change)} ${told.verdict === 'rose' ? 'gestiegen' : 'gesunken'} (${told.range})`,
      standing: (share, n, days) =>
        `höher als ${share} der ${f.count(n)} sich überlappenden Zeitspannen von ${f.count(days)} Tagen davor, innerhalb von 12 Monaten`,
      netFollowers: 'Follower netto',
      netDefinition: 'gewonnene minus verlorene Follower, aus täglichen Zählungen',
      notCovered: 'Follower-Zählungen decken den Zeitraum nicht ab',
      comparisonNotCovered: 'Zählungen decken den Vergleichszeitraum nicht ab',
      before: (value) => `${value} im Vergleichszeitraum`,
      cadence: 'Beiträge pro Woche',
      cadenceDefinition: 'im Feed veröffentlichte Beiträge je sieben Tage',
      beforeData: 'der Vergleichszeitraum beginnt vor den Daten',
    },
    figure: {
      dataFor: (title) => `Daten zu: ${title}`,
      data: (path) => `Daten: ${path}`,
      firstRows: (shown, all) =>
        ` (die ersten ${f.exact(shown)} von ${f.exact(all)} Zeilen; alle stehen in der CSV-Datei)`,
    },
    controls: {
      format: 'Format',
      all: 'Alle',
      save: 'Speichern',
      keys: 'Pfeiltasten führen von Punkt zu Punkt des Diagramms.',
      search: 'Texte und Daten durchsuchen',
      listed: '{shown} von {all} Beiträgen',
      more: 'Alle zeigen',
    },
    archive: {
      title: 'Berichte',
      none: 'Noch kein Bericht geschrieben.',
      count: (reports, accounts) =>
        `${plural(reports, 'Bericht', 'Berichte')} von ${f.count(accounts)} ${plural(accounts, 'Konto', 'Konten')}, neuester Zeitraum zuerst`,
      foot: 'SHA-256 ist die Prüfsumme der Berichtsseite; report.json neben jeder Seite enthält sie vollständig.',
      latest: 'Neuester Bericht',
      latestOf: (title) => ` von ${title}`,
      reportsOf: (title) => `Berichte von ${title}`,
      allAccounts: 'Alle Konten',
      overviews: 'Übersichten aller Konten',
      sideBySide: (n) => `${t.accounts(n)} nebeneinander`,
      columns: {
        period: 'Zeitraum',
        headline: 'Hauptaussage',
        quality: 'Datenqualität',
        accounts: 'Konten',
        asOf: 'Stand',
        size: 'Größe',
      },
    },
  };
};
