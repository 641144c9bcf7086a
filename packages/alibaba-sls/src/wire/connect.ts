import { type Clock, ConsumerError, systemClock } from '@polylog/core/driver';
import {
  type CredentialSource,
  createCredentialStore,
  createSigningClock,
  createTransport,
  type Transport,
} from '@polylog/driver-kit';
import type { SlsConnection } from './connection.js';
import { parseEndpoint } from './endpoint.js';

export interface ConnectOptions {
  readonly endpoint: string;
  readonly credentials: CredentialSource;
  readonly signature?: 'v1' | 'v4' | undefined;
  readonly region?: string | undefined;
  readonly proxy?: string | undefined;
  readonly ca?: string | readonly string[] | undefined;
  readonly insecure?: boolean | undefined;
  /** Stays the caller's to close; without one, whoever connects closes `connection.transport`. */
  readonly transport?: Transport | undefined;
  readonly clock?: Clock | undefined;
}

/** Sends nothing yet. Throws `invalid-argument`. */
export function connect(options: ConnectOptions): SlsConnection {
  const { clock = systemClock, signature = 'v1', proxy, ca, insecure } = options;
  const endpoint = parseEndpoint(options.endpoint);
  const region = options.region ?? endpoint.region;
  if (signature === 'v4' && region === undefined) {
    throw new ConsumerError(
      'invalid-argument',
      `region is missing: signature v4 signs it, and the endpoint ${endpoint.hostname} does not tell. Set region, such as "cn-hangzhou".`,
      { option: 'region' },
    );
  }
  return {
    endpoint,
    credentials: createCredentialStore(options.credentials, { clock }),
    transport: options.transport ?? createTransport({ proxy, ca, insecure, clock }),
    signingClock: createSigningClock(clock),
    signing: signature === 'v4' && region !== undefined ? { version: 'v4', region } : { version: 'v1' },
  };
}
