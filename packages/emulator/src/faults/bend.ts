import type { Random } from '@polylog/core/driver';
import { wholeBody } from '../http/body.js';
import type { Answer, Face } from '../http/face.js';
import type { FaultAction } from './rule.js';

/** The answer after a fault that leaves it an answer; other kinds give it back as it was. */
export function bendAnswer(
  answer: Answer,
  action: FaultAction,
  withRawSize: Face['withRawSize'],
  random: Random,
): Answer {
  switch (action.kind) {
    case 'truncate': {
      const body = wholeBody(answer.body);
      const kept = Math.min(action.keepBytes ?? Math.floor(body.length / 2), body.length);
      return { ...answer, body: body.subarray(0, kept) };
    }
    case 'corrupt': {
      // A copy: the body may be a segment's cache that the next pull is served from.
      const body = Uint8Array.from(wholeBody(answer.body));
      for (let left = action.bytes ?? 8; left > 0 && body.length > 0; left--) {
        const at = Math.floor(random() * body.length);
        body[at] = ((body[at] as number) ^ (1 + Math.floor(random() * 255))) & 0xff;
      }
      return { ...answer, body };
    }
    case 'raw-size':
      return withRawSize(answer, action.bytes);
    case 'header': {
      const { name, value } = action;
      // A service may spell a header in letters that one SDK insists on: replaced, it keeps them.
      const found = Object.keys(answer.headers).find((other) => other.toLowerCase() === name.toLowerCase());
      const { [found ?? name]: _replaced, ...others } = answer.headers;
      return { ...answer, headers: value === undefined ? others : { ...others, [found ?? name.toLowerCase()]: value } };
    }
    default:
      return answer;
  }
}
