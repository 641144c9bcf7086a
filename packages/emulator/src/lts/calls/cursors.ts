import { writeJson } from '@polylog/driver-kit';
import type { Answer } from '../../http/face.js';
import { jsonAnswer } from '../answer.js';
import { type CallContext, cursorIn, logStreamOf, neededParameter } from '../call.js';
import { wrongParameter } from '../error.js';
import type { LtsShard } from '../shard.js';
import { inUnit } from '../time.js';

/** By the time of receipt, in nanoseconds. A text on one plane, a number on the other. */
export function showCursorByTime(context: CallContext): Answer {
  const { route, switches } = context;
  const shard = shardOf(context);
  const from = neededParameter(context, 'from');
  const isName = from === 'begin' || from === 'end';
  if (isName && switches.cursorNames === 'refused' && route.plane === 'access') {
    throw wrongParameter(`from is "${from}"; allowed is a time in nanoseconds`);
  }
  const cursor = isName
    ? from === 'begin'
      ? shard.beginCursor
      : shard.endCursor
    : shard.cursorAt(cursorIn(from, 'from'));
  return jsonAnswer({ cursor: route.plane === 'access' ? String(cursor) : cursor });
}

export function showCursorTime(context: CallContext): Answer {
  const cursor = cursorIn(neededParameter(context, 'cursor'), 'cursor');
  const receivedAtMs = shardOf(context).receivedAtMs(cursor, context.nowMs);
  return jsonAnswer({ cursor_time: inUnit(receivedAtMs, context.switches.cursorTimeUnit) });
}

/** `result` is a text, whatever it holds. */
export function showLogStreamShards(context: CallContext): Answer {
  const ids = logStreamOf(context)
    .shards(context.nowMs)
    .map(({ id }) => id);
  const entries = {
    texts: ids.map(String),
    numbers: ids,
    objects: ids.map((id) => ({ shard_id: String(id) })),
  };
  const result = writeJson(entries[context.switches.shardList]);
  return jsonAnswer({ errorCode: 'SVCSTG.ALS.200.200', isQueryComplete: true, result });
}

function shardOf(context: CallContext): LtsShard {
  return logStreamOf(context).shard(context.route.shard ?? '', context.nowMs);
}
