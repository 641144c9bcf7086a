/** One log of a scanned group, as places in the group's bytes. */
export interface ScannedLog {
  /** Of the whole field, tag and length included. */
  readonly start: number;
  readonly end: number;
  /** As it stands there, as far as a double holds it. */
  readonly time: number;
  readonly contents: readonly { readonly key: Buffer; readonly value: Buffer }[];
}

/** Thrown for bytes that are no LogGroup. */
export class NotALogGroup extends Error {}

interface Field {
  readonly number: number;
  readonly wire: number;
  /** Where the tag starts. */
  readonly start: number;
  /** Of a varint; bounded to what a double holds. */
  readonly value: number;
  /** Of a length-delimited or fixed field. */
  readonly bytes: Buffer;
  readonly end: number;
}

/** How a service numbers what a log group holds beside its logs (1); a log is a time (1), contents (2) and what it adds. */
export interface GroupShape {
  readonly tags: number;
  readonly texts: readonly number[];
  /** Further numbers in a log, with their wire type. */
  readonly inLog: { readonly number: number; readonly wire: number };
}

/** SLS API reference, data encoding. */
export const slsGroup: GroupShape = { tags: 6, texts: [2, 3, 4, 5], inLog: { number: 4, wire: 5 } };
/** CLS SDKs' cls.proto: contextFlow, filename, source, hostname; collectTime in a log. */
export const clsGroup: GroupShape = { tags: 5, texts: [2, 3, 4, 6], inLog: { number: 3, wire: 0 } };

/** Walks a LogGroup, checking every length; unknown fields are passed over. */
export function scanLogGroup(group: Buffer, shape: GroupShape): readonly ScannedLog[] {
  const logs: ScannedLog[] = [];
  for (const field of fields(group)) {
    if (field.number === 1) {
      expectWire(field, 2);
      logs.push({ start: field.start, end: field.end, ...scanLog(field.bytes, shape) });
    } else if (field.number === shape.tags) {
      expectWire(field, 2);
      scanPair(field.bytes);
    } else if (shape.texts.includes(field.number)) expectWire(field, 2);
  }
  return logs;
}

function scanLog(
  bytes: Buffer,
  { inLog }: GroupShape,
): { readonly time: number; readonly contents: ScannedLog['contents'] } {
  let time: number | undefined;
  const contents: { key: Buffer; value: Buffer }[] = [];
  for (const field of fields(bytes)) {
    if (field.number === 1) {
      expectWire(field, 0);
      time = field.value;
    } else if (field.number === 2) {
      expectWire(field, 2);
      contents.push(scanPair(field.bytes));
    } else if (field.number === inLog.number) expectWire(field, inLog.wire);
  }
  if (time === undefined) throw new NotALogGroup('a log without Time');
  return { time, contents };
}

function scanPair(bytes: Buffer): { readonly key: Buffer; readonly value: Buffer } {
  let key: Buffer | undefined;
  let value: Buffer | undefined;
  for (const field of fields(bytes)) {
    if (field.number > 2) continue;
    expectWire(field, 2);
    if (field.number === 1) key = field.bytes;
    else value = field.bytes;
  }
  if (!key || !value) throw new NotALogGroup('a content or tag without Key or Value');
  return { key, value };
}

function expectWire(field: Field, wire: number): void {
  if (field.wire !== wire) throw new NotALogGroup(`field ${field.number} has wire type ${field.wire}, not ${wire}`);
}

export function* fields(bytes: Buffer): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined) throw new NotALogGroup('the bytes end inside a number');
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    throw new NotALogGroup('a number of more than ten bytes');
  };
  while (at < bytes.length) {
    const start = at;
    const tag = varint();
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    if (number === 0) throw new NotALogGroup('field number 0');
    const value = wire === 0 || wire === 2 ? varint() : 0;
    const length = wire === 0 ? 0 : wire === 1 ? 8 : wire === 2 ? value : wire === 5 ? 4 : -1;
    if (length < 0) throw new NotALogGroup(`wire type ${wire}`);
    if (at + length > bytes.length) throw new NotALogGroup(`field ${number} reaches beyond its parent`);
    const end = at + length;
    yield { number, wire, start, value, bytes: bytes.subarray(at, end), end };
    at = end;
  }
}
