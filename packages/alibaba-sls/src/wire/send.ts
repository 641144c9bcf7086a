import {
  type AttemptOptions,
  type Credentials,
  type Refusals,
  sendAsTold,
  sendCured,
  type TransportRequest,
  type TransportResponse,
  writeJson,
} from '@polylog/driver-kit';
import { signV1, signV4 } from './authorize.js';
import type { SendOptions, SlsConnection } from './connection.js';
import { targetOf } from './endpoint.js';
import { isClockCode, isCredentialCode } from './service-codes.js';
import { serviceFailure } from './service-failure.js';
import { percentEncode } from './sign-v4.js';

/** One request of the API, before it is signed. */
export interface SlsRequest {
  /** Name in the API reference, for messages. */
  readonly call: string;
  /** @defaultValue 'control' */
  readonly lane?: TransportRequest['lane'];
  readonly method: TransportRequest['method'];
  /** Stands in the host; absent in account-scoped calls. */
  readonly project?: string;
  readonly path: string;
  readonly query?: readonly (readonly [name: string, value: string])[];
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly maxBodyBytes?: number;
  readonly onHeaders?: NonNullable<TransportRequest['onHeaders']>;
  /** Whether it takes a cursor, so that a `ParameterInvalid` may mean it (PullLogs and GetCursorTime only). */
  readonly namesCursors?: boolean;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const USER_AGENT = 'polylog-alibaba-sls';

/**
 * Signs, sends, and answers with a 200; everything else is thrown as a `ServiceError`, or as what the transport threw.
 * One attempt, except that a refused clock is set right, or refused credentials are replaced by newer ones, and then the
 * request goes out once more; and except for whoever brings a {@link SendOptions.retry}.
 */
export function send(connection: SlsConnection, request: SlsRequest, o: SendOptions): Promise<TransportResponse> {
  return sendAsTold(
    (each) =>
      sendCured(connection, refusals, (credentials) => attempt(connection, request, credentials, each), o.signal),
    o,
  );
}

const refusals: Refusals = {
  isAboutTime: ({ code }) => isClockCode(code),
  // Some permissions are refused under the code of bad keys, but with another status: the keys are good then.
  isAboutKeys: ({ code, status }) => isCredentialCode(code) && status !== 403,
};

/** A body and its headers, to be spread into a request. Integers beyond 2^53 (`bigint`) keep their digits. */
export function jsonBody(value: unknown): {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
} {
  const body = Buffer.from(writeJson(value), 'utf8');
  return { body, headers: { 'content-type': 'application/json', 'x-log-bodyrawsize': String(body.length) } };
}

async function attempt(
  connection: SlsConnection,
  request: SlsRequest,
  credentials: Credentials,
  { signal, timeoutMs = DEFAULT_TIMEOUT_MS, sent }: AttemptOptions,
): Promise<TransportResponse> {
  const { endpoint, transport, signing, signingClock } = connection;
  const { method, path, query = [], body, maxBodyBytes, onHeaders } = request;
  const { origin, host } = targetOf(endpoint, request.project);
  const plain = Object.assign({ host, 'user-agent': USER_AGENT, 'x-log-bodyrawsize': '0' }, request.headers);
  const signable = { method, path, query, headers: plain, body };
  const now = signingClock.now();
  const headers =
    signing.version === 'v4' ? signV4(signable, credentials, now, signing.region) : signV1(signable, credentials, now);
  sent();
  const response = await transport.send({
    lane: request.lane ?? 'control',
    method,
    url: `${origin}${path}${queryText(query)}`,
    headers,
    signal,
    timeoutMs,
    body,
    maxBodyBytes,
    onHeaders,
  });
  if (response.status === 200) return response;
  const what = `${request.call} ${path} at ${host}`;
  throw serviceFailure({ what, namesCursors: request.namesCursors ?? false }, response, credentials);
}

function queryText(query: readonly (readonly [string, string])[]): string {
  let text = '';
  for (const [name, value] of query) text += `${text === '' ? '?' : '&'}${percentEncode(name)}=${percentEncode(value)}`;
  return text;
}
