import type { ClsLogGroupInput, ClsLogInput } from './encode-cls.js';
import { clsFieldMap } from './field-map.js';
import { GROUP, LOG, textTag } from './structure.js';
import { textOrBytes } from './text-or-bytes.js';
import { corrupt, Wire } from './wire.js';

/** A log group as CLS gives it: what `encodeClsLogGroup` takes, with exact times. */
export interface ClsLogGroup extends ClsLogGroupInput {
  readonly logs: readonly ClsLog[];
}

export interface ClsLog extends ClsLogInput {
  readonly time: bigint;
  readonly collectTime?: bigint;
}

type Pair = readonly [name: string, value: string | Uint8Array];

const TIME = 0x08;
const CONTENT = 0x12;
const COLLECT_TIME = 0x18;
const TAG = textTag(clsFieldMap.tags);
/** The texts of a group, by their tags (messages of the vendor's SDKs). */
const texts: ReadonlyMap<number, 'packageId' | 'filename' | 'source' | 'hostname'> = new Map([
  [textTag(2), 'packageId'],
  [textTag(3), 'filename'],
  [textTag(4), 'source'],
  [textTag(6), 'hostname'],
]);

/**
 * Log groups of CLS as plain objects, so that encoding and decoding undo each other. Values that are not UTF-8 stay bytes; a
 * time keeps its unit, which its magnitude tells. For people and tools; a consumer's reader makes records lazily. Not
 * protobufjs, which makes numbers of 64 bits ones that a double holds. Throws `corrupt-data`.
 */
export function decodeClsLogGroupList(body: Uint8Array): readonly ClsLogGroup[] {
  const wire = new Wire(body);
  const groups: ClsLogGroup[] = [];
  while (wire.at < body.length) {
    const tag = wire.tag(body.length);
    if (tag === GROUP) groups.push(groupIn(wire, wire.span(body.length)));
    else wire.skip(tag, body.length);
  }
  return groups;
}

function groupIn(wire: Wire, end: number): ClsLogGroup {
  const logs: ClsLog[] = [];
  const tags: Pair[] = [];
  const found: { -readonly [name in 'packageId' | 'filename' | 'source' | 'hostname']?: string } = {};
  while (wire.at < end) {
    const tag = wire.tag(end);
    const name = texts.get(tag);
    if (tag === LOG) logs.push(logIn(wire, wire.span(end)));
    else if (tag === TAG) tags.push(pairIn(wire, wire.span(end)));
    else if (name !== undefined) found[name] = textIn(wire, wire.span(end));
    else wire.skip(tag, end);
  }
  return { logs, ...found, ...(tags.length > 0 && { tags }) };
}

function logIn(wire: Wire, end: number): ClsLog {
  const contents: Pair[] = [];
  let time: bigint | undefined;
  let collectTime: bigint | undefined;
  while (wire.at < end) {
    const tag = wire.tag(end);
    if (tag === TIME) time = wire.int64(end);
    else if (tag === CONTENT) contents.push(pairIn(wire, wire.span(end)));
    else if (tag === COLLECT_TIME) collectTime = wire.int64(end);
    else wire.skip(tag, end);
  }
  if (time === undefined) throw corrupt('a log without a time ends', end);
  return { time, contents, ...(collectTime !== undefined && { collectTime }) };
}

function pairIn(wire: Wire, end: number): Pair {
  wire.pair(end);
  const { bytes, keyStart, keyEnd, valueStart, valueEnd } = wire;
  return [textOf(bytes.subarray(keyStart, keyEnd)), textOrBytes(bytes.subarray(valueStart, valueEnd))];
}

function textIn(wire: Wire, end: number): string {
  const text = textOf(wire.bytes.subarray(wire.at, end));
  wire.at = end;
  return text;
}

/** What is no UTF-8 becomes the replacement character: a name or a path has no bytes in our types. */
function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}
