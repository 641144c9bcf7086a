import { contentMd5, contentSha256, signatureV1, signatureV4 } from '@polylog/alibaba-sls/wire';
import { type HttpAnswer, httpClient } from './http-client.js';

/** A client as plain as the wire: what a test names is sent, everything else is what the vendors' SDKs send. */
export interface RawCall {
  readonly method?: string;
  /** Absent: account scope. */
  readonly project?: string | undefined;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Lower-case names; `undefined` leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: Uint8Array | string;
  readonly sign?: 'v1' | 'v4' | 'none';
  readonly id?: string;
  readonly secret?: string;
  /** The client's idea of now. Default: the system's. */
  readonly now?: () => number;
  /** Sends an absolute-form target for this host, as to a proxy. */
  readonly host?: string;
  readonly absoluteForm?: boolean;
  /** Sent in place of what was signed. */
  readonly changedBody?: Uint8Array | string;
  /** The query as it is to stand in the target, where its spelling matters. */
  readonly search?: string;
  readonly signal?: AbortSignal;
}

export interface RawAnswer extends HttpAnswer {
  /** The `errorCode` of a refusal. */
  readonly code: string | undefined;
}

export interface RawClient {
  (call: RawCall): Promise<RawAnswer>;
  close(): void;
}

export function rawClient(
  endpoint: string,
  standard: Partial<RawCall> = {},
  tls: { readonly ca?: string } = {},
): RawClient {
  const url = new URL(endpoint);
  const http = httpClient(endpoint, tls);
  const client = async (given: RawCall): Promise<RawAnswer> => {
    const call = { ...standard, ...given };
    const { method = 'GET', query = {}, sign = 'v1', path, signal } = call;
    const base = call.host ?? url.host;
    const host = call.project === undefined ? base : `${call.project}.${base}`;
    const headers = signed(call, host, method, query, sign);
    const search = call.search ?? new URLSearchParams(query).toString();
    const target = `${path}${search === '' ? '' : `?${search}`}`;
    const answer = await http({
      method,
      path: call.absoluteForm ? `http://${host}${target}` : target,
      headers,
      body: call.changedBody ?? call.body,
      signal,
    });
    return { ...answer, code: answer.json?.errorCode };
  };
  return Object.assign(client, { close: http.close });
}

function signed(
  call: RawCall,
  host: string,
  method: string,
  query: Readonly<Record<string, string>>,
  version: 'v1' | 'v4' | 'none',
): Record<string, string> {
  const { id = 'polylog', secret = 'polylog-emulator-secret', now = Date.now, path } = call;
  const nowMs = now();
  const body = call.body === undefined ? undefined : Buffer.from(call.body as string);
  const headers: Record<string, string> = { host, 'x-log-apiversion': '0.6.0', 'x-log-bodyrawsize': '0' };
  if (body) headers['content-type'] = 'application/json';
  if (version === 'v1') {
    headers['x-log-signaturemethod'] = 'hmac-sha1';
    headers.date = new Date(nowMs).toUTCString();
    if (body && body.length > 0) headers['content-md5'] = contentMd5(body);
  }
  if (version === 'v4') {
    headers['x-log-date'] = new Date(nowMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
    headers['x-log-content-sha256'] = contentSha256(body);
  }
  const given = Object.entries(call.headers ?? {});
  const leaveOut = (): void => {
    for (const [name, value] of given) if (value === undefined) delete headers[name];
  };
  for (const [name, value] of given) if (value !== undefined) headers[name] = value;
  leaveOut();
  const request = { method, path, query: Object.entries(query), headers, body };
  if (version === 'v1') headers.authorization = `LOG ${id}:${signatureV1(request, secret)}`;
  if (version === 'v4') {
    const day = (headers['x-log-date'] ?? '').slice(0, 8);
    const signature = signatureV4(request, secret, 'cn-emulator');
    headers.authorization = `SLS4-HMAC-SHA256 Credential=${id}/${day}/cn-emulator/sls/aliyun_v4_request,Signature=${signature}`;
  }
  if (call.body !== undefined) headers['content-length'] = String(Buffer.byteLength(call.changedBody ?? call.body));
  leaveOut();
  return headers;
}
