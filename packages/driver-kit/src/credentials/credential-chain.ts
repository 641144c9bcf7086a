import { type Clock, ConsumerError, onAbort, systemClock } from '@polylog/core/driver';
import { oneLine } from '../failure/one-line.js';
import { type SharedFlight, startSharedFlight } from '../flow/shared-flight.js';
import { Deadline } from '../transport/deadline.js';
import { checkCredentials } from './check-credentials.js';
import type { CredentialSource, Credentials } from './credentials.js';

/** What a place holds, or why it holds nothing: `TENCENTCLOUD_SECRET_ID is not set`. */
export type FoundCredentials = { readonly credentials: Credentials } | { readonly none: string };

/** One of the places where keys may lie. */
export interface CredentialPlace {
  /** For people: `the environment`, `the instance role`. */
  readonly name: string;
  /**
   * Looks anew each time. Rejects, as a rule with a `ConsumerError`, where keys should be here and cannot be had: nobody
   * else's are taken in their stead. Should settle soon after `signal` aborts; who does not is left behind.
   */
  find(o: { readonly signal: AbortSignal }): Promise<FoundCredentials>;
}

export interface CredentialChainOptions {
  /** Whose keys, for messages: `Tencent Cloud`. */
  readonly cloud: string;
  /** In the order in which they are looked into. */
  readonly places: readonly CredentialPlace[];
  /** How long one place may take, in milliseconds. Who takes longer has nothing. */
  readonly timeoutMs: number;
  readonly clock?: Clock | undefined;
}

/**
 * Keys from the first place that has some. From then on only that one is asked, so that a place that fails for a while
 * does not turn a program into somebody else: it is `unavailable` then, and the call is tried again. Where no place has
 * any, `invalid-argument` says of each why. All who ask at one time share one look.
 */
export function credentialChain({
  cloud,
  places,
  timeoutMs,
  clock = systemClock,
}: CredentialChainOptions): CredentialSource {
  let home: CredentialPlace | undefined;
  let flight: SharedFlight<Credentials> | undefined;

  const lookInto = async (place: CredentialPlace, signal: AbortSignal): Promise<FoundCredentials> => {
    const found = await atMost(clock, timeoutMs, signal, (ownSignal) => place.find({ signal: ownSignal }));
    if ('none' in found) return found;
    return { credentials: checkCredentials(found.credentials, place.name) };
  };

  const look = async (signal: AbortSignal): Promise<Credentials> => {
    const reasons: string[] = [];
    for (const place of home === undefined ? places : [home]) {
      const found = await lookInto(place, signal);
      if ('credentials' in found) {
        home = place;
        return found.credentials;
      }
      reasons.push(`${place.name}: ${oneLine(found.none, 200)}`);
    }
    throw home === undefined
      ? new ConsumerError('invalid-argument', `no keys of ${cloud} were found. ${reasons.join('. ')}.`)
      : new ConsumerError('unavailable', `${home.name} has had keys of ${cloud}, and has none now: ${reasons.join()}.`);
  };

  return async ({ signal }) => {
    signal.throwIfAborted();
    flight ??= startSharedFlight(look, () => {
      flight = undefined;
    });
    return await flight.join(signal);
  };
}

/** Settles as `work` does; after `timeoutMs` its signal aborts and there is nothing. */
function atMost(
  clock: Clock,
  timeoutMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<FoundCredentials>,
): Promise<FoundCredentials> {
  return new Promise((resolve, reject) => {
    const own = new AbortController();
    const release = (): void => {
      deadline.stop();
      offAbort();
    };
    const deadline = new Deadline(clock, timeoutMs, () => {
      release();
      own.abort(new Error(`no answer within ${timeoutMs} ms`));
      resolve({ none: `no answer within ${timeoutMs} ms` });
    });
    const offAbort = onAbort(signal, () => {
      release();
      own.abort(signal.reason);
      reject(signal.reason);
    });
    work(own.signal).then(resolve, reject).finally(release);
  });
}
