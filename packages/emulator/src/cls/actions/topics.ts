import { keyText, parseKey } from '../../store/hash-key.js';
import type { Logset } from '../account.js';
import type { Action } from '../call.js';
import { invalidParameter } from '../error.js';
import { type Fields, objectsField, textField, textsField, wholeField } from '../json.js';
import type { ClsPartition, Topic } from '../topic.js';

const MAX_PARTITIONS_AT_CREATION = 10;
const MAX_PARTITIONS = 50;
const PERIOD_DAYS = { least: 1, most: 3640, standard: 30 };
const PARTITION = { least: 0, most: 2 ** 31 - 1 };

export const createLogset: Action = ({ account, nowMs }, fields) => ({
  LogsetId: account.createLogset(textField(fields, 'LogsetName'), nowMs).id,
});

export const deleteLogset: Action = ({ account }, fields) => {
  account.deleteLogset(textField(fields, 'LogsetId'));
  return {};
};

export const describeLogsets: Action = ({ account }, fields) => {
  const topicsIn = (logset: Logset): number =>
    [...account.topics.values()].filter(({ logsetId }) => logsetId === logset.id).length;
  return page(fields, 'Logsets', [...account.logsets.values()], {
    properties: { logsetId: ({ id }) => id, logsetName: ({ name }) => name },
    show: (logset) => ({
      LogsetId: logset.id,
      LogsetName: logset.name,
      CreateTime: wallTime(logset.createdAtMs),
      TopicCount: topicsIn(logset),
      Tags: [],
    }),
  });
};

export const createTopic: Action = ({ account, nowMs }, fields) => {
  const { LogsetId: _id, TopicName: _name, PartitionCount: _count, Period: _period, ...extra } = fields;
  const topic = account.createTopic(
    account.logset(textField(fields, 'LogsetId')),
    {
      name: textField(fields, 'TopicName'),
      partitionCount: wholeField(fields, 'PartitionCount', { least: 1, most: MAX_PARTITIONS_AT_CREATION, standard: 1 }),
      periodDays: wholeField(fields, 'Period', PERIOD_DAYS),
      allowAnonymous: false,
      extra,
    },
    nowMs,
  );
  return { TopicId: topic.id };
};

export const deleteTopic: Action = ({ account }, fields) => {
  account.deleteTopic(textField(fields, 'TopicId'));
  return {};
};

export const describeTopics: Action = ({ account, nowMs }, fields) =>
  page(fields, 'Topics', [...account.topics.values()], {
    properties: { topicId: ({ id }) => id, topicName: ({ name }) => name, logsetId: ({ logsetId }) => logsetId },
    show: (topic) => ({
      AutoSplit: true,
      MaxSplitPartitions: MAX_PARTITIONS,
      StorageType: 'hot',
      ...topic.extra,
      LogsetId: topic.logsetId,
      TopicId: topic.id,
      TopicName: topic.name,
      PartitionCount: topic.partitions(nowMs).filter(({ readOnly }) => !readOnly).length,
      Index: false,
      CreateTime: wallTime(topic.createdAtMs),
      Status: true,
      Period: topic.periodDays,
    }),
  });

export const describePartitions: Action = ({ account, nowMs }, fields) => {
  const topic = account.topic(textField(fields, 'TopicId'));
  return shown(topic.partitions(nowMs));
};

export const splitPartition: Action = ({ account, nowMs }, fields) => {
  const topic = account.topic(textField(fields, 'TopicId'));
  const id = wholeField(fields, 'PartitionId', PARTITION);
  const parts = wholeField(fields, 'Number', { least: 2, most: MAX_PARTITIONS, standard: 2 });
  limitPartitions(topic, parts - 1, nowMs);
  return shown(topic.split(id, splitKey(fields) ?? { parts }, nowMs));
};

export const mergePartition: Action = ({ account, nowMs }, fields) => {
  const topic = account.topic(textField(fields, 'TopicId'));
  return shown(topic.merge(wholeField(fields, 'PartitionId', PARTITION), nowMs));
};

function splitKey(fields: Fields): { readonly key: bigint } | undefined {
  const text = fields.SplitKey;
  if (text === undefined || text === '') return undefined;
  const key = typeof text === 'string' ? parseKey(text, 'refuse') : undefined;
  if (key === undefined) throw invalidParameter('SplitKey must be 32 hexadecimal digits');
  return { key };
}

function limitPartitions(topic: Topic, more: number, nowMs: number): void {
  const open = topic.partitions(nowMs).filter(({ readOnly }) => !readOnly).length;
  if (open + more > MAX_PARTITIONS) throw invalidParameter(`a topic has ${MAX_PARTITIONS} partitions at most`);
}

function shown(partitions: readonly ClsPartition[]): Readonly<Record<string, unknown>> {
  return {
    Partitions: partitions.map(({ id, readOnly, begin, end, createdAtMs, lastWriteMs }) => ({
      PartitionId: id,
      Status: readOnly ? 'readonly' : 'readwrite',
      InclusiveBeginKey: keyText(begin),
      ExclusiveEndKey: keyText(end),
      CreateTime: wallTime(createdAtMs),
      LastWriteTime: lastWriteMs === undefined ? '' : wallTime(lastWriteMs),
    })),
  };
}

interface Listing<T> {
  /** What `Filters` may ask for. */
  readonly properties: Readonly<Record<string, (item: T) => string>>;
  readonly show: (item: T) => Readonly<Record<string, unknown>>;
}

/** One page of what passes all filters, as every list action answers it. */
function page<T>(
  fields: Fields,
  name: string,
  all: readonly T[],
  { properties, show }: Listing<T>,
): Readonly<Record<string, unknown>> {
  let found = all;
  for (const filter of objectsField(fields, 'Filters')) {
    const property = properties[textField(filter, 'Key')];
    if (!property) throw invalidParameter(`Filters: the key must be one of ${Object.keys(properties).join(', ')}`);
    const values = textsField(filter, 'Values');
    found = found.filter((item) => values.includes(property(item)));
  }
  const offset = wholeField(fields, 'Offset', { least: 0, most: Number.MAX_SAFE_INTEGER, standard: 0 });
  const limit = wholeField(fields, 'Limit', { least: 1, most: 100, standard: 20 });
  return { [name]: found.slice(offset, offset + limit).map(show), TotalCount: found.length };
}

/** Date and time of the service, as its lists show them. */
function wallTime(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 19).replace('T', ' ');
}
