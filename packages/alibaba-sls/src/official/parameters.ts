import { ConsumerError } from '@polylog/core/driver';
import {
  amount,
  type CredentialSource,
  flag,
  matching,
  type OfficialParameters,
  type OfficialTime,
  officialTime,
  oneOf,
  secretText,
  spelt,
  text,
  type ValueReader,
} from '@polylog/driver-kit';
import { parseEndpoint } from '../wire/endpoint.js';
import { groupName, logstoreName, projectName } from '../wire/names.js';
/** Everything that the official consumers are configured with and that we have, in our units. */
export interface OfficialValues {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly securityToken: string;
  readonly credentialsFunction: Extract<CredentialSource, (...args: never[]) => unknown>;
  readonly project: string;
  readonly logstore: string;
  readonly group: string;
  readonly member: string;
  readonly position: 'begin' | 'end' | 'time';
  readonly startTime: OfficialTime;
  readonly endTime: OfficialTime;
  readonly heartbeatMs: number;
  readonly sessionTimeoutMs: number;
  readonly idleMs: number;
  readonly maxLogGroups: number;
  readonly inOrder: boolean;
  readonly query: string;
  readonly region: string;
  readonly signature: 'v1' | 'v4';
  readonly compression: 'lz4' | 'zstd' | 'none';
  readonly proxyHost: string;
  readonly proxyPort: number;
}

function times(factor: number, reader: ValueReader<number>): ValueReader<number> {
  return (value, name) => Math.round(reader(value, name) * factor);
}

const endpoint: ValueReader<string> = (value, name) => {
  const found = text('For example "cn-hangzhou.log.aliyuncs.com".')(value, name);
  parseEndpoint(found);
  return found;
};

const credentialsFunction: ValueReader<OfficialValues['credentialsFunction']> = (value, name) => {
  if (typeof value === 'function') return value as OfficialValues['credentialsFunction'];
  throw new ConsumerError(
    'invalid-argument',
    `${name} is not a function; allowed: an async function that answers { accessKeyId, secretAccessKey, securityToken }. It is asked again when the service refuses what it gave.`,
  );
};

const interval = 'A shorter one costs calls, a longer one delays the takeover after a crash.';
const idle = 'It is the pause of a shard that has caught up; while data waits there is none.';
const order = 'true: the shards that come out of a split or merge wait for their parents.';
const timeout = 'It should be at least three times the heartbeat interval.';
const heartbeatSeconds = times(
  1000,
  amount({ min: 0.1, max: 600, unit: 'seconds', advice: interval, fractions: true }),
);
const timeoutSeconds = times(1000, amount({ min: 1, max: 86_400, unit: 'seconds', advice: timeout }));
const idleMillis = amount({ min: 1, max: 600_000, unit: 'milliseconds', advice: idle });

/** Their names in Python, Go and Java, one entry where two agree. */
export const parameters: OfficialParameters<OfficialValues> = {
  endpoint: spelt(endpoint, 'endpoint', 'Endpoint'),
  accessKeyId: spelt(
    secretText('Take it from the environment, not from the code.'),
    'access_key_id',
    'AccessKeyID',
    'accessId',
  ),
  secretAccessKey: spelt(
    secretText('Take it from the environment, not from the code.'),
    'access_key',
    'AccessKeySecret',
    'accessKey',
  ),
  securityToken: spelt(
    secretText('It belongs to temporary (STS) keys; leave it out for others.'),
    'security_token',
    'SecurityToken',
    'stsToken',
  ),
  credentialsFunction: spelt(
    credentialsFunction,
    'credentials_refresher',
    'CredentialsProvider',
    'credentialsProvider',
  ),
  project: spelt(projectName, 'project', 'Project'),
  logstore: spelt(logstoreName, 'logstore', 'Logstore'),
  group: spelt(groupName, 'consumer_group_name', 'ConsumerGroupName', 'consumerGroup'),
  member: spelt(
    matching(
      /^[^\p{Cc}\p{Cs}]{1,128}$/u,
      '1 to 128 characters, none of them control characters',
      'It must differ between all running consumers of the group; leave it out to get host, pid and a random part.',
    ),
    'consumer_name',
    'ConsumerName',
    'consumer',
  ),
  position: spelt(
    oneOf(
      { BEGIN_CURSOR: 'begin', END_CURSOR: 'end', SPECIAL_TIMER_CURSOR: 'time' } as const,
      'It counts only for shards without a checkpoint.',
    ),
    'cursor_position',
    'CursorPosition',
    'position',
  ),
  startTime: spelt(officialTime, 'cursor_start_time', 'CursorStartTime', 'startTimestamp'),
  endTime: spelt(officialTime, 'cursor_end_time', 'CursorEndTime'),
  heartbeatMs: {
    ...spelt(heartbeatSeconds, 'heartbeat_interval', 'HeartbeatIntervalInSecond'),
    heartBeatIntervalMillis: amount({ min: 100, max: 600_000, unit: 'milliseconds', advice: interval }),
  },
  sessionTimeoutMs: spelt(timeoutSeconds, 'consumer_group_time_out', 'HeartbeatTimeoutInSecond', 'timeoutInSeconds'),
  idleMs: {
    data_fetch_interval: times(1000, amount({ min: 0.001, max: 600, unit: 'seconds', advice: idle, fractions: true })),
    ...spelt(idleMillis, 'DataFetchIntervalInMs', 'fetchIntervalMillis'),
  },
  maxLogGroups: spelt(
    amount({ min: 1, max: 1000, unit: 'log groups', advice: 'The service gives at most 1000 a call.' }),
    'max_fetch_log_group_size',
    'MaxFetchLogGroupCount',
    'maxFetchLogGroupSize',
  ),
  inOrder: spelt(flag(order), 'in_order', 'InOrder', 'consumeInOrder'),
  query: spelt(text(`An SPL filter, such as "* | where status = '500'".`), 'query', 'Query'),
  region: spelt(
    matching(
      /^[a-z0-9-]+$/,
      'a region id',
      'For example "cn-hangzhou"; only signature v4 needs it, and only where the endpoint does not tell.',
    ),
    'region',
    'Region',
  ),
  signature: spelt(
    oneOf({ v1: 'v1', v4: 'v4' } as const, 'v1 is the default; v4 signs with the region.'),
    'auth_version',
    'AuthVersion',
    'signVersion',
  ),
  compression: {
    accept_compress_type: oneOf(
      { lz4: 'lz4', zstd: 'zstd' } as const,
      'lz4 is the default; zstd needs Node 22.15 or later.',
    ),
    CompressType: oneOf({ 0: 'lz4', 1: 'none', 2: 'zstd' } as const, '0 is lz4, 1 none, 2 zstd.'),
  },
  proxyHost: spelt(
    matching(/^[^\s/:@]+$/, 'a host name', 'Without scheme and port; the port is proxyPort.'),
    'proxyHost',
  ),
  proxyPort: spelt(amount({ min: 1, max: 65_535, unit: '', advice: 'It is the port of proxyHost.' }), 'proxyPort'),
};

const logging = 'Pass a logger to createConsumer instead.';
const commits = 'Checkpoints are configured on createConsumer instead.';
const workers = 'Every shard has a worker of its own here; bound them with maxConcurrentProcessors of createConsumer.';
const proxyUser = 'Put it into the "proxy" option of slsDriver instead: http://user:password@host:port.';

/** Official names that have no counterpart, each with what to do. */
export const withoutCounterpart: Readonly<Record<string, string>> = {
  worker_pool_size: workers,
  shared_executor: workers,
  MaxIoWorkers: workers,
  processor: 'Give the text of the stored processor as query.',
  Processor: 'Give the text of the stored processor as Query.',
  Logger: logging,
  AllowLogLevel: logging,
  LogFileName: logging,
  IsJsonType: logging,
  LogMaxSize: logging,
  LogMaxBackups: logging,
  LogCompass: logging,
  DisableRuntimeMetrics: 'Nothing is measured unless somebody subscribes to the events.',
  HTTPClient: 'Pass a transport to slsDriver instead.',
  AutoCommitDisabled: commits,
  AutoCommitIntervalInMS: commits,
  autoCommitEnabled: commits,
  autoCommitIntervalMs: commits,
  unloadAfterCommitEnabled: 'A shard is always given up only after its last checkpoint.',
  maxInProgressingDataSizeInMB: 'The memory budget of createConsumer is always on; set its size there.',
  directModeEnabled: 'Requests always go to the endpoint.',
  userAgent: 'The user agent names this library.',
  proxyUsername: proxyUser,
  proxyPassword: proxyUser,
  proxyDomain: proxyUser,
  proxyWorkstation: proxyUser,
};
