import { uploadedAt } from '../identity.js';
import { instantOf, type Moment } from './dates.js';

/** The zone of a file's zone-less times, and why. */
export interface Clock {
  /** IANA name, or an offset like `-03:00`. */
  readonly zone: string;
  readonly basis: 'stated' | 'default' | 'verified by permalinks' | 'derived from permalinks';
  /** Rows whose permalink tells the upload time; the evidence. */
  readonly rows: number;
  /** The part of them, 0 to 1, whose time in `zone` follows the upload within 15 minutes. */
  readonly agree: number;
  /** The account's zone where the offset is a whole hour and was derived; else `null`. */
  readonly account_zone: string | null;
  /** Something the user should hear; `null` when all is well. */
  readonly warning: string | null;
}

/** A zone that the user named. */
export interface StatedZone {
  readonly zone: string;
  /** Said of this column of times. Otherwise it is the account's zone, which the file's clock need not share. */
  readonly certain: boolean;
}

const minute = 60_000;
/** Fewer rows are no evidence. */
const fewest = 20;
/** Enough to tell two named zones apart. */
const fewestForTwo = 3;
/** More rows add nothing. */
const most = 5000;
/** All offsets in use, in minutes east of UTC. */
const offsets = Array.from({ length: (14 + 12) * 4 + 1 }, (_, index) => index * 15 - 12 * 60);

/**
 * Collects evidence for the zone of zone-less times. A permalink holds the time of upload; publication follows it,
 * most often at once, and never precedes it by more than clocks differ.
 */
export class ClockEvidence {
  readonly #candidates: readonly string[];
  readonly #agree = new Map<string, number>();
  readonly #byOffset = new Map<number, number>();
  #rows = 0;
  #days = 0;
  #sameDay = 0;

  /** `candidates`: the zones with a claim: the stated one, the default. */
  constructor(candidates: readonly string[]) {
    this.#candidates = candidates;
  }

  add(moment: Moment, shortcode: string): void {
    const upload = uploadedAt(shortcode)?.getTime();
    if (upload === undefined || this.#days >= most) return;
    this.#days += 1;
    if (Math.abs(moment.wall - upload) < 36 * 60 * minute) this.#sameDay += 1;
    if (moment.offset !== null || !moment.timed) return;
    this.#rows += 1;
    for (const zone of this.#candidates) {
      if (follows(instantOf(moment, zone).getTime(), upload)) {
        this.#agree.set(zone, (this.#agree.get(zone) ?? 0) + 1);
      }
    }
    const ahead = moment.wall - upload;
    for (const offset of offsets) {
      if (follows(ahead - offset * minute, 0))
        this.#byOffset.set(offset, (this.#byOffset.get(offset) ?? 0) + 1);
    }
  }

  /** The part of the rows, 0 to 1, whose day is about the day of upload. A few rows suffice: chance is not that exact. */
  sameDay(): number {
    return this.#days === 0 ? 0 : this.#sameDay / this.#days;
  }

  /**
   * Decides. A zone stated for the column always wins. The account's zone wins unless the permalinks clearly show another.
   * `fallback` is what files of this kind usually hold.
   */
  decide(stated: StatedZone | null, fallback: string): Clock {
    const rows = this.#rows;
    const share = (zone: string) => (rows === 0 ? 0 : (this.#agree.get(zone) ?? 0) / rows);
    const [best, second] = this.#ranked();
    const evident = rows >= fewest;
    const better = evident && best !== undefined && best.share >= 0.6 ? best : null;
    if (stated !== null) {
      const agree = share(stated.zone);
      const shown = this.#shown(agree, fallback, share(fallback), better);
      if (shown === null || stated.certain) {
        const warning = shown === null ? null : this.#contradiction(stated.zone, agree, shown);
        return { zone: stated.zone, basis: 'stated', rows, agree, account_zone: null, warning };
      }
      const warning =
        `${this.#contradiction(stated.zone, agree, shown)}; the times are read in ${shown.zone}, and ` +
        `${stated.zone} is taken as the zone of the account`;
      return { zone: shown.zone, basis: shown.basis, rows, agree: shown.share, account_zone: null, warning };
    }
    if (evident && share(fallback) >= 0.5) {
      const agree = share(fallback);
      const basis = 'verified by permalinks';
      return { zone: fallback, basis, rows, agree, account_zone: null, warning: null };
    }
    if (better) {
      const { offset, share: agree } = better;
      const basis = 'derived from permalinks';
      return {
        zone: zoneOfOffset(offset),
        basis,
        rows,
        agree,
        account_zone: accountZone(offset),
        warning: null,
      };
    }
    const why = evident
      ? `it fits ${percent(share(fallback))} of ${rows} permalinks`
      : `${rows} permalinks tell a time`;
    const saving = evident && best && second ? daylightSaving(best, second) : '';
    const warning =
      `the zone of the times could not be verified (${why}), ${fallback} is assumed${saving}; ` +
      'name the zone with --timezone';
    return { zone: fallback, basis: 'default', rows, agree: share(fallback), account_zone: null, warning };
  }

  /** The zone that the permalinks show when they clearly do not show the stated one, which `agree` of them fit. */
  #shown(agree: number, fallback: string, fallbackAgree: number, better: Fit | null) {
    if (agree >= 0.2 || this.#rows < fewestForTwo) return null;
    if (fallbackAgree >= (this.#rows >= fewest ? 0.5 : 0.8)) {
      return { zone: fallback, share: fallbackAgree, basis: 'verified by permalinks' as const };
    }
    return (
      better && {
        zone: zoneOfOffset(better.offset),
        share: better.share,
        basis: 'derived from permalinks' as const,
      }
    );
  }

  #contradiction(stated: string, agree: number, shown: { zone: string; share: number }): string {
    return `the stated zone ${stated} fits ${percent(agree)} of ${this.#rows} permalinks, ${shown.zone} fits ${percent(shown.share)}`;
  }

  /** Offsets by agreement; among equals the whole hour, then the one nearest to UTC. */
  #ranked(): Fit[] {
    return [...this.#byOffset]
      .map(([offset, agree]) => ({ offset, share: agree / this.#rows }))
      .sort(
        (a, b) =>
          b.share - a.share ||
          Math.abs(a.offset % 60) - Math.abs(b.offset % 60) ||
          Math.abs(a.offset) - Math.abs(b.offset) ||
          a.offset - b.offset,
      );
  }
}

/** An offset, in minutes east of UTC, and the part of the rows that it explains. */
interface Fit {
  readonly offset: number;
  readonly share: number;
}

/** Words for two offsets an hour apart that share the rows between them; empty for anything else. */
function daylightSaving(best: Fit, second: Fit): string {
  if (best.share + second.share < 0.6 || Math.abs(best.offset - second.offset) !== 60) return '';
  const said = ({ offset, share }: Fit) => `${zoneOfOffset(offset)} fits ${percent(share)}`;
  return `; ${said(best)}, ${said(second)}, as in a zone with daylight saving`;
}

function follows(time: number, upload: number): boolean {
  return time - upload >= -2 * minute && time - upload <= 15 * minute;
}

function zoneOfOffset(offset: number): string {
  if (offset === 0) return 'UTC';
  const size = Math.abs(offset);
  const hours = String(Math.floor(size / 60)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${hours}:${String(size % 60).padStart(2, '0')}`;
}

/** `Etc/GMT+3` is three hours *behind* UTC: the sign of these names is inverted. */
function accountZone(offset: number): string | null {
  if (offset === 0 || offset % 60 !== 0) return null;
  return `Etc/GMT${offset < 0 ? '+' : '-'}${Math.abs(offset) / 60}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
