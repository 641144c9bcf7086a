import { type LogDriver, toPosition } from '@polylog/core/driver';
import { clsFieldMap, writeJson } from '@polylog/driver-kit';
import { clsDriver } from '@polylog/tencent-cls';
import { compressSync, uncompressSync } from 'snappy';
import { damaged } from '../damage.js';
import type { Draw } from '../draw.js';
import { answeringTransport } from '../driver/answering-transport.js';
import { nameOfFailure } from '../driver/named-failure.js';
import {
  answerFields,
  askedIn,
  DATES,
  headersIn,
  LENGTHS,
  REQUEST_IDS,
  STATUSES,
  withOneHeaderChanged,
} from '../driver/pull-fields.js';
import { checkBatch, readWatched, watchMemory } from '../driver/watched-read.js';
import type { FuzzCase } from '../fuzz-case.js';
import { BrokenPromise, type FuzzTarget, type Outcome } from '../fuzz-target.js';
import { expectedRecords } from '../log-groups/expected-record.js';
import { referenceFor } from '../log-groups/reference.js';
import { answerText } from './answer-text.js';
import { messageOf } from './message.js';
import { mutatedAnswer } from './mutated-answer.js';
import { framedGroups, plainAnswer } from './plain-answer.js';
import { validAnswer } from './valid-answer.js';

const reference = referenceFor(clsFieldMap);

/** Above everything that a valid case holds. */
const MAX_BYTES = 8 * 1024 * 1024;
/** The longest block that holds so many bytes, and what it holds. */
const MOST_RESERVED = 2 * MAX_BYTES + Math.ceil(MAX_BYTES / 6) + 64;

const TOPIC = '6f6ded3f-948c-4616-9c7c-956a95d8c1a3';
const CREDENTIALS = { accessKeyId: 'id', secretAccessKey: 'secret' };

/** The answer of a pull, from its headers to its records, through the driver. Fields with a colon say what is read and how, the others are headers. */
export const clsPullTarget: FuzzTarget = {
  name: 'cls-pull-answer',
  valid(draw) {
    const from = draw.pick([0n, 7n, 2n ** 53n, 2n ** 62n]) + BigInt(draw.below(100));
    const answer = validAnswer(draw, from);
    const { Message } = answer.Response;
    // Nothing there yet, in all its forms.
    const quiet = {
      Response: { ...answer.Response, NextOffset: draw.pick([from, 0n, -1n]), Message: draw.pick([[], null]) },
    };
    const value = Message === null || Message.length === 0 ? quiet : answer;
    return pullOf(draw, answerText(draw, value), askedOf(draw, from));
  },
  mutate(draw, one, other) {
    const { fields, body } = one;
    if (draw.chance(0.12)) return { fields: mutatedHeaders(draw, fields), body };
    if (draw.chance(0.5)) return pullOf(draw, mutatedAnswer(draw, textOf(one), textOf(other)), askedIn(fields));
    const changed = damaged(draw, body, other.body);
    const told = draw.chance(0.8) ? { ...fields, 'content-length': String(changed.length) } : fields;
    return { fields: draw.chance(0.15) ? mutatedHeaders(draw, told) : told, body: changed };
  },
  random(draw) {
    const message = messageOf(draw.bytes(draw.below(draw.pick([1, 30, 300])))).toString('base64');
    const text = draw.chance(0.5)
      ? writeJson({ Response: { NextOffset: draw.between(-1, 9), Message: [message] } })
      : draw.bytes(draw.below(60)).toString('latin1');
    const { fields, body } = pullOf(draw, text, askedOf(draw, 7n));
    if (draw.chance(0.3)) return { fields: { ...fields, ':status': draw.pick(STATUSES) }, body };
    return { fields: mutatedHeaders(draw, fields), body: draw.chance(0.5) ? body : draw.bytes(draw.below(60)) };
  },
  run: read,
};

function askedOf(draw: Draw, from: bigint): FuzzCase['fields'] {
  const end = draw.pick([undefined, undefined, undefined, '', String(from + 1n), String(from + 100n)]);
  return {
    ':from': String(from),
    ':knows-on-headers': String(draw.chance(0.8)),
    ':knows-peek-bytes': String(draw.chance(0.8)),
    ':strings': draw.pick(['safe', 'shared']),
    ':read-only': String(draw.chance(0.3)),
    ...(draw.chance(0.1) ? { ':query': 'log_keep(true)' } : {}),
    ...(end === undefined ? {} : { ':until': end }),
  };
}

function pullOf(draw: Draw, text: string, asked: FuzzCase['fields']): FuzzCase {
  const body = compressSync(Buffer.from(text));
  return {
    fields: answerFields(draw, body, asked, { 'x-cls-requestid': 'd3b2e3c0-7f4c-4a19-9f5c-0a6f5f4e0001' }),
    body,
  };
}

const CHOICES: readonly (readonly [name: string, values: readonly string[]])[] = [
  ['content-length', LENGTHS],
  ['content-length', LENGTHS],
  ['date', DATES],
  ['x-cls-requestid', REQUEST_IDS],
  ['retry-after', LENGTHS],
];

const mutatedHeaders = (draw: Draw, fields: FuzzCase['fields']): FuzzCase['fields'] =>
  withOneHeaderChanged(draw, fields, CHOICES);

const textOf = ({ body }: FuzzCase): string => (uncompressSync(body) as Buffer).toString();

async function read({ fields, body }: FuzzCase): Promise<Outcome> {
  const headers = headersIn(fields);
  const status = Number(fields[':status'] ?? '200');
  const from = fields[':from'] ?? '7';
  const memory = watchMemory();
  const transport = answeringTransport(
    ({ url }) => (url.includes('/pull_log?') ? { status, headers, body } : endOf(from)),
    {
      knowsOnHeaders: fields[':knows-on-headers'] !== 'false',
      knowsPeekBytes: fields[':knows-peek-bytes'] !== 'false',
      onBody: memory.onBody,
    },
  );
  const driver = clsDriver({
    endpoint: 'http://127.0.0.1:1',
    region: 'ap-guangzhou',
    logsetId: '0f8e4b82-8adb-47b1-a3c4-2b1d5e6f7a89',
    topicIds: [TOPIC],
    credentials: CREDENTIALS,
    transport,
    callsPerSecond: 10_000,
    strings: fields[':strings'] === 'shared' ? 'shared' : 'safe',
    ...(fields[':query'] === undefined ? {} : { query: fields[':query'] }),
  });
  const partition = { id: `${TOPIC}/3`, stream: TOPIC, readOnly: fields[':read-only'] === 'true', parents: [] };
  const until = fields[':until'];
  const end = until === undefined || until === '' ? {} : { position: toPosition(until) };
  const settled = await readWatched((o) => driver.read(partition, toPosition(from), o), memory, {
    maxBytes: MAX_BYTES,
    mostReserved: MOST_RESERVED,
    until: until === undefined ? undefined : { epochMs: 1, ...end },
  });
  if ('error' in settled) return refusal(settled.error, driver, status);
  if (status !== 200) throw new BrokenPromise(`a batch out of an answer with status ${status}`);
  const batch = settled.value;
  const plain = plainAnswer(textOf({ fields, body }));
  if (plain === 'ambiguous') return 'valid';
  if (plain === undefined) throw new BrokenPromise('a batch out of what others take for no answer');
  if (BigInt(batch.next) < BigInt(from)) throw new BrokenPromise('it goes back');
  const { list } = reference.decode(framedGroups(plain.groups));
  checkBatch(batch, expectedRecords(list, clsFieldMap), body);
  return 'valid';
}

/** Where a read-only partition ends: the driver asks when it finds nothing there. */
function endOf(from: string): { status: number; headers: Record<string, string>; body: Buffer } {
  const topics = `[{"TopicID":"${TOPIC}","PartitionOffsets":[{"PartitionId":3,"Offset":${from}}]}]`;
  const text = `{"Response":{"ConsumerGroup":"g","TopicPartitionOffsetsInfo":${topics},"RequestId":"r"}}`;
  return { status: 200, headers: {}, body: Buffer.from(text) };
}

/** A broken answer is `corrupt-data`, and nothing else. */
function refusal(error: unknown, driver: LogDriver, status: number): Outcome {
  const code = nameOfFailure(error, driver.classify);
  if (status !== 200 || code === 'corrupt-data') return 'refused';
  throw new BrokenPromise(`a broken answer is "${code}"`, error);
}
