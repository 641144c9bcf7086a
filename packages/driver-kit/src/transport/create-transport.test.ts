import { getEventListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type Clock, systemClock } from '@polylog/core/driver';
import { createFakeClock } from '@polylog/core/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { type Handler, startHttp, startRaw, type TestServer } from '../../test-fixtures/servers.js';
import { until } from '../../test-fixtures/until.js';
import { createTransport } from './create-transport.js';
import type { Transport, TransportRequest } from './transport.js';

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

async function start(
  handler: Handler,
  clock: Clock = systemClock,
): Promise<{ server: TestServer; transport: Transport }> {
  const server = await startHttp(handler);
  const transport = createTransport({ clock });
  cleanUp.push(server.stop, transport.close);
  return { server, transport };
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => ({ resolved: value }),
    (error: unknown) => error,
  );

describe.each(['control', 'pull'] as const)('%s lane', (lane) => {
  const request = (url: string, more: Partial<TransportRequest> = {}): TransportRequest => ({
    lane,
    method: 'GET',
    url,
    headers: {},
    signal: new AbortController().signal,
    timeoutMs: 1_000,
    ...more,
  });

  test('an answer that does not begin in time fails as timeout and takes its socket along', async () => {
    const clock = createFakeClock();
    let heard = 0;
    const { server, transport } = await start(() => heard++, clock);
    const sent = failure(transport.send(request(server.url)));
    await until(() => heard === 1);
    await clock.advance(999);
    expect(clock.pending).toBe(1);
    await clock.advance(1);
    expect(await sent).toMatchObject({ kind: 'timeout', host: `127.0.0.1:${server.port}` });
    await until(() => server.sockets.size === 0);
    expect(clock.pending).toBe(0);
  });

  test('an answer that does not end in time fails as timeout', async () => {
    const clock = createFakeClock();
    const { server, transport } = await start((_, response) => {
      response.writeHead(200, { 'Content-Length': '10' });
      response.write('half');
    }, clock);
    let begun = false;
    const onHeaders = (): undefined => {
      begun = true;
    };
    const sent = failure(transport.send(request(server.url, { onHeaders })));
    await until(() => begun);
    await clock.advance(1_000);
    expect(await sent).toMatchObject({ kind: 'timeout', message: expect.stringContaining('1000 ms') });
  });

  test('while onHeaders is pending the timeout stands still and the body stays unread; afterwards it goes on', async () => {
    const clock = createFakeClock();
    const bodyBytes = 32 * 1024 * 1024;
    const whole = Buffer.alloc(bodyBytes, 7);
    let response: ServerResponse | undefined;
    const { server, transport } = await start((_, answer) => {
      response = answer;
      answer.writeHead(200, { 'Content-Length': String(bodyBytes), 'X-Raw': '5' });
      answer.write(whole);
    }, clock);
    let release: ((into: Buffer) => void) | undefined;
    const seen: unknown[] = [];
    const onHeaders: TransportRequest['onHeaders'] = (status, headers) => {
      seen.push(status, headers['x-raw']);
      return new Promise((resolve) => {
        release = resolve;
      });
    };
    const sent = transport.send(request(server.url, { onHeaders, maxBodyBytes: bodyBytes }));
    await until(() => release !== undefined);
    await clock.advance(3_600_000);
    expect(seen).toEqual([200, '5']);
    // The rest stands in the server's own queue: nobody takes it off the wire.
    expect(response?.writableLength).toBeGreaterThan(bodyBytes / 4);
    const into = Buffer.alloc(bodyBytes + 10);
    release?.(into);
    const { body } = await sent;
    expect(body.buffer).toBe(into.buffer);
    expect([body.byteOffset, body.length]).toEqual([into.byteOffset, bodyBytes]);
    expect(body.equals(whole)).toBe(true);
    expect(clock.pending).toBe(0);
  });

  test('time spent before onHeaders counts after it', async () => {
    const clock = createFakeClock();
    let answer: (() => void) | undefined;
    const { server, transport } = await start((_, response) => {
      answer = () => response.writeHead(200, { 'Content-Length': '10' }).flushHeaders();
    }, clock);
    let release: ((into: undefined) => void) | undefined;
    const onHeaders = (): Promise<undefined> =>
      new Promise((resolve) => {
        release = resolve;
      });
    const sent = failure(transport.send(request(server.url, { onHeaders })));
    await until(() => answer !== undefined);
    await clock.advance(700);
    answer?.();
    await until(() => release !== undefined);
    await clock.advance(5_000);
    release?.(undefined);
    await clock.settle();
    await clock.advance(299);
    expect(clock.pending).toBe(1);
    await clock.advance(1);
    expect(await sent).toMatchObject({ kind: 'timeout' });
  });

  test('what onHeaders throws is what the call rejects with, and the socket is gone', async () => {
    const { server, transport } = await start((_, response) => {
      response.writeHead(200, { 'Content-Length': '10' });
      response.write('half');
    });
    const own = new Error('no room');
    expect(await failure(transport.send(request(server.url, { onHeaders: () => Promise.reject(own) })))).toBe(own);
    await until(() => server.sockets.size === 0);
  });

  test('a signal that has aborted before the call sends nothing', async () => {
    let heard = 0;
    const { server, transport } = await start((_, response) => {
      heard++;
      response.end();
    });
    const reason = new Error('before');
    expect(await failure(transport.send(request(server.url, { signal: AbortSignal.abort(reason) })))).toBe(reason);
    await transport.send(request(server.url));
    expect(heard).toBe(1);
  });

  test.each(['connecting', 'waiting', 'in onHeaders', 'in the body'])(
    'an abort while %s rejects with its reason, releases socket, timer and listener',
    async (stage) => {
      const clock = createFakeClock();
      let reached = false;
      const server = await startHttp((_, response) => {
        if (stage === 'waiting') reached = true;
        else if (stage !== 'connecting') {
          response.writeHead(200, { 'Content-Length': '10' });
          response.write('half');
        }
      });
      const transport = createTransport({ clock });
      cleanUp.push(server.stop, transport.close);
      const onHeaders = (): undefined | Promise<undefined> => {
        reached = true;
        return stage === 'in onHeaders' ? new Promise(() => undefined) : undefined;
      };
      const controller = new AbortController();
      const { signal } = controller;
      const reason = new Error(stage);
      const sent = failure(transport.send(request(server.url, { signal, onHeaders })));
      if (stage !== 'connecting') await until(() => reached);
      controller.abort(reason);
      expect(await sent).toBe(reason);
      await until(() => server.sockets.size === 0);
      expect(clock.pending).toBe(0);
      expect(getEventListeners(signal, 'abort')).toEqual([]);
    },
  );

  test('nothing is written into the given buffer once the call has settled, at whatever step the abort comes', async () => {
    const whole = Buffer.alloc(30_000, 1);
    const { server, transport } = await start((_, response) => {
      response.writeHead(200, { 'Content-Length': '1000000' });
      response.write(whole);
    });
    for (let step = 0; step < 12; step++) {
      const into = Buffer.alloc(1_000_000);
      const controller = new AbortController();
      const onHeaders = async (): Promise<Buffer> => {
        // Long enough for the body's beginning to wait in the answer's own buffer.
        for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
        void (async () => {
          for (let microtask = 0; microtask < step; microtask++) await Promise.resolve();
          controller.abort('stop');
        })();
        return into;
      };
      expect(await failure(transport.send(request(server.url, { signal: controller.signal, onHeaders })))).toBe('stop');
      into.fill(0);
      await until(() => server.sockets.size === 0);
      expect(into.every((byte) => byte === 0)).toBe(true);
    }
  });

  test('the signal keeps no listener after a good call either', async () => {
    const clock = createFakeClock();
    const { server, transport } = await start((_, response) => response.end('x'), clock);
    const { signal } = new AbortController();
    await transport.send(request(server.url, { signal }));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  test('a connection that the server drops while it is idle does no harm; the next call works or fails as cut', async () => {
    const { server, transport } = await start((_, response) => response.end('x'));
    for (let round = 0; round < 5; round++) {
      const outcome = await transport.send(request(server.url)).then(
        ({ body }) => body.toString(),
        (error: { kind: string }) => error.kind,
      );
      expect(['x', 'cut']).toContain(outcome);
      for (const socket of server.sockets) socket.resetAndDestroy();
    }
  });

  test('a used connection that dies under the next request fails as cut', async () => {
    let answered = 0;
    const server = await startRaw((socket) => {
      socket.on('data', () => {
        if (answered++ === 0) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx');
        else socket.destroy();
      });
    });
    const transport = createTransport();
    cleanUp.push(server.stop, transport.close);
    await transport.send(request(server.url));
    const error = await failure(transport.send(request(server.url)));
    expect(error).toMatchObject({ name: 'TransportError', kind: 'cut', code: 'ECONNRESET' });
  });

  test('close rejects calls in flight and later ones as closed, and leaves no socket and no timer', async () => {
    const clock = createFakeClock();
    let hanging = 0;
    const { server, transport } = await start((incoming, response) => {
      if (incoming.url === '/hang') hanging++;
      else response.end('x');
    }, clock);
    await transport.send(request(server.url));
    const sent = [1, 2].map(() => failure(transport.send(request(`${server.url}/hang`))));
    await until(() => hanging === 2);
    await Promise.all([transport.close(), transport.close()]);
    for (const error of await Promise.all(sent)) expect(error).toMatchObject({ kind: 'closed' });
    expect(await failure(transport.send(request(server.url)))).toMatchObject({ kind: 'closed' });
    await until(() => server.sockets.size === 0);
    expect(clock.pending).toBe(0);
  });
});

test('close closes idle sockets of both lanes', async () => {
  const { server, transport } = await start((_, response) => response.end('x'));
  const common = { method: 'GET', url: server.url, headers: {}, timeoutMs: 1_000 } as const;
  const { signal } = new AbortController();
  await transport.send({ ...common, lane: 'pull', signal });
  await transport.send({ ...common, lane: 'control', signal });
  expect(server.sockets.size).toBe(2);
  await transport.close();
  await until(() => server.sockets.size === 0);
});
