import { ConsumerError } from '@polylog/core/driver';
import {
  amount,
  flag,
  type OfficialParameters,
  type OfficialTime,
  officialTime,
  oneLine,
  secretText,
  shown,
  spelt,
  text,
  type ValueReader,
} from '@polylog/driver-kit';
import { READ_BYTES } from '../options.js';
import { groupName, logsetIdText, memberName, topicIdText } from '../wire/names.js';

/** Everything that the official consumers are configured with and that we have, in our units. */
export interface OfficialValues {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly logsetId: string;
  readonly topicIds: readonly string[];
  readonly group: string;
  readonly internal: boolean;
  readonly member: string;
  /** Two of them are the session. */
  readonly heartbeatSeconds: number;
  readonly idleMs: number;
  readonly startTime: OfficialTime;
  readonly maxReadBytes: number;
  readonly endTime: OfficialTime;
  readonly query: string;
}

const fromEnvironment = 'Take it from the environment, not from the code.';
const interval =
  'Two of them without a heartbeat, and the group gives the partitions away: a shorter one costs calls, a longer one delays the takeover after a crash.';

/** One of the vendor's own pages writes `ap_guangzhou`. */
const region: ValueReader<string> = (value, name) =>
  text('For example "ap-guangzhou".')(value, name).toLowerCase().replaceAll('_', '-');

/** The vendor's table says "separated by commas", its code takes a list. */
const topicIds: ValueReader<readonly string[]> = (value, name) => {
  const list = typeof value === 'string' ? value.split(',') : value;
  if (!Array.isArray(list))
    throw invalid(`${name} is ${shown(value)}; allowed: ids of topics, as a list or separated by commas.`);
  const trimmed = list.map((id) => (typeof id === 'string' ? id.trim() : id)).filter((id) => id !== '');
  if (trimmed.length === 0) throw invalid(`${name} names no topic; allowed: one or more ids of topics.`);
  return [...new Set(trimmed.map((id) => topicIdText(id, name)))];
};

const logsetId: ValueReader<string> = (value, name) => {
  const isSeveral = Array.isArray(value) || (typeof value === 'string' && value.includes(','));
  if (isSeveral) throw invalid(`${name} is ${shown(value)}; allowed: the id of one logset. A group lives in one.`);
  return logsetIdText(typeof value === 'string' ? value.trim() : value, name);
};

const wholeBytes = amount({
  min: 0,
  max: Number.MAX_SAFE_INTEGER,
  unit: 'bytes',
  advice: 'The service documents 2097152 to 10485760.',
});

/** The one value that is put right instead of refused: the official libraries send what is outside without a word. */
const readBytes: ValueReader<number> = (value, name) => {
  const bytes = wholeBytes(value, name);
  const taken = Math.min(Math.max(bytes, READ_BYTES.byDefault), READ_BYTES.max);
  if (taken !== bytes) {
    process.emitWarning(
      oneLine(`${name} is ${bytes}, and the service documents 2097152 to 10485760 bytes; ${taken} is taken.`),
      'PolylogWarning',
    );
  }
  return taken;
};

/** Their names in the vendor's table, which are those of its library for Python. */
export const parameters: OfficialParameters<OfficialValues> = {
  endpoint: spelt(text('For example "ap-guangzhou.cls.tencentcs.com".'), 'endpoint'),
  accessKeyId: spelt(secretText(fromEnvironment), 'access_key_id'),
  secretAccessKey: spelt(secretText(fromEnvironment), 'access_key'),
  region: spelt(region, 'region'),
  logsetId: spelt(logsetId, 'logset_id'),
  topicIds: spelt(topicIds, 'topic_ids'),
  group: spelt(groupName, 'consumer_group_name'),
  internal: spelt(flag('true takes the hosts inside the private network.'), 'internal'),
  member: spelt(memberName, 'consumer_name'),
  heartbeatSeconds: spelt(amount({ min: 1, max: 1800, unit: 'seconds', advice: interval }), 'heartbeat_interval'),
  idleMs: spelt(
    (value, name) =>
      1000 *
      amount({
        min: 1,
        max: 600,
        unit: 'seconds',
        advice: 'It is the pause of a partition that has caught up; while data waits there is none.',
        fractions: true,
      })(value, name),
    'data_fetch_interval',
  ),
  startTime: spelt(officialTime, 'offset_start_time'),
  maxReadBytes: spelt(readBytes, 'max_fetch_log_group_size'),
  endTime: spelt(officialTime, 'offset_end_time'),
  query: spelt(text('A filter in the service’s language for data processing.'), 'query'),
};

const workers =
  'Every partition has a worker of its own here; bound them with maxConcurrentProcessors of createConsumer.';

/** Official names that have no counterpart, each with what to do. */
export const withoutCounterpart: Readonly<Record<string, string>> = {
  worker_pool_size: workers,
  shared_executor: workers,
};

function invalid(message: string): ConsumerError {
  return new ConsumerError('invalid-argument', message);
}
