import { type Json, listOf, numberOf, objectOf, parseJson } from '../http/json.js';

/** How much of the call budget is used, in percent (100 is throttled), and the wait that the platform announces. */
export interface Usage {
  readonly percent: number;
  readonly regainMinutes: number;
}

const none: Usage = { percent: 0, regainMinutes: 0 };

/**
 * The worst of `X-Business-Use-Case-Usage` (an object of arrays, one entry per limit), `X-App-Usage` and `X-Page-Usage` (one entry each).
 * Unreadable headers count as no usage.
 */
export function usageIn(headers: Readonly<Record<string, string>>): Usage {
  const business = Object.values(objectOf(headerJson(headers['x-business-use-case-usage']))).flatMap(
    (entries) => listOf(entries),
  );
  const others = ['x-app-usage', 'x-page-usage'].map((name) => headerJson(headers[name]));
  return [...business, ...others].map(usageOf).reduce(
    (worst, next) => ({
      percent: Math.max(worst.percent, next.percent),
      regainMinutes: Math.max(worst.regainMinutes, next.regainMinutes),
    }),
    none,
  );
}

function usageOf(entry: Json | undefined): Usage {
  const { call_count, total_time, total_cputime, estimated_time_to_regain_access } = objectOf(entry);
  return {
    percent: Math.max(...[call_count, total_time, total_cputime].map((value) => numberOf(value) ?? 0)),
    regainMinutes: numberOf(estimated_time_to_regain_access) ?? 0,
  };
}

function headerJson(header: string | undefined): Json | undefined {
  try {
    return header === undefined ? undefined : parseJson(header);
  } catch {
    return undefined;
  }
}
