import type { Answer } from '../../http/face.js';
import { headerText, jsonAnswer } from '../answer.js';
import { type CallContext, logstoreOf, wholeParameter } from '../call.js';
import { parameter } from '../router.js';
import { topicsIn } from '../search/find-logs.js';

/** Sorted, from the token on, which is a topic; the next token is the first one that did not fit. */
export function listTopics(context: CallContext): Answer {
  const token = parameter(context.request, 'token') ?? '';
  const line = wholeParameter(context, 'line', 100, 1, 100);
  const topics = topicsIn(logstoreOf(context), context.nowMs).filter((topic) => topic >= token);
  const some = topics.slice(0, line);
  const answer = jsonAnswer(some);
  return {
    ...answer,
    headers: {
      ...answer.headers,
      'x-log-count': String(some.length),
      'x-log-nexttoken': headerText(topics[line] ?? ''),
    },
  };
}
