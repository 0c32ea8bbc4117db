const hourMs = 3_600_000;

/** The platform answers an account about so many different hashtags in any seven days. Source: Hashtag Search reference. */
const mostHashtags = 30;
// An hour more than the platform's: a hashtag is written down a little before it is asked for.
const windowMs = 7 * 24 * hourMs + hourMs;

/** What is remembered of a hashtag. Times are ISO 8601 in UTC. */
export interface HashtagEntry {
  /** The platform's id, which never changes; `null` until it is known. */
  readonly id: string | null;
  /** The latest moment at which it may have been asked for. */
  readonly asked_at: string;
  /** The platform has answered about it before. */
  readonly answered: boolean;
  /** UTC day until which it is not asked for, because the platform refused it; `null` when it did not. */
  readonly refused_until: string | null;
}

/** Which hashtags an account has asked for, by name. */
export interface HashtagLedger {
  readonly hashtags: Readonly<Record<string, HashtagEntry>>;
  /** No hashtag is asked for before this, because the platform said that the budget is used up; `null` when it did not. */
  readonly closed_until: string | null;
}

export const emptyLedger: HashtagLedger = { hashtags: {}, closed_until: null };

/** A hashtag that the platform says has been asked for in the last seven days, by whatever tool. */
export interface SpentHashtag {
  readonly id: string;
  /** `null` when the platform does not tell. */
  readonly name: string | null;
}

export interface Allotment {
  /** Wanted ones that may be asked for now, in the order wanted. */
  readonly granted: readonly string[];
  readonly waiting: readonly string[];
  /** When a slot is free again; `null` when nothing waits. By then at the latest, where other tools hold the slots. */
  readonly freeAt: Date | null;
}

/** What is remembered of a hashtag, which may be called `constructor`. */
export function entryOf({ hashtags }: HashtagLedger, name: string): HashtagEntry | undefined {
  return Object.hasOwn(hashtags, name) ? hashtags[name] : undefined;
}

/** When what is asked for now leaves the window. */
export function endOfWindow(at: Date): Date {
  return new Date(at.getTime() + windowMs);
}

/** Whether one of the wanted hashtags needs a slot, and one may be free: then it matters what other tools have spent. */
export function needsSlots(ledger: HashtagLedger, wanted: readonly string[], now: Date): boolean {
  const held = heldIn(ledger, now);
  return held.size < mostHashtags && wanted.some((name) => !held.has(name));
}

/**
 * Which of the wanted hashtags may be asked for: those that hold a slot anyway, then as many others as there are slots. The
 * ledger counts from the last request and not from the first, so it holds in any seven days, however the platform counts.
 */
export function allot(
  ledger: HashtagLedger,
  wanted: readonly string[],
  spent: readonly SpentHashtag[],
  now: Date,
): Allotment {
  const held = heldIn(ledger, now);
  const ids = new Set([...held].map((name) => entryOf(ledger, name)?.id));
  const others = spent.filter(({ id }) => !ids.has(id));
  // Asked for by another tool, or before the ledger was lost: asking again takes no further slot.
  const isSpent = (name: string) =>
    others.some((other) => other.name?.toLowerCase() === name || other.id === entryOf(ledger, name)?.id);
  let free = mostHashtags - held.size - others.length;
  const granted = wanted.filter((name) => held.has(name) || isSpent(name) || free-- > 0);
  const waiting = wanted.filter((name) => !granted.includes(name));
  return { granted, waiting, freeAt: waiting.length > 0 ? nextFree(ledger, wanted, now) : null };
}

/** Hashtags that count against the window. */
function heldIn({ hashtags }: HashtagLedger, now: Date): ReadonlySet<string> {
  return new Set(Object.keys(hashtags).filter((name) => endOfSlot(hashtags[name]!) > now));
}

/** A hashtag that is still wanted keeps its slot: it is asked for every night. */
function nextFree(ledger: HashtagLedger, wanted: readonly string[], now: Date): Date {
  const ends = [...heldIn(ledger, now)]
    .filter((name) => !wanted.includes(name))
    .map((name) => endOfSlot(ledger.hashtags[name]!).getTime());
  return new Date(Math.min(endOfWindow(now).getTime(), ...ends));
}

const endOfSlot = ({ asked_at }: HashtagEntry): Date => endOfWindow(new Date(asked_at));
