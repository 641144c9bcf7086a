import type { CallOptions, Clock, ErrorCode } from '@polylog/core/driver';
import { isTransportError } from '@polylog/driver-kit';
import { classify } from './classify.js';

/** What came of a question to the gateway. */
export type GatewayAnswer<T> =
  | { readonly kind: 'answered'; readonly value: T }
  /** It is not there for us: no way to it, no permission, no such call. */
  | { readonly kind: 'unreachable'; readonly error: unknown };

/**
 * The API gateway, which may be out of reach: hosts inside of the region have a way to the access node, and not always to
 * anything else; and keys that may consume may not always look at groups. After a failure it is left alone for a while.
 */
export interface Gateway {
  /** Rejects for what is no question of reach: refused keys, wrong ids, the caller's signal. */
  ask<T>(question: (o: CallOptions) => Promise<T>, o: CallOptions): Promise<GatewayAnswer<T>>;
  /** Asks also where it has just failed, and takes the time that the caller has: for what nothing else can tell. */
  insist<T>(question: (o: CallOptions) => Promise<T>, o: CallOptions): Promise<GatewayAnswer<T>>;
}

/** Nothing that can wait for its answer may have to wait longer. */
const LONGEST_MS = 5_000;
const LEFT_ALONE_MS = 60_000;

export function createGateway(clock: Clock): Gateway {
  let last: { readonly error: unknown; readonly at: number } | undefined;
  const insist: Gateway['insist'] = async (question, o) => {
    try {
      const value = await question(o);
      last = undefined;
      return { kind: 'answered', value };
    } catch (error) {
      o.signal.throwIfAborted();
      if (!isOutOfReach(error)) throw error;
      last = { error, at: clock.monotonic() };
      return { kind: 'unreachable', error };
    }
  };
  return {
    async ask(question, { signal, timeoutMs = LONGEST_MS }) {
      signal.throwIfAborted();
      if (last !== undefined && clock.monotonic() - last.at < LEFT_ALONE_MS) {
        return { kind: 'unreachable', error: last.error };
      }
      return await insist(question, { signal, timeoutMs: Math.min(timeoutMs, LONGEST_MS) });
    },
    insist,
  };
}

function isOutOfReach(error: unknown): boolean {
  if (isTransportError(error)) return error.kind !== 'closed' && error.kind !== 'request';
  return outOfReach.has(classify(error).code);
}

const outOfReach: ReadonlySet<ErrorCode> = new Set([
  'unavailable',
  'throttled',
  'not-found',
  'permission-denied',
  'unsupported',
  'corrupt-data',
  'unknown',
] as const);
