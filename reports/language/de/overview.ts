import type { Numbers } from '../../format.js';
import type { OverviewWords } from '../en/overview.js';
import type { Terms } from '../en/terms.js';
import { plurals } from '../grammar.js';

export const overviewWords = (f: Numbers, t: Terms): OverviewWords => {
  const plural = plurals(f.locale);
  return {
    overview: {
      title: 'Alle Konten',
      skip: 'Zur Übersicht springen',
      foot: (n) =>
        `Erstellt mit Reachline aus den Berichten von ${t.accounts(n)}. Diese Datei ist eine Momentaufnahme: Ihre Zahlen ändern sich nie.`,
      lastDays: (days) => `Letzte ${days} Tage`,
      against: 'jedes Konto gegenüber seinem eigenen Zeitraum davor',
      accounts: 'Konten',
      level: (n, level) => `${f.count(n)} ${level}`,
      daysDiffer:
        'Die Tage der Konten unterscheiden sich, wegen ihrer Zeitzonen oder weil die Daten einiger früher enden; welche Tage für welches Konto gelten, steht in der Tabelle.',
      tiles: {
        question: 'Wie steht das typische Konto da?',
        definition: (n, definition) => `n = ${t.accounts(n)}; ${definition}`,
        note: 'Median über die Konten aus dem jeweils eigenen Wert; Beiträge verschiedener Konten werden nie zusammengeworfen. Nicht jedes Konto misst alles gleich: Jede Kachel zählt die, die es tun.',
        rose: (n) => `${f.count(n)} gestiegen`,
        fell: (n) => `${f.count(n)} gesunken`,
        unclear: (n) => `${f.count(n)} ohne klare Veränderung`,
        spread: (lowest, highest) => `Konten von ${t.range(lowest, highest)}`,
      },
      table: {
        question: 'Wie steht jedes Konto da?',
        name: 'Kennzahlen nach Konto',
        quality: 'Datenqualität:',
        note: 'Nach Namen, nicht nach Rang; jedes führt zu seinem eigenen Bericht. Ein Strich: Das Konto hat keinen solchen Wert. Wo Konten dasselbe auf mehrere Arten messen, nennt die Zelle die Art; nur was gleich gemessen ist, teilt sich einen Median und ein Diagramm.',
      },
      comparison: {
        name: 'Vergleich',
        question: 'Wie stehen die Konten nebeneinander?',
        title: (label, way) => `${label} nach Konto${way === null ? '' : `: ${way}`}`,
        definition: (told) =>
          `${told.definition}, ${told.age}; Median über die Beiträge jedes Kontos mit seinem 95-%-Konfidenzintervall, n = ${t.accounts(told.n)}. Linie: der Median der Kontomediane, ${told.median}.`,
        caveat:
          'Konten unterscheiden sich in Publikum und Thema: Ein höherer Wert ist keine bessere Arbeit. Eine Rangfolge wird nicht behauptet.',
        atZero: (n) =>
          ` ${t.accounts(n)} bei null ${plural(n, 'lässt', 'lassen')} sich auf einer logarithmischen Skala nicht zeichnen.`,
        low: `Unten (${f.percent(0.95)})`,
        high: `Oben (${f.percent(0.95)})`,
      },
      headline: {
        alone: (n) => `${t.accounts(n)}, jedes auf seine eigene Art gemessen.`,
        typical: (told) =>
          `${told.label}, typisches Konto: ${told.value} (n = ${t.accounts(told.n)}${told.changes === '' ? '' : `: ${told.changes}`}).`,
      },
      method: {
        question: 'Wie wurde gerechnet?',
        vote: {
          term: 'Ein Konto, eine Stimme',
          text: 'Die Übersicht nimmt den Median der Beiträge jedes Kontos und dann den Median dieser Mediane. Würden die Beiträge zusammengeworfen, entschiede das Konto, das am meisten veröffentlicht, und ein Wechsel darin, wer veröffentlicht, sähe aus wie ein Wechsel der Ergebnisse (Simpson-Paradoxon).',
        },
        intervals: {
          term: 'Intervalle',
          text: 'Die der Konten stammen aus ihren Berichten. Die des Medians über die Konten: Ordnungsstatistiken ab sechs Konten; darunter das niedrigste und das höchste Konto.',
        },
        changes: {
          term: 'Veränderungen',
          text: `Gezählt aus den eigenen Berichten der Konten: „gestiegen“ und „gesunken“ haben dort die Schwellen bestanden (5 Beiträge auf beiden Seiten, ein 95-%-Konfidenzintervall ohne null, mindestens ${f.percent(0.05)}).`,
        },
        alike: {
          term: 'Gleich gemessen',
          text: 'Nur Werte mit denselben Zählern, demselben Nenner und demselben Alter der Beiträge kommen in einen Median, eine Spalte und ein Diagramm.',
        },
        runs: 'Läufe',
      },
    },
  };
};
