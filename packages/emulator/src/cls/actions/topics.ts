import type { Tag } from '../account.js';
import type { Action } from '../call.js';
import { ClsError, invalidParameter } from '../error.js';
import { type Fields, textField, type WholeLimits, wholeField } from '../json.js';
import type { Topic } from '../topic.js';
import { page, wallTime } from './page.js';
import { MAX_PARTITIONS } from './partitions.js';
import { checkLimit, refuseOwnId, resourceName, tagsField } from './resources.js';

const MAX_PARTITIONS_AT_CREATION = 10;
const PERIOD_DAYS: WholeLimits = { least: 1, most: 3640, standard: 30 };
/** 3640 is for ever; nothing lies between. */
const LONGEST_PERIOD_DAYS = 3600;
const FOREVER_DAYS = 3640;
/** Of cold storage, and of hot storage before it gets cold. */
const LEAST_DAYS = 7;
const OWN_NAMES = [
  'cls_service_log',
  'loglistener_status',
  'loglistener_alarm',
  'loglistener_business',
  'cls_service_metric',
];

export const createTopic: Action = ({ account, nowMs, switches }, fields) => {
  const { LogsetId: _id, TopicName: _name, PartitionCount: _count, Period: _period, IsWebTracking, ...extra } = fields;
  const logset = account.logset(textField(fields, 'LogsetId'));
  const name = topicName(fields);
  const partitionCount = wholeField(fields, 'PartitionCount', {
    least: 1,
    most: MAX_PARTITIONS_AT_CREATION,
    standard: 1,
  });
  const ttlDays = wholeField(fields, 'Period', PERIOD_DAYS);
  checkSettings(extra, ttlDays);
  refuseOwnId(fields, 'TopicId');
  checkLimit('Topic', account.topics.size, switches.maxTopics);
  const setup = { name, partitionCount, ttlDays, allowAnonymous: IsWebTracking === true, extra };
  return { TopicId: account.createTopic(logset, setup, nowMs).id };
};

export const modifyTopic: Action = ({ account }, fields) => {
  const { TopicId: _id, TopicName, PartitionCount, Period, IsWebTracking, ...extra } = fields;
  const topic = account.topic(textField(fields, 'TopicId'));
  if (PartitionCount !== undefined) {
    const message = 'the emulator changes the number of partitions by SplitPartition and MergePartition only';
    throw new ClsError(400, 'InvalidParam', message, 'UnsupportedOperation');
  }
  const ttlDays = Period === undefined ? topic.ttlDays : wholeField(fields, 'Period', PERIOD_DAYS);
  checkSettings({ ...topic.extra, ...extra }, ttlDays);
  account.modifyTopic(topic.id, {
    ...(TopicName !== undefined && { name: topicName(fields) }),
    ...(IsWebTracking !== undefined && { allowAnonymous: IsWebTracking === true }),
    ttlDays,
    extra,
  });
  return {};
};

export const deleteTopic: Action = ({ account }, fields) => {
  account.deleteTopic(textField(fields, 'TopicId'));
  return {};
};

export const describeTopics: Action = ({ account, nowMs }, fields) => {
  const precise = wholeField(fields, 'PreciseSearch', { least: 0, most: 3, standard: 0 });
  const looksLike = (name: string, value: string, bit: 1 | 2): boolean =>
    (precise & bit) === bit ? name === value : name.includes(value);
  return page(fields, 'Topics', [...account.topics.values()], {
    filters: {
      topicId: ({ id }, value) => id === value,
      topicName: ({ name }, value) => looksLike(name, value, 1),
      logsetId: ({ logsetId }, value) => logsetId === value,
      logsetName: ({ logsetId }, value) => looksLike(account.logset(logsetId).name, value, 2),
      storageType: ({ extra }, value) => (extra.StorageType ?? 'hot') === value,
    },
    tagsOf: ({ extra }) => (extra.Tags ?? []) as readonly Tag[],
    mostValues: 100,
    show: (topic) => shown(topic, nowMs),
  });
};

function shown(topic: Topic, nowMs: number): Readonly<Record<string, unknown>> {
  return {
    AutoSplit: true,
    MaxSplitPartitions: MAX_PARTITIONS,
    StorageType: 'hot',
    Status: true,
    ...topic.extra,
    LogsetId: topic.logsetId,
    TopicId: topic.id,
    TopicName: topic.name,
    PartitionCount: topic.partitions(nowMs).filter(({ readOnly }) => !readOnly).length,
    Index: false,
    CreateTime: wallTime(topic.createdAtMs),
    Period: topic.ttlDays,
    IsWebTracking: topic.allowAnonymous,
  };
}

function topicName(fields: Fields): string {
  const name = resourceName(fields, 'TopicName');
  if (!OWN_NAMES.includes(name)) return name;
  throw invalidParameter(`TopicName is ${name}, which is one of the service's own`);
}

/** What a topic has beside its name and its partitions (API reference, CreateTopic). */
function checkSettings(extra: Fields, ttlDays: number): void {
  tagsField(extra);
  const { StorageType: storage = 'hot', HotPeriod: hotDays = 0 } = extra;
  if (storage !== 'hot' && storage !== 'cold') throw invalidParameter('StorageType must be hot or cold');
  if (ttlDays > LONGEST_PERIOD_DAYS && ttlDays < FOREVER_DAYS)
    throw invalidParameter(`Period must be up to ${LONGEST_PERIOD_DAYS}, or ${FOREVER_DAYS}`);
  if (storage === 'cold' && ttlDays < LEAST_DAYS)
    throw invalidParameter(`Period must be ${LEAST_DAYS} at least where StorageType is cold`);
  const isHotPeriod = typeof hotDays === 'number' && (hotDays === 0 || (hotDays >= LEAST_DAYS && hotDays < ttlDays));
  if (!isHotPeriod) throw invalidParameter(`HotPeriod must be 0, or ${LEAST_DAYS} at least and less than Period`);
  wholeField(extra, 'MaxSplitPartitions', { least: 1, most: 2 ** 31 - 1, standard: MAX_PARTITIONS });
  for (const name of ['AutoSplit', 'Status']) {
    if (extra[name] !== undefined && typeof extra[name] !== 'boolean')
      throw invalidParameter(`${name} is not a boolean`);
  }
}
