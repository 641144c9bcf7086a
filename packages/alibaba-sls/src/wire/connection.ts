import type { CredentialStore, SigningClock, Transport } from '@polylog/driver-kit';
import type { Endpoint } from './endpoint.js';

export type { SendOptions } from '@polylog/driver-kit';

/** How to reach the service and to sign; made once, shared by all calls. */
export interface SlsConnection {
  readonly endpoint: Endpoint;
  readonly transport: Transport;
  readonly credentials: CredentialStore;
  readonly signingClock: SigningClock;
  /** Version 4 signs the region. */
  readonly signing: { readonly version: 'v1' } | { readonly version: 'v4'; readonly region: string };
}
