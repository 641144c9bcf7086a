import { isIP } from 'node:net';
import { ConsumerError } from '@polylog/core/driver';

/** A service address, taken apart. */
export interface Endpoint {
  readonly scheme: 'http' | 'https';
  /** Lower case; an IPv6 address in brackets. */
  readonly hostname: string;
  /** Absent where it is the scheme's own. */
  readonly port: number | undefined;
  /** An IP address or `localhost`: no name can be put in front of it, so the project stands in the Host header only. */
  readonly literal: boolean;
  /** As version 4 signs it; absent where the name does not tell. */
  readonly region: string | undefined;
}

/** Where to connect, and which host to name there. */
export interface RequestTarget {
  /** `https://my-project.cn-hangzhou.log.aliyuncs.com`, no slash at the end. */
  readonly origin: string;
  /** The `Host` header, which version 4 signs: with a port only where it is not the scheme's own. */
  readonly host: string;
}

/**
 * Reads an endpoint such as `cn-hangzhou.log.aliyuncs.com` or `http://127.0.0.1:8080`. Without a scheme it is https,
 * except on the loopback, where it is http (the vendor's SDKs take http everywhere). Throws `invalid-argument`.
 */
export function parseEndpoint(text: string): Endpoint {
  const trimmed = text.trim();
  const given = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed)?.[1]?.toLowerCase();
  if (trimmed === '') throw invalid('is empty');
  if (given !== undefined && given !== 'http' && given !== 'https') {
    throw invalid(`begins with "${given}://"; only http:// and https:// are served`);
  }
  let url: URL;
  try {
    url = new URL(given === undefined ? `https://${trimmed}` : trimmed);
  } catch {
    throw invalid('is not a host name with an optional port');
  }
  if (url.username !== '' || url.password !== '')
    throw invalid('holds a user name or a password, which belong into "credentials"');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw invalid(
      `"${url.host}" is followed by a path or a query; give the host alone, the logstore is an option of its own`,
    );
  }
  const hostname = url.hostname.toLowerCase();
  const scheme = given ?? (isLoopback(hostname) ? 'http' : 'https');
  return {
    scheme,
    hostname,
    port: portOf(trimmed, scheme),
    literal: hostname === 'localhost' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0,
    region: regionOf(hostname),
  };
}

/** The target of a call in a project, or of an account-scoped one where `project` is undefined. */
export function targetOf(endpoint: Endpoint, project: string | undefined): RequestTarget {
  const port = endpoint.port === undefined ? '' : `:${endpoint.port}`;
  const host = `${project === undefined ? '' : `${project}.`}${endpoint.hostname}${port}`;
  return { origin: `${endpoint.scheme}://${endpoint.literal ? `${endpoint.hostname}${port}` : host}`, host };
}

/** `cn-hangzhou` of `cn-hangzhou-intranet.log.aliyuncs.com`; only the service's own names tell. */
function regionOf(hostname: string): string | undefined {
  const label = /^([a-z0-9-]+)\.(?:log|sls)\.aliyuncs\.com$/.exec(hostname)?.[1];
  return label?.replace(/-(?:intranet|vpc|share)$/, '');
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** `URL` forgets a port that is its scheme's own, and the scheme may be ours: so the port is read from the text. */
function portOf(text: string, scheme: string): number | undefined {
  const digits = /:(\d+)\/?$/.exec(text)?.[1];
  const port = digits === undefined ? undefined : Number(digits);
  return port === (scheme === 'http' ? 80 : 443) ? undefined : port;
}

function invalid(what: string): ConsumerError {
  return new ConsumerError(
    'invalid-argument',
    `endpoint ${what}. Give the endpoint of the project's region, such as "cn-hangzhou.log.aliyuncs.com", or for a local server "http://127.0.0.1:<port>".`,
  );
}
