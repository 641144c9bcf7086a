import { type Clock, systemClock } from '@polylog/core/driver';
import {
  type CredentialSource,
  createCallLimits,
  createCredentialStore,
  createSigningClock,
  createTransport,
  type Transport,
} from '@polylog/driver-kit';
import type { ClsConnection } from './connection.js';
import { type PlaneOptions, planesOf } from './planes.js';
import { sendApi } from './send-api.js';
import { type TencentCredentials, tencentCredentials } from './tencent-credentials.js';

export interface ConnectOptions extends PlaneOptions {
  readonly credentials: CredentialSource | TencentCredentials;
  readonly proxy?: string | undefined;
  readonly ca?: string | readonly string[] | undefined;
  readonly insecure?: boolean | undefined;
  /** Stays the caller's to close; without one, whoever connects closes `connection.transport`. */
  readonly transport?: Transport | undefined;
  readonly clock?: Clock | undefined;
  /** Most calls of one action of API 3.0 in a second. @defaultValue 20 */
  readonly callsPerSecond?: number | undefined;
}

/** What the service allows an account of each action, unless it has raised it (API reference, request limits). */
const CALLS_PER_SECOND = 20;

/** Sends nothing yet. Throws `invalid-argument`. */
export function connect(options: ConnectOptions): ClsConnection {
  const { clock = systemClock, proxy, ca, insecure, callsPerSecond = CALLS_PER_SECOND } = options;
  const connection: ClsConnection = {
    ...planesOf(options),
    credentials: createCredentialStore(tencentCredentials(options.credentials), { clock }),
    transport: options.transport ?? createTransport({ proxy, ca, insecure, clock }),
    signingClock: createSigningClock(clock),
    callLimits: createCallLimits({ perSecond: callsPerSecond, clock }),
    sendApi: (action, parameters, o) => sendApi(connection, action, parameters, o),
  };
  return connection;
}
