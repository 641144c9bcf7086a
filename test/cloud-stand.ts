import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StandRequest {
  /** `GET /openstack/latest/securitykey`, or the action of API 3.0. */
  readonly call: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
}

/** Status and body; undefined: it never answers. */
export type StandAnswer =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body: unknown }
  | undefined;

/** What stands around a machine in a cloud: its metadata service, and who gives temporary keys for a token. */
export interface CloudStand {
  /**
   * Where an endpoint can be told. Else it goes into the variable `http_proxy`: the stand is whatever somebody wants to be
   * connected to.
   */
  readonly endpoint: string;
  readonly requests: readonly StandRequest[];
  /** Sockets that are open. */
  sockets(): Promise<number>;
  stop(): Promise<void>;
}

export async function startCloudStand(answer: (request: StandRequest) => StandAnswer): Promise<CloudStand> {
  const requests: StandRequest[] = [];
  const server = createServer(async (message, response) => {
    const request = await read(message);
    requests.push(request);
    send(response, answer(request));
  });
  // Whoever wants to be connected to something gets here, whatever its name was.
  server.on('connect', (_, socket) => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    server.emit('connection', socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    requests,
    sockets: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(message: IncomingMessage): Promise<StandRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const action = message.headers['x-tc-action'];
  return {
    call: typeof action === 'string' ? action : `${message.method} ${message.url}`,
    headers: message.headers,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}

function send(response: ServerResponse, answer: StandAnswer): void {
  if (answer === undefined) return;
  const { status = 200, headers, body } = answer;
  response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
}
