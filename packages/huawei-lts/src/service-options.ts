import type { Clock, ConsumerError } from '@polylog/core/driver';
import { type CredentialSource, createOptionReaders, shown, type Transport } from '@polylog/driver-kit';
import type { LtsConnection } from './wire/connection.js';
import type { FaceOptions } from './wire/faces.js';
import type { HuaweiCredentials } from './wire/huawei-credentials.js';
import { projectIdText } from './wire/names.js';

/** How to reach the service, and as whom: what all doors of this package take. */
export interface LtsServiceOptions {
  /** The project's region, such as `cn-north-4`: signatures name it, and the hosts by default. */
  readonly region: string;
  /** An id, not a name. */
  readonly projectId: string;
  /**
   * The keys, or an async function that is asked for them, and asked anew when the service refuses what it gave; or an
   * object of the vendor's SDK, by its shape: `getAk()`, `getSk()` and `securityToken`.
   */
  readonly credentials: CredentialSource | HuaweiCredentials;
  /**
   * The access node, where logs are written and pulled, such as `lts-access.cn-north-4.myhuaweicloud.com:8102`;
   * `http://127.0.0.1:<port>` for a local server, which then is the gateway as well. https where no scheme is given, except
   * on the loopback.
   * @defaultValue the region's own, on the port that only hosts inside of the region reach
   */
  readonly endpoint?: string;
  /**
   * The API gateway, which alone knows all shards and the groups' timeouts, and creates groups. Where it cannot be reached,
   * groups are read all the same.
   * @defaultValue the region's own
   */
  readonly gatewayEndpoint?: string;
  /**
   * How the access node is told a security token: unsigned, as the vendor's LTS SDKs do, or signed, as its general ones do.
   * @defaultValue 'SecurityToken'
   */
  readonly tokenHeader?: LtsConnection['tokenHeader'];
  /** `http://user:password@host:port`. Nothing is taken from the environment. */
  readonly proxy?: string;
  /** Certificates (PEM) to trust beside those that come with Node. */
  readonly ca?: string | readonly string[];
  /** Accepts any certificate, as all of the vendor's LTS SDKs do. Only for tests: whoever sits in between reads and changes everything. */
  readonly insecure?: boolean;
  /** Instead of the built-in one; then `proxy`, `ca` and `insecure` do not count, and `close()` leaves it open. */
  readonly transport?: Transport;
  readonly clock?: Clock;
}

/** Such options that have been checked, with defaults filled in. */
export interface CheckedService extends FaceOptions {
  readonly projectId: string;
  readonly tokenHeader: LtsConnection['tokenHeader'];
}

export const serviceOptionNames: Readonly<Record<keyof LtsServiceOptions, true>> = {
  region: true,
  projectId: true,
  credentials: true,
  endpoint: true,
  gatewayEndpoint: true,
  tokenHeader: true,
  proxy: true,
  ca: true,
  insecure: true,
  transport: true,
  clock: true,
};

/** Throws `invalid-argument`, mostly through `invalid`. */
export function checkServiceOptions(
  options: LtsServiceOptions,
  invalid: (message: string, option: string) => ConsumerError,
): CheckedService {
  const { flag, oneOf, text } = createOptionReaders(invalid);
  flag('insecure', options.insecure);
  if (typeof options.region !== 'string')
    throw invalid(`region is ${shown(options.region)}; allowed is text, such as "cn-north-4".`, 'region');
  return {
    region: options.region,
    projectId: projectIdText(options.projectId, 'projectId'),
    endpoint: text('endpoint', options.endpoint),
    gatewayEndpoint: text('gatewayEndpoint', options.gatewayEndpoint),
    tokenHeader: oneOf('tokenHeader', options.tokenHeader, ['SecurityToken', 'X-Security-Token']),
  };
}
