import { type Clock, ConsumerError } from '@polylog/core/driver';
import {
  type CredentialSource,
  checkOptionNames,
  createOptionReaders,
  shown,
  type Transport,
} from '@polylog/driver-kit';
import type { LtsConnection } from './wire/connection.js';
import type { FaceOptions } from './wire/faces.js';
import type { HuaweiCredentials } from './wire/huawei-credentials.js';
import { logGroupIdText, logStreamIdText, projectIdText } from './wire/names.js';
import type { StreamRef } from './wire/stream-ref.js';

/** What {@link ltsDriver} reads, and how. */
export interface LtsDriverOptions {
  /** The log stream's region, such as `cn-north-4`: signatures name it, and the hosts by default. */
  readonly region: string;
  readonly projectId: string;
  /** Ids, not names. */
  readonly logGroupId: string;
  readonly logStreamId: string;
  /**
   * The keys, or an async function that is asked for them, and asked anew when the service refuses what it gave; or an
   * object of the vendor's SDK, by its shape: `getAk()`, `getSk()` and `securityToken`.
   */
  readonly credentials: CredentialSource | HuaweiCredentials;
  /**
   * The access node, where logs are pulled, such as `lts-access.cn-north-4.myhuaweicloud.com:8102`;
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
   * The group's timeout in milliseconds, whole seconds: believed where the gateway cannot be asked, and what a group is
   * created with. One that is longer than the group's has two members work on one shard when heartbeats get lost.
   * @defaultValue `sessionTimeoutMs` of the consumer
   */
  readonly groupTimeoutMs?: number;
  /**
   * Lets a missing group be created through the gateway, where `create` of the consumer allows it, too.
   * @defaultValue false: groups are made in the console
   */
  readonly createGroup?: boolean;
  /**
   * How many logs one read asks for, 1 to 1000. Fewer mean finer checkpoints, and more calls.
   * @defaultValue 1000
   */
  readonly maxRecords?: number;
  /**
   * What a text that is kept may hold alive: at most its own record (`safe`), or the records around it as well, 64 KiB of the
   * answer at most (`shared`: whole records are read faster; for processors that keep nothing).
   * @defaultValue 'safe'
   */
  readonly strings?: 'safe' | 'shared';
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

/** Options that have been checked, with defaults filled in. */
export interface CheckedOptions extends FaceOptions {
  readonly stream: StreamRef;
  readonly groupTimeoutMs: number | undefined;
  readonly createGroup: boolean;
  readonly maxRecords: number;
  readonly strings: 'safe' | 'shared';
  readonly tokenHeader: LtsConnection['tokenHeader'];
}

const known: Readonly<Record<keyof LtsDriverOptions, true>> = {
  region: true,
  projectId: true,
  logGroupId: true,
  logStreamId: true,
  credentials: true,
  endpoint: true,
  gatewayEndpoint: true,
  groupTimeoutMs: true,
  createGroup: true,
  maxRecords: true,
  strings: true,
  tokenHeader: true,
  proxy: true,
  ca: true,
  insecure: true,
  transport: true,
  clock: true,
};

/** What one read may ask for (the official consumers' batch size). */
export const READ_RECORDS = { byDefault: 1000, min: 1, max: 1000 } as const;

/** What a group's timeout is assumed to be allowed to be. */
const GROUP_TIMEOUT_MS = { min: 2000, max: 3_600_000 } as const;

/** Checks what a user without a compiler may get wrong. Throws `invalid-argument`; no message repeats a secret. */
export function checkOptions(options: LtsDriverOptions): CheckedOptions {
  if (typeof options !== 'object' || options === null)
    throw invalid('the options are missing. Pass { region, projectId, logGroupId, logStreamId, credentials }.');
  checkOptionNames(options, known, invalid);
  flag('insecure', options.insecure);
  if (typeof options.region !== 'string')
    throw invalid(`region is ${shown(options.region)}; allowed is text, such as "cn-north-4".`, 'region');
  return {
    region: options.region,
    endpoint: text('endpoint', options.endpoint),
    gatewayEndpoint: text('gatewayEndpoint', options.gatewayEndpoint),
    stream: {
      projectId: projectIdText(options.projectId, 'projectId'),
      logGroupId: logGroupIdText(options.logGroupId, 'logGroupId'),
      logStreamId: logStreamIdText(options.logStreamId, 'logStreamId'),
    },
    groupTimeoutMs: groupTimeoutOf(options.groupTimeoutMs),
    createGroup: flag('createGroup', options.createGroup),
    maxRecords: wholeNumber('maxRecords', options.maxRecords, READ_RECORDS),
    strings: oneOf('strings', options.strings, ['safe', 'shared']),
    tokenHeader: oneOf('tokenHeader', options.tokenHeader, ['SecurityToken', 'X-Security-Token']),
  };
}

function groupTimeoutOf(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const { min, max } = GROUP_TIMEOUT_MS;
  const isWhole = typeof value === 'number' && value % 1000 === 0 && value >= min && value <= max;
  if (isWhole) return value;
  throw invalid(
    `groupTimeoutMs is ${shown(value)}; allowed: whole seconds from ${min} to ${max} milliseconds. It is the timeout of the group, as the console shows it.`,
    'groupTimeoutMs',
  );
}

function invalid(message: string, option?: string): ConsumerError {
  return new ConsumerError('invalid-argument', `ltsDriver: ${message}`, { option });
}

const { flag, oneOf, text, wholeNumber } = createOptionReaders(invalid);
