import { ConsumerError } from '@polylog/core/driver';

/** A proxy, taken apart so that its password stays out of every URL that could be printed. */
export interface ProxyServer {
  readonly protocol: 'http:' | 'https:';
  readonly hostname: string;
  readonly port: number;
  /** `Proxy-Authorization`, where a user was named. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Host and port, for messages. */
export const proxyHost = (proxy: ProxyServer): string => `${proxy.hostname}:${proxy.port}`;

/**
 * Reads the option `proxy`: `http://user:password@host:port`, or `https://…`; user and password percent-encoded where
 * they hold special characters. Throws `invalid-argument`; the value is never in the message, it may hold a password.
 */
export function parseProxy(text: string): ProxyServer {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) {
    throw invalid('not a URL; give it as http://host:port or http://user:pw@host:port');
  }
  const { protocol } = url;
  if ((protocol !== 'http:' && protocol !== 'https:') || url.hostname === '') {
    throw invalid('neither http:// nor https://; give it as http://host:port');
  }
  const credentials = `${decode(url.username)}:${decode(url.password)}`;
  return {
    protocol,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : protocol === 'https:' ? 443 : 80,
    headers:
      credentials === ':' ? {} : { 'Proxy-Authorization': `Basic ${Buffer.from(credentials).toString('base64')}` },
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalid('a % in user or password is not followed by two hex digits; write a plain % as %25');
  }
}

function invalid(what: string): ConsumerError {
  return new ConsumerError('invalid-argument', `proxy: ${what}`, { option: 'proxy' });
}
