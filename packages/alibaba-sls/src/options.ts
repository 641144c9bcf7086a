import { type Clock, ConsumerError } from '@polylog/core/driver';
import {
  type Codec,
  type CredentialSource,
  checkOptionNames,
  createOptionReaders,
  type Transport,
} from '@polylog/driver-kit';
import { type ChosenCompression, chosenCompression } from './chosen-compression.js';
import { type Endpoint, parseEndpoint } from './wire/endpoint.js';
import { logstoreName, projectName } from './wire/names.js';

/** What {@link slsDriver} reads, and how. */
export interface SlsDriverOptions {
  /**
   * The endpoint of the project's region, such as `cn-hangzhou.log.aliyuncs.com`; `http://127.0.0.1:<port>` for a local
   * server. https where no scheme is given, except on the loopback. Without the project's name.
   */
  readonly endpoint: string;
  readonly project: string;
  readonly logstore: string;
  /** The keys, or an async function that is asked for them, and asked anew when the service refuses what it gave. */
  readonly credentials: CredentialSource;
  /**
   * How requests are signed. Version 4 needs the region.
   * @defaultValue 'v1'
   */
  readonly signature?: 'v1' | 'v4';
  /** Only for version 4, and only where the endpoint does not tell: `cn-hangzhou`. */
  readonly region?: string;
  /**
   * Most log groups (not records) that one read asks for, 1 to 1000. Smaller batches mean more calls and less to repeat.
   * @defaultValue 1000
   */
  readonly maxLogGroups?: number;
  /** An SPL filter that the service applies, such as `* | where status = '500'`. Record ids are then per read. */
  readonly query?: string;
  /**
   * The compression to ask for; what comes is read by what the answer says. zstd needs Node 22.15 or later. A codec, such
   * as `nativeLz4()` of `@polylog/lz4-native`, is asked for by its name and reads what comes under that name.
   * @defaultValue 'lz4'
   */
  readonly compression?: SlsCompression | Codec;
  /**
   * What a text that is kept may hold alive: at most its own record (`safe`), or its whole log group, some hundred
   * kilobytes (`shared`: whole records are read faster; for processors that keep nothing).
   * @defaultValue 'safe'
   */
  readonly strings?: 'safe' | 'shared';
  /** `http://user:password@host:port`. Nothing is taken from the environment. */
  readonly proxy?: string;
  /** Certificates (PEM) to trust beside those that come with Node. */
  readonly ca?: string | readonly string[];
  /** Accepts any certificate. Only for tests: whoever sits in between reads and changes everything. */
  readonly insecure?: boolean;
  /** Instead of the built-in one; then `proxy`, `ca` and `insecure` do not count, and `close()` leaves it open. */
  readonly transport?: Transport;
  readonly clock?: Clock;
  /**
   * Whether leaving sends a last heartbeat without shards. The service is not known to free them then, and it keeps the
   * member for another session, so that it may be dealt shards that nobody reads.
   * @defaultValue false
   */
  readonly leaveSends?: boolean;
}

export type SlsCompression = 'lz4' | 'zstd' | 'deflate' | 'none';

/** Options that have been checked, with defaults filled in. */
export interface CheckedOptions extends ChosenCompression {
  readonly endpoint: Endpoint;
  readonly project: string;
  readonly logstore: string;
  readonly signature: 'v1' | 'v4';
  readonly region: string | undefined;
  readonly maxLogGroups: number;
  readonly query: string | undefined;
  readonly strings: 'safe' | 'shared';
  readonly leaveSends: boolean;
}

const known: Readonly<Record<keyof SlsDriverOptions, true>> = {
  endpoint: true,
  project: true,
  logstore: true,
  credentials: true,
  signature: true,
  region: true,
  maxLogGroups: true,
  query: true,
  compression: true,
  strings: true,
  proxy: true,
  ca: true,
  insecure: true,
  transport: true,
  clock: true,
  leaveSends: true,
};

/** Checks what a user without a compiler may get wrong. Throws `invalid-argument`; no message repeats a secret. */
export function checkOptions(options: SlsDriverOptions): CheckedOptions {
  if (typeof options !== 'object' || options === null)
    throw invalid('the options are missing. Pass { endpoint, project, logstore, credentials }.');
  checkOptionNames(options, known, invalid);
  if (typeof options.endpoint !== 'string')
    throw invalid(
      'endpoint is missing. Give the endpoint of the project’s region, such as "cn-hangzhou.log.aliyuncs.com".',
      'endpoint',
    );
  const endpoint = parseEndpoint(options.endpoint);
  const project = projectName(options.project, 'project');
  const logstore = logstoreName(options.logstore, 'logstore');
  if (endpoint.hostname.startsWith(`${project}.`) && !endpoint.literal) {
    throw invalid(
      `endpoint begins with the project ("${project}."). Leave it out there: "${endpoint.hostname.slice(project.length + 1)}".`,
      'endpoint',
    );
  }
  flag('insecure', options.insecure);
  const signature = oneOf('signature', options.signature, ['v1', 'v4']);
  const maxLogGroups = wholeNumber('maxLogGroups', options.maxLogGroups, { byDefault: 1000, min: 1, max: 1000 });
  const strings = oneOf('strings', options.strings, ['safe', 'shared']);
  const query = text('query', options.query);
  const region = text('region', options.region) ?? endpoint.region;
  return {
    endpoint,
    project,
    logstore,
    signature,
    region,
    maxLogGroups,
    query,
    strings,
    ...chosenCompression(options.compression),
    leaveSends: flag('leaveSends', options.leaveSends),
  };
}

function invalid(message: string, option?: string): ConsumerError {
  return new ConsumerError('invalid-argument', `slsDriver: ${message}`, { option });
}

const { flag, oneOf, text, wholeNumber } = createOptionReaders(invalid);
