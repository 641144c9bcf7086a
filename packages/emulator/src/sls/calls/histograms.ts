import type { Answer } from '../../http/face.js';
import { jsonAnswer } from '../answer.js';
import { type CallContext, wholeParameter } from '../call.js';
import { parameterInvalid } from '../error.js';
import { progressOf, questionOf } from '../search/asked.js';
import { foundLogs } from '../search/find-logs.js';

const BUCKETS = 60;
/** A bound of ours, so that no interval asks for more than an answer can hold. */
const MOST_BUCKETS = 10_000;

/** Even stretches of a time, sixty at most unless an interval is named; only the search part of a query counts. */
export function getHistograms(context: CallContext): Answer {
  const asked = Object.fromEntries(context.request.query);
  const { logstore, search } = questionOf(context, asked);
  const { fromSeconds } = search;
  // The second in which it ends counts, too, where a part of it does.
  const toSeconds = search.toSeconds + (search.toNs > 0 ? 1 : 0);
  const even = Math.max(1, Math.ceil((toSeconds - fromSeconds) / BUCKETS));
  // One vendor's SDK sends 0 where its user names none.
  const seconds = wholeParameter(context, 'interval', even, 0, Number.MAX_SAFE_INTEGER) || even;
  const count = Math.ceil((toSeconds - fromSeconds) / seconds);
  if (count > MOST_BUCKETS) throw parameterInvalid(`interval ${seconds} makes more than ${MOST_BUCKETS} stretches`);
  const progress = progressOf(context, logstore, asked);
  const buckets = Array.from({ length: count }, (_, at) => {
    const from = fromSeconds + at * seconds;
    return { from, to: Math.min(from + seconds, toSeconds), count: 0, progress };
  });
  let total = 0;
  if (progress === 'Complete') {
    for (const { place } of foundLogs(logstore, search, context.nowMs)) {
      const bucket = buckets[Math.floor((place.timeSeconds - fromSeconds) / seconds)];
      if (bucket) bucket.count += 1;
      total += 1;
    }
  }
  const answer = jsonAnswer(buckets);
  return { ...answer, headers: { ...answer.headers, 'x-log-progress': progress, 'x-log-count': String(total) } };
}
