import { ConsumerError } from '@polylog/core/driver';
import { type Address, hostOf, parseAddress } from '@polylog/driver-kit';

/** A service address, taken apart. Where it is `literal`, the project stands in the Host header only. */
export interface Endpoint extends Address {
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

/** Reads an endpoint such as `cn-hangzhou.log.aliyuncs.com` or `http://127.0.0.1:8080`. Throws `invalid-argument`. */
export function parseEndpoint(text: string): Endpoint {
  const address = parseAddress(text, invalid);
  return { ...address, region: regionOf(address.hostname) };
}

/** The target of a call in a project, or of an account-scoped one where `project` is undefined. */
export function targetOf(endpoint: Endpoint, project: string | undefined): RequestTarget {
  const bare = hostOf(endpoint);
  const host = project === undefined ? bare : `${project}.${bare}`;
  return { origin: `${endpoint.scheme}://${endpoint.literal ? bare : host}`, host };
}

/** `cn-hangzhou` of `cn-hangzhou-intranet.log.aliyuncs.com`; only the service's own names tell. */
function regionOf(hostname: string): string | undefined {
  const label = /^([a-z0-9-]+)\.(?:log|sls)\.aliyuncs\.com$/.exec(hostname)?.[1];
  return label?.replace(/-(?:intranet|vpc|share)$/, '');
}

function invalid(what: string): ConsumerError {
  return new ConsumerError(
    'invalid-argument',
    `endpoint ${what}. Give the endpoint of the project's region, such as "cn-hangzhou.log.aliyuncs.com", or for a local server "http://127.0.0.1:<port>".`,
    { option: 'endpoint' },
  );
}
