import type {
  CallLimits,
  CredentialStore,
  JsonObject,
  SendOptions,
  SigningClock,
  Transport,
} from '@polylog/driver-kit';

export type { SendOptions } from '@polylog/driver-kit';

/** One of the two planes: where to connect, and which host to name there. */
export interface Plane {
  /** `https://ap-guangzhou.cls.tencentcs.com`, no slash at the end. */
  readonly origin: string;
  /** The `Host` header, which is signed: with a port only where it is not the scheme's own. */
  readonly host: string;
}

/** What stands under `Response`, and when the service said it. */
export interface ApiAnswer {
  readonly response: JsonObject;
  /** The service's time when it answered, epoch milliseconds; absent where it told none. */
  readonly servedAtMs: number | undefined;
}

/** Who sends the actions of API 3.0: our own connection, or a client of the vendor's SDK. */
export interface ClsApi {
  /**
   * One action. `parameters` is its body; a `bigint` in it is written as a bare integer. Rejects with a `ServiceError` for
   * `Response.Error`.
   */
  sendApi(action: string, parameters: JsonObject, o: SendOptions): Promise<ApiAnswer>;
}

/** How to reach the service and to sign; made once, shared by all calls. */
export interface ClsConnection extends ClsApi {
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
