import { type Clock, ConsumerError } from '@polylog/core/driver';
import {
  type CredentialSource,
  checkOptionNames,
  createOptionReaders,
  shown,
  type Transport,
} from '@polylog/driver-kit';
import { groupName, logsetIdText, topicIdText } from './wire/names.js';
import type { PlaneOptions } from './wire/planes.js';
import type { TencentCredentials } from './wire/tencent-credentials.js';

/** What {@link clsDriver} reads, and how. */
export interface ClsDriverOptions {
  /** The topics' region, such as `ap-guangzhou`. May be left out where `endpoint` tells it. */
  readonly region?: string;
  readonly logsetId: string;
  /** One or more topics of that logset. A group is over exactly these. */
  readonly topicIds: readonly string[];
  /**
   * The keys, or an async function that is asked for them, and asked anew when the service refuses what it gave; or an
   * object of the vendor's SDK: `{ secretId, secretKey, token? }`, or one whose `getCredential()` answers that.
   */
  readonly credentials: CredentialSource | TencentCredentials;
  /**
   * Where logs are pulled, such as `ap-guangzhou.cls.tencentcs.com`; `http://127.0.0.1:<port>` for a local server, which
   * then is API 3.0 as well. https where no scheme is given, except on the loopback.
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
   * How much one read asks for, in bytes of log groups, at most 10 MiB. The service documents 2 MiB as the least; one log
   * group comes in any case. Smaller batches mean more calls and less to repeat.
   * @defaultValue 2_097_152
   */
  readonly maxReadBytes?: number;
  /** A filter that the service applies before it answers, in its language for data processing. */
  readonly query?: string;
  /**
   * What a text that is kept may hold alive: at most its own record (`safe`), or its whole log group, some hundred
   * kilobytes (`shared`: whole records are read faster; for processors that keep nothing).
   * @defaultValue 'safe'
   */
  readonly strings?: 'safe' | 'shared';
  /**
   * How often a second each action of API 3.0 may be called with these keys, by everything in this process. A call too
   * many is not sent; it fails as `throttled` and is tried again. Raise it where the service has raised it for you.
   * @defaultValue 20
   */
  readonly callsPerSecond?: number;
  /**
   * The service tells places only to groups, and for certain only where the group has saved nothing. So it is asked in the
   * name of this one, which is created if it is missing, over these topics, and never has members or checkpoints. Not the
   * group that is joined.
   * @defaultValue `polylog-places-` and eight digits that stand for the topics
   */
  readonly placesGroup?: string;
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

/** Options that have been checked, with defaults filled in. */
export interface CheckedOptions extends PlaneOptions {
  readonly logsetId: string;
  readonly topicIds: readonly string[];
  readonly maxReadBytes: number;
  readonly query: string | undefined;
  readonly strings: 'safe' | 'shared';
  readonly callsPerSecond: number;
  readonly placesGroup: string | undefined;
}

const known: Readonly<Record<keyof ClsDriverOptions, true>> = {
  region: true,
  logsetId: true,
  topicIds: true,
  credentials: true,
  endpoint: true,
  apiEndpoint: true,
  internal: true,
  maxReadBytes: true,
  query: true,
  strings: true,
  callsPerSecond: true,
  placesGroup: true,
  proxy: true,
  ca: true,
  insecure: true,
  transport: true,
  clock: true,
};

/** What one read may ask for (the service's table of parameters). */
export const READ_BYTES = { byDefault: 2_097_152, min: 1, max: 10_485_760 } as const;

/** Checks what a user without a compiler may get wrong. Throws `invalid-argument`; no message repeats a secret. */
export function checkOptions(options: ClsDriverOptions): CheckedOptions {
  if (typeof options !== 'object' || options === null)
    throw invalid('the options are missing. Pass { region, logsetId, topicIds, credentials }.');
  checkOptionNames(options, known, invalid);
  flag('insecure', options.insecure);
  return {
    ...checkLog(options),
    region: text('region', options.region),
    endpoint: text('endpoint', options.endpoint),
    apiEndpoint: text('apiEndpoint', options.apiEndpoint),
    internal: flag('internal', options.internal),
    maxReadBytes: wholeNumber('maxReadBytes', options.maxReadBytes, READ_BYTES),
    query: text('query', options.query),
    strings: oneOf('strings', options.strings, ['safe', 'shared']),
    callsPerSecond: wholeNumber('callsPerSecond', options.callsPerSecond, { byDefault: 20, min: 1, max: 10_000 }),
  };
}

/** Those of the options that say which topics, also where somebody else's client sends. */
export function checkLog(
  options: Pick<ClsDriverOptions, 'logsetId' | 'topicIds'> & { readonly placesGroup?: string | undefined },
): Pick<CheckedOptions, 'logsetId' | 'topicIds' | 'placesGroup'> {
  const placesGroup = text('placesGroup', options.placesGroup);
  return {
    logsetId: logsetIdText(options.logsetId, 'logsetId'),
    topicIds: topicsOf(options.topicIds),
    placesGroup: placesGroup === undefined ? undefined : groupName(placesGroup, 'placesGroup'),
  };
}

function topicsOf(topicIds: unknown): readonly string[] {
  if (!Array.isArray(topicIds) || topicIds.length === 0)
    throw invalid(
      `topicIds is ${Array.isArray(topicIds) ? 'an empty list' : shown(topicIds)}; allowed: a list of one or more ids of topics.`,
      'topicIds',
    );
  const checked = topicIds.map((topicId, i) => topicIdText(topicId, `topicIds[${i}]`));
  const twice = checked.find((topicId, i) => checked.indexOf(topicId) !== i);
  if (twice === undefined) return checked;
  throw invalid(`topicIds has "${twice}" twice. Name each topic once.`, `topicIds[${checked.lastIndexOf(twice)}]`);
}

function invalid(message: string, option?: string): ConsumerError {
  return new ConsumerError('invalid-argument', `clsDriver: ${message}`, { option });
}

const { flag, oneOf, text, wholeNumber } = createOptionReaders(invalid);
