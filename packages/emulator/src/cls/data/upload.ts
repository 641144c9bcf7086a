import type { RawRequest } from '../../http/request.js';
import { parseKey } from '../../store/hash-key.js';
import { fields, NotALogGroup } from '../../store/log-group-scan.js';
import type { Target } from '../../store/partition-set.js';
import type { CallContext } from '../call.js';
import { ClsError, invalidParameter } from '../error.js';
import { type ScannedGroup, scanned, storedGroup } from '../stored-group.js';
import type { ClsSwitches } from '../switches.js';
import type { Topic } from '../topic.js';
import { decompressUpload, logSizeExceed } from './decompress.js';

/** Section 5.1 of the vendor's upload reference. */
const MAX_RAW_BYTES = 6 * 1024 * 1024;
const MAX_GROUPS = 10;
const MAX_GROUP_VALUE_BYTES = 5 * 1024 * 1024;

/** All or nothing: every group is checked before the first is stored. */
export function upload(context: CallContext, topic: Topic): void {
  const { headers, body } = context.request;
  if (topic.extra.Status === false)
    throw new ClsError(400, 'TopicClosed', `topic ${topic.id} is closed`, 'FailedOperation.TopicClosed');
  if (body.length === 0)
    throw new ClsError(400, 'MissingContent', 'the body is empty', 'FailedOperation.MissingContent');
  const raw = decompressUpload(
    body,
    headers['x-cls-compresstype'] ?? headers['x-cls-compress-type'] ?? '',
    MAX_RAW_BYTES,
  );
  if (raw.length > MAX_RAW_BYTES) throw logSizeExceed(MAX_RAW_BYTES);
  const groups = parsing(() => groupsIn(raw, context.switches));
  const partition = topic.pick(targetOf(context.request));
  context.quotas.take('write', `${topic.id}/${partition.id}`, context.nowMs);
  for (const group of groups) {
    partition.append(storedGroup(topic, group, context.nowMs, context.switches));
  }
}

function targetOf({ headers }: RawRequest): Target {
  const text = headers['x-cls-hashkey'];
  if (text === undefined || text === '') return undefined;
  const key = parseKey(text, 'pad-right');
  if (key === undefined) throw invalidParameter('x-cls-hashkey must be 1 to 32 hexadecimal digits');
  return { key };
}

function groupsIn(list: Buffer, limits: GroupLimits): readonly ScannedGroup[] {
  const groups: ScannedGroup[] = [];
  for (const field of fields(list)) {
    if (field.number !== 1) continue;
    if (field.wire !== 2) throw new NotALogGroup('a log group that is none');
    const group = scanned(field.bytes);
    checkGroup(group, limits);
    groups.push(group);
  }
  if (groups.length === 0) throw new NotALogGroup('no log group');
  if (groups.length > MAX_GROUPS) throw invalidParameter(`${groups.length} log groups; allowed are ${MAX_GROUPS}`);
  return groups;
}

type GroupLimits = Pick<ClsSwitches, 'maxGroupLogs' | 'maxValueBytes'>;

function checkGroup({ logs }: ScannedGroup, { maxGroupLogs, maxValueBytes }: GroupLimits): void {
  if (logs.length === 0 || logs.length > maxGroupLogs) {
    throw invalidParameter(`a log group of ${logs.length} logs; allowed are 1 to ${maxGroupLogs}`);
  }
  let valueBytes = 0;
  for (const { contents } of logs) {
    for (const { value } of contents) {
      if (value.length > maxValueBytes) throw logSizeExceed(maxValueBytes);
      valueBytes += value.length;
    }
  }
  if (valueBytes > MAX_GROUP_VALUE_BYTES) throw logSizeExceed(MAX_GROUP_VALUE_BYTES);
}

function parsing<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof NotALogGroup)) throw error;
    throw new ClsError(400, 'InvalidContent', `the body is no LogGroupList: ${error.message}`);
  }
}
