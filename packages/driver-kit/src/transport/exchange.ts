import type { IncomingMessage } from 'node:http';
import type { Attempt } from './attempt.js';
import { beginBody } from './begin-body.js';
import type { Deadline } from './deadline.js';
import { explainSocketError, type Route } from './explain-socket-error.js';
import type { Lane } from './lanes.js';
import type { ProxyServer } from './proxy.js';
import { readBody } from './read-body.js';
import type { ResponseHeaders, TransportRequest, TransportResponse } from './transport.js';
import { proxyRefusal } from './tunnel-agent.js';

const DEFAULT_MAX_BODY_BYTES = 16 * 1024 * 1024;

export interface Exchange {
  readonly request: TransportRequest;
  readonly url: URL;
  readonly route: Route;
  readonly proxy: ProxyServer | undefined;
  readonly deadline: Deadline;
}

/** The way of one request through a lane: send, show the headers, read the body. */
export async function runExchange(lane: Lane, exchange: Exchange, attempt: Attempt): Promise<TransportResponse> {
  const { request, url, route, proxy, deadline } = exchange;
  const { method, headers, body } = request;
  let answer: IncomingMessage;
  try {
    answer = await lane({ url, attempt, method, headers, body });
  } catch (error) {
    throw explainSocketError(withoutAxios(error), route);
  }
  const status = answer.statusCode ?? 0;
  if (proxy && status === 407) throw proxyRefusal(proxy, status, route.host);
  const answered = headersOf(answer);
  let into: Buffer | undefined;
  let begun: Buffer | undefined;
  if (request.onHeaders) {
    const { peekBytes } = request;
    if (peekBytes !== undefined) {
      begun = await beginBody(answer, peekBytes);
      attempt.throwIfOver();
    }
    // What was cut already is told as that, whatever its first bytes say.
    if (begun === undefined || !answer.destroyed || answer.readableEnded) {
      deadline.pause();
      into = await request.onHeaders(status, answered, begun?.subarray(0, peekBytes));
      attempt.throwIfOver();
      deadline.resume();
    }
  }
  const maxBodyBytes = request.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES;
  const bodiless = method === 'HEAD' || status === 204 || status === 304;
  const limits = { maxBodyBytes, into, begun, bodiless, attempt };
  return { status, headers: answered, body: await readBody(answer, limits, route) };
}

/** axios' error holds the whole request, its Authorization header included: only what it stands for goes on. */
function withoutAxios(error: unknown): unknown {
  const wrapped = typeof error === 'object' && error !== null && 'isAxiosError' in error;
  return wrapped ? ((error as { cause?: unknown }).cause ?? { code: (error as { code?: unknown }).code }) : error;
}

/** Node gives a list for Set-Cookie alone. */
function headersOf({ headers }: IncomingMessage): ResponseHeaders {
  const cookies = headers['set-cookie'];
  return cookies === undefined ? (headers as ResponseHeaders) : { ...headers, 'set-cookie': cookies.join(', ') };
}
