import type { CallInfo } from '../http/face.js';

/** What happens to a request that a rule picks. Each is tested by name in `faults.test.ts`. */
export type FaultAction =
  /** Answered at once with this error, unprocessed. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: string;
      readonly message?: string;
      readonly retryAfterSeconds?: number;
    }
  /**
   * The service's own quota error, unprocessed: SLS 403 `ReadQuotaExceed`, or 429 where asked for; CLS 429
   * `SpeedQuotaExceed` on the data plane, `RequestLimitExceeded` on the other; LTS 429 with `Retry-After`.
   */
  | { readonly kind: 'throttle'; readonly status?: 403 | 429; readonly retryAfterSeconds?: number }
  /** Processed and answered after so long. Adds up with other rules. */
  | { readonly kind: 'delay'; readonly delayMs: number }
  /**
   * No answer. `processed` says whether the request took effect; `socket: 'open'` leaves the client waiting, `'cut'`
   * closes the connection.
   */
  | { readonly kind: 'lost'; readonly processed: boolean; readonly socket?: 'cut' | 'open' }
  /**
   * Processed, then the connection is cut: after the head, after half of the body, or right after the body. An answer
   * without a body is lost as a whole by the first two.
   */
  | { readonly kind: 'cut'; readonly at: 'before-body' | 'in-body' | 'after-body' }
  /** A complete HTTP answer whose body lacks its end; Content-Length agrees with what is sent. */
  | { readonly kind: 'truncate'; readonly keepBytes?: number }
  /** Some bytes of the body are changed, picked by the seed. */
  | { readonly kind: 'corrupt'; readonly bytes?: number }
  /** What names the size before compression lies: SLS a header, CLS the first bytes of the body. LTS has nothing that does. */
  | { readonly kind: 'raw-size'; readonly bytes: number }
  /** One header of the answer is replaced, or left out. */
  | { readonly kind: 'header'; readonly name: string; readonly value: string | undefined };

/** Every field that is present must agree; a rule without any matches all calls. */
export interface FaultMatch {
  /** The vendor's name of the call: `PullLogs`, `HeartBeat`, `UpdateCheckPoint`; several for any of them. */
  readonly call?: string | readonly string[];
  readonly plane?: NonNullable<CallInfo['plane']>;
  readonly project?: string;
  readonly logstore?: string;
  readonly shard?: string | number;
  readonly logset?: string;
  readonly topic?: string;
  readonly partition?: string | number;
  readonly logGroup?: string;
  readonly logStream?: string;
  readonly group?: string;
  readonly consumer?: string;
}

export interface FaultRule {
  readonly match?: FaultMatch;
  readonly action: FaultAction;
  /** Chance that a matching call is hit, by the seeded dice. Default 1. */
  readonly probability?: number;
  /** Retires the rule after so many hits. Default: never. */
  readonly times?: number;
  /** Lets so many matching calls pass first. Default 0. */
  readonly after?: number;
}

export function matches(match: FaultMatch | undefined, info: CallInfo): boolean {
  if (!match) return true;
  const { call, shard, partition } = match;
  if (call !== undefined && !(typeof call === 'string' ? call === info.call : call.includes(info.call))) return false;
  if (shard !== undefined && String(shard) !== info.shard) return false;
  if (partition !== undefined && String(partition) !== info.partition) return false;
  return texts.every((field) => match[field] === undefined || match[field] === info[field]);
}

const texts = [
  'plane',
  'project',
  'logstore',
  'logset',
  'topic',
  'logGroup',
  'logStream',
  'group',
  'consumer',
] as const;

/** Refuses rules that would never do what their author meant. */
export function checkRule(rule: FaultRule): void {
  const { probability, times, after } = rule;
  if (probability !== undefined && !(probability >= 0 && probability <= 1)) {
    throw new RangeError(`fault rule: probability is ${probability}; allowed is a number from 0 to 1`);
  }
  for (const [name, value, least] of [
    ['times', times, 1],
    ['after', after, 0],
  ] as const) {
    if (value !== undefined && !(Number.isInteger(value) && value >= least)) {
      throw new RangeError(`fault rule: ${name} is ${value}; allowed is a whole number from ${least}`);
    }
  }
}
