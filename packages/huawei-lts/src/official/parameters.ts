import { ConsumerError } from '@polylog/core/driver';
import {
  amount,
  type OfficialParameters,
  oneLine,
  secretText,
  shown,
  spelt,
  text,
  type ValueReader,
} from '@polylog/driver-kit';
import { type LtsDriverOptions, READ_RECORDS } from '../options.js';
import { groupName, logGroupIdText, logStreamIdText, projectIdText } from '../wire/names.js';
import { type OfficialNs, officialNs } from './nanoseconds.js';

/** Everything that the official consumers are configured with and that we have, in our units. */
export interface OfficialValues {
  readonly region: string;
  readonly endpoint: string;
  readonly projectId: string;
  readonly logGroupId: string;
  readonly logStreamId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly securityToken: string;
  readonly credentials: LtsDriverOptions['credentials'];
  readonly group: string;
  readonly startTime: OfficialNs;
  readonly endTime: OfficialNs;
  readonly maxRecords: number;
  readonly members: number;
}

const fromEnvironment = 'Take it from the environment, not from the code.';

/** The documentation says 32 hexadecimal digits; whether it always will, nobody knows. */
const projectId: ValueReader<string> = (value, name) => {
  const id = projectIdText(trimmed(value), name);
  if (!/^[0-9a-f]{32}$/i.test(id)) {
    process.emitWarning(
      oneLine(`${name} is ${shown(id)}, and the service documents 32 hexadecimal digits. It is taken as it is.`),
      'PolylogWarning',
    );
  }
  return id;
};

const credentials: ValueReader<LtsDriverOptions['credentials']> = (value, name) => {
  if (typeof value === 'function' || typeof value === 'object') return value as LtsDriverOptions['credentials'];
  throw new ConsumerError(
    'invalid-argument',
    `${name} is a ${typeof value}; allowed: { accessKeyId, secretAccessKey, securityToken? }, an async function that answers that, or an object with getAk(), getSk() and securityToken.`,
  );
};

/** The vendor's table has the first name of each; the others are those of its sample and of its other SDKs. */
export const parameters: OfficialParameters<OfficialValues> = {
  region: spelt(text('For example "cn-north-4".'), 'region', 'regionName', 'region_name'),
  endpoint: spelt(text('For example "https://lts-access.cn-north-4.myhuaweicloud.com:8102".'), 'endpoint'),
  projectId: spelt(projectId, 'projectId', 'project_id'),
  logGroupId: spelt(
    (value, name) => logGroupIdText(trimmed(value), name),
    'logGroup',
    'logGroupId',
    'log_group_id',
    'group_id',
  ),
  logStreamId: spelt(
    (value, name) => logStreamIdText(trimmed(value), name),
    'logStream',
    'logStreamId',
    'log_stream_id',
    'stream_id',
  ),
  accessKeyId: spelt(secretText(fromEnvironment), 'ak', 'access_key'),
  secretAccessKey: spelt(secretText(fromEnvironment), 'sk', 'access_secret'),
  securityToken: spelt(secretText(fromEnvironment), 'securityToken', 'security_token'),
  credentials: spelt(credentials, 'credentials'),
  group: spelt(groupName, 'consumer_group_name', 'consumerGroupName'),
  startTime: spelt(officialNs, 'start_time', 'startTimeNs'),
  endTime: spelt(officialNs, 'end_time', 'endTimeNs'),
  maxRecords: spelt(
    amount({
      min: READ_RECORDS.min,
      max: READ_RECORDS.max,
      unit: 'logs',
      advice: 'A batch is what is checkpointed: fewer repeat less after a crash, and cost more calls.',
    }),
    'consume_batch_size',
  ),
  members: spelt(
    amount({ min: 1, max: 1000, unit: '', advice: 'More consumers than shards have nothing to do.' }),
    'consumer_count',
  ),
};

/** Official names that have no counterpart, each with what to do. */
export const withoutCounterpart: Readonly<Record<string, string>> = {
  log_level: 'Give createConsumer a logger, or "silent".',
  is_test: 'Give createConsumer a logger that writes where the sample’s did.',
};

function trimmed(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value;
}
