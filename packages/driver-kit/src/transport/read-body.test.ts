import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { startRaw, type TestServer } from '../../test-fixtures/servers.js';
import { until } from '../../test-fixtures/until.js';
import { createTransport } from './create-transport.js';
import type { TransportRequest, TransportResponse } from './transport.js';

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

describe.each(['control', 'pull'] as const)('%s lane', (lane) => {
  /** One request, answered by what `talk` writes; the outcome, and the server to look at. */
  async function ask(
    talk: (socket: Socket) => void,
    more: Partial<TransportRequest> = {},
  ): Promise<{ outcome: TransportResponse | Error; server: TestServer }> {
    const server = await startRaw((socket) => socket.once('data', () => talk(socket)));
    const transport = createTransport();
    cleanUp.push(server.stop, transport.close);
    const outcome = await transport
      .send({
        lane,
        method: 'GET',
        url: server.url,
        headers: {},
        signal: new AbortController().signal,
        timeoutMs: 5_000,
        ...more,
      })
      .catch((error: Error) => error);
    return { outcome, server };
  }
  const ok = 'HTTP/1.1 200 OK\r\n';

  test.each([
    ['cut before the answer', (s: Socket) => s.destroy(), 'cut'],
    ['reset before the answer', (s: Socket) => s.resetAndDestroy(), 'cut'],
    ['cut in the headers', (s: Socket) => s.end(`${ok}Content-Le`), 'cut'],
    ['cut before the body', (s: Socket) => s.end(`${ok}Content-Length: 10\r\n\r\n`), 'short'],
    ['cut in the body', (s: Socket) => s.end(`${ok}Content-Length: 10\r\n\r\nhalf`), 'short'],
    ['cut in a chunked body', (s: Socket) => s.end(`${ok}Transfer-Encoding: chunked\r\n\r\n5\r\nhal`), 'cut'],
    ['cut between two chunks', (s: Socket) => s.end(`${ok}Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n`), 'cut'],
    ['a broken chunk', (s: Socket) => s.end(`${ok}Transfer-Encoding: chunked\r\n\r\nxyz\r\n`), 'cut'],
    ['no HTTP', (s: Socket) => s.end('220 mail.example ESMTP\r\n'), 'protocol'],
    ['two lengths', (s: Socket) => s.end(`${ok}Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx`), 'protocol'],
    ['a negative length', (s: Socket) => s.end(`${ok}Content-Length: -1\r\n\r\nx`), 'protocol'],
  ])('%s: %s', async (_name, talk, kind) => {
    const { outcome } = await ask(talk);
    expect(outcome).toMatchObject({ name: 'TransportError', kind });
    expect((outcome as Error).message).not.toMatch(/\n/);
  });

  test('a short body says how much came', async () => {
    const { outcome } = await ask((socket) => socket.end(`${ok}Content-Length: 10\r\n\r\nhalf`));
    expect((outcome as Error).message).toContain('after 4 of 10 bytes');
  });

  test('a parser error carries no bytes of the answer', async () => {
    const { outcome } = await ask((socket) => socket.end('record content\r\n'));
    expect((outcome as Error).cause).toBeUndefined();
  });

  test('a body that is cut while onHeaders takes its time is short', async () => {
    let closed = false;
    const { outcome } = await ask(
      (socket) => {
        socket.once('close', () => {
          closed = true;
        });
        socket.write(`${ok}Content-Length: 10\r\n\r\nhalf`, () => socket.resetAndDestroy());
      },
      {
        onHeaders: async () => {
          await until(() => closed);
          for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
          return undefined;
        },
      },
    );
    expect(outcome).toMatchObject({ kind: 'short' });
  });

  test.each([
    ['named by Content-Length', 'Content-Length: 1000\r\n\r\n'],
    ['chunked', 'Transfer-Encoding: chunked\r\n\r\n64\r\n'],
  ])(
    'a body over maxBodyBytes, %s, is refused while the rest is still to come, and the socket is gone',
    async (_n, head) => {
      const { outcome, server } = await ask((socket) => socket.write(`${ok}${head}${'x'.repeat(100)}`), {
        maxBodyBytes: 99,
      });
      expect(outcome).toMatchObject({ kind: 'too-large' });
      expect((outcome as Error).message).toContain('at most 99');
      await until(() => server.sockets.size === 0);
    },
  );

  test('16 MiB are the limit where none is given', async () => {
    const { outcome } = await ask((socket) => socket.write(`${ok}Content-Length: ${16 * 1024 * 1024 + 1}\r\n\r\n`));
    expect(outcome).toMatchObject({ kind: 'too-large' });
  });

  test('a length that lies beyond every number is refused', async () => {
    const { outcome } = await ask((socket) => socket.write(`${ok}Content-Length: ${'9'.repeat(18)}\r\n\r\n`));
    expect(outcome).toMatchObject({ kind: 'too-large' });
  });

  test.each(['Content-Length: 5\r\n\r\nabcde', 'Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n'])(
    'a body that does not fit the given buffer is refused, one that just fits is taken (%j)',
    async (rest) => {
      const into = Buffer.from('-----xyz');
      const small = await ask((socket) => socket.write(ok + rest), { onHeaders: () => into.subarray(0, 4) });
      expect(small.outcome).toMatchObject({ kind: 'too-large' });
      expect(into.toString('latin1', 5)).toBe('xyz');
      const fit = await ask((socket) => socket.write(ok + rest), { onHeaders: () => into.subarray(0, 5) });
      expect((fit.outcome as TransportResponse).body.toString()).toBe('abcde');
      expect(into.toString()).toBe('abcdexyz');
    },
  );

  test.each([
    ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n'],
    ['GET', 'HTTP/1.1 204 No Content\r\n\r\n'],
    ['GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 99999999\r\n\r\n'],
    ['GET', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
  ] as const)('an answer to %s that has no body ends at once (%j)', async (method, answer) => {
    const { outcome } = await ask((socket) => socket.write(answer), { method });
    expect((outcome as TransportResponse).body.length).toBe(0);
  });

  test('a body without a length ends with the connection', async () => {
    const { outcome } = await ask((socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nabc'));
    expect((outcome as TransportResponse).body.toString()).toBe('abc');
  });

  /** What `onHeaders` was shown, in the order of calls. */
  async function peek(
    talk: (socket: Socket) => void,
    peekBytes: number,
  ): Promise<{ outcome: unknown; shown: unknown[] }> {
    const shown: unknown[] = [];
    const { outcome } = await ask(talk, {
      peekBytes,
      onHeaders: async (_status, _headers, firstBytes) => {
        shown.push(firstBytes?.toString());
        // Long enough for the rest to come, and for the connection to end.
        for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
        return undefined;
      },
    });
    return { outcome: outcome instanceof Error ? outcome : outcome.body.toString(), shown };
  }
  const slowly =
    (...pieces: string[]) =>
    (socket: Socket): void => {
      const [first = '', ...others] = pieces;
      socket.write(first, () => {
        if (others.length > 0) setTimeout(() => slowly(...others)(socket), 5);
      });
    };

  test.each([
    ['a body at once', slowly(`${ok}Content-Length: 8\r\n\r\nabcdefgh`), 5, 'abcde', 'abcdefgh'],
    ['a body byte by byte', slowly(`${ok}Content-Length: 4\r\n\r\n`, 'a', 'b', 'c', 'd'), 3, 'abc', 'abcd'],
    ['exactly so many', slowly(`${ok}Content-Length: 3\r\n\r\nabc`), 3, 'abc', 'abc'],
    ['a shorter body', slowly(`${ok}Content-Length: 2\r\n\r\nab`), 5, 'ab', 'ab'],
    ['no body', slowly(`${ok}Content-Length: 0\r\n\r\n`), 5, '', ''],
    ['chunks', slowly(`${ok}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n`, '3\r\nbcd\r\n0\r\n\r\n'), 2, 'ab', 'abcd'],
    ['chunks that are none', slowly(`${ok}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`), 2, '', ''],
  ] as const)('shows the first bytes, which stay in the body: %s', async (_, talk, bytes, first, whole) => {
    expect(await peek(talk, bytes)).toEqual({ outcome: whole, shown: [first] });
  });

  test('first bytes go into the buffer too, and count for its size', async () => {
    const talk = (socket: Socket): boolean =>
      socket.write(`${ok}Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n`);
    const into = Buffer.from('-----xyz');
    const fit = await ask(talk, { peekBytes: 2, onHeaders: () => into.subarray(0, 5) });
    expect((fit.outcome as TransportResponse).body.toString()).toBe('abcde');
    expect(into.toString()).toBe('abcdexyz');
    const small = await ask(talk, { peekBytes: 2, onHeaders: () => into.subarray(0, 4) });
    expect(small.outcome).toMatchObject({ kind: 'too-large' });
  });

  test('a body that is cut before its first bytes is short, and nobody is shown less than there should be', async () => {
    const { outcome, shown } = await peek((socket) => socket.end(`${ok}Content-Length: 10\r\n\r\nab`), 5);
    expect(outcome).toMatchObject({ kind: 'short' });
    expect(shown).toEqual([]);
  });

  test('a body that never begins ends with the timeout', async () => {
    const { outcome } = await ask((socket) => socket.write(`${ok}Content-Length: 10\r\n\r\n`), {
      peekBytes: 5,
      onHeaders: () => undefined,
      timeoutMs: 50,
    });
    expect(outcome).toMatchObject({ kind: 'timeout' });
  });
});
