import { type Clock, onAbort, systemClock } from '@polylog/core/driver';
import { Attempt } from './attempt.js';
import { checkRequest } from './check-request.js';
import { Deadline } from './deadline.js';
import { runExchange } from './exchange.js';
import type { Route } from './explain-socket-error.js';
import { createControlLane, createPullLane, type Lane } from './lanes.js';
import { type ConnectionSettings, createConnections, describeRoute } from './open-request.js';
import { parseProxy } from './proxy.js';
import type { Transport, TransportRequest } from './transport.js';
import { TransportError } from './transport-error.js';
import { trusting } from './trusted-certificates.js';

export interface TransportOptions {
  /**
   * `http://user:password@host:port`; user and password percent-encoded where needed. http targets are asked for by
   * absolute-form, https targets by CONNECT. Absent: none; `HTTP_PROXY` and the like are never looked at.
   */
  readonly proxy?: string | undefined;
  /** Certificates (PEM) to trust beside those that come with Node. */
  readonly ca?: string | Buffer | readonly (string | Buffer)[] | undefined;
  /** True accepts any certificate: whoever is on the way can read and change everything. @defaultValue false */
  readonly insecure?: boolean | undefined;
  /** Most sockets to one host, for each of the two lanes; further calls wait, on their own timeout. @defaultValue no limit */
  readonly maxSocketsPerLane?: number | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * The transport that every adapter uses unless the user brings another. Owns its sockets: whoever makes one closes it.
 * Throws `invalid-argument` for an option that is wrong.
 */
export function createTransport(options: TransportOptions = {}): Transport {
  const clock = options.clock ?? systemClock;
  const proxy = options.proxy === undefined ? undefined : parseProxy(options.proxy);
  const settings: ConnectionSettings = {
    proxy,
    secureContext: options.ca === undefined ? undefined : trusting(options.ca),
    insecure: options.insecure ?? false,
    maxSockets: options.maxSocketsPerLane ?? Number.POSITIVE_INFINITY,
  };
  const connections = { control: createConnections(settings), pull: createConnections(settings) };
  const lanes: Record<TransportRequest['lane'], Lane> = {
    control: createControlLane(connections.control),
    pull: createPullLane(connections.pull),
  };
  const lifetime = new AbortController();
  let closing: Promise<void> | undefined;

  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        request.signal.throwIfAborted();
        const url = checkRequest(request);
        const route = describeRoute(url, proxy);
        if (closing !== undefined) throw closed(route);
        const attempt = new Attempt();
        const release = (): void => {
          deadline.stop();
          offAbort();
          offClose();
        };
        /** At once, and takes the socket along; what the work does afterwards is nobody's business. */
        const end = (reason: unknown): void => {
          release();
          attempt.end(reason);
          reject(attempt.reason);
        };
        const deadline = new Deadline(clock, request.timeoutMs, () => end(timedOut(route, request.timeoutMs)));
        const offAbort = onAbort(request.signal, () => end(request.signal.reason));
        const offClose = onAbort(lifetime.signal, () => end(closed(route)));
        runExchange(lanes[request.lane], { request, url, route, proxy, deadline }, attempt).then((response) => {
          release();
          resolve(response);
        }, end);
      }),
    close() {
      closing ??= (async () => {
        lifetime.abort();
        await Promise.all([connections.control.close(), connections.pull.close()]);
      })();
      return closing;
    },
  };
}

const timedOut = (route: Route, timeoutMs: number): TransportError =>
  new TransportError('timeout', `${route.host} did not answer in full within ${timeoutMs} ms`, { host: route.host });

const closed = ({ host }: Route): TransportError =>
  new TransportError('closed', 'the transport was closed while, or before, the request was under way', { host });
