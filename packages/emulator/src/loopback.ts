import type { ServiceClock } from './clock.js';
import type { ClsHandles } from './cls/handles.js';
import { type RefusingAction, refusalOf } from './faults/refusal.js';
import { wholeBody } from './http/body.js';
import type { CallInfo } from './http/face.js';
import { httpDate } from './http/http-date.js';
import { parseQuery, type RawRequest, splitTarget } from './http/request.js';
import type { LtsHandles } from './lts/handles.js';
import { createServices, type ServicesOptions } from './services.js';
import type { SlsHandles } from './sls/handles.js';

/** A request as a client would send it. */
export interface LoopbackRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface LoopbackAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The emulated services in this process, without a socket. */
export interface Loopback {
  readonly sls: SlsHandles;
  readonly cls: ClsHandles;
  readonly lts: LtsHandles;
  readonly clock: Pick<ServiceClock, 'now' | 'advance'>;
  /** What a request is about, as fault rules see it. */
  identify(request: LoopbackRequest): CallInfo;
  /**
   * Answers at once. With `refused` it is that error, in the service's own shape, and the request has no effect. Rules of
   * the services' `faults` do not count here: whoever carries the requests can lose, delay and break them himself.
   */
  exchange(request: LoopbackRequest, refused?: RefusingAction): LoopbackAnswer;
}

/**
 * The emulated services without a listener, for simulations: nothing is left to sockets, so that the same requests in the
 * same order give the same answers. Throws a `TypeError` for a switch that does not exist.
 */
export function createLoopback(options: ServicesOptions = {}): Loopback {
  const { sls, cls, lts, clock, serviceFor } = createServices(options);
  return {
    sls: sls.handles,
    cls: cls.handles,
    lts: lts.handles,
    clock: { now: clock.now, advance: clock.advance },
    identify(sent) {
      const request = rawRequest(sent);
      return serviceFor(request).face.identify(request);
    },
    exchange(sent, refused) {
      const request = rawRequest(sent);
      const { face } = serviceFor(request);
      const info = face.identify(request);
      const answer = refused === undefined ? face.answer(request, info) : refusalOf(face, refused, info);
      const named = Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
      const body = Buffer.from(wholeBody(answer.body));
      const headers = {
        date: httpDate(clock.now()),
        'content-length': String(body.length),
        ...Object.fromEntries(named),
      };
      return { status: answer.status, headers, body };
    },
  };
}

/** As it would come to the server: the host is what the header says. */
function rawRequest({ method, url, headers: sent, body = new Uint8Array(0) }: LoopbackRequest): RawRequest {
  const { authority = '', path, search } = splitTarget(url);
  const headers: Record<string, string> = { host: authority };
  for (const [name, value] of Object.entries(sent)) headers[name.toLowerCase()] = value;
  return {
    method: method.toUpperCase(),
    authority: headers.host ?? authority,
    path,
    query: parseQuery(search),
    headers,
    body: Buffer.from(body.buffer, body.byteOffset, body.byteLength),
  };
}
