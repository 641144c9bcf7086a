import { slsMessages } from './messages.js';

export interface LogInput {
  /** Time of the entry, epoch seconds. */
  readonly timeSeconds: number;
  /** Nanoseconds within that second, 0 to 999_999_999. Absent is not the same as 0 on the wire. */
  readonly timeNsPart?: number;
  /** Fields in order; a name may come twice. */
  readonly contents: readonly (readonly [name: string, value: string | Uint8Array])[];
}

export interface LogGroupInput {
  readonly logs: readonly LogInput[];
  readonly topic?: string;
  readonly source?: string;
  readonly category?: string;
  readonly machineUuid?: string;
  readonly tags?: readonly (readonly [name: string, value: string | Uint8Array])[];
}

/**
 * One log group as SLS takes and gives it, fields in ascending order. What was encoded may be extended by concatenation:
 * a second encoding with nothing but tags behind it adds those tags.
 */
export function encodeLogGroup(group: LogGroupInput): Buffer {
  const message = {
    Logs: group.logs.map((log) => ({
      Time: log.timeSeconds,
      Contents: log.contents.map(toPair),
      ...(log.timeNsPart === undefined ? {} : { Time_ns: log.timeNsPart }),
    })),
    LogTags: group.tags?.map(toPair) ?? [],
    ...(group.category === undefined ? {} : { Category: group.category }),
    ...(group.topic === undefined ? {} : { Topic: group.topic }),
    ...(group.source === undefined ? {} : { Source: group.source }),
    ...(group.machineUuid === undefined ? {} : { MachineUUID: group.machineUuid }),
  };
  return toBuffer(slsMessages.LogGroup.encode(message).finish());
}

export function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function toPair([name, value]: readonly [string, string | Uint8Array]): { Key: string; Value: Uint8Array } {
  return { Key: name, Value: typeof value === 'string' ? Buffer.from(value) : value };
}

/**
 * An encoded log group as one entry of a list: the concatenation of such entries is a LogGroupList, which is the body
 * of a pull.
 */
export function frameLogGroup(group: Uint8Array): Buffer {
  const head = [0x0a];
  let rest = group.length;
  for (; rest > 127; rest = Math.floor(rest / 128)) head.push((rest % 128) | 128);
  head.push(rest);
  return Buffer.concat([Buffer.from(head), group]);
}
