import { keyText, parseKey } from '../../store/hash-key.js';
import type { Action } from '../call.js';
import { invalidParameter } from '../error.js';
import { type Fields, textField, wholeField } from '../json.js';
import type { ClsPartition, Topic } from '../topic.js';
import { wallTime } from './page.js';

/** Of a topic, read-only ones not counted. */
export const MAX_PARTITIONS = 50;
const PARTITION = { least: 0, most: 2 ** 31 - 1 };

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
