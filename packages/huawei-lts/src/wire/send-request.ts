import {
  type AttemptOptions,
  type Credentials,
  objectIn,
  sendAsTold,
  sendCured,
  type TransportRequest,
  type TransportResponse,
} from '@polylog/driver-kit';
import { escaped, type SignedRequest } from './canonical-request.js';
import type { LtsConnection, SendOptions } from './connection.js';
import { sdkDate } from './sdk-date.js';
import { refusals } from './service-codes.js';
import { failureOf, isGood, wordIn } from './service-failure.js';
import { sdkHmacAuthorization } from './sign-sdk-hmac.js';
import { v11Authorization } from './sign-v11.js';

/** One request, before it is signed. */
export interface LtsRequest {
  /** For messages: `HeartBeat`. */
  readonly call: string;
  readonly face: 'access' | 'gateway';
  /** Pulls and pushes, which hold up no heartbeat. @defaultValue false */
  readonly movesLogs?: boolean;
  /** @defaultValue 'control' */
  readonly lane?: TransportRequest['lane'];
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly projectId: string;
  /** Decoded. */
  readonly path: string;
  /** Decoded. The two ways to escape differ: on the access node values are best letters, digits and `-_.~`. */
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly body?: Uint8Array;
  readonly maxBodyBytes?: number;
  readonly onHeaders?: NonNullable<TransportRequest['onHeaders']>;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const USER_AGENT = 'polylog-huawei-lts';
const CONTENT_TYPE = 'application/json';
const LONGEST_WORD_BYTES = 4096;
const NO_BODY = Buffer.alloc(0);

/**
 * Signs, sends, and answers with a 2xx; everything else is thrown as a `ServiceError`, or as what the transport threw. A 2xx
 * that carries a code of failure is one, too. One attempt, except that a refused clock is set right, or refused credentials
 * are replaced by newer ones, and then the request goes out once more under a new signature; and except for whoever brings
 * a `retry`.
 */
export async function sendRequest(
  connection: LtsConnection,
  request: LtsRequest,
  o: SendOptions,
): Promise<TransportResponse> {
  const once = (each: AttemptOptions): Promise<TransportResponse> =>
    sendCured(connection, refusals, (credentials) => attempt(connection, request, credentials, each), o.signal);
  return await sendAsTold(once, o);
}

async function attempt(
  connection: LtsConnection,
  request: LtsRequest,
  credentials: Credentials,
  { signal, timeoutMs = DEFAULT_TIMEOUT_MS, sent }: AttemptOptions,
): Promise<TransportResponse> {
  const { movesLogs = false } = request;
  return await connection.signatureGuard.run(credentials, { signal, timeoutMs, movesLogs }, async (turn) => {
    const { method, path, query = [], body, maxBodyBytes, onHeaders } = request;
    const face = connection[request.face];
    const parameters = query.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join('&');
    const headers = headersOf(connection, request, credentials);
    sent();
    const response = await connection.transport.send({
      lane: request.lane ?? 'control',
      method,
      url: `${face.origin}${path.split('/').map(escaped).join('/')}${parameters && `?${parameters}`}`,
      headers,
      signal,
      timeoutMs: turn.timeoutMs,
      onHeaders(status, headers) {
        // A large body may have to wait for memory, and nobody else may have to wait for that.
        if (isGood(status)) turn.accepted();
        return onHeaders?.(status, headers);
      },
      ...(body === undefined ? {} : { body }),
      ...(maxBodyBytes === undefined ? {} : { maxBodyBytes }),
    });
    // What is larger is no word of failure, and read by whoever asked for it.
    if (isGood(response.status) && response.body.length > LONGEST_WORD_BYTES) return response;
    const word = wordIn(objectIn(response.body));
    const failure = failureOf(`${request.call} ${path} at ${face.host}`, response, word, credentials);
    if (failure !== undefined) throw failure;
    return response;
  });
}

/** All headers, among them the signature. */
function headersOf(
  { access, gateway, region, tokenHeader, signingClock }: LtsConnection,
  { face, method, path, query = [], body = NO_BODY, projectId }: LtsRequest,
  { accessKeyId, secretAccessKey, securityToken }: Credentials,
): Record<string, string> {
  const common = { 'content-type': CONTENT_TYPE, 'x-sdk-date': sdkDate(signingClock.now()) };
  const unsigned = { accept: CONTENT_TYPE, 'accept-encoding': 'identity', 'user-agent': USER_AGENT };
  const request = (headers: SignedRequest['headers']): SignedRequest => ({ method, path, query, headers, body });
  const token = securityToken === undefined ? {} : { 'x-security-token': securityToken };
  if (face === 'gateway') {
    const headers = { ...common, host: gateway.host, 'x-project-id': projectId, ...token };
    const authorization = sdkHmacAuthorization(request(headers), accessKeyId, secretAccessKey);
    return { ...headers, ...unsigned, authorization };
  }
  const isSigned = tokenHeader === 'X-Security-Token';
  const headers = { ...common, ...(isSigned ? token : {}) };
  const signer = { accessKeyId, secretAccessKey, region, flavour: 'lts' } as const;
  return {
    ...headers,
    ...unsigned,
    host: access.host,
    authorization: v11Authorization(request(headers), signer),
    ...(isSigned || securityToken === undefined ? {} : { securitytoken: securityToken }),
  };
}
