import type { CredentialStore } from '../credentials/credential-store.js';
import type { Credentials } from '../credentials/credentials.js';
import { isServiceError, type ServiceError } from '../failure/service-error.js';
import type { SigningClock } from '../time/clock-skew.js';

/** What one service's refusals mean to whoever signs. */
export interface Refusals {
  /** The signature's time is wrong, so that the right one may help. */
  isAboutTime(error: ServiceError): boolean;
  /** The keys are not good (any more), so that newer ones may help. */
  isAboutKeys(error: ServiceError): boolean;
}

/**
 * One attempt with the credentials in hand; and one more where the service refused the time and that has been set right,
 * or refused the keys and there are others. Every other retry is the engine's. `attempt` signs, sends and throws a
 * `ServiceError` for an answer that says no; it is called anew each time, so that no signature is used twice.
 */
export async function sendCured<T>(
  signer: { readonly credentials: CredentialStore; readonly signingClock: SigningClock },
  refusals: Refusals,
  attempt: (credentials: Credentials) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const used = await signer.credentials.get(signal);
  const signedWithMs = signer.signingClock.offsetMs();
  try {
    return await attempt(used);
  } catch (error) {
    if (!isServiceError(error)) throw error;
    const others = await cure(signer, refusals, error, { used, signedWithMs }, signal);
    if (others === undefined) throw error;
    try {
      return await attempt(others);
    } catch (again) {
      if (isServiceError(again) && refusals.isAboutKeys(again)) signer.credentials.refuse(others, again.code);
      throw again;
    }
  }
}

/** The credentials to try once more with, after whatever was wrong has been set right; undefined if nothing was. */
async function cure(
  { credentials, signingClock }: { readonly credentials: CredentialStore; readonly signingClock: SigningClock },
  refusals: Refusals,
  error: ServiceError,
  { used, signedWithMs }: { readonly used: Credentials; readonly signedWithMs: number },
  signal: AbortSignal,
): Promise<Credentials | undefined> {
  if (refusals.isAboutTime(error) && signingClock.correct(error, signedWithMs)) return used;
  if (!refusals.isAboutKeys(error)) return undefined;
  credentials.refuse(used, error.code);
  try {
    return await credentials.get(signal);
  } catch {
    signal.throwIfAborted();
    // No others to be had: the service's own answer says more than that.
    return undefined;
  }
}
