import axios from 'axios';
import { afterEach, describe, expect, test } from 'vitest';
import { type Handler, startHttp, startHttps, type TestServer, testCa } from '../../test-fixtures/servers.js';
import { until } from '../../test-fixtures/until.js';
import { createTransport } from './create-transport.js';
import type { Transport, TransportRequest } from './transport.js';

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

async function start(handler: Handler): Promise<{ server: TestServer; transport: Transport }> {
  const server = await startHttp(handler);
  const transport = createTransport();
  cleanUp.push(server.stop, transport.close);
  return { server, transport };
}

const request = (
  lane: TransportRequest['lane'],
  url: string,
  more: Partial<TransportRequest> = {},
): TransportRequest => ({
  lane,
  method: 'GET',
  url,
  headers: {},
  signal: new AbortController().signal,
  timeoutMs: 10_000,
  ...more,
});

describe.each(['control', 'pull'] as const)('%s lane', (lane) => {
  test('sends exactly the given headers, Host included, and nothing of its own but Connection and Content-Length', async () => {
    const heard: string[][] = [];
    const { server, transport } = await start((incoming, response) => {
      heard.push(incoming.rawHeaders);
      incoming.resume();
      response.end();
    });
    axios.defaults.headers.common.Authorization = 'of-the-application';
    cleanUp.push(async () => {
      delete axios.defaults.headers.common.Authorization;
    });
    const headers = { Host: 'project.127.0.0.1:80', 'x-log-apiversion': '0.6.0', 'Content-Type': 'application/json' };
    await transport.send(request(lane, server.url, { headers }));
    await transport.send(
      request(lane, server.url, { method: 'POST', headers: { host: 'p' }, body: Buffer.from('abc') }),
    );
    await transport.send(request(lane, server.url, { method: 'POST', headers: { host: 'p' } }));
    await transport.send(request(lane, server.url, { headers: { host: 'p', 'Accept-Encoding': '', accept: 'x/y' } }));
    const sorted = heard.map((raw) =>
      raw.flatMap((name, i) => (i % 2 === 0 ? [`${name.toLowerCase()}: ${raw[i + 1]}`] : [])).sort(),
    );
    expect(sorted).toEqual([
      [
        'connection: keep-alive',
        'content-type: application/json',
        'host: project.127.0.0.1:80',
        'x-log-apiversion: 0.6.0',
      ],
      ['connection: keep-alive', 'content-length: 3', 'host: p'],
      ['connection: keep-alive', 'content-length: 0', 'host: p'],
      ['accept-encoding: ', 'accept: x/y', 'connection: keep-alive', 'host: p'],
    ]);
  });

  test('hands every status over as an answer, follows no redirect and unpacks nothing', async () => {
    const { server, transport } = await start((incoming, response) => {
      if (incoming.url === '/moved') response.writeHead(302, { Location: '/elsewhere', 'Content-Encoding': 'gzip' });
      else response.writeHead(503, { 'X-Log-RequestId': '5AEC', 'Set-Cookie': ['a=1', 'b=2'] });
      response.end('not gzip');
    });
    const moved = await transport.send(request(lane, `${server.url}/moved`));
    expect([moved.status, moved.headers.location, moved.body.toString()]).toEqual([302, '/elsewhere', 'not gzip']);
    const failed = await transport.send(request(lane, `${server.url}/x`));
    expect([failed.status, failed.headers['x-log-requestid']]).toEqual([503, '5AEC']);
    expect(failed.headers['set-cookie']).toBe('a=1, b=2');
  });

  test('sends method, path, query and body as they are', async () => {
    const heard: string[] = [];
    const { server, transport } = await start((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        heard.push(`${incoming.method} ${incoming.url} ${Buffer.concat(chunks).toString('hex')}`);
        response.end();
      });
    });
    const whole = Buffer.from([9, 9, 0, 255, 10, 9]);
    const url = `${server.url}//logstores/a%2Fb?x=&y=%20+&cursor=MTI%3D`;
    await transport.send(
      request(lane, url, { method: 'PUT', body: new Uint8Array(whole.buffer, whole.byteOffset + 2, 3) }),
    );
    await transport.send(request(lane, url, { method: 'DELETE' }));
    expect(heard).toEqual([
      'PUT //logstores/a%2Fb?x=&y=%20+&cursor=MTI%3D 00ff0a',
      'DELETE //logstores/a%2Fb?x=&y=%20+&cursor=MTI%3D ',
    ]);
  });

  test('never asks the environment for a proxy', async () => {
    const { server, transport } = await start((_, response) => response.end('direct'));
    const before = { ...process.env };
    cleanUp.push(async () => {
      process.env = before;
    });
    for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY']) process.env[name] = 'http://127.0.0.1:9';
    process.env.NO_PROXY = '';
    const { body } = await transport.send(request(lane, server.url));
    expect(body.toString()).toBe('direct');
  });

  test.each([
    ['http', startHttp],
    ['https', startHttps],
  ] as const)('uses an %s connection again', async (_scheme, startServer) => {
    const ports = new Set<number | undefined>();
    const server = await startServer((incoming, response) => {
      ports.add(incoming.socket.remotePort);
      response.end('x');
    });
    const transport = createTransport({ ca: testCa });
    cleanUp.push(server.stop, transport.close);
    for (let i = 0; i < 3; i++) await transport.send(request(lane, server.url));
    expect(ports.size).toBe(1);
  });

  test.each([
    ['ftp://127.0.0.1/', {}, 'the request has no http or https URL'],
    ['not a url', {}, 'the request has no http or https URL'],
    ['http://user:hush@127.0.0.1/', {}, 'holds a user or password'],
    ['http://127.0.0.1/', { authorization: 'hush\r\nx: y' }, '"authorization"'],
    ['http://127.0.0.1/', { 'a b': 'hush' }, '"a b"'],
  ])('refuses %s %o before sending, without the value', async (url, headers, message) => {
    const transport = createTransport();
    cleanUp.push(transport.close);
    const error = await transport.send(request(lane, url, { headers })).catch((e: unknown) => e);
    expect(error).toMatchObject({ name: 'TransportError', kind: 'request', message: expect.stringContaining(message) });
    expect((error as Error).message).not.toContain('hush');
  });
});

test('a control call passes while 50 pull sockets hang, all of them on one signal', async () => {
  const hanging: string[] = [];
  const { server, transport } = await start((incoming, response) => {
    if (incoming.url === '/pull') hanging.push('pull');
    else response.end('beat');
  });
  const warnings: Error[] = [];
  const onWarning = (warning: Error): number => warnings.push(warning);
  process.on('warning', onWarning);
  cleanUp.push(async () => void process.off('warning', onWarning));
  const stop = new AbortController();
  const pulls = Array.from({ length: 50 }, () =>
    transport.send(request('pull', `${server.url}/pull`, { signal: stop.signal })).catch((error: unknown) => error),
  );
  await until(() => hanging.length === 50);
  const { body } = await transport.send(request('control', `${server.url}/beat`, { signal: stop.signal }));
  expect(body.toString()).toBe('beat');
  stop.abort('done');
  expect(new Set(await Promise.all(pulls))).toEqual(new Set(['done']));
  expect(warnings).toEqual([]);
});

test('a limit on sockets counts for each lane by itself', async () => {
  const open: (() => void)[] = [];
  const server = await startHttp((incoming, response) => {
    if (incoming.url === '/beat') response.end();
    else open.push(() => response.end());
  });
  const transport = createTransport({ maxSocketsPerLane: 1 });
  cleanUp.push(server.stop, transport.close);
  const pulls = [1, 2].map(() => transport.send(request('pull', `${server.url}/pull`)));
  await until(() => open.length > 0);
  await transport.send(request('control', `${server.url}/beat`));
  expect(open.length).toBe(1);
  open.pop()?.();
  await until(() => open.length > 0);
  open.pop()?.();
  await Promise.all(pulls);
});
