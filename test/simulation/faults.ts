import type { CallOptions, Clock, ErrorCode } from '@polylog/core/driver';
import type { CallName, FaultKind } from './schedule.js';
import type { Exchange } from './simulated-log.js';

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
  /** Makes an exchange under whatever fault applies to it. */
  apply<T>(call: CallName, run: number, options: CallOptions, exchange: Exchange<T>): Promise<T>;
}

interface Active {
  readonly fault: Fault;
  left: number;
  readonly lifted: Promise<void>;
  readonly lift: () => void;
}

export function createFaults(world: Clock, onStrike: (what: string) => void): Faults {
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
  const wait = (
    until: Promise<void>,
    { signal, timeoutMs }: CallOptions,
    silent: Exchange<unknown>['silent'],
  ): Promise<void> =>
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
              reject(silent(timeoutMs));
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
    async apply(call, run, options, { send, refused, lost, silent }) {
      options.signal.throwIfAborted();
      const struck = strike(call, run);
      if (!struck) return send();
      const { how, code, delayMs } = struck.fault;
      switch (how) {
        case 'fail':
          return refused(code);
        case 'lost':
          await send();
          throw lost(code);
        case 'hang':
          await wait(struck.lifted, options, silent);
          return send();
        case 'late': {
          const answer = await send();
          const arrived = new Promise<void>((resolve) => void world.schedule(delayMs, resolve));
          await wait(arrived, options, silent);
          return answer;
        }
        default:
          throw how satisfies never;
      }
    },
  };
}
