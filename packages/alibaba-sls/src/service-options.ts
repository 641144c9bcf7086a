import type { Clock, ConsumerError } from '@polylog/core/driver';
import { type CredentialSource, createOptionReaders, type Transport } from '@polylog/driver-kit';
import { type Endpoint, parseEndpoint } from './wire/endpoint.js';

/** How to reach the service, and as whom: what all doors of this package take. */
export interface SlsServiceOptions {
  /**
   * The endpoint of the project's region, such as `cn-hangzhou.log.aliyuncs.com`; `http://127.0.0.1:<port>` for a local
   * server. https where no scheme is given, except on the loopback. Without the project's name.
   */
  readonly endpoint: string;
  /** The keys, or an async function that is asked for them, and asked anew when the service refuses what it gave. */
  readonly credentials: CredentialSource;
  /**
   * How requests are signed. Version 4 needs the region.
   * @defaultValue 'v1'
   */
  readonly signature?: 'v1' | 'v4';
  /** Only for version 4, and only where the endpoint does not tell: `cn-hangzhou`. */
  readonly region?: string;
  /** `http://user:password@host:port`. Nothing is taken from the environment. */
  readonly proxy?: string;
  /** Certificates (PEM) to trust beside those that come with Node. */
  readonly ca?: string | readonly string[];
  /** Accepts any certificate. Only for tests: whoever sits in between reads and changes everything. */
  readonly insecure?: boolean;
  /** Instead of the built-in one; then `proxy`, `ca` and `insecure` do not count, and `close()` leaves it open. */
  readonly transport?: Transport;
  readonly clock?: Clock;
}

/** Such options that have been checked, with defaults filled in. */
export interface CheckedService {
  readonly endpoint: Endpoint;
  readonly signature: 'v1' | 'v4';
  readonly region: string | undefined;
}

export const serviceOptionNames: Readonly<Record<keyof SlsServiceOptions, true>> = {
  endpoint: true,
  credentials: true,
  signature: true,
  region: true,
  proxy: true,
  ca: true,
  insecure: true,
  transport: true,
  clock: true,
};

/** Throws `invalid-argument`, mostly through `invalid`. */
export function checkServiceOptions(
  options: SlsServiceOptions,
  invalid: (message: string, option: string) => ConsumerError,
): CheckedService {
  if (typeof options.endpoint !== 'string')
    throw invalid(
      'endpoint is missing. Give the endpoint of the project’s region, such as "cn-hangzhou.log.aliyuncs.com".',
      'endpoint',
    );
  const { flag, oneOf, text } = createOptionReaders(invalid);
  const endpoint = parseEndpoint(options.endpoint);
  flag('insecure', options.insecure);
  return {
    endpoint,
    signature: oneOf('signature', options.signature, ['v1', 'v4']),
    region: text('region', options.region) ?? endpoint.region,
  };
}
