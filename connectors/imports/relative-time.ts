const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Words without accents → what they count, in ms; months are counted by the calendar. */
const units: readonly (readonly [names: string, length: number | 'month' | 'year'])[] = [
  ['s sec secs second seconds seg segundo segundos sek sekunde sekunden seconde secondes', 1000],
  ['m min mins minute minutes minuto minutos minuten', minute],
  ['h hr hrs hour hours hora horas std stunde stunden heure heures', hour],
  ['d day days dia dias tag tage tagen j jour jours', day],
  ['w wk wks week weeks sem semana semanas woche wochen semaine semaines', 7 * day],
  ['mo month months mes meses monat monate monaten mois', 'month'],
  ['y yr yrs year years ano anos jahr jahre jahren an ans', 'year'],
];
const lengths = new Map(units.flatMap(([names, length]) => names.split(' ').map((name) => [name, length])));

const ones = /^(?:an?|one|uma?|una?|une|ein|eine[mnr]?)$/;
const shape = /^(?:(?:ha|hace|vor|il y a)\s+)?(?:(\d{1,4})\s*|([a-z]+)\s+)([a-z]+)\.?(?:\s+(?:ago|atras))?$/;

/**
 * What a time like `2 days ago`, `há 3 horas`, `vor einer Woche`, `5w` or `yesterday` is, counted back from `now`; `null` for
 * any other text. It is as exact as its unit.
 */
export function timeBefore(cell: string, now: Date): Date | null {
  const words = cell.trim().toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
  if (/^(?:just now|now|agora(?: mesmo)?|jetzt|gerade eben|ahora|a l'instant)$/.test(words)) return now;
  if (/^(?:today|hoje|heute|hoy|aujourd'hui)$/.test(words)) return now;
  if (/^(?:yesterday|ontem|gestern|ayer|hier)$/.test(words)) return new Date(now.getTime() - day);
  const [, digits, word, unit = ''] = words.match(shape) ?? [];
  const length = lengths.get(unit);
  if (length === undefined) return null;
  if (digits === undefined && !ones.test(word ?? '')) return null;
  const times = digits === undefined ? 1 : Number(digits);
  if (typeof length === 'number') return new Date(now.getTime() - times * length);
  const then = new Date(now);
  then.setUTCMonth(then.getUTCMonth() - times * (length === 'year' ? 12 : 1));
  return then;
}
