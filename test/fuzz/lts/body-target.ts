import { isConsumerError, type LogRecord } from '@polylog/core/driver';
import { type JsonLogs, readJsonLogs } from '@polylog/huawei-lts/wire';
import { meterAllocations } from '../allocations.js';
import { damaged } from '../damage.js';
import { createDraw, type Draw } from '../draw.js';
import type { FuzzCase } from '../fuzz-case.js';
import { BrokenPromise, type FuzzTarget, type Outcome } from '../fuzz-target.js';
import { checkAtRandom, checkInOrder, checkReleased } from '../log-groups/same-records.js';
import { expectedLabels, recordId } from './expected-labels.js';
import { mutatedBody } from './mutated-body.js';
import { plainAnswer } from './plain-answer.js';
import { validBody } from './valid-body.js';

const STRINGS = ['safe', 'shared'] as const;
type Strings = (typeof STRINGS)[number];

/** The reader. One with a fault can be put in its place. */
export type ReadLogs = typeof readJsonLogs;

/** The lazy reader of an LTS pull, against a parser that goes from character to character. A case that names no strings is read with all of them. */
export const ltsBodyTarget = (read: ReadLogs = readJsonLogs): FuzzTarget => ({
  name: 'lts-body',
  valid: (draw) => ({ fields: settings(draw), body: validBody(draw, BigInt(draw.pick([1, 7, 2 ** 40]))) }),
  mutate(draw, { fields, body }, other) {
    if (draw.chance(0.25)) return { fields, body: damaged(draw, body, other.body) };
    const changed = mutatedBody(draw, body, other.body);
    return { fields, body: draw.chance(0.1) ? damaged(draw, changed, other.body) : changed };
  },
  random: (draw) => ({
    fields: settings(draw),
    body: draw.chance(0.3) ? draw.bytes(draw.below(draw.pick([4, 30, 300]))) : Buffer.from(nearlyJson(draw)),
  }),
  run({ fields, body }) {
    const strings = STRINGS.filter((name) => fields.strings === undefined || name === fields.strings);
    const outcomes = strings.map((each) => readBoth(read, createDraw(Number(fields.order ?? 0)), body, each));
    return outcomes.includes('valid') ? 'valid' : 'refused';
  },
});

function settings(draw: Draw): FuzzCase['fields'] {
  return { strings: draw.pick(STRINGS), order: String(draw.below(2 ** 31)) };
}

const PIECES = [
  ...['{', '}', '[', ']', ':', ',', '"logs":[', '"next"', '{"labels":{', '"a":"b"', '}}', '"a":', 'null', '7', '-1'],
  ...['""', '"\\u00', ' ', 'true', '1.5', '\\', '"', 'é', '{"logs":[{"labels":{"a":'],
];
const nearlyJson = (draw: Draw): string => Array.from({ length: draw.below(20) }, () => draw.pick(PIECES)).join('');

/** `draw` chooses in which order the records are asked. */
function readBoth(read: ReadLogs, draw: Draw, bytes: Buffer, strings: Strings): Outcome {
  const before = Buffer.from(bytes);
  const ours = open(read, bytes, strings);
  const plain = plainAnswer(bytes);
  if (ours === undefined) {
    if (plain === undefined || plain === 'unclear') return 'refused';
    throw new BrokenPromise('we refuse what is an answer');
  }
  if (plain === undefined) throw new BrokenPromise('we take what is no answer');
  if (plain === 'unclear') return 'valid';
  if (ours.next !== plain.next) throw new BrokenPromise(`"next" is ${ours.next}, and ${plain.next} stands there`);
  const expected = expectedLabels(plain);
  if (ours.recordCount !== expected.length) {
    throw new BrokenPromise(`${ours.recordCount} records, and ${expected.length} there are`);
  }
  const inOrder = (): void => checkInOrder([...ours.records], expected, bytes);
  const atRandom = (): void => checkAtRandom(draw, [...ours.records], expected, bytes);
  // Whoever comes second reads by what has been learnt of the names from the first.
  for (const check of draw.shuffled([inOrder, atRandom])) check();
  if (!bytes.equals(before)) throw new BrokenPromise('it wrote into the body');
  release(ours);
  return 'valid';
}

/** Opening asks for memory in proportion to what came: twelve bytes for each log, for some hundred of them at once. */
const mostAllocated = (bytes: Buffer): number => 4 * bytes.length + 4096;

function open(read: ReadLogs, bytes: Buffer, strings: Strings): JsonLogs | undefined {
  const allocated = meterAllocations();
  let logs: JsonLogs | undefined;
  try {
    logs = read(bytes, { recordId, strings });
  } catch (error) {
    if (!isConsumerError(error) || error.code !== 'corrupt-data') throw error;
  }
  if (allocated() > mostAllocated(bytes)) {
    throw new BrokenPromise(`opening ${bytes.length} bytes asked for ${allocated()} bytes of memory`);
  }
  return logs;
}

const uses: readonly ((record: LogRecord) => unknown)[] = [
  (record) => record.id,
  (record) => record.timeNs,
  (record) => record.epochMs,
  (record) => record.topic,
  (record) => record.tags,
  (record) => record.get('a'),
  (record) => record.getBytes('a'),
  (record) => record.entries().next(),
  (record) => record.toObject(),
];

function release(logs: JsonLogs): void {
  const records = logs.records[Symbol.iterator]();
  const record: LogRecord | undefined = records.next().value;
  const walk = record?.entries();
  // Asked before, too: nothing that a record remembers may answer for it.
  if (record !== undefined) for (const use of uses) use(record);
  logs.release();
  checkReleased(() => records.next());
  if (record === undefined) return;
  checkReleased(() => walk?.next());
  for (const use of uses) checkReleased(() => use(record));
}
