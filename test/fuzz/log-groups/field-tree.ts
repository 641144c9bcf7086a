import type { LogGroupFieldMap } from '@polylog/driver-kit';

/** A protobuf field that can be changed, and that can be written so that it lies. */
export interface Field {
  number: number;
  wire: 0 | 1 | 2 | 3 | 5;
  /** A varint's number; the bytes of a text or of a fixed number; the fields of a message. */
  content: bigint | Buffer | Field[];
  /** Told in the tag instead of the true one. */
  claimedWire?: number;
  /** Added to the length that is told. */
  lengthOff?: number;
  /** Bytes that say nothing, at the end of a varint. */
  idleTagBytes?: number;
  idleLengthBytes?: number;
  idleValueBytes?: number;
}

type Level = 'list' | 'group' | 'log' | 'pair';

/** Reads a valid body; what is no message of log groups stays bytes. Throws where it is cut inside a number, or a number goes on for too long. */
export function parseFields(bytes: Buffer, map: LogGroupFieldMap, level: Level = 'list'): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error('a varint ends behind the last byte');
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw new Error('a varint has more than ten bytes');
  };
  const take = (length: number): Buffer => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = tag >>> 3;
    const wire = (tag & 7) as 0 | 1 | 2 | 5;
    if (wire === 0) fields.push({ number, wire, content: varint() });
    else if (wire === 2) {
      const content = take(Number(varint()));
      const inner = levelInside(level, number, map);
      fields.push({ number, wire, content: inner === undefined ? content : parseFields(content, map, inner) });
    } else fields.push({ number, wire, content: take(wire === 1 ? 8 : 4) });
  }
  return fields;
}

function levelInside(level: Level, number: number, map: LogGroupFieldMap): Level | undefined {
  switch (level) {
    case 'list':
      return number === 1 ? 'group' : undefined;
    case 'group':
      return number === 1 ? 'log' : number === map.tags ? 'pair' : undefined;
    case 'log':
      return number === 2 ? 'pair' : undefined;
    case 'pair':
      return undefined;
  }
}

export function writeFields(fields: readonly Field[]): Buffer {
  return Buffer.concat(fields.map(writeField));
}

function writeField(field: Field): Buffer {
  const { number, wire, content, claimedWire = wire, lengthOff = 0 } = field;
  const tag = writeVarint(BigInt(number) * 8n + BigInt(claimedWire), field.idleTagBytes);
  if (typeof content === 'bigint') return Buffer.concat([tag, writeVarint(content, field.idleValueBytes)]);
  const inside = Array.isArray(content) ? writeFields(content) : content;
  if (wire === 3) return Buffer.concat([tag, inside, writeVarint(BigInt(number) * 8n + 4n)]);
  if (wire !== 2) return Buffer.concat([tag, inside]);
  const told = Math.max(0, inside.length + lengthOff);
  return Buffer.concat([tag, writeVarint(BigInt(told), field.idleLengthBytes), inside]);
}

function writeVarint(value: bigint, idleBytes = 0): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  for (let left = idleBytes; left > 0; left--) {
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] as number) | 128;
    bytes.push(0);
  }
  return Buffer.from(bytes);
}
