import { type Clock, systemClock } from '@polylog/core/driver';
import {
  type CredentialSource,
  createCredentialStore,
  createSigningClock,
  createTransport,
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
  const signingClock = createSigningClock(clock);
  return {
    ...faces,
    tokenHeader,
    credentials: createCredentialStore(huaweiCredentials(options.credentials), { clock }),
    transport: options.transport ?? createTransport({ proxy, ca, insecure, clock }),
    signingClock,
    signatureGuard: createSignatureGuard({ clock, signingClock, place: faces.access.host }),
  };
}
