import type { CallOptions, Failure } from '../driver.js';
import { type Clock, sleep } from '../flow/clock.js';
import { unlessAborted } from '../flow/deferred.js';

/** The calls of the seam that a fault can hit. */
export type MemoryCall =
  | 'partitions'
  | 'locate'
  | 'read'
  | 'join'
  | 'heartbeat'
  | 'checkpoints'
  | 'save'
  | 'leave'
  /** Any call of a group admin. */
  | 'admin';

export interface MemoryFault {
  readonly call: MemoryCall;
  /** Only this member's calls. */
  readonly member?: string;
  /** Only calls that name this partition. */
  readonly partition?: string;
  /** How often it strikes. @defaultValue for ever */
  readonly times?: number;
  /**
   * `fail`: the call does nothing and fails. `lose-answer`: it takes effect, and then fails. `hang`: it never answers, and
   * fails as `unavailable` only where the caller gave a `timeoutMs`.
   */
  readonly action:
    | { readonly kind: 'fail' | 'lose-answer'; readonly failure: Partial<Failure> & Pick<Failure, 'code'> }
    | { readonly kind: 'hang' };
}

/** What a memory driver throws; its `classify` gives the failure back. */
export class MemoryLogError extends Error {
  readonly failure: Failure;

  constructor(failure: Partial<Failure> & Pick<Failure, 'code'>) {
    super(failure.message ?? `The memory log failed as "${failure.code}".`);
    this.name = 'MemoryLogError';
    this.failure = { scope: 'call', ...failure, message: this.message };
  }
}

export interface MemoryFaults {
  /** Returns a function that takes the fault back; calls that hang then go on. */
  add(fault: MemoryFault): () => void;
  /** Runs a call under whatever fault applies to it. */
  apply<T>(
    call: MemoryCall,
    about: { readonly member?: string; readonly partitions?: readonly string[] },
    options: CallOptions,
    run: () => T,
  ): Promise<T>;
}

interface ActiveFault {
  readonly fault: MemoryFault;
  left: number;
  readonly lifted: Promise<void>;
  readonly lift: () => void;
}

export function createMemoryFaults(clock: Clock): MemoryFaults {
  const active = new Set<ActiveFault>();

  const strike = (
    call: MemoryCall,
    member: string | undefined,
    partitions: readonly string[],
  ): ActiveFault | undefined => {
    for (const candidate of active) {
      const { fault } = candidate;
      if (fault.call !== call || candidate.left <= 0) continue;
      if (fault.member !== undefined && fault.member !== member) continue;
      if (fault.partition !== undefined && !partitions.includes(fault.partition)) continue;
      candidate.left--;
      return candidate;
    }
    return undefined;
  };

  const hang = async (lifted: Promise<void>, { signal, timeoutMs }: CallOptions): Promise<void> => {
    if (timeoutMs === undefined) return unlessAborted(lifted, signal);
    const answered = new AbortController();
    const tooLong = sleep(clock, timeoutMs, AbortSignal.any([signal, answered.signal])).then(() => {
      throw new MemoryLogError({ code: 'unavailable', message: `No answer within ${timeoutMs} ms.` });
    });
    try {
      await Promise.race([lifted, tooLong]);
    } finally {
      answered.abort();
      tooLong.catch(() => undefined);
    }
  };

  return {
    add(fault) {
      let lift!: () => void;
      const lifted = new Promise<void>((resolve) => {
        lift = resolve;
      });
      const entry: ActiveFault = { fault, left: fault.times ?? Number.POSITIVE_INFINITY, lifted, lift };
      active.add(entry);
      return () => {
        active.delete(entry);
        entry.lift();
      };
    },
    async apply(call, { member, partitions = [] }, options, run) {
      options.signal.throwIfAborted();
      const struck = strike(call, member, partitions);
      const action = struck?.fault.action;
      if (struck && action?.kind === 'hang') await hang(struck.lifted, options);
      if (action?.kind === 'fail') throw new MemoryLogError(action.failure);
      const answer = run();
      if (action?.kind === 'lose-answer') throw new MemoryLogError(action.failure);
      return answer;
    },
  };
}
