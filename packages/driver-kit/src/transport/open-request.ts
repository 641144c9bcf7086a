import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https, { type RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { Attempt } from './attempt.js';
import { type ProxyServer, proxyHost } from './proxy.js';
import { TunnelAgent, type TunnelOptions } from './tunnel-agent.js';

export interface ConnectionSettings {
  readonly proxy: ProxyServer | undefined;
  readonly secureContext: SecureContext | undefined;
  readonly insecure: boolean;
  readonly maxSockets: number;
}

/** Where one call goes and when it is over. */
export interface Target {
  readonly url: URL;
  /** Its end destroys the request and its socket. */
  readonly attempt: Attempt;
}

export interface RequestHead {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The sockets of one lane. */
export interface Connections {
  /** Starts a request; the caller writes and ends it. */
  open(target: Target, head: RequestHead, onAnswer: (answer: IncomingMessage) => void): ClientRequest;
  /** Destroys all sockets, those in use too; resolves when they are closed. */
  close(): Promise<void>;
}

/** Nothing of the environment (`HTTP_PROXY`) has a say here, and nothing is shared with another lane. */
export function createConnections(settings: ConnectionSettings): Connections {
  const { proxy } = settings;
  const tls = {
    rejectUnauthorized: !settings.insecure,
    ...(settings.secureContext && { secureContext: settings.secureContext }),
  };
  const pool = { keepAlive: true, maxSockets: settings.maxSockets };
  const plain = proxy?.protocol === 'https:' ? new https.Agent(pool) : new http.Agent(pool);
  const secure = proxy ? new TunnelAgent(proxy, { ...pool, ...tls }) : new https.Agent(pool);
  const sockets = new Set<NonNullable<ClientRequest['socket']>>();

  const route = ({ url, attempt }: Target, head: RequestHead): RequestOptions & Partial<TunnelOptions> => {
    const path = url.pathname + url.search;
    const { method } = head;
    if (url.protocol === 'https:') {
      return {
        ...tls,
        ...verifying(bare(url.hostname)),
        // Without it the tunnel agent guesses from the call stack, and finds no idle socket again.
        protocol: 'https:',
        attempt,
        method,
        agent: secure,
        port: url.port || 443,
        path,
        headers: head.headers,
      };
    }
    if (!proxy)
      return { method, agent: plain, hostname: bare(url.hostname), port: url.port || 80, path, headers: head.headers };
    // The request line says where the proxy shall connect, the Host header whom the service shall take itself for.
    // http-proxy-agent would build the line from Host, which for `project.127.0.0.1` is not even a URL.
    return {
      ...tls,
      ...verifying(proxy.hostname),
      method,
      agent: plain,
      port: proxy.port,
      path: url.origin + path,
      headers: { host: url.host, ...lowerHost(head.headers), ...proxy.headers },
    };
  };

  return {
    open(target, head, onAnswer) {
      const { url, attempt } = target;
      const options = route(target, head);
      const secured = url.protocol === 'https:' || proxy?.protocol === 'https:';
      const request = (secured ? https : http).request(options, (answer) => {
        // An answer may break while nobody reads it; whoever reads it next sees that on the answer itself.
        answer.on('error', ignore);
        onAnswer(answer);
      });
      request.once('socket', (socket) => {
        if (sockets.has(socket)) return;
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
      });
      attempt.onEnd(() => request.destroy());
      return request;
    },
    async close() {
      plain.destroy();
      secure.destroy();
      const closed = [...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}

const ignore = (): void => undefined;

/** Host and port of the peer of a message, the proxy's beside it. */
export const describeRoute = (
  url: URL,
  proxy: ProxyServer | undefined,
): { host: string; proxy: string | undefined } => ({
  host: `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`,
  proxy: proxy && proxyHost(proxy),
});

/**
 * The certificate must be that of the host we connect to. Left alone, Node asks for the name in the Host header, which
 * for an endpoint given by address (`project.127.0.0.1`) no certificate can have. (A `checkServerIdentity` of the
 * request's own would do the same, but newer versions of Node then open a connection for each request.)
 */
const verifying = (hostname: string): RequestOptions => ({ hostname, servername: isIP(hostname) ? '' : hostname });

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

/** One spelling of Host, so that a default cannot stand beside the caller's own. */
const lowerHost = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase() === 'host' ? 'host' : name, value]),
  );
