import { ConsumerError } from '@polylog/core/driver';
import type { LogGroupInput, LogInput } from './encode.js';
import { slsMessages } from './messages.js';
import { textOrBytes } from './text-or-bytes.js';

interface PairMessage {
  readonly Key: string;
  readonly Value: Uint8Array;
}
interface LogMessage {
  readonly Time: number;
  readonly Contents: readonly PairMessage[];
  readonly Time_ns: number;
}
interface LogGroupMessage {
  readonly Logs: readonly LogMessage[];
  readonly Category: string;
  readonly Topic: string;
  readonly Source: string;
  readonly MachineUUID: string;
  readonly LogTags: readonly PairMessage[];
}

/**
 * The log groups in the body of a pull of SLS as plain objects: what `encodeLogGroup` takes, so that either undoes the
 * other. Values that are not UTF-8 stay bytes. For people and tools; a consumer's reader makes records lazily and is many
 * times as fast. Throws `corrupt-data`.
 */
export function decodeLogGroupList(body: Uint8Array): readonly LogGroupInput[] {
  try {
    const list = slsMessages.LogGroupList.decode(body) as unknown as { readonly LogGroups: readonly LogGroupMessage[] };
    return list.LogGroups.map(groupOf);
  } catch (cause) {
    throw new ConsumerError('corrupt-data', `a list of log groups of ${body.length} bytes cannot be read`, { cause });
  }
}

function groupOf(group: LogGroupMessage): LogGroupInput {
  return {
    logs: group.Logs.map(logOf),
    ...(isThere(group, 'Category') && { category: group.Category }),
    ...(isThere(group, 'Topic') && { topic: group.Topic }),
    ...(isThere(group, 'Source') && { source: group.Source }),
    ...(isThere(group, 'MachineUUID') && { machineUuid: group.MachineUUID }),
    ...(group.LogTags.length > 0 && { tags: group.LogTags.map(pairOf) }),
  };
}

function logOf(log: LogMessage): LogInput {
  return {
    timeSeconds: log.Time,
    ...(isThere(log, 'Time_ns') && { timeNsPart: log.Time_ns }),
    contents: log.Contents.map(pairOf),
  };
}

/** What was not sent stands on the prototype only. */
function isThere<M extends object>(message: M, field: keyof M & string): boolean {
  return Object.hasOwn(message, field);
}

function pairOf({ Key, Value }: PairMessage): readonly [name: string, value: string | Uint8Array] {
  return [Key, textOrBytes(Value)];
}
