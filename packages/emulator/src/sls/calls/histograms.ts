import type { Answer } from '../../http/face.js';
import { jsonAnswer } from '../answer.js';
import { type CallContext, wholeParameter } from '../call.js';
import { findLogs } from '../search/found-log.js';
import { parseSearch, splitQuery } from '../search/parse-search.js';
import { progressOf, searchableLogstore, timeRange } from './get-logs.js';

const BUCKETS = 60;

/** Even stretches of a time, sixty at most unless an interval is named; only the search part of a query counts. */
export function getHistograms(context: CallContext): Answer {
  const logstore = searchableLogstore(context);
  const asked = Object.fromEntries(context.request.query);
  const { fromSeconds, toSeconds } = timeRange(asked);
  const { searchPart } = splitQuery(asked.query ?? '');
  const search = { fromSeconds, toSeconds, topic: asked.topic ?? '', filter: parseSearch(searchPart) };
  const times = findLogs(logstore, search, context.nowMs).map(({ timeSeconds }) => timeSeconds);
  const progress = progressOf(context, logstore, asked);
  const even = Math.max(1, Math.ceil((toSeconds - fromSeconds) / BUCKETS));
  // One vendor's SDK sends 0 where its user names none.
  const seconds = wholeParameter(context, 'interval', even, 0, Number.MAX_SAFE_INTEGER) || even;
  const buckets: { from: number; to: number; count: number; progress: string }[] = [];
  for (let from = fromSeconds; from < toSeconds; from += seconds) {
    const to = Math.min(from + seconds, toSeconds);
    const count = progress === 'Complete' ? times.filter((time) => time >= from && time < to).length : 0;
    buckets.push({ from, to, count, progress });
  }
  const answer = jsonAnswer(buckets);
  const total = buckets.reduce((sum, { count }) => sum + count, 0);
  return { ...answer, headers: { ...answer.headers, 'x-log-progress': progress, 'x-log-count': String(total) } };
}
