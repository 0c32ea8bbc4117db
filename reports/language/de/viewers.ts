import type { Numbers } from '../../format.js';
import type { Terms } from '../en/terms.js';
import type { ViewerWords } from '../en/viewers.js';
import { capital, plurals } from '../grammar.js';

export const viewerWords = (f: Numbers, t: Terms): ViewerWords => {
  const plural = plurals(f.locale);
  return {
    reels: {
      name: 'Reels',
      question: 'Bleiben die Menschen bei den Reels?',
      age: 'beim letzten Blick, mindestens 7 Tage nach Veröffentlichung',
      unknown: 'Reels: Die Quelle sagt nicht, welche Beiträge Reels sind.',
      none: (days) => `Reels: keine veröffentlicht, ${days}.`,
      silent: (n, days) =>
        `Reels: Die Quelle sagt nicht, wie lange zugesehen wurde (${t.posts(n)}, ${days}).`,
      tooFew: (weeks, days) =>
        `Reels: vergleichbare in weniger als ${f.count(weeks)} Wochen, ${days}: zu wenige zum Zeichnen.`,
      shares: {
        title: (share) => `Die Hälfte der Reels wird mehr als ${share} ihrer Länge angesehen`,
        definition: (told) =>
          `Durchschnittliche Wiedergabedauer / Länge, ein Punkt je Reel, ${told.age}; dicke Linien: Median von Reels ähnlicher Länge; ${told.days}, n = ${t.posts(told.n)}, 95-%-Konfidenzintervall des Medians ${told.range}.`,
        caveat: `Die durchschnittliche Wiedergabedauer zählt Wiederholungen mit, ein Anteil kann also über ${f.percent(1)} liegen (gestrichelte Linie: die ganze Länge). Kurze Reels sieht man leichter zu Ende.`,
        newest: (n) => ` Gezeichnet sind die neuesten ${f.count(n)}.`,
        band: (from, to) => `${f.count(from)}–${f.count(to)} s`,
        lastBand: (from) => `ab ${f.count(from)} s`,
        lengthAxis: 'Länge des Reels',
        shareAxis: 'Angesehener Anteil der Länge',
        watched: (share) => `${share} angesehen`,
        columns: {
          length: 'Länge',
          watchTime: 'Durchschnittliche Wiedergabedauer',
          share: 'Angesehener Anteil',
        },
      },
      byWeek: {
        definition: (told) =>
          `${capital(told.name)}, Median der Reels je ISO-Woche: ${told.definition}, ${told.age}; ${told.days}, n = ${t.posts(told.n)}. Balken: 95-%-Konfidenzintervall.`,
        caveat: 'Hohle Punkte sind Wochen mit weniger als 5 Reels: ohne Intervall.',
      },
      lengthUnknown:
        'Wie lang die Reels sind, ist nicht bekannt: Die Quelle sagt es nicht. Ein höherer Wert kann also allein von längeren Reels kommen.',
      quarters: {
        unclear: (name, range) =>
          `Kein klarer Unterschied zwischen am längsten angesehenen und am schnellsten verlassenen Reels: ${name} (${range})`,
        clear: (name, change, range) =>
          `Am längsten angesehene Reels: ${name} ${change} (${range}) gegenüber den am schnellsten verlassenen`,
        definition: (told) =>
          `${capital(told.name)} (${told.definition}, ${told.age}), Median der Reels in vier Vierteln nach durchschnittlicher Wiedergabedauer; ${told.days}, n = ${t.posts(told.n)} ohne beworbene. Balken: 95-%-Konfidenzintervall.`,
        caveat:
          'Zusammenhang, nicht Ursache: Wer das Konto kennt, bleibt länger, und große Reichweite bringt Menschen, die es nicht kennen.',
        upTo: (seconds) => `bis ${f.seconds(seconds)}`,
        between: (low, high) => `${f.decimal(low)}–${f.seconds(high)}`,
        over: (seconds) => `über ${f.seconds(seconds)}`,
      },
    },
    stories: {
      name: 'Storys',
      question: 'Wo verlieren Storys ihr Publikum?',
      none: (days) =>
        `Storys: keine bekannt, ${days}. Exporte enthalten keine, und die Plattform nennt ihre Zahlen nur 24 Stunden lang.`,
      tooFew: (told) =>
        `Storys: weniger als ${f.count(told.days)} Tage mit mindestens zwei Bildern und ${f.count(told.viewers)} erreichten Konten, die ${f.count(told.hours)} bis 24 Stunden nach Veröffentlichung gelesen wurden.`,
      title: (position, share) => `Bild ${f.count(position)} erreichte ${share} des Publikums von Bild 1`,
      definition: (told) =>
        `Median über die Tage: Reichweite eines Bildes, geteilt durch die Reichweite des ersten Bildes am selben Tag, beim letzten Blick, ${f.count(told.hours)} bis 24 Stunden nach Veröffentlichung; ${told.days}, n = ${f.count(told.n)} Tage mit mindestens zwei Bildern. Band: 95-%-Konfidenzintervall. Balken: Median der Ausstiegsrate (Ausstiege / Reichweite des Bildes) mit 95-%-Konfidenzintervall.`,
      tapsForward:
        ' In der Tabelle auch: Median der Weitertipp-Rate (Tipper zum nächsten Bild / Reichweite des Bildes).',
      point: (position, share, exits, n) =>
        `Bild ${f.count(position)}: ${share}${exits === null ? '' : `, ${exits} steigen dort aus`}, n = ${f.count(n)}.`,
      caveat: (days) =>
        `Hohe Positionen gibt es nur an Tagen mit langen Storys; Positionen mit weniger als ${f.count(days)} Tagen sind weggelassen.`,
      shareAxis: 'Reichweite zum ersten Bild; Ausstiege',
      frameAxis: 'Bild des Tages',
      columns: {
        frame: 'Bild',
        reach: 'Relative Reichweite',
        exits: 'Ausstiegsrate (Median)',
        tapsForward: 'Weitertipp-Rate',
        low: `${f.percent(0.95)} unten`,
        high: `${f.percent(0.95)} oben`,
        days: 'Tage',
      },
    },
    audience: {
      name: 'Publikum',
      question: 'Wer folgt uns?',
      absent:
        'Publikum: keine demografischen Daten in dieser Quelle (die Plattform nennt sie ab 100 Followern).',
      genders: { F: 'Frauen', M: 'Männer', U: 'Ohne Angabe' },
      kinds: { followers: 'Follower', engaged: 'Menschen mit Interaktionen' },
      dimensions: {
        country: 'Land',
        city: 'Stadt',
        age: 'Alter',
        gender: 'Geschlecht',
        'age,gender': 'Alter und Geschlecht',
      },
      what: (kind, dimension) => `${kind} nach ${dimension}`,
      title: (group, share, what) => `${group}: ${share}, die größte Gruppe (${what})`,
      definition: (told) =>
        `${capital(told.what)}: Anteil an den Menschen, die die Plattform ausweist, ${told.day}, ${f.count(told.people)} Menschen${told.coverage === null ? '' : `, ${told.coverage} aller`}.`,
      largest: (n) => ` Die ${f.count(n)} größten Gruppen.`,
      ticks: ' Striche: Anteil an den Menschen, die in dem Monat interagiert haben.',
      caveat:
        'Die Plattform nennt nur ihre größten Gruppen; die Anteile am ganzen Publikum sind deshalb niedriger.',
      axis: 'Anteil an den ausgewiesenen Menschen',
      tip: (label, share, engaged) =>
        `${label}: ${share}${engaged === null ? '' : `; unter denen, die interagieren, ${engaged}`}`,
      columns: { people: 'Menschen', engaged: 'Anteil an Interagierenden', hour: 'Stunde' },
      online: {
        title: (hour, people) => `Die meisten Follower sind gegen ${hour} Uhr online: ${people}`,
        definition: (told) =>
          `Follower online nach Tagesstunde (${told.zone}), Mittel aus ${f.count(told.days)} ${plural(told.days, 'Tag', 'Tagen')}, ${told.span}.`,
        description: (told) =>
          `Am meisten um ${told.mostAt} Uhr mit ${told.most}, am wenigsten um ${told.fewestAt} Uhr mit ${told.fewest}.`,
        caveat:
          'Die Plattform zählt nach Stunden der US-Pazifikzeit, hier in die Zeitzone des Kontos verschoben. Wer online ist, sieht deshalb noch keinen Beitrag.',
        followers: 'Follower online',
      },
    },
  };
};
