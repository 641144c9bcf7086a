import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { startHttp, startHttps, type TestServer, testCa } from '../../test-fixtures/servers.js';
import { createTransport, type TransportOptions } from './create-transport.js';
import { explainSocketError } from './explain-socket-error.js';
import type { TransportRequest, TransportResponse } from './transport.js';

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

describe.each(['control', 'pull'] as const)('%s lane', (lane) => {
  async function ask(
    url: string,
    options: TransportOptions = {},
    more: Partial<TransportRequest> = {},
  ): Promise<TransportResponse | Error> {
    const transport = createTransport(options);
    cleanUp.push(transport.close);
    const { signal } = new AbortController();
    const headers = { authorization: 'planted' };
    return transport
      .send({ lane, method: 'GET', url, headers, signal, timeoutMs: 10_000, ...more })
      .catch((error: Error) => error);
  }
  async function https(): Promise<TestServer> {
    const server = await startHttps((request, response) => response.end(request.headers.host));
    cleanUp.push(server.stop);
    return server;
  }
  const masked = (outcome: TransportResponse | Error): string =>
    (outcome as Error).message.replace(/:\d{4,5}\b/g, ':PORT');

  test('each failure to connect says in one line what to do', async () => {
    const gone = await startHttp(() => undefined);
    await gone.stop();
    const plain = await startHttp((_, response) => response.end());
    cleanUp.push(plain.stop);
    const secure = await https();
    const lines = [
      masked(await ask(gone.url)),
      masked(await ask(gone.url.replace('http:', 'https:'))),
      masked(await ask('http://no-such-host.invalid/')).replace(/ENOTFOUND|EAI_AGAIN/, 'ENOTFOUND'),
      masked(await ask(secure.url)),
      masked(await ask(plain.url.replace('http:', 'https:'))),
    ];
    expect(lines).toMatchInlineSnapshot(`
      [
        "127.0.0.1:PORT refused the connection: check host and port of the endpoint, and that something listens there (ECONNREFUSED)",
        "127.0.0.1:PORT refused the connection: check host and port of the endpoint, and that something listens there (ECONNREFUSED)",
        "the name of no-such-host.invalid:80 does not resolve: check the endpoint for typing errors, and the DNS of this machine (ENOTFOUND)",
        "the certificate of 127.0.0.1:PORT is signed by nobody this machine trusts: give the signer's certificate (PEM) as option ca (UNABLE_TO_VERIFY_LEAF_SIGNATURE)",
        "127.0.0.1:PORT does not answer with TLS: check whether the endpoint should begin with http:// or name another port (EPROTO)",
      ]
    `);
  });

  test('the cause holds nothing of the request', async () => {
    const secure = await https();
    expect(inspect(await ask(secure.url), { depth: 20, showHidden: true })).not.toContain('planted');
  });

  test.each(['127.0.0.1', 'localhost'])(
    'a server at https://%s is trusted with the given ca, whatever Host says',
    async (name) => {
      const { port } = await https();
      const headers = { Host: `project.${name}:${port}` };
      const outcome = await ask(`https://${name}:${port}/`, { ca: testCa }, { headers });
      expect((outcome as TransportResponse).body.toString()).toBe(`project.${name}:${port}`);
    },
  );

  test('insecure takes any certificate', async () => {
    const { url } = await https();
    expect(await ask(url, { insecure: true })).toMatchObject({ status: 200 });
  });
});

test.each(['planted', '/etc/ca.pem', '-----BEGIN CERTIFICATE-----\nplanted\n-----END CERTIFICATE-----'])(
  'a ca such as %j is refused when the transport is made',
  (ca) => {
    expect(() => createTransport({ ca })).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
    expect(() => createTransport({ ca: [testCa, ca] })).toThrow(/^ca: not a certificate in PEM form/);
  },
);

test.each([[undefined], [null], ['text'], [42], [{}], [{ code: 7 }], [new Error('planted')], [Symbol('x')]])(
  'whatever is thrown (%o) becomes a TransportError without its text',
  (thrown) => {
    const error = explainSocketError(thrown, { host: 'h:1' });
    expect(error).toMatchObject({ name: 'TransportError', kind: 'unknown', host: 'h:1' });
    expect(error.message).not.toContain('planted');
  },
);
