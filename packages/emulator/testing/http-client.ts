import { Agent, request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** One request, sent as it is. */
export interface HttpCall {
  readonly method: string;
  /** The request's target. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came.
  readonly json: any;
}

export interface HttpClient {
  (call: HttpCall): Promise<HttpAnswer>;
  close(): void;
}

/** A client that keeps its connections and reads bodies whole; `ca` for an endpoint with HTTPS. */
export function httpClient(endpoint: string, tls: { readonly ca?: string } = {}): HttpClient {
  const url = new URL(endpoint);
  const agent = url.protocol === 'http:' ? new Agent({ keepAlive: true }) : undefined;
  const client = ({ method, path, headers, body, signal }: HttpCall): Promise<HttpAnswer> =>
    new Promise((resolve, reject) => {
      const options: RequestOptions & { ca?: string; servername?: string } = {
        host: url.hostname,
        port: url.port,
        method,
        path,
        headers,
        ...(agent ? { agent } : {}),
        ...(signal ? { signal } : {}),
        ...(tls.ca ? { ca: tls.ca, servername: 'localhost' } : {}),
      };
      const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const whole = Buffer.concat(chunks);
          const text = whole.toString('utf8');
          const { rawHeaders, headers: received, statusCode: status = 0 } = response;
          resolve({ status, headers: received, rawHeaders, body: whole, text, json: jsonOf(text) });
        });
      });
      request.on('error', reject);
      request.end(body);
    });
  return Object.assign(client, { close: () => agent?.destroy() });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
