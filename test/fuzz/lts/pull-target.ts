import { type LogDriver, systemClock, toPosition } from '@polylog/core/driver';
import { ltsDriver } from '@polylog/huawei-lts';
import { damaged } from '../damage.js';
import type { Draw } from '../draw.js';
import { answeringTransport } from '../driver/answering-transport.js';
import { nameOfFailure } from '../driver/named-failure.js';
import {
  answerFields,
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
import { expectedLabels } from './expected-labels.js';
import { mutatedBody } from './mutated-body.js';
import { type PlainAnswer, plainAnswer } from './plain-answer.js';
import { plainJson } from './plain-json.js';
import { validBody } from './valid-body.js';

/** Above everything that a valid case holds. */
const MAX_BYTES = 1024 * 1024;

const ENCODINGS = ['identity', 'gzip', 'br', '', 'x'.repeat(3_000)];

/** Answers that say "nothing there" in one way or another. */
const QUIET = ['{}', '{"count":0,"logs":[]}', '{"count":0,"next":0,"logs":[]}', '{"logs":null,"next":null}'];

/** The answer of a pull, from its headers to its records, through the driver. Fields with a colon say what is read and how, the others are headers. */
export const ltsPullTarget: FuzzTarget = {
  name: 'lts-pull-answer',
  valid(draw) {
    const from = draw.pick([1n, 7n, 2n ** 53n, 1_685_445_470_192_043_318n]) + BigInt(draw.below(100));
    const count = draw.pick([0, 1, 2, 3, 6]);
    const body = count === 0 && draw.chance(0.5) ? Buffer.from(draw.pick(QUIET)) : validBody(draw, from, count);
    return pullOf(draw, body, askedOf(draw, from));
  },
  mutate(draw, { fields, body }, other) {
    if (draw.chance(0.12)) return { fields: mutatedHeaders(draw, fields), body };
    const changed = draw.chance(0.6) ? mutatedBody(draw, body, other.body) : damaged(draw, body, other.body);
    const told = draw.chance(0.9) ? { ...fields, 'content-length': String(changed.length) } : fields;
    return { fields: draw.chance(0.15) ? mutatedHeaders(draw, told) : told, body: changed };
  },
  random(draw) {
    const text = draw.chance(0.5)
      ? `{"count":1,"next":${draw.between(-1, 9)},"logs":[{"labels":{"a":${draw.pick(['1', '""', 'x', '{}'])}}}]}`
      : draw.bytes(draw.below(60)).toString('latin1');
    const { fields, body } = pullOf(draw, Buffer.from(text), askedOf(draw, 7n));
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
    ':strings': draw.pick(['safe', 'shared']),
    ...(end === undefined ? {} : { ':until': end }),
  };
}

function pullOf(draw: Draw, body: Buffer, asked: FuzzCase['fields']): FuzzCase {
  return {
    fields: answerFields(draw, body, asked, { 'x-request-id': 'd3b2e3c07f4c4a199f5c0a6f5f4e0001' }),
    body,
  };
}

const CHOICES: readonly (readonly [name: string, values: readonly string[]])[] = [
  ['content-length', LENGTHS],
  ['content-length', LENGTHS],
  ['content-encoding', ENCODINGS],
  ['date', DATES],
  ['x-request-id', REQUEST_IDS],
  ['retry-after', LENGTHS],
];

const mutatedHeaders = (draw: Draw, fields: FuzzCase['fields']): FuzzCase['fields'] =>
  withOneHeaderChanged(draw, fields, CHOICES);

async function read({ fields, body }: FuzzCase): Promise<Outcome> {
  const headers = headersIn(fields);
  const status = Number(fields[':status'] ?? '200');
  const from = fields[':from'] ?? '7';
  const until = fields[':until'];
  const memory = watchMemory();
  const transport = answeringTransport(() => ({ status, headers, body }), {
    knowsOnHeaders: fields[':knows-on-headers'] !== 'false',
    onBody: memory.onBody,
  });
  const driver = ltsDriver({
    endpoint: 'http://127.0.0.1:1',
    region: 'cn-north-4',
    projectId: '2a473356cca5487f8373be891bffc1cf',
    logGroupId: 'e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1',
    logStreamId: 'c54dbc58-0fd8-48ed-b007-6d54981427a7',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    transport,
    // One of its own: wrong signatures of other runs must not count.
    clock: { ...systemClock },
    strings: fields[':strings'] === 'shared' ? 'shared' : 'safe',
  });
  const partition = { id: '0', stream: 'stream', readOnly: false, parents: [] };
  const end = until === undefined || until === '' ? {} : { position: toPosition(until) };
  const settled = await readWatched((o) => driver.read(partition, toPosition(from), o), memory, {
    maxBytes: MAX_BYTES,
    mostReserved: MAX_BYTES,
    until: until === undefined ? undefined : { epochMs: 1, ...end },
  });
  if ('error' in settled) return refusal(settled.error, driver, { status, body });
  if (status < 200 || status > 299) throw new BrokenPromise(`a batch out of an answer with status ${status}`);
  const batch = settled.value;
  const plain = plainAnswer(body);
  if (plain === 'unclear') return 'valid';
  const next = plain === undefined ? undefined : nextOf(plain, BigInt(from));
  if (plain === undefined || next === undefined) throw new BrokenPromise('a batch out of what is no answer');
  if (BigInt(batch.next) !== next) throw new BrokenPromise(`it goes on at ${batch.next}, and ${next} is told`);
  checkBatch(batch, expectedLabels(plain), body);
  return 'valid';
}

/** Where an answer leads (page on the protocol, section 4.1); undefined for one that contradicts itself. */
function nextOf({ next = 0n, logs }: PlainAnswer, from: bigint): bigint | undefined {
  if (next > from) return next;
  return (next === from || next === 0n) && logs.length === 0 ? from : undefined;
}

/** A broken answer is `corrupt-data`, and nothing else. */
function refusal(
  error: unknown,
  driver: LogDriver,
  { status, body }: { readonly status: number; readonly body: Buffer },
): Outcome {
  const code = nameOfFailure(error, driver.classify);
  const isGood = status >= 200 && status <= 299;
  if (!isGood || code === 'corrupt-data' || tellsOfAFailure(body)) return 'refused';
  throw new BrokenPromise(`a broken answer is "${code}"`, error);
}

/** A code in an answer makes it the service's own word, whatever the status is (page on the protocol, section 8.1). */
function tellsOfAFailure(body: Buffer): boolean {
  const whole = plainJson(body);
  const codes = ['error_code', 'errorCode', 'code', 'error'];
  return whole?.kind === 'object' && whole.members.some(([{ text }]) => codes.includes(text));
}
