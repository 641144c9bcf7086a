import {
  type AttemptOptions,
  type Credentials,
  sendAsTold,
  sendCured,
  type TransportRequest,
  type TransportResponse,
} from '@polylog/driver-kit';
import type { ClsConnection, SendOptions } from './connection.js';
import { refusals } from './service-codes.js';
import { dataFailure } from './service-failure.js';
import { legacyAuthorization } from './sign-legacy.js';

/** One request of the data plane, before it is signed. */
export interface DataRequest {
  /** For messages: `PullLog`. */
  readonly call: string;
  /** @defaultValue 'control' */
  readonly lane?: TransportRequest['lane'];
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly contentType: string;
  /** Lower-case names; none of them is signed. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly maxBodyBytes?: number;
  readonly peekBytes?: number;
  readonly onHeaders?: NonNullable<TransportRequest['onHeaders']>;
}

export const DEFAULT_TIMEOUT_MS = 30_000;
export const USER_AGENT = 'polylog-tencent-cls';

/** How long a signature holds to either side of now, in seconds: what all of the vendor's SDKs but one take. */
const BEFORE_S = 60;
const AFTER_S = 300;

/**
 * Signs, sends, and answers with a 200; everything else is thrown as a `ServiceError`, or as what the transport threw.
 * One attempt, except that a refused clock is set right, or refused credentials are replaced by newer ones, and then the
 * request goes out once more under a new signature; and except for whoever brings a `retry`.
 */
export async function sendData(
  connection: ClsConnection,
  request: DataRequest,
  o: SendOptions,
): Promise<TransportResponse> {
  const once = (each: AttemptOptions): Promise<TransportResponse> =>
    sendCured(connection, refusals, (credentials) => attempt(connection, request, credentials, each), o.signal);
  return await sendAsTold(once, o);
}

async function attempt(
  { data, transport, signingClock }: ClsConnection,
  request: DataRequest,
  { accessKeyId, secretAccessKey, securityToken }: Credentials,
  { signal, timeoutMs = DEFAULT_TIMEOUT_MS, sent }: AttemptOptions,
): Promise<TransportResponse> {
  const { path, query, contentType, body, maxBodyBytes, peekBytes, onHeaders } = request;
  const now = Math.floor(signingClock.now() / 1000);
  const signed = {
    method: 'POST',
    path,
    query,
    headers: { 'content-type': contentType, host: data.host },
    window: { from: now - BEFORE_S, until: now + AFTER_S },
  };
  // The token is added unsigned, as by all of the vendor's SDKs but one.
  const headers: Record<string, string> = Object.assign(
    {},
    signed.headers,
    { 'user-agent': USER_AGENT },
    request.headers,
  );
  if (securityToken !== undefined) headers['x-cls-token'] = securityToken;
  headers.authorization = legacyAuthorization(signed, accessKeyId, secretAccessKey);
  const parameters = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  sent();
  const response = await transport.send({
    lane: request.lane ?? 'control',
    method: 'POST',
    url: `${data.origin}${path}?${parameters}`,
    headers,
    body,
    signal,
    timeoutMs,
    ...(maxBodyBytes === undefined ? {} : { maxBodyBytes }),
    ...(peekBytes === undefined ? {} : { peekBytes }),
    ...(onHeaders === undefined ? {} : { onHeaders }),
  });
  if (response.status === 200) return response;
  const credentials = { accessKeyId, secretAccessKey, ...(securityToken === undefined ? {} : { securityToken }) };
  throw dataFailure(`${request.call} ${path} at ${data.host}`, response, credentials);
}
