import { Agent, request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { contentMd5, contentSha256, signatureV1, signatureV4 } from '@polylog/alibaba-sls/wire';

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

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came.
  readonly json: any;
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
  const agent = url.protocol === 'http:' ? new Agent({ keepAlive: true }) : undefined;
  const client = (given: RawCall): Promise<RawAnswer> => {
    const call = { ...standard, ...given };
    const { method = 'GET', query = {}, sign = 'v1', path } = call;
    const base = call.host ?? url.host;
    const host = call.project === undefined ? base : `${call.project}.${base}`;
    const headers = signed(call, host, method, query, sign);
    const search = call.search ?? new URLSearchParams(query).toString();
    const target = `${path}${search === '' ? '' : `?${search}`}`;
    const sentBody = call.changedBody ?? call.body;
    return new Promise((resolve, reject) => {
      const options: RequestOptions & { ca?: string; servername?: string } = {
        host: url.hostname,
        port: url.port,
        method,
        path: call.absoluteForm ? `http://${host}${target}` : target,
        headers,
        ...(agent ? { agent } : {}),
        ...(call.signal ? { signal: call.signal } : {}),
        ...(tls.ca ? { ca: tls.ca, servername: 'localhost' } : {}),
      };
      const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const body = Buffer.concat(chunks);
          const text = body.toString('utf8');
          const json = response.headers['content-type']?.startsWith('application/json') ? JSON.parse(text) : undefined;
          const { rawHeaders, headers: received, statusCode: status = 0 } = response;
          resolve({ status, headers: received, rawHeaders, body, text, json, code: json?.errorCode });
        });
      });
      request.on('error', reject);
      request.end(sentBody);
    });
  };
  return Object.assign(client, { close: () => agent?.destroy() });
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
