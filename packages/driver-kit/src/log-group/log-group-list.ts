import type { LogRecord } from '@polylog/core/driver';
import { type Body, createBody, opened } from './body.js';
import type { LogGroupFieldMap } from './field-map.js';
import { Group } from './group.js';
import { LazyRecord } from './lazy-record.js';
import { checkStructure, GROUP, LOG } from './structure.js';
import { Wire } from './wire.js';

export interface ReadLogGroupsOptions {
  readonly fields: LogGroupFieldMap;
  /** Names a record by the place of its log group in the body and its own place in the group, both from 0. */
  readonly recordId: (groupIndex: number, indexInGroup: number) => string;
  /**
   * What a text that is kept may hold alive: at most its own record (`safe`), or its log group (`shared`: faster, for
   * those who keep nothing).
   * @defaultValue 'safe'
   */
  readonly strings?: 'safe' | 'shared';
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
  return {
    ...checkStructure(opened(body).wire, bytes.length, options.fields),
    records: { [Symbol.iterator]: () => iterate(body, options) },
    release() {
      body.open = undefined;
    },
  };
}

function* iterate(body: Body, options: ReadLogGroupsOptions): Generator<LogRecord, undefined> {
  const { bytes, view } = opened(body);
  const wire = new Wire(view);
  for (let groupIndex = 0; wire.at < bytes.length; ) {
    const tag = wire.tag(bytes.length);
    if (tag !== GROUP) {
      wire.skip(tag, bytes.length);
      continue;
    }
    const end = wire.span(bytes.length);
    const group = new Group(body, options, groupIndex++, wire.at, end);
    for (let index = 0; wire.at < end; ) {
      const tag = wire.tag(end);
      if (tag !== LOG) {
        wire.skip(tag, end);
        continue;
      }
      const logEnd = wire.span(end);
      const record = new LazyRecord(group, index++, wire.at, logEnd);
      wire.at = logEnd;
      yield record;
      opened(body); // May have been released meanwhile, and hold another body by now.
    }
  }
}
