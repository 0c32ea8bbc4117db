import type { Numbers } from '../../format.js';
import type { Terms } from '../en/terms.js';
import { capital, plurals } from '../grammar.js';

/** Measures stand in many sentences, so these are built without articles and verbs that would have to agree with them. */
export const terms = (f: Numbers): Terms => {
  const plural = plurals(f.locale);
  const range = (low: string, high: string) => `${low} bis ${high}`;
  const versus = (now: number, before: number) =>
    `n = ${f.count(now)} gegenüber ${f.count(before)} Beiträgen`;
  const moved = (verdict: 'rose' | 'fell') => (verdict === 'rose' ? 'gestiegen' : 'gesunken');
  const instead = (crude: number) =>
    `über alle Formate zusammen um ${f.percent(crude)} ${moved(crude > 0 ? 'rose' : 'fell')}, weil sich ihre Mischung geändert hat`;
  return {
    posts: (n) => `${f.count(n)} ${plural(n, 'Beitrag', 'Beiträge')}`,
    accounts: (n) => `${f.count(n)} ${plural(n, 'Konto', 'Konten')}`,
    range,
    interval: (low, high) => `${f.percent(0.95)}: ${range(low, high)}`,
    perThousand: (value) => `${value} je ${f.exact(1000)}`,
    hours: (from, to) => `${from}–${to} Uhr`,
    weekFrom: (day) => `Woche ab ${day}`,
    logScale: (title) => `${title} (log)`,
    medianOf: (measure) => `${capital(measure)} (Median)`,
    unknown: 'nicht bekannt',
    notAvailable: 'nicht verfügbar',
    provisional: 'vorläufig',
    levels: { good: 'gut', fair: 'mäßig', limited: 'eingeschränkt' },
    formats: {
      reel: 'Reel',
      carousel: 'Karussell',
      image: 'Bild',
      video: 'Video',
      unknown: 'Format unbekannt',
    },
    postsOf: {
      reel: 'Reels',
      carousel: 'Karussells',
      image: 'Bilder',
      video: 'Videos',
      unknown: 'Beiträge unbekannten Formats',
    },
    ageBasis: { fixed: 'gleiches Alter', lifetime: 'Endstand', provisional: 'vorläufig' },
    ages: {
      fixed: '7 Tage nach Veröffentlichung',
      lifetime: 'Endstand, frühestens 28 Tage nach Veröffentlichung gesehen',
    },
    measures: {
      reach: {
        name: 'Reichweite je Beitrag',
        definition: 'Konten, die den Beitrag mindestens einmal gesehen haben',
      },
      interactions: 'Interaktionen',
      rate: (sum) => ({ name: 'Engagement-Rate', definition: `(${sum}) / Reichweite` }),
      perPost: (sum) => ({ name: 'Interaktionen je Beitrag', definition: sum }),
      perReach: (counter) => `${counter} / Reichweite`,
      counters: {
        likes: { name: 'Likes', rate: 'Like-Rate', perPost: 'Likes je Beitrag' },
        comments: { name: 'Kommentare', rate: 'Kommentarrate', perPost: 'Kommentare je Beitrag' },
        saves: { name: 'Speicherungen', rate: 'Speicherrate', perPost: 'Speicherungen je Beitrag' },
        shares: { name: 'Teilungen', rate: 'Teilungsrate', perPost: 'Teilungen je Beitrag' },
      },
      watchTime: {
        name: 'durchschnittliche Wiedergabedauer',
        definition: 'Sekunden, die jemand zusieht, Wiederholungen eingeschlossen',
      },
      skipRate: {
        name: 'Absprungrate',
        definition: 'in den ersten Sekunden Abgesprungene / alle, die angesehen haben',
      },
    },
    comparison: {
      tooFew: ({ name, now, before }) =>
        `Zu wenige Beiträge für einen Vergleich: ${name}, jetzt ${f.count(now)}, davor ${f.count(before)}.`,
      ageUnknown: (name) =>
        `Kein Vergleich: ${name}. Wie alt die Beiträge bei der Zählung waren, ist nicht bekannt.`,
      unclear: ({ name, range: ends }) => `Keine klare Veränderung: ${name} (${ends}).`,
      clear: (told) =>
        `${capital(told.name)} um ${f.percent(told.change)} ${moved(told.verdict)} (${told.range}) auf ${told.value}, ${versus(told.now, told.before)}.`,
      unclearWithin: (told) =>
        `Innerhalb der Formate keine klare Veränderung: ${told.name} (${told.range}), ${versus(told.now, told.before)}; ${instead(told.crude)}.`,
      clearWithin: (told) =>
        `Innerhalb der Formate: ${told.name} um ${f.percent(told.change)} ${moved(told.verdict)} (${told.range}), ${versus(told.now, told.before)}; ${instead(told.crude)}.`,
      moved: (name, verdict, change) => `${capital(name)} um ${f.percent(change)} ${moved(verdict)}`,
    },
    columns: {
      day: 'Tag',
      weekFrom: 'Woche ab',
      posts: 'Beiträge',
      reels: 'Reels',
      median: 'Median',
      low: `${f.percent(0.95)} unten`,
      high: `${f.percent(0.95)} oben`,
      format: 'Format',
      account: 'Konto',
      share: 'Anteil',
      effect: 'Effekt, geschrumpft',
      robustZ: 'Robustes z',
    },
  };
};
