import { isIP } from 'node:net';
import type { ConsumerError } from '@polylog/core/driver';

/** Where a service listens, taken apart. */
export interface Address {
  readonly scheme: 'http' | 'https';
  /** Lower case; an IPv6 address in brackets. */
  readonly hostname: string;
  /** Absent where it is the scheme's own. */
  readonly port: number | undefined;
  /** An IP address or `localhost`: no name can be put in front of it. */
  readonly literal: boolean;
}

/**
 * Reads an address such as `cn-hangzhou.log.aliyuncs.com` or `http://127.0.0.1:8080`. Without a scheme it is https,
 * except on the loopback, where it is http (the vendors' SDKs take http everywhere). What is wrong is thrown through
 * `invalid`, which knows the option's name; no message repeats a password.
 */
export function parseAddress(text: string, invalid: (what: string) => ConsumerError): Address {
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
    throw invalid(`"${url.host}" is followed by a path or a query; give the host alone`);
  }
  const hostname = url.hostname.toLowerCase();
  const scheme = given ?? (isLoopback(hostname) ? 'http' : 'https');
  return {
    scheme,
    hostname,
    port: portOf(trimmed, scheme),
    literal: hostname === 'localhost' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0,
  };
}

/** The `Host` of an address, in front of which a name may stand: with a port only where it is not the scheme's own. */
export function hostOf({ hostname, port }: Pick<Address, 'hostname' | 'port'>): string {
  return port === undefined ? hostname : `${hostname}:${port}`;
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
