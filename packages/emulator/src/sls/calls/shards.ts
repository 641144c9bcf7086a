import type { Answer } from '../../http/face.js';
import { keyText, parseKey } from '../../store/hash-key.js';
import { emptyAnswer, jsonAnswer } from '../answer.js';
import { type CallContext, logstoreOf, projectOf, wholeParameter } from '../call.js';
import { parameterInvalid } from '../error.js';
import { checkQuota } from '../quotas.js';
import { parameter } from '../router.js';
import type { Shard } from '../shard.js';

export function listShards(context: CallContext): Answer {
  return shardsAnswer(logstoreOf(context).shards(context.nowMs));
}

export function splitShard(context: CallContext): Answer {
  const logstore = logstoreOf(context);
  const shard = context.route.shard ?? '';
  const text = parameter(context.request, 'key') ?? '';
  const parts = wholeParameter(context, 'shardCount', 0, 2, 100);
  // The one that is split is not written to any more.
  checkShardQuota(context, Math.max(parts, 2) - 1);
  if (parts > 0) return shardsAnswer(logstore.split(shard, { parts }, context.nowMs));
  const key = parseKey(text, 'refuse');
  if (key === undefined) throw parameterInvalid('invalid mid hash.');
  return shardsAnswer(logstore.split(shard, { key }, context.nowMs));
}

export function mergeShard(context: CallContext): Answer {
  return shardsAnswer(logstoreOf(context).merge(context.route.shard ?? '', context.nowMs));
}

export function deleteShard(context: CallContext): Answer {
  logstoreOf(context).deleteShard(context.route.shard ?? '', context.nowMs);
  return emptyAnswer;
}

/** Whether the project may have so many more shards that can be written to. */
export function checkShardQuota(context: CallContext, more: number): void {
  const { nowMs, switches } = context;
  const shards = [...projectOf(context).logstores.values()].flatMap((logstore) => logstore.shards(nowMs));
  const writable = shards.filter(({ readOnly }) => !readOnly).length;
  checkQuota('shard', writable + more - 1, switches.maxShards);
}

/** A bare array, here and for split and merge. */
function shardsAnswer(shards: readonly Shard[]): Answer {
  return jsonAnswer(
    shards.map((shard) => ({
      shardID: shard.id,
      status: shard.readOnly ? 'readonly' : 'readwrite',
      inclusiveBeginKey: keyText(shard.begin),
      exclusiveEndKey: keyText(shard.end),
      createTime: Math.floor(shard.createdAtMs / 1000),
    })),
  );
}
