import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { HttpsProxyAgent, type HttpsProxyAgentOptions } from 'https-proxy-agent';
import type { Attempt } from './attempt.js';
import { type ProxyServer, proxyHost } from './proxy.js';
import { TransportError } from './transport-error.js';

type ConnectOptions = Parameters<HttpsProxyAgent<string>['connect']>[1];

/** What a request tells this agent beside Node's own options. */
export interface TunnelOptions {
  /** Ends the call, and with it the connection to the proxy, which Node knows nothing of before the tunnel stands. */
  readonly attempt: Attempt;
}

/**
 * Reaches https targets by CONNECT. What the library leaves open is closed here: a call that ends while the
 * tunnel is being dug takes its socket along (the library keeps it until the proxy answers, which may be never), and a
 * proxy that refuses is an error of its own (the library hands the proxy's page over as if the service had answered).
 */
export class TunnelAgent extends HttpsProxyAgent<string> {
  readonly #proxy: ProxyServer;
  readonly #options: HttpsProxyAgentOptions<string>;

  constructor(proxy: ProxyServer, options: HttpsProxyAgentOptions<string>) {
    const withHeaders = { ...options, headers: { ...proxy.headers } };
    super(urlOf(proxy), withHeaders);
    this.protocol = 'https:';
    this.#proxy = proxy;
    this.#options = withHeaders;
  }

  override async connect(request: ClientRequest, options: ConnectOptions & Partial<TunnelOptions>): Promise<Socket> {
    const { attempt } = options;
    const once = new HttpsProxyAgent(urlOf(this.#proxy), {
      ...this.#options,
      ...(attempt && { signal: attempt.signal }),
    });
    let status = 200;
    once.once('proxyConnect', (answer: { statusCode: number }) => {
      status = answer.statusCode;
    });
    const host = `${options.host}:${options.port}`;
    // The library forgets a host that is an address, and Node would check the certificate against `localhost`.
    const verified = {
      ...options,
      checkServerIdentity: (_name: string, certificate: PeerCertificate) =>
        checkServerIdentity(String(options.host), certificate),
    };
    const socket = await once.connect(request, verified as ConnectOptions).catch((error: unknown) => {
      throw isSystemError(error) ? error : noProxy(this.#proxy, host, error);
    });
    if (status === 200) return socket;
    socket.destroy();
    throw proxyRefusal(this.#proxy, status, host);
  }
}

/** What a proxy's own refusal means and what to do about it. */
export function proxyRefusal(proxy: ProxyServer, status: number, host: string): TransportError {
  const advice =
    status === 407
      ? 'check user and password in the proxy option'
      : 'check that the proxy allows this host, and that it can reach it';
  const text = `the proxy ${proxyHost(proxy)} refused to connect to ${host} with status ${status}: ${advice}`;
  return new TransportError('proxy', text, { host, status });
}

/** The library's own errors have no code: the proxy hung up, or answered with something else than HTTP. */
function noProxy(proxy: ProxyServer, host: string, cause: unknown): TransportError {
  const text = `${proxyHost(proxy)} did not answer as a proxy when asked for ${host}: check the proxy option`;
  return new TransportError('proxy', text, { host, cause });
}

const isSystemError = (error: unknown): boolean => typeof (error as { code?: unknown }).code === 'string';

const urlOf = (proxy: ProxyServer): string => {
  const host = proxy.hostname.includes(':') ? `[${proxy.hostname}]` : proxy.hostname;
  return `${proxy.protocol}//${host}:${proxy.port}`;
};
