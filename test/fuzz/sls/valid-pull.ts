import { encodeCursor } from '@polylog/alibaba-sls/wire';
import { codecFor } from '@polylog/driver-kit';
import type { Draw } from '../draw.js';
import type { FuzzCase } from '../fuzz-case.js';
import { encodedSls, groupOf } from '../log-groups/valid-log-groups.js';

/** The cap of every read. */
export const MAX_BYTES: number = 1024 * 1024;

const COMPRESSIONS = ['lz4', 'lz4', 'deflate', 'none', ...(codecFor('zstd') === undefined ? [] : ['zstd'])];

/** A pull as the service answers it: fields with a colon say what is read and how, the others are headers. */
export function validPull(draw: Draw): FuzzCase {
  const groupCount = draw.pick([0, 1, 1, 1, 2, 3]);
  const raw = encodedSls(Array.from({ length: groupCount }, () => groupOf(draw)));
  const from = BigInt(draw.between(0, 1_000_000));
  return pullOf(draw, raw, groupCount, { ...askedOf(draw), ':from': encodeCursor(from) }, from);
}

function askedOf(draw: Draw): FuzzCase['fields'] {
  return {
    ':knows-on-headers': String(draw.chance(0.7)),
    ':strings': draw.pick(['safe', 'shared']),
    ':read-only': String(draw.chance(0.3)),
    ...(draw.chance(0.1) ? { ':query': "* | where status = '500'" } : {}),
    ...(draw.chance(0.1) ? { ':until': encodeCursor(BigInt(draw.between(1_000_001, 1_000_010))) } : {}),
  };
}

/** The answer that holds these log groups. */
export function pullOf(draw: Draw, raw: Buffer, groupCount: number, asked: FuzzCase['fields'], from: bigint): FuzzCase {
  const compression = draw.pick(COMPRESSIONS);
  const body = raw.length === 0 ? raw : (codecFor(compression)?.compress(raw) ?? raw);
  const next = from + BigInt(groupCount);
  return {
    fields: {
      ...asked,
      ':status': '200',
      'x-log-cursor': encodeCursor(next),
      'x-log-count': String(groupCount),
      'x-log-bodyrawsize': String(raw.length),
      ...(compression === 'none' ? {} : { 'x-log-compresstype': compression }),
      ...(draw.chance(0.9) ? { 'content-length': String(body.length) } : {}),
      ...(groupCount > 0 && draw.chance(0.7) ? { 'x-log-read-last-cursor': String(next - 1n) } : {}),
      ...(draw.chance(0.5) ? { 'x-log-end-of-cursor': draw.pick(['0', '1']) } : {}),
      ...(draw.chance(0.5) ? { 'x-log-cursor-time': '1772510706' } : {}),
      date: 'Tue, 03 Mar 2026 04:05:06 GMT',
      'x-log-requestid': '5AEC168FA796F4195BF404CB',
    },
    body,
  };
}
