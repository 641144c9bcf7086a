import { isConsumerError } from '@polylog/core/driver';
import { type PullAnswer, readPullAnswer } from '@polylog/tencent-cls/wire';
import { meterAllocations } from '../allocations.js';
import { damaged } from '../damage.js';
import type { Draw } from '../draw.js';
import { BrokenPromise, type FuzzTarget } from '../fuzz-target.js';
import { answerText } from './answer-text.js';
import { mutatedAnswer } from './mutated-answer.js';
import { framedGroups, type PlainAnswer, plainAnswer } from './plain-answer.js';
import { validAnswer } from './valid-answer.js';

const CANARY_BYTES = 64;
const CANARY = 0xee;
/** It works in the memory of the JSON itself. */
const MOST_ALLOCATED = 1024;

/** The JSON of a pull with its base64 and its envelopes, in place, against libraries. */
export const answerTarget: FuzzTarget = {
  name: 'cls-answer',
  valid: (draw) =>
    caseOf(answerText(draw, validAnswer(draw, BigInt(draw.pick([0, 7, 2 ** 40])) + draw.pick([0n, 2n ** 60n])))),
  mutate(draw, one, other) {
    if (draw.chance(0.35)) return { fields: {}, body: damaged(draw, one.body, other.body) };
    return caseOf(mutatedAnswer(draw, one.body.toString(), other.body.toString()));
  },
  random: (draw) => caseOf(draw.chance(0.5) ? draw.bytes(draw.below(200)) : nearlyJson(draw)),
  run({ body }) {
    const plain = plainAnswer(body.toString());
    const ours = read(body);
    if (plain === 'ambiguous') return ours === undefined ? 'refused' : 'valid';
    if (ours === undefined) {
      if (plain === undefined) return 'refused';
      throw new BrokenPromise('we refuse what others take');
    }
    if (plain === undefined) throw new BrokenPromise('we take what others refuse');
    compare(ours, plain);
    return 'valid';
  },
};

const caseOf = (body: string | Buffer): { fields: Record<string, string>; body: Buffer } => ({
  fields: {},
  body: Buffer.from(body as string),
});

const PIECES = [
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '"Response"',
  '"NextOffset"',
  '"Message"',
  'null',
  '7',
  '-1',
  '""',
  '"\\u00',
  ' ',
  'true',
  '1.5',
];
const nearlyJson = (draw: Draw): string => Array.from({ length: draw.below(20) }, () => draw.pick(PIECES)).join('');

/** What ours reads; undefined where it refuses. The bytes themselves stay as they are. */
function read(json: Buffer): PullAnswer | undefined {
  const around = Buffer.alloc(CANARY_BYTES, CANARY);
  const memory = Buffer.concat([around, json, around]);
  const place = memory.subarray(CANARY_BYTES, CANARY_BYTES + json.length);
  const allocated = meterAllocations();
  let answer: PullAnswer | undefined;
  try {
    const steps = readPullAnswer(place);
    let doneBytes = 0;
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) {
        answer = step.value;
        break;
      }
      if (!(step.value > doneBytes && step.value <= json.length)) throw new BrokenPromise('a step that does not go on');
      doneBytes = step.value;
    }
  } catch (error) {
    if (!isConsumerError(error) || error.code !== 'corrupt-data') throw error;
  }
  if (allocated() > MOST_ALLOCATED)
    throw new BrokenPromise(`${json.length} bytes asked for ${allocated()} bytes of memory`);
  const edges = [memory.subarray(0, CANARY_BYTES), memory.subarray(CANARY_BYTES + json.length)];
  if (!edges.every((edge) => edge.equals(around))) throw new BrokenPromise('it wrote outside of its memory');
  return answer;
}

function compare(ours: PullAnswer, plain: PlainAnswer): void {
  if (ours.nextOffset !== plain.nextOffset) throw new BrokenPromise('another offset');
  if (ours.requestId !== plain.requestId) throw new BrokenPromise('another request id');
  if (ours.groupCount !== plain.groups.length)
    throw new BrokenPromise(`${ours.groupCount} groups, and ${plain.groups.length} there are`);
  if (!ours.logGroups.equals(framedGroups(plain.groups))) throw new BrokenPromise('other log groups');
}
