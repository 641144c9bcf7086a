import { type Clock, ConsumerError, isConsumerError, systemClock } from '@polylog/core/driver';
import { oneLine } from '../failure/one-line.js';
import { type SharedFlight, startSharedFlight } from '../flow/shared-flight.js';
import { checkCredentials } from './check-credentials.js';
import type { CredentialSource, Credentials } from './credentials.js';

/** A credential that says when it ends is renewed this long before, or when a tenth of its life is left if that is less. */
const RENEW_BEFORE_MS = 300_000;
/** How long a credential without an end is used before its source is asked again. */
const REUSE_MS = 60_000;
/** A source that failed, or gave a refused credential again, is left alone for this long. */
const PAUSE_MS = 1_000;
/** Refused credentials that are remembered. */
const MOST_REFUSED = 16;

/** What one driver or client signs with. Asks the source once for all concurrent callers. */
export interface CredentialStore {
  /**
   * A credential to sign with. Waits for the source only where there is none in hand that still holds; one that is about
   * to run out is renewed in the background. Rejects with `signal.reason` (the others go on waiting), as
   * `unauthenticated` where the source gives only what was refused or has run out, as `invalid-argument` for malformed
   * keys, as `unknown` where the source itself failed; without asking again for a second.
   */
  get(signal: AbortSignal): Promise<Credentials>;
  /**
   * To be called when the service answered `unauthenticated`: from now on nothing is sent with these keys. `because` is
   * what the service said, for the message.
   */
  refuse(credentials: Credentials, because?: string): void;
  /** Forgets the refusals, so that the same keys are tried once more: a new join may mean that somebody repaired them. */
  forgive(): void;
  /** Ends a renewal that is under way. */
  close(): void;
}

interface Flight extends SharedFlight<Credentials> {
  readonly refresh: boolean;
}

interface InHand {
  readonly credentials: Credentials;
  /** Wall clock, epoch milliseconds. */
  readonly renewAtMs: number;
}

export function createCredentialStore(
  source: CredentialSource,
  options: { readonly clock?: Clock } = {},
): CredentialStore {
  const clock = options.clock ?? systemClock;
  const ask = typeof source === 'function' ? source : fixed(source);
  const refused = new Map<string, string>();
  let inHand: InHand | undefined;
  let flight: Flight | undefined;
  let trouble: { readonly error: unknown; readonly untilMs: number } | undefined;

  /** Why these cannot be used; undefined if they can. */
  const objection = (credentials: Credentials): ConsumerError | undefined => {
    const because = refused.size === 0 ? undefined : refused.get(fingerprint(credentials));
    if (because !== undefined) {
      const said = because && ` (${oneLine(because)})`;
      const text = `the service has refused this credential${said}: nothing more is sent with it; give a valid one`;
      return new ConsumerError('unauthenticated', text);
    }
    if (credentials.expiresAtMs !== undefined && credentials.expiresAtMs <= clock.now()) {
      const text =
        'the temporary credential has expired: its source must give a new one; or the clock of this machine is wrong';
      return new ConsumerError('unauthenticated', text);
    }
    return undefined;
  };

  const depart = (refresh: boolean): Flight => {
    const work = async (signal: AbortSignal): Promise<Credentials> => {
      try {
        const credentials = checkCredentials(await ask({ refresh, signal }), 'credentials');
        inHand = { credentials, renewAtMs: renewalTime(credentials, clock.now()) };
        const error = objection(credentials);
        trouble = error && refresh ? { error, untilMs: clock.monotonic() + PAUSE_MS } : undefined;
        return credentials;
      } catch (cause) {
        const error = isConsumerError(cause) ? cause : sourceFailed(cause);
        // In the background nobody else hears of it: whoever asks next finds it here.
        if (!signal.aborted) trouble = { error, untilMs: clock.monotonic() + PAUSE_MS };
        throw error;
      }
    };
    const own: Flight = {
      refresh,
      ...startSharedFlight(work, () => {
        if (flight === own) flight = undefined;
      }),
    };
    return own;
  };

  const board = (refresh: boolean): Flight => {
    flight ??= depart(refresh);
    return flight;
  };

  const resting = (): boolean => trouble !== undefined && clock.monotonic() < trouble.untilMs;

  return {
    async get(signal) {
      signal.throwIfAborted();
      const held = inHand;
      if (held && !objection(held.credentials)) {
        if (clock.now() < held.renewAtMs) return held.credentials;
        if (!resting()) board(held.credentials.expiresAtMs !== undefined);
        return held.credentials;
      }
      if (resting()) throw trouble?.error;
      for (;;) {
        const boarded = board(inHand !== undefined);
        const credentials = await boarded.join(signal);
        const error = objection(credentials);
        if (!error) return credentials;
        // One that departed before the refusal may bring back what its source had cached; the next may not.
        if (boarded.refresh) throw error;
      }
    },
    refuse(credentials, because = '') {
      refused.set(fingerprint(credentials), because);
      const [oldest] = refused.keys();
      if (refused.size > MOST_REFUSED && oldest !== undefined) refused.delete(oldest);
    },
    forgive() {
      refused.clear();
      trouble = undefined;
    },
    close() {
      flight?.end();
      flight = undefined;
    },
  };
}

function fixed(credentials: Credentials): () => Promise<Credentials> {
  const checked = checkCredentials(credentials, 'credentials');
  return async () => checked;
}

function renewalTime({ expiresAtMs }: Credentials, nowMs: number): number {
  if (expiresAtMs === undefined) return nowMs + REUSE_MS;
  return expiresAtMs - Math.min(RENEW_BEFORE_MS, Math.max(0, expiresAtMs - nowMs) / 10);
}

function fingerprint({ accessKeyId, secretAccessKey, securityToken }: Credentials): string {
  return JSON.stringify([accessKeyId, secretAccessKey, securityToken]);
}

function sourceFailed(cause: unknown): ConsumerError {
  const said = cause instanceof Error ? `${cause.name}: ${cause.message}` : `a thrown ${typeof cause}`;
  return new ConsumerError('unknown', oneLine(`the function given as credentials failed: ${said}`), { cause });
}
