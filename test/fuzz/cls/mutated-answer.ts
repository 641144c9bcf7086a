import { clsFieldMap, frameLogGroup } from '@polylog/driver-kit';
import type { Draw } from '../draw.js';
import { mutatedLogGroups } from '../log-groups/mutated-log-groups.js';
import { mutatedJson } from '../sls/mutated-json.js';
import { type AnswerValue, answerText } from './answer-text.js';
import { groupIn, messageOf } from './message.js';

const OFFSETS = [
  0n,
  1n,
  -1n,
  -2n,
  2n ** 53n + 1n,
  2n ** 63n - 1n,
  2n ** 63n,
  -(2n ** 63n),
  -(2n ** 63n) - 1n,
  10n ** 25n,
];
const OFFSET_TEXTS = ['1e3', '1.0', '-0', '007', '"7"', 'null', '0x10', '', '9'.repeat(500), 'NaN', '+1'];
const TELLING = ['"', '\\', '\\u0041', '\\n', ' ', '=', '==', '-', '_', '\u0000', 'é', '{', ']', ','];

/** An answer, changed where its format means something. Both stay as they are. */
export function mutatedAnswer(draw: Draw, one: string, other: string): string {
  const value = JSON.parse(one) as AnswerValue;
  const { Response } = value;
  const messages = [...(Response.Message ?? [])];
  switch (draw.below(5)) {
    case 0:
      return answerText(draw, mutatedJson(draw, value, JSON.parse(other)));
    case 1:
      return answerText(draw, { ...value, Response: { ...Response, NextOffset: draw.pick(OFFSETS) } });
    case 2:
      return one.replace(/("NextOffset"\s*:\s*)-?\d+/, `$1${draw.pick(OFFSET_TEXTS)}`);
    case 3: {
      const at = draw.below(one.length + 1);
      return one.slice(0, at) + draw.pick(TELLING) + one.slice(at + draw.below(3));
    }
    default: {
      const at = draw.below(messages.length);
      const message = messages[at] ?? (JSON.parse(other) as AnswerValue).Response.Message?.[0] ?? '';
      messages[at] = changedMessage(draw, message);
      return answerText(draw, { ...value, Response: { ...Response, Message: messages } });
    }
  }
}

function changedMessage(draw: Draw, text: string): string {
  const group = groupIn(text) ?? Buffer.alloc(0);
  const at = draw.below(text.length + 1);
  switch (draw.below(8)) {
    case 0:
      return messageOf(group, { version: draw.pick([0, 129, 131, -1, 130 << 8]) }).toString('base64');
    case 1:
      return messageOf(group, {
        groupBytes: draw.pick([group.length - 1, group.length + 1, group.length + 96, 0, -1, 2 ** 31 - 1, -(2 ** 31)]),
      }).toString('base64');
    case 2:
      return text.slice(0, draw.pick([at, 124, 127, 128, text.length - 1]));
    case 3:
      return text + draw.pick(['=', 'A', 'AAAA', 'AA==', text]);
    case 4:
      return text.slice(0, at) + draw.pick(['-', '_', ' ', '\n', '=', '.', 'Ā', '\u0141', '']) + text.slice(at + 1);
    case 5:
      // Idle bits in front of the padding.
      return text.replace(/.=$|.==$/, (end) => `${draw.pick(['B', 'F', 'P', '/'])}${end.slice(1)}`);
    default:
      return messageOf(mutated(draw, group)).toString('base64');
  }
}

/** A log group on its own is what a list has in its field 1. */
function mutated(draw: Draw, group: Buffer): Buffer {
  if (group.length === 0) return draw.bytes(draw.below(9));
  const list = frameLogGroup(group);
  const changed = mutatedLogGroups(draw, list, list, clsFieldMap);
  return changed.subarray(list.length - group.length);
}
