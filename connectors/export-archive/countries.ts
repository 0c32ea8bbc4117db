import { plain } from './labels.js';

const languages = ['en', 'de', 'pt', 'fr', 'es', 'it'];
let codes: ReadonlyMap<string, string | null> | undefined;

/**
 * The ISO code of a country, as the API has it, from its name in one of the languages known; the name itself when it is
 * unknown or means two countries.
 */
export function countryCode(name: string): string {
  codes ??= namedCountries();
  return codes.get(plain(name)) ?? name;
}

/** Name → code; `null` when languages disagree. */
function namedCountries(): ReadonlyMap<string, string | null> {
  const named = new Map<string, string | null>();
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const pairs = letters.flatMap((first) => letters.map((second) => first + second));
  for (const language of languages) {
    const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
    for (const code of pairs) {
      const name = names.of(code);
      // regions of statistics and of old maps share names with countries
      if (name === undefined || new Intl.Locale(`und-${code}`).region !== code) continue;
      const key = plain(name);
      named.set(key, (named.get(key) ?? code) === code ? code : null);
    }
  }
  return named;
}
