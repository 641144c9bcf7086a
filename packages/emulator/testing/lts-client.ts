import { parseJson, writeJson } from '@polylog/driver-kit';
import { escaped, sdkDate, sdkHmacAuthorization, v11Authorization } from '@polylog/huawei-lts/wire';
import { type HttpAnswer, httpClient } from './http-client.js';

/** What is sent instead of what an SDK would send; `undefined` leaves a header out. */
export interface LtsCall {
  readonly method?: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Bytes as they are, anything else as JSON. */
  readonly body?: unknown;
  /** Default: V11 of the LTS SDKs under `/v2/` and `/v3/`, SDK-HMAC under `/v1.0/`. */
  readonly sign?: 'lts' | 'core' | 'sdk-hmac' | 'none';
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Sent without being signed. */
  readonly unsigned?: Readonly<Record<string, string>>;
  readonly id?: string;
  readonly secret?: string;
  readonly region?: string;
  /** The client's idea of now, epoch milliseconds. */
  readonly now?: () => number;
  /** Sent in place of what was signed. */
  readonly changedBody?: Uint8Array | string;
  /** The query as it is to stand in the target, where its spelling matters. */
  readonly search?: string;
  /** The path as it stands in the signature, where that is another than the one sent, decoded. */
  readonly signedPath?: string;
  readonly signedHost?: string;
  readonly signal?: AbortSignal;
}

export interface LtsAnswer extends HttpAnswer {
  /** The body with its 64-bit integers as bigint. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came.
  readonly exact: any;
  /** Of a refusal in any of its shapes. */
  readonly code: string | undefined;
}

/** A client as plain as the wire. Paths are given decoded. */
export interface LtsClient {
  (path: string, call?: LtsCall): Promise<LtsAnswer>;
  close(): void;
}

export function ltsClient(endpoint: string, standard: LtsCall = {}, tls: { readonly ca?: string } = {}): LtsClient {
  const url = new URL(endpoint);
  const http = httpClient(endpoint, tls);
  const client = async (path: string, given: LtsCall = {}): Promise<LtsAnswer> => {
    const call = { ...standard, ...given };
    const { method = 'GET', query = {}, unsigned, signal } = call;
    const body = bodyOf(call.body);
    const headers = { ...signed(path, call, body, url.host), ...unsigned };
    const search =
      call.search ??
      Object.entries(query)
        .map((pair) => pair.map(escaped).join('='))
        .join('&');
    const target = `${path.split('/').map(escaped).join('/')}${search === '' ? '' : `?${search}`}`;
    const sent = call.changedBody ?? body;
    const answer = await http({ method, path: target, headers, ...(sent ? { body: sent } : {}), signal });
    const { error_code: managed, errorCode: own } = answer.json ?? {};
    return { ...answer, exact: exactly(answer.text), code: managed ?? own };
  };
  return Object.assign(client, { close: http.close });
}

function bodyOf(body: unknown): Uint8Array | undefined {
  if (body === undefined || body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : writeJson(body));
}

function signed(path: string, call: LtsCall, body: Uint8Array = Buffer.alloc(0), host = ''): Record<string, string> {
  const { id = 'polylog', secret = 'polylog-emulator-secret', region = 'cn-north-4', now = Date.now } = call;
  const { sign = path.startsWith('/v1.0/') ? 'sdk-hmac' : 'lts' } = call;
  const headers: Record<string, string> = { 'content-type': 'application/json', 'x-sdk-date': sdkDate(now()) };
  if (sign === 'sdk-hmac' || sign === 'core') {
    Object.assign(headers, { host: call.signedHost ?? host, 'x-project-id': 'proj' });
  }
  for (const [name, value] of Object.entries(call.headers ?? {})) {
    if (value === undefined) delete headers[name];
    else headers[name] = value;
  }
  const { method = 'GET', query = {}, signedPath = path } = call;
  const request = { method, path: signedPath, query: Object.entries(query), headers, body };
  const authorization =
    sign === 'sdk-hmac'
      ? sdkHmacAuthorization(request, id, secret)
      : v11Authorization(request, {
          accessKeyId: id,
          secretAccessKey: secret,
          region,
          flavour: sign === 'core' ? 'core' : 'lts',
        });
  return { ...headers, host, ...(sign === 'none' ? {} : { authorization }) };
}

function exactly(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
