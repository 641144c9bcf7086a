import type { Socket } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type Handler,
  startHttp,
  startHttps,
  startProxy,
  startRaw,
  type TestServer,
  testCa,
} from '../../test-fixtures/servers.js';
import { until } from '../../test-fixtures/until.js';
import { createTransport, type TransportOptions } from './create-transport.js';
import { parseProxy } from './proxy.js';
import type { Transport, TransportRequest } from './transport.js';

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

async function owned<T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const server = await starting;
  cleanUp.push(server.stop);
  return server;
}

function transportWith(options: TransportOptions): Transport {
  const transport = createTransport(options);
  cleanUp.push(transport.close);
  return transport;
}

const noTls = (socket: Socket): void => {
  socket.write('HTTP/1.1 200 OK\r\n\r\n');
  socket.once('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
};

const echo: Handler = (request, response) => {
  response.end(`${request.url} ${request.headers.host} ${request.headers['proxy-authorization'] ?? 'none'}`);
};
const project = (server: TestServer): Record<string, string> => ({ Host: `project.127.0.0.1:${server.port}` });

describe.each(['control', 'pull'] as const)('%s lane', (lane) => {
  const request = (url: string, more: Partial<TransportRequest> = {}): TransportRequest => ({
    lane,
    method: 'GET',
    url,
    headers: {},
    signal: new AbortController().signal,
    timeoutMs: 5_000,
    ...more,
  });
  const failure = (promise: Promise<unknown>): Promise<Error> =>
    promise.then(
      () => new Error('resolved'),
      (error: Error) => error,
    );

  test('an http target is asked for by absolute-form: where to connect in the line, the given Host in the header', async () => {
    const server = await owned(startHttp(echo));
    const proxy = await owned(startProxy({ user: 'us:er:p@w%' }));
    const transport = transportWith({ proxy: `http://us%3Aer:p%40w%25@127.0.0.1:${proxy.port}` });
    for (let i = 0; i < 2; i++) {
      const { body } = await transport.send(request(`${server.url}/a?b=c`, { headers: project(server) }));
      expect(body.toString()).toBe(`/a?b=c project.127.0.0.1:${server.port} none`);
    }
    const expected = { line: `GET ${server.url}/a?b=c`, headers: { host: `project.127.0.0.1:${server.port}` } };
    expect(proxy.seen).toMatchObject([expected, expected]);
  });

  test('without a Host of the caller the absolute-form names that of the target, not that of the proxy', async () => {
    const server = await owned(startHttp(echo));
    const proxy = await owned(startProxy());
    await transportWith({ proxy: proxy.url }).send(request(server.url));
    expect(proxy.seen[0]?.headers.host).toBe(`127.0.0.1:${server.port}`);
    expect(proxy.seen[0]?.headers['proxy-authorization']).toBeUndefined();
  });

  test('an https target is reached by CONNECT; the proxy sees nothing of the request', async () => {
    const server = await owned(startHttps(echo));
    const proxy = await owned(startProxy({ user: 'user:pw' }));
    const transport = transportWith({ proxy: `http://user:pw@127.0.0.1:${proxy.port}`, ca: testCa });
    for (let i = 0; i < 2; i++) {
      const headers = { ...project(server), authorization: 'signature' };
      const { body } = await transport.send(request(`${server.url}/a?b=c`, { headers }));
      expect(body.toString()).toBe(`/a?b=c project.127.0.0.1:${server.port} none`);
    }
    expect(proxy.seen.map(({ line }) => line)).toEqual([`CONNECT 127.0.0.1:${server.port}`]);
    expect(inspect(proxy.seen)).not.toContain('signature');
  });

  test('the certificate behind a tunnel is checked against the target', async () => {
    const server = await owned(startHttps(echo));
    const proxy = await owned(startProxy());
    const error = await failure(transportWith({ proxy: proxy.url }).send(request(server.url)));
    expect(error).toMatchObject({ kind: 'tls', host: `127.0.0.1:${server.port}` });
    const elsewhere = await owned(startProxy({ tunnelsTo: '127.0.0.1' }));
    const trusting = transportWith({ proxy: elsewhere.url, ca: testCa });
    // The Host header would be a good name for this certificate: it has no say.
    const headers = { Host: 'localhost' };
    const wrongName = await failure(trusting.send(request(`https://service.invalid:${server.port}`, { headers })));
    expect(wrongName).toMatchObject({ kind: 'tls', code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });

  test.each([
    ['http', startHttp, (server: TestServer) => `GET ${server.url}/`],
    ['https', startHttps, (server: TestServer) => `CONNECT 127.0.0.1:${server.port}`],
  ] as const)('a proxy may itself be reached by https (%s target)', async (_scheme, startServer, line) => {
    const server = await owned(startServer(echo));
    const proxy = await owned(startProxy({ secure: true, user: 'user:pw' }));
    const options = { proxy: `https://user:pw@127.0.0.1:${proxy.port}` };
    const { body } = await transportWith({ ...options, ca: testCa }).send(
      request(server.url, { headers: project(server) }),
    );
    expect(body.toString()).toBe(`/ project.127.0.0.1:${server.port} none`);
    expect(proxy.seen.map((seen) => seen.line)).toEqual([line(server)]);
    expect(await failure(transportWith(options).send(request(server.url)))).toMatchObject({ kind: 'tls' });
  });

  test('a large body goes through a tunnel whole', async () => {
    const whole = Buffer.alloc(5_000_000, 'abcdefg');
    const server = await owned(startHttps((_, response) => response.end(whole)));
    const proxy = await owned(startProxy());
    const { body } = await transportWith({ proxy: proxy.url, ca: testCa }).send(request(server.url));
    expect(body.equals(whole)).toBe(true);
  });

  test.each(['http', 'https'])(
    'a refused password (%s target) fails as proxy, says what to check, and shows none',
    async (scheme) => {
      const server = await owned(scheme === 'http' ? startHttp(echo) : startHttps(echo));
      const proxy = await owned(startProxy({ user: 'user:right' }));
      const transport = transportWith({ proxy: `http://user:planted@127.0.0.1:${proxy.port}`, ca: testCa });
      const error = await failure(transport.send(request(server.url)));
      expect(error).toMatchObject({ kind: 'proxy', status: 407 });
      expect(error.message).toBe(
        `the proxy 127.0.0.1:${proxy.port} refused to connect to 127.0.0.1:${server.port} with status 407: ` +
          'check user and password in the proxy option',
      );
      const shown = inspect(error, { depth: 20, showHidden: true });
      expect(shown).not.toContain('planted');
      expect(shown).not.toContain(Buffer.from('user:planted').toString('base64'));
    },
  );

  test('a tunnel that the proxy refuses is not taken for an answer of the service', async () => {
    const proxy = await owned(startProxy({ tunnelStatus: 503 }));
    const error = await failure(transportWith({ proxy: proxy.url }).send(request('https://service.invalid/')));
    expect(error).toMatchObject({ kind: 'proxy', status: 503 });
  });

  test.each(['http', 'https'])('a proxy that is not there is named in the message (%s target)', async (scheme) => {
    const gone = await startHttp(echo);
    await gone.stop();
    const transport = transportWith({ proxy: `http://user:planted@127.0.0.1:${gone.port}` });
    const error = await failure(transport.send(request(`${scheme}://service.invalid/`)));
    expect(error).toMatchObject({ kind: 'connect', code: 'ECONNREFUSED' });
    expect(error.message).toContain(`the proxy 127.0.0.1:${gone.port}`);
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('planted');
  });

  test.each(['an abort', 'a close'])('%s while the tunnel is being dug takes the socket along', async (how) => {
    let asked = 0;
    const silent = await owned(startRaw((socket) => socket.once('data', () => asked++)));
    const transport = transportWith({ proxy: silent.url });
    const controller = new AbortController();
    const sent = failure(transport.send(request('https://service.invalid/', { signal: controller.signal })));
    await until(() => asked === 1);
    if (how === 'an abort') controller.abort(new Error('enough'));
    else await transport.close();
    expect(await sent).toMatchObject(how === 'an abort' ? { message: 'enough' } : { kind: 'closed' });
    await until(() => silent.sockets.size === 0);
  });

  test.each([
    ['hangs up', (socket: Socket) => socket.end(), 'proxy'],
    ['is reset', (socket: Socket) => socket.resetAndDestroy(), 'cut'],
    ['talks nonsense', (socket: Socket) => socket.end('planted\r\nnonsense\r\n\r\n'), 'proxy'],
    ['cuts the tunnel at once', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'), 'cut'],
    ['puts no TLS behind the tunnel', noTls, 'tls'],
  ])('a proxy that %s while the tunnel is being dug is one clean error', async (_name, talk, kind) => {
    const rude = await owned(startRaw((socket) => socket.once('data', () => talk(socket))));
    const error = await failure(transportWith({ proxy: rude.url }).send(request('https://service.invalid/')));
    expect(error).toMatchObject({ name: 'TransportError', kind });
    expect(error.message).not.toContain('planted');
  });
});

test.each([
  ['user:planted@host:8080', 'http'],
  ['planted', 'not a URL'],
  ['http://', 'not a URL'],
  ['socks5://user:planted@host:1', 'neither http:// nor https://'],
  ['http://user:planted%zz@host:1', '%25'],
])('a proxy option such as %j is refused without showing it', (text, hint) => {
  let message = '';
  try {
    parseProxy(text);
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid-argument' });
    message = (error as Error).message;
  }
  expect(message).toContain('proxy:');
  expect(message).toContain(hint);
  expect(message).not.toContain('planted');
});

test('a proxy without a port is asked on 80 or 443', () => {
  expect(parseProxy('http://host')).toMatchObject({ hostname: 'host', port: 80, headers: {} });
  expect(parseProxy('https://[::1]')).toMatchObject({ hostname: '::1', port: 443 });
});
