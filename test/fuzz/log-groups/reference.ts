import type { LogGroupFieldMap } from '@polylog/driver-kit';
import protobuf from 'protobufjs/light.js';

/** A log group list as protobufjs decodes it. */
export interface ReferenceList {
  readonly Groups?: readonly ReferenceGroup[];
}
export interface ReferenceGroup {
  readonly Logs?: readonly ReferenceLog[];
  readonly Tags?: readonly ReferencePair[];
  /** `Text3` is the text field 3; a field that was not sent is not the object's own. */
  readonly [text: `Text${number}`]: string;
}
export interface ReferenceLog {
  readonly Time: number | { toString(): string };
  readonly Contents?: readonly ReferencePair[];
  readonly TimeNs?: number;
  readonly CollectTime?: ReferenceLog['Time'];
}
export interface ReferencePair {
  readonly Key: string;
  readonly Value: Buffer;
}

export interface Reference {
  readonly encode: (list: ReferenceList) => Buffer;
  /** Throws what protobufjs throws. */
  readonly decode: (bytes: Buffer) => { readonly list: ReferenceList; readonly exception: string | undefined };
}

/** What our reader refuses although protobufjs passes over it, in fields that it does not know; there is nothing else. */
const EXCEPTIONS = {
  group: 'an unknown field in the old group form (wire type 3)',
  longVarint: 'an unknown varint of more than the ten bytes that a 64-bit number takes',
};
const MOST_VARINT_BYTES = 10;

/** protobufjs' reader, watched while it passes over unknown fields. */
class WatchedReader extends protobuf.BufferReader {
  exception: string | undefined;

  override skipType(wireType: number, ...more: unknown[]): this {
    const start = this.pos;
    (super.skipType as (wireType: number, ...more: unknown[]) => unknown)(wireType, ...more);
    if (wireType === 3) this.exception = EXCEPTIONS.group;
    if (wireType === 0 && this.pos - start > MOST_VARINT_BYTES) this.exception = EXCEPTIONS.longVarint;
    return this;
  }
}

/** protobufjs, told of a service's messages by its field map. */
export function referenceFor(map: LogGroupFieldMap): Reference {
  // Without the edition protobufjs takes it for proto3, where an absent field and an empty one are the same.
  const message = (fields: Record<string, protobuf.IField>): protobuf.IType => ({ edition: 'proto2', fields });
  const pair = message({
    Key: { rule: 'required', type: 'string', id: 1 },
    Value: { rule: 'required', type: 'bytes', id: 2 },
  });
  const texts: Record<string, protobuf.IField> = {};
  for (const place of [map.topic, map.source, map.host, map.path, ...(map.textTags ?? [])]) {
    if (place !== undefined && 'field' in place) texts[`Text${place.field}`] = { type: 'string', id: place.field };
  }
  const list = new protobuf.Root()
    .addJSON({
      Pair: pair,
      Log: message({
        Time: { rule: 'required', type: map.time === 'uint32-seconds' ? 'uint32' : 'int64', id: 1 },
        Contents: { rule: 'repeated', type: 'Pair', id: 2 },
        ...(map.timeNs === undefined ? {} : { TimeNs: { type: 'fixed32', id: map.timeNs } }),
        ...(map.collectTime === undefined ? {} : { CollectTime: { type: 'int64', id: map.collectTime } }),
      }),
      Group: message({
        Logs: { rule: 'repeated', type: 'Log', id: 1 },
        ...texts,
        Tags: { rule: 'repeated', type: 'Pair', id: map.tags },
      }),
      List: message({ Groups: { rule: 'repeated', type: 'Group', id: 1 } }),
    })
    .lookupType('List');
  return {
    encode(content) {
      const bytes = list.encode(content).finish();
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
    decode(bytes) {
      const reader = new WatchedReader(bytes);
      const decoded = list.decode(reader) as unknown as ReferenceList;
      return { list: decoded, exception: reader.exception };
    },
  };
}
