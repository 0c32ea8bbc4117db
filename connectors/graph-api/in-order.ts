/**
 * Runs several generators at once and yields their values as if they had run one after the other.
 *
 * The order of messages must not depend on the network, or reruns would differ; so each source may run ahead of its
 * turn, but only by `ahead` values, which bounds the memory. The next one starts when any of those running has ended,
 * whether or not it has had its turn; not more than `2 × concurrency` hold values back. When the consumer stops or a source throws at its turn, the
 * others are stopped as well; `abandon` is called first, to cut short what they wait for.
 */
export async function* inOrder<T>(
  sources: readonly (() => AsyncGenerator<T, void, void>)[],
  {
    concurrency,
    ahead,
    abandon,
  }: { readonly concurrency: number; readonly ahead: number; readonly abandon: () => void },
): AsyncGenerator<T, void, void> {
  const lanes: Lane<T>[] = [];
  let running = 0;
  let turn = 0;
  let stopping = false;
  const onEnd = () => {
    running--;
    startMore();
  };
  const startMore = () => {
    const most = Math.min(sources.length, turn + 2 * concurrency);
    while (!stopping && running < concurrency && lanes.length < most) {
      running++;
      lanes.push(lane(sources[lanes.length]!(), ahead, onEnd));
    }
  };
  try {
    for (; turn < sources.length; turn++) {
      startMore();
      yield* lanes[turn]!.values();
    }
  } finally {
    stopping = true;
    abandon();
    await Promise.all(lanes.map((running) => running.stop()));
  }
}

interface Lane<T> {
  values(): AsyncGenerator<T, void, void>;
  stop(): Promise<void>;
}

/** Starts a generator; `onEnd` hears when it has given its last value, taken or not. */
function lane<T>(source: AsyncGenerator<T, void, void>, ahead: number, onEnd: () => void): Lane<T> {
  const ready: T[] = [];
  let ended = false;
  let stopped = false;
  let failure: { readonly error: unknown } | null = null;
  let wake = () => {};
  const change = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  let changed = change();
  const notify = () => {
    const previous = wake;
    changed = change();
    previous();
  };

  const running = (async () => {
    try {
      for await (const value of source) {
        ready.push(value);
        notify();
        while (ready.length >= ahead && !stopped) await changed;
        if (stopped) return;
      }
    } catch (error) {
      failure = { error };
    } finally {
      ended = true;
      notify();
      onEnd();
    }
  })();

  return {
    async *values() {
      for (;;) {
        while (ready.length > 0) {
          const value = ready.shift()!;
          notify();
          yield value;
        }
        if (failure) throw failure.error;
        if (ended) return;
        await changed;
      }
    },
    async stop() {
      stopped = true;
      notify();
      await running;
    },
  };
}
