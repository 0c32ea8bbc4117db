/** A clock that moves only when told to. */
export interface Clock {
  /** The simulated time. */
  readonly now: () => Date;
  readonly set: (at: Date) => void;
  /** Moves on by `hours`; a negative number goes back. */
  readonly advance: (hours: number) => void;
}

/** A clock that stands at `start`. Its functions need no `this`, so they can be handed out one by one. */
export function createClock(start: Date): Clock {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    set: (to) => {
      at = to.getTime();
    },
    advance: (hours) => {
      at += hours * 3_600_000;
    },
  };
}
