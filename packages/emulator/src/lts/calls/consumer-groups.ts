import type { Answer } from '../../http/face.js';
import { doneAnswer, jsonAnswer } from '../answer.js';
import { type CallContext, cursorIn, groupOf, logStreamOf, neededParameter, parameter, unknownGroup } from '../call.js';
import type { Commit, LtsGroup } from '../consumer-group.js';
import { createGroup } from '../create-group.js';
import { missingParameter, wrongParameter } from '../error.js';
import { jsonReaders } from '../json.js';
import { inUnit } from '../time.js';

const json = jsonReaders(wrongParameter);

export function createConsumerGroup(context: CallContext): Answer {
  const stream = logStreamOf(context);
  const { consumer_group_name: given = '', timeout } = json.object(json.body(context.request.body), 'the body');
  const name = json.text(given, 'consumer_group_name');
  if (name === '') throw missingParameter('consumer_group_name');
  return jsonAnswer(groupFields(context, createGroup(stream, { name, timeout }, context)), 201);
}

export function listConsumerGroup(context: CallContext): Answer {
  const { groups } = logStreamOf(context);
  return jsonAnswer([...groups.values()].map((group) => groupFields(context, group)));
}

export function deleteConsumerGroup(context: CallContext): Answer {
  const stream = logStreamOf(context);
  const name = context.route.group ?? '';
  if (!stream.groups.delete(name)) throw unknownGroup(name, context.switches);
  return doneAnswer;
}

/** Of one shard, or of all that have a checkpoint. Clients of one shard take the first entry without a look at its id. */
export function listDetailsConsumerGroup(context: CallContext): Answer {
  const { route, request, switches, nowMs } = context;
  const { stream, group } = groupOf(context);
  const wanted = parameter(request, 'shard_id') ?? '';
  const extra =
    route.plane === 'gateway' ? { consumer_group_name: group.name, project_id: route.project ?? '' } : undefined;
  const entries = stream.shards(nowMs).flatMap(({ id }) => {
    const found = group.checkpoint(String(id));
    if (!found || (wanted !== '' && wanted !== String(id))) return [];
    const { checkpoint, consumer, savedAtMs } = found;
    const time = inUnit(savedAtMs, switches.updateTimeUnit);
    return [{ shard_id: String(id), checkpoint, update_time: time, consumer_name: consumer, ...extra }];
  });
  return jsonAnswer(entries);
}

export function consumerGroupHeartBeat(context: CallContext): Answer {
  const { request, nowMs } = context;
  const { stream, group } = groupOf(context);
  const consumer = neededParameter(context, 'consumer_name');
  const held = json.list(json.body(request.body), 'the body').map((id) => json.text(id, 'the id of a shard'));
  const ids = stream.shards(nowMs).map(({ id }) => String(id));
  const mine = group.heartbeat(consumer, held, ids, nowMs);
  return jsonAnswer(ids.filter((id) => mine.has(id)));
}

/** A checkpoint is a text from one SDK and a number from the other; each plane takes both. */
export function updateCheckPoint(context: CallContext): Answer {
  const { request, nowMs } = context;
  const { stream, group } = groupOf(context);
  const consumer = neededParameter(context, 'consumer_name');
  const commits = json.list(json.body(request.body), 'the body').map((entry): Commit => {
    const { shard_id: id, checkpoint } = json.object(entry, 'what the list holds');
    const shard = stream.shard(json.text(id, 'shard_id'), nowMs);
    const digits = typeof checkpoint === 'string' ? checkpoint : String(json.int64(checkpoint, 'checkpoint'));
    return { shard: String(shard.id), checkpoint: cursorIn(digits, 'checkpoint') };
  });
  group.commit(consumer, commits, nowMs);
  return doneAnswer;
}

function groupFields({ route, switches }: CallContext, { name, timeoutSeconds, createdAtMs }: LtsGroup): object {
  return {
    consumer_group_name: name,
    create_time: inUnit(createdAtMs, switches.createTimeUnit),
    log_group_id: route.logGroup,
    log_stream_id: route.logStream,
    project_id: route.project,
    timeout: timeoutSeconds,
  };
}
