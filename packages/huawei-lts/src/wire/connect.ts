import { type Clock, systemClock } from '@polylog/core/driver';
import {
  type CredentialSource,
  createCredentialStore,
  createSigningClock,
  createTransport,
  type SigningClock,
  type Transport,
} from '@polylog/driver-kit';
import type { LtsConnection } from './connection.js';
import { type FaceOptions, facesOf } from './faces.js';
import { type HuaweiCredentials, huaweiCredentials } from './huawei-credentials.js';
import { createSignatureGuard } from './signature-guard.js';

export interface ConnectOptions extends FaceOptions {
  readonly credentials: CredentialSource | HuaweiCredentials;
  /** @defaultValue 'SecurityToken' */
  readonly tokenHeader?: LtsConnection['tokenHeader'] | undefined;
  readonly proxy?: string | undefined;
  readonly ca?: string | readonly string[] | undefined;
  readonly insecure?: boolean | undefined;
  /** Stays the caller's to close; without one, whoever connects closes `connection.transport`. */
  readonly transport?: Transport | undefined;
  readonly clock?: Clock | undefined;
}

/** Sends nothing yet. Throws `invalid-argument`. */
export function connect(options: ConnectOptions): LtsConnection {
  const { clock = systemClock, proxy, ca, insecure, tokenHeader = 'SecurityToken' } = options;
  const faces = facesOf(options);
  const signingClock = signingClockOf(clock, faces.access.host);
  return {
    ...faces,
    tokenHeader,
    credentials: createCredentialStore(huaweiCredentials(options.credentials), { clock }),
    transport: options.transport ?? createTransport({ proxy, ca, insecure, clock }),
    signingClock,
    signatureGuard: createSignatureGuard({ clock, signingClock, place: faces.access.host }),
  };
}

/**
 * One for the whole process and place, because what is wrong is the machine's clock: were each driver to find that out by a
 * refusal of its own, a few of them would lock the keys.
 */
const signingClocks = new WeakMap<Clock, Map<string, SigningClock>>();

function signingClockOf(clock: Clock, place: string): SigningClock {
  const known = signingClocks.get(clock) ?? new Map<string, SigningClock>();
  signingClocks.set(clock, known);
  const signingClock = known.get(place) ?? createSigningClock(clock);
  known.set(place, signingClock);
  return signingClock;
}
