import { readFileSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';

const fixture = (name: string): Buffer => readFileSync(new URL(name, import.meta.url));

const identity = (): https.ServerOptions => ({ key: fixture('server-key.pem'), cert: fixture('server.pem') });

export const testCa: Buffer = fixture('ca.pem');

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface TestServer {
  readonly port: number;
  /** `http://127.0.0.1:port`, or https. */
  readonly url: string;
  readonly sockets: ReadonlySet<Socket>;
  stop(): Promise<void>;
}

async function listen(server: net.Server, scheme: string): Promise<TestServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}`,
    sockets,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

export const startHttp = (handler: Handler): Promise<TestServer> => listen(http.createServer(handler), 'http');

export const startHttps = (handler: Handler): Promise<TestServer> =>
  listen(https.createServer(identity(), handler), 'https');

/** Speaks no HTTP of its own: what `talk` does with the bytes is the test's affair. */
export const startRaw = (talk: (socket: Socket) => void): Promise<TestServer> => listen(net.createServer(talk), 'http');

export interface TestProxy extends TestServer {
  /** What came in: request line and headers, `CONNECT host:port` for tunnels. */
  readonly seen: { readonly line: string; readonly headers: IncomingMessage['headers'] }[];
}

/** Forwards absolute-form requests with the Host header they came with, and digs tunnels. */
export async function startProxy(
  options: {
    readonly user?: string;
    readonly tunnelStatus?: number;
    readonly tunnelsTo?: string;
    readonly secure?: boolean;
  } = {},
): Promise<TestProxy> {
  const seen: TestProxy['seen'] = [];
  const expected = options.user && `Basic ${Buffer.from(options.user).toString('base64')}`;
  const allowed = (request: IncomingMessage): boolean =>
    expected === undefined || request.headers['proxy-authorization'] === expected;
  const forward: Handler = (request, response) => {
    seen.push({ line: `${request.method} ${request.url}`, headers: request.headers });
    if (!allowed(request)) {
      response.writeHead(407).end();
      return;
    }
    const { 'proxy-authorization': _, ...headers } = request.headers;
    const onward = http.request(request.url ?? '', { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  };
  const server = options.secure ? https.createServer(identity(), forward) : http.createServer(forward);
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    seen.push({ line: `CONNECT ${request.url}`, headers: request.headers });
    const status = allowed(request) ? (options.tunnelStatus ?? 200) : 407;
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 2\r\n\r\nno`);
      return;
    }
    const [host, port] = (request.url ?? '').split(':');
    const onward = net.connect(Number(port), options.tunnelsTo ?? host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
    socket.once('close', () => onward.destroy());
  });
  return { ...(await listen(server, options.secure ? 'https' : 'http')), seen };
}
