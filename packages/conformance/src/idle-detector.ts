import type { LogDriver, Membership } from '@polylog/core/driver';

/**
 * Knows when calls over real sockets have gone as far as they can while the clock stands still, so that a test may move
 * it on. Client and server have to live in this process: then a request is done after some turns of the event loop, or
 * it is not going to be answered at all.
 */
export interface IdleDetector {
  /** The same driver, with its calls counted. */
  watch(driver: LogDriver): LogDriver;
  /** Resolves when no call is under way, apart from those that wait for memory or that nobody answers. */
  idle(): Promise<void>;
}

/** How many calls may follow one another out of promises alone. */
const SETTLED_TURNS = 16;
/** Without any progress for so long, in turns and in real time, a call counts as one that nobody answers. */
const SILENT_TURNS = 100;
const SILENT_MS = 30;

interface CallUnderWay {
  silent: boolean;
}

export function createIdleDetector(
  now: () => number = () => Number(process.hrtime.bigint() / 1_000_000n),
): IdleDetector {
  const underWay = new Set<CallUnderWay>();
  let progress = 0;

  const track = async <T>(run: (call: CallUnderWay) => Promise<T>): Promise<T> => {
    const call: CallUnderWay = { silent: false };
    underWay.add(call);
    progress++;
    try {
      return await run(call);
    } finally {
      underWay.delete(call);
      progress++;
    }
  };

  const watchMembership = (membership: Membership): Membership => ({
    guarantees: membership.guarantees,
    joinedAtMs: membership.joinedAtMs,
    ...(membership.startsByMs === undefined ? {} : { startsByMs: membership.startsByMs }),
    differences: membership.differences,
    heartbeat: (holding, options) => track(() => membership.heartbeat(holding, options)),
    checkpoints: (ids, options) => track(() => membership.checkpoints(ids, options)),
    save: (checkpoints, options) => track(() => membership.save(checkpoints, options)),
    leave: (options) => track(() => membership.leave(options)),
  });

  return {
    watch: (driver) => ({
      provider: driver.provider,
      limits: driver.limits,
      partitions: (options) => track(() => driver.partitions(options)),
      locate: (partitions, start, options) => track(() => driver.locate(partitions, start, options)),
      read: (partition, from, options) =>
        track((call) =>
          driver.read(partition, from, {
            ...options,
            async reserve(bytes) {
              call.silent = true;
              try {
                await options.reserve(bytes);
              } finally {
                call.silent = false;
                progress++;
              }
            },
          }),
        ),
      join: async (spec, options) => watchMembership(await track(() => driver.join(spec, options))),
      classify: (error) => driver.classify(error),
      close: async () => driver.close?.(),
    }),
    async idle() {
      let seen = progress;
      let turns = 0;
      let since = now();
      for (;;) {
        await new Promise<void>((resolve) => setImmediate(resolve));
        if (progress !== seen) {
          seen = progress;
          turns = 0;
          since = now();
          continue;
        }
        turns++;
        const waiting = [...underWay].filter(({ silent }) => !silent);
        if (waiting.length === 0 && turns >= SETTLED_TURNS) return;
        if (waiting.length > 0 && turns >= SILENT_TURNS && now() - since >= SILENT_MS) {
          for (const call of waiting) call.silent = true;
          progress++;
        }
      }
    },
  };
}
