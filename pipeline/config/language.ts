/** Languages that reports are written in. */
export const reportLanguages = ['en', 'de', 'pt', 'es'] as const;
export type ReportLanguage = (typeof reportLanguages)[number];

/** The language of a BCP 47 locale, such as `pt` of `pt-BR`; null when reports know none of that name or it is no locale. */
export function reportLanguage(locale: string): ReportLanguage | null {
  try {
    const { language } = new Intl.Locale(locale);
    return reportLanguages.find((known) => known === language) ?? null;
  } catch {
    return null;
  }
}
