import type { LogRecord } from '@polylog/core/driver';
import type { Strings } from '../records/text-stretch.js';
import { inTurns } from '../turns/in-turns.js';
import { type LoopTurns, loopTurns } from '../turns/loop-turns.js';
import { type Body, createBody, opened } from './body.js';
import type { LogGroupFieldMap } from './field-map.js';
import { RecordIterator } from './record-iterator.js';
import { createStructureCheck, type Structure, type StructureCheck } from './structure.js';

export interface ReadLogGroupsOptions {
  readonly fields: LogGroupFieldMap;
  /** Names a record by the place of its log group in the body and its own place in the group, both from 0. */
  readonly recordId: (groupIndex: number, indexInGroup: number) => string;
  /**
   * What a text that is kept may hold alive: at most its own record (`safe`), or its log group (`shared`: faster, for
   * those who keep nothing).
   * @defaultValue 'safe'
   */
  readonly strings?: Strings;
}

export interface LogGroupList {
  readonly groupCount: number;
  readonly recordCount: number;
  /** In the order of the body; every iteration makes its own records. */
  readonly records: Iterable<LogRecord>;
  /** From now on every record, also one that was read before, throws `record-released`. Twice is harmless. */
  release(): void;
}

/**
 * Reads the decompressed body of a pull, which must not change before the release. The whole structure is checked now:
 * throws `corrupt-data` if a message does not end where its parent says, a number is too long, or a required field (a
 * log's time, the name and value of a content or tag) is missing. Unknown fields are passed over. The records are read
 * from the bytes when they are asked.
 */
export function readLogGroupList(bytes: Buffer, options: ReadLogGroupsOptions): LogGroupList {
  const body = createBody(bytes);
  return listOf(body, options, checkOf(body, options)(Number.POSITIVE_INFINITY) as Structure);
}

/** The same, without holding up the event loop for longer than a slice of work takes, or one log group. */
export async function readLogGroupListInTurns(
  bytes: Buffer,
  options: ReadLogGroupsOptions,
  signal: AbortSignal,
  turns: LoopTurns = loopTurns,
): Promise<LogGroupList> {
  const body = createBody(bytes);
  const { wire } = opened(body);
  const goOn = checkOf(body, options);
  const structure = await inTurns({ totalBytes: bytes.length, doneBytes: () => wire.at, goOn }, turns, signal);
  return listOf(body, options, structure);
}

function checkOf(body: Body, { fields }: ReadLogGroupsOptions): StructureCheck {
  const { bytes, view, wire } = opened(body);
  return createStructureCheck(wire, view, bytes.length, fields);
}

function listOf(
  body: Body,
  options: ReadLogGroupsOptions,
  { groupCount, recordCount, tails }: Structure,
): LogGroupList {
  return {
    groupCount,
    recordCount,
    records: { [Symbol.iterator]: () => new RecordIterator(body, options, tails) },
    release() {
      body.open = undefined;
    },
  };
}
