import type { Clock, ConsumerError } from '@polylog/core/driver';
import { type CredentialSource, createOptionReaders, type Transport } from '@polylog/driver-kit';
import type { PlaneOptions } from './wire/planes.js';
import type { TencentCredentials } from './wire/tencent-credentials.js';

/** How to reach the service, and as whom: what all doors of this package take. */
export interface ClsServiceOptions {
  /** The topics' region, such as `ap-guangzhou`. May be left out where `endpoint` tells it. */
  readonly region?: string;
  /**
   * The keys, or an async function that is asked for them, and asked anew when the service refuses what it gave; or an
   * object of the vendor's SDK: `{ secretId, secretKey, token? }`, or one whose `getCredential()` answers that.
   */
  readonly credentials: CredentialSource | TencentCredentials;
  /**
   * Where logs are written and pulled, such as `ap-guangzhou.cls.tencentcs.com`; `http://127.0.0.1:<port>` for a local
   * server, which then is API 3.0 as well. https where no scheme is given, except on the loopback.
   * @defaultValue the region's own
   */
  readonly endpoint?: string;
  /**
   * Where groups and partitions are asked for (API 3.0).
   * @defaultValue the region's own
   */
  readonly apiEndpoint?: string;
  /**
   * Takes the hosts inside the region's private network: of API 3.0, and of logs where no endpoint is given.
   * @defaultValue false
   */
  readonly internal?: boolean;
  /**
   * How often a second each action of API 3.0 may be called with these keys, by everything in this process. A call too
   * many is not sent; it fails as `throttled` and is tried again. Raise it where the service has raised it for you.
   * @defaultValue 20
   */
  readonly callsPerSecond?: number;
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
export interface CheckedService extends PlaneOptions {
  readonly callsPerSecond: number;
}

export const serviceOptionNames: Readonly<Record<keyof ClsServiceOptions, true>> = {
  region: true,
  credentials: true,
  endpoint: true,
  apiEndpoint: true,
  internal: true,
  callsPerSecond: true,
  proxy: true,
  ca: true,
  insecure: true,
  transport: true,
  clock: true,
};

/** Throws `invalid-argument`, mostly through `invalid`. */
export function checkServiceOptions(
  options: ClsServiceOptions,
  invalid: (message: string, option: string) => ConsumerError,
): CheckedService {
  const { flag, text, wholeNumber } = createOptionReaders(invalid);
  flag('insecure', options.insecure);
  return {
    region: text('region', options.region),
    endpoint: text('endpoint', options.endpoint),
    apiEndpoint: text('apiEndpoint', options.apiEndpoint),
    internal: flag('internal', options.internal),
    callsPerSecond: wholeNumber('callsPerSecond', options.callsPerSecond, { byDefault: 20, min: 1, max: 10_000 }),
  };
}
