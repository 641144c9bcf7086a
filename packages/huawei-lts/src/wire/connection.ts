import type { CredentialStore, SigningClock, Transport } from '@polylog/driver-kit';
import type { SignatureGuard } from './signature-guard.js';

export type { SendOptions } from '@polylog/driver-kit';

/** One of the service's two faces: where to connect, and which host to name there. */
export interface Face {
  /** `https://lts-access.cn-north-4.myhuaweicloud.com:8102`, no slash at the end. */
  readonly origin: string;
  /** The `Host` header: with a port only where it is not the scheme's own. */
  readonly host: string;
}

/** How to reach the service and to sign; made once, shared by all calls. */
export interface LtsConnection {
  /** The access node: push, pull and group calls, under V11. */
  readonly access: Face;
  /** The API gateway: groups, shards and times, under SDK-HMAC. */
  readonly gateway: Face;
  /** As configured: its letters' case is signed. */
  readonly region: string;
  /** How the access node is told a token of temporary keys: unsigned as the LTS SDKs do, or signed as the general ones. */
  readonly tokenHeader: 'SecurityToken' | 'X-Security-Token';
  readonly transport: Transport;
  readonly credentials: CredentialStore;
  readonly signingClock: SigningClock;
  /** Every signature goes out through it. */
  readonly signatureGuard: SignatureGuard;
}
