import type { CallLimits, CredentialStore, SigningClock, Transport } from '@polylog/driver-kit';

/** One of the two planes: where to connect, and which host to name there. */
export interface Plane {
  /** `https://ap-guangzhou.cls.tencentcs.com`, no slash at the end. */
  readonly origin: string;
  /** The `Host` header, which is signed: with a port only where it is not the scheme's own. */
  readonly host: string;
}

/** How to reach the service and to sign; made once, shared by all calls. */
export interface ClsConnection {
  /** Upload and pull, under the legacy signature. */
  readonly data: Plane;
  /** Groups, topics and partitions: API 3.0, under TC3. */
  readonly api: Plane;
  /** `ap-guangzhou`; every call of API 3.0 names it. */
  readonly region: string;
  readonly transport: Transport;
  readonly credentials: CredentialStore;
  readonly signingClock: SigningClock;
  /** Each action of API 3.0 may be called so often a second; see `sendApi`. */
  readonly callLimits: CallLimits;
}

export interface SendOptions {
  /** Ends the call: it rejects with `signal.reason`. */
  readonly signal: AbortSignal;
  /** How long one attempt may take, in milliseconds. @defaultValue 30_000 */
  readonly timeoutMs?: number;
}
