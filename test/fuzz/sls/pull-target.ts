import { slsDriver } from '@polylog/alibaba-sls';
import { decodeCursor, encodeCursor } from '@polylog/alibaba-sls/wire';
import { type LogDriver, toPosition } from '@polylog/core/driver';
import { codecFor, slsFieldMap } from '@polylog/driver-kit';
import { plainDeflate } from '../codecs/plain-deflate.js';
import { plainLz4 } from '../codecs/plain-lz4.js';
import { plainZstd } from '../codecs/plain-zstd.js';
import { damaged } from '../damage.js';
import type { Draw } from '../draw.js';
import { answeringTransport } from '../driver/answering-transport.js';
import { nameOfFailure } from '../driver/named-failure.js';
import { askedIn, headersIn, STATUSES } from '../driver/pull-fields.js';
import { checkBatch, readWatched, watchMemory } from '../driver/watched-read.js';
import type { FuzzCase } from '../fuzz-case.js';
import { BrokenPromise, type FuzzTarget, type Outcome } from '../fuzz-target.js';
import { expectedRecords } from '../log-groups/expected-record.js';
import { parseFields } from '../log-groups/field-tree.js';
import { mutatedLogGroups } from '../log-groups/mutated-log-groups.js';
import { referenceFor } from '../log-groups/reference.js';
import { mutatedHeaders } from './mutated-headers.js';
import { MAX_BYTES, pullOf, validPull } from './valid-pull.js';

const reference = referenceFor(slsFieldMap);

const CREDENTIALS = { accessKeyId: 'id', secretAccessKey: 'secret' };

/** The answer of a pull, from its headers to its records, through the driver. */
export const pullTarget: FuzzTarget = {
  name: 'pull-answer',
  valid: validPull,
  mutate(draw, one, other) {
    const { fields, body } = one;
    if (draw.chance(0.12)) return { fields: mutatedHeaders(draw, fields), body };
    if (draw.chance(0.4)) return repacked(draw, one, other);
    const changed = damaged(draw, body, other.body);
    const told = draw.chance(0.8) ? { ...fields, 'content-length': String(changed.length) } : fields;
    return { fields: draw.chance(0.15) ? mutatedHeaders(draw, told) : told, body: changed };
  },
  random(draw) {
    const body = draw.bytes(draw.below(draw.pick([1, 30, 300])));
    const { fields } = pullOf(draw, body, draw.below(3), { ':from': encodeCursor(7n) }, 7n);
    if (draw.chance(0.3)) return { fields: { ...fields, ':status': draw.pick(STATUSES) }, body };
    return { fields: mutatedHeaders(draw, fields), body };
  },
  run: read,
};

/** Changed below the compression, with headers that fit: what gets as far as the reader. */
function repacked(draw: Draw, one: FuzzCase, other: FuzzCase): FuzzCase {
  const raw = mutatedLogGroups(draw, rawOf(one), rawOf(other), slsFieldMap);
  let groupCount = Number(one.fields['x-log-count']);
  try {
    groupCount = parseFields(raw, slsFieldMap).filter(({ number, wire }) => number === 1 && wire === 2).length;
  } catch {
    // So broken that nobody can count them; then the count does not matter either.
  }
  const asked = askedIn(one.fields);
  return pullOf(draw, raw, groupCount, asked, decodeCursor(asked[':from'] ?? '') ?? 0n);
}

function rawOf({ fields, body }: FuzzCase): Buffer {
  const codec = body.length === 0 ? undefined : codecFor(fields['x-log-compresstype']);
  return codec?.decompress(body, { rawBytes: Number(fields['x-log-bodyrawsize']) }) ?? body;
}

/** A body of the cap, as it comes and decompressed: no block is much longer than what it holds. */
const MOST_RESERVED = 2 * MAX_BYTES + Math.ceil(MAX_BYTES / 255) + 64;
async function read({ fields, body }: FuzzCase): Promise<Outcome> {
  const headers = headersIn(fields);
  const status = Number(fields[':status'] ?? '200');
  const endCursor = { status: 200, headers: {}, body: Buffer.from(JSON.stringify({ cursor: fields[':from'] ?? '' })) };
  const memory = watchMemory();
  const transport = answeringTransport(
    ({ url }) => (url.includes('type=cursor&') ? endCursor : { status, headers, body }),
    { knowsOnHeaders: fields[':knows-on-headers'] !== 'false', onBody: memory.onBody },
  );
  const driver = slsDriver({
    endpoint: 'http://127.0.0.1:1',
    project: 'proj',
    logstore: 'store',
    credentials: CREDENTIALS,
    transport,
    strings: fields[':strings'] === 'shared' ? 'shared' : 'safe',
    ...(fields[':query'] === undefined ? {} : { query: fields[':query'] }),
  });
  const partition = { id: '3', stream: 'store', readOnly: fields[':read-only'] === 'true', parents: [] };
  const until = fields[':until'];
  const from = toPosition(fields[':from'] ?? encodeCursor(7n));
  const settled = await readWatched((o) => driver.read(partition, from, o), memory, {
    maxBytes: MAX_BYTES,
    mostReserved: MOST_RESERVED,
    until: until === undefined ? undefined : { epochMs: 1, position: toPosition(until) },
  });
  if ('error' in settled) return refusal(settled.error, driver, status, headers);
  if (status !== 200) throw new BrokenPromise(`a batch out of an answer with status ${status}`);
  const { list } = reference.decode(plainBody({ fields, body }));
  if (list.Groups?.length !== Number(fields['x-log-count'])) throw new BrokenPromise('a wrong count of log groups');
  checkBatch(settled.value, expectedRecords(list, slsFieldMap), body);
  return 'valid';
}

/** A broken answer is `corrupt-data`; a compression that nobody has asked for, and this Node has not, is `unsupported`. */
function refusal(error: unknown, driver: LogDriver, status: number, headers: Record<string, string>): Outcome {
  const code = nameOfFailure(error, driver.classify);
  const isUnknownCompression = codecFor(headers['x-log-compresstype']) === undefined;
  const isAllowed = status !== 200 || code === 'corrupt-data' || (code === 'unsupported' && isUnknownCompression);
  if (isAllowed) return 'refused';
  throw new BrokenPromise(`a broken answer is "${code}"`, error);
}

function plainBody({ fields, body }: FuzzCase): Buffer {
  const rawBytes = Number(fields['x-log-bodyrawsize']);
  switch (rawBytes === 0 ? 'none' : fields['x-log-compresstype']?.toLowerCase()) {
    case 'lz4':
      return plainLz4(body, rawBytes) ?? body;
    case 'deflate':
      return plainDeflate.decompress(body, rawBytes).raw;
    case 'zstd':
      return plainZstd.decompress(body, rawBytes).raw;
    default:
      return body;
  }
}
