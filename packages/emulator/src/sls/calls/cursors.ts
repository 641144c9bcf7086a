import type { Answer } from '../../http/face.js';
import { jsonAnswer } from '../answer.js';
import { type CallContext, logstoreOf } from '../call.js';
import { cursorText, parseCursor } from '../cursor.js';
import { parameterInvalid, SlsError } from '../error.js';
import { parameter } from '../router.js';
import type { Shard } from '../shard.js';

export function getCursor(context: CallContext): Answer {
  const shard = logstoreOf(context).shard(context.route.shard ?? '', context.nowMs);
  const from = parameter(context.request, 'from') ?? '';
  return jsonAnswer({ cursor: cursorText(placeOf(shard, from)) });
}

function placeOf(shard: Shard, from: string): bigint {
  if (from === 'begin') return shard.beginCursor;
  if (from === 'end') return shard.endCursor;
  // Receive time in whole seconds; the service's own times have no finer ones.
  if (/^\d{1,12}$/.test(from)) return shard.cursorAt(Number(from) * 1000);
  throw parameterInvalid(`parameter from is "${from}"; allowed is begin, end, or Unix seconds`);
}

export function getCursorTime(context: CallContext): Answer {
  const shard = logstoreOf(context).shard(context.route.shard ?? '', context.nowMs);
  const cursor = checkedCursor(context, shard, parameter(context.request, 'cursor') ?? '');
  // Nothing was received at the end cursor yet: the service says its own now.
  const timeMs = cursor === shard.endCursor ? context.nowMs : shard.group(cursor).receivedAtMs;
  return jsonAnswer({ cursor_time: Math.floor(timeMs / 1000) });
}

/** The number of a cursor that lies between the shard's begin and end. An expired one follows the switch. */
export function checkedCursor(context: CallContext, shard: Shard, text: string): bigint {
  const { expiredCursor, expiredCursorStatus } = context.switches;
  const cursor = parseCursor(text);
  if (cursor === undefined) throw parameterInvalid(`Invalid cursor ${text}`);
  if (cursor >= shard.beginCursor && cursor <= shard.endCursor) return cursor;
  const isExpired = cursor >= shard.base && cursor < shard.beginCursor;
  if (isExpired && expiredCursor === 'skip-to-oldest') return shard.beginCursor;
  const code = expiredCursor === 'ParameterInvalid' ? 'ParameterInvalid' : 'InvalidCursor';
  throw new SlsError(expiredCursorStatus, code, `Invalid cursor ${text}`);
}
