import { clsFieldMap } from '@polylog/driver-kit';
import type { Draw } from '../draw.js';
import { referenceFor } from '../log-groups/reference.js';
import { groupOf, referenceGroup } from '../log-groups/valid-log-groups.js';
import type { AnswerValue } from './answer-text.js';
import { messageOf } from './message.js';

const reference = referenceFor(clsFieldMap);

/** An answer that begins at `from`, as the service gives it. */
export function validAnswer(draw: Draw, from: bigint): AnswerValue {
  const count = draw.pick([0, 0, 1, 1, 2, 3, 5]);
  const Message = Array.from({ length: count }, () => messageOf(validGroup(draw)).toString('base64'));
  return {
    Response: {
      NextOffset: from + BigInt(count),
      Message: count === 0 && draw.chance(0.5) ? null : Message,
      RequestId: 'd3b2e3c0-7f4c-4a19-9f5c-0a6f5f4e0001',
    },
  };
}

/** The list with one group, without what frames it. */
function validGroup(draw: Draw): Buffer {
  const list = reference.encode({ Groups: [referenceGroup(draw, groupOf(draw), 'cls')] });
  let at = 1;
  while ((list[at] as number) > 127) at++;
  return list.subarray(at + 1);
}
