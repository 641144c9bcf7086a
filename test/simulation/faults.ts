import type { CallOptions, Clock, ErrorCode } from '@polylog/core/driver';
import type { CoreUnderTest } from './core-under-test.js';
import type { CallName, FaultKind } from './schedule.js';

export interface Fault {
  readonly call: CallName;
  readonly how: FaultKind;
  readonly code: ErrorCode;
  readonly times: number;
  /** How long a late answer takes, milliseconds. */
  readonly delayMs: number;
  /** Only calls of this member's process. */
  readonly run: number | undefined;
}

/** What goes wrong with calls, of one member's or of all. */
export interface Faults {
  /** Returns what takes it back: calls that hang then go on. */
  add(fault: Fault): () => void;
  clear(): void;
  /** Makes a call under whatever fault applies to it. */
  apply<T>(call: CallName, run: number, options: CallOptions, send: () => Promise<T>): Promise<T>;
}

interface Active {
  readonly fault: Fault;
  left: number;
  readonly lifted: Promise<void>;
  readonly lift: () => void;
}

export function createFaults({ testing }: CoreUnderTest, world: Clock, onStrike: (what: string) => void): Faults {
  const active = new Set<Active>();

  const strike = (call: CallName, run: number): Active | undefined => {
    for (const each of active) {
      if (each.fault.call !== call || each.left <= 0) continue;
      if (each.fault.run !== undefined && each.fault.run !== run) continue;
      each.left--;
      onStrike(`call ${each.fault.how}`);
      return each;
    }
    return undefined;
  };

  /** Until `until` settles, the caller's patience is over, or it does not want to know any more. */
  const wait = (until: Promise<void>, { signal, timeoutMs }: CallOptions): Promise<void> =>
    new Promise((resolve, reject) => {
      const onAbort = (): void => {
        cancel();
        reject(signal.reason as Error);
      };
      const cancel =
        timeoutMs === undefined
          ? (): void => undefined
          : world.schedule(timeoutMs, () => {
              signal.removeEventListener('abort', onAbort);
              reject(new testing.MemoryLogError({ code: 'unavailable', message: `No answer within ${timeoutMs} ms.` }));
            });
      signal.addEventListener('abort', onAbort, { once: true });
      void until.then(() => {
        cancel();
        signal.removeEventListener('abort', onAbort);
        resolve();
      });
    });

  return {
    add(fault) {
      let lift!: () => void;
      const lifted = new Promise<void>((resolve) => {
        lift = resolve;
      });
      const entry: Active = { fault, left: fault.times, lifted, lift };
      active.add(entry);
      return () => {
        active.delete(entry);
        lift();
      };
    },
    clear() {
      for (const { lift } of active) lift();
      active.clear();
    },
    async apply(call, run, options, send) {
      options.signal.throwIfAborted();
      const struck = strike(call, run);
      if (!struck) return send();
      const { how, code, delayMs } = struck.fault;
      switch (how) {
        case 'fail':
          throw new testing.MemoryLogError({ code });
        case 'lost':
          await send();
          throw new testing.MemoryLogError({ code });
        case 'hang':
          await wait(struck.lifted, options);
          return send();
        case 'late': {
          const answer = await send();
          const arrived = new Promise<void>((resolve) => void world.schedule(delayMs, resolve));
          await wait(arrived, options);
          return answer;
        }
        default:
          throw how satisfies never;
      }
    },
  };
}
