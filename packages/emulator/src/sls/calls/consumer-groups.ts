import type { Answer } from '../../http/face.js';
import { emptyAnswer, jsonAnswer } from '../answer.js';
import { type CallContext, jsonBody, jsonObject, logstoreOf } from '../call.js';
import { type ConsumerGroup, createConsumerGroup } from '../consumer-group.js';
import { SlsError } from '../error.js';
import { checkQuota } from '../quotas.js';
import { parameter } from '../router.js';

const GROUP_NAME = /^[0-9A-Za-z_-]{1,128}$/;

export function createConsumerGroupCall(context: CallContext): Answer {
  const { consumerGroups } = logstoreOf(context);
  const { consumerGroup: name, timeout, order = false } = jsonObject(context, 'JsonInfoInvalid');
  if (typeof name !== 'string' || !GROUP_NAME.test(name)) throw jsonInfoInvalid('consumerGroup', name);
  const settings = checkedSettings({ timeout, order });
  if (settings.timeoutSeconds === undefined) throw jsonInfoInvalid('timeout', timeout);
  if (consumerGroups.has(name)) {
    throw new SlsError(400, 'ConsumerGroupAlreadyExist', `consumer group ${name} already exists`);
  }
  const { balancer, switches } = context;
  checkQuota('consumer group', consumerGroups.size, switches.maxConsumerGroups);
  const group = createConsumerGroup({
    name,
    timeoutSeconds: settings.timeoutSeconds,
    order: settings.order ?? false,
    balancer,
    switches,
  });
  consumerGroups.set(name, group);
  return emptyAnswer;
}

export function updateConsumerGroup(context: CallContext): Answer {
  const group = groupOf(context);
  const settings = checkedSettings(jsonObject(context, 'JsonInfoInvalid'));
  if (settings.order === undefined && settings.timeoutSeconds === undefined) {
    throw new SlsError(400, 'JsonInfoInvalid', 'one of timeout and order is needed');
  }
  group.update(settings, logstoreOf(context).shards(context.nowMs));
  return emptyAnswer;
}

export function listConsumerGroup(context: CallContext): Answer {
  const groups = [...logstoreOf(context).consumerGroups.values()];
  return jsonAnswer(groups.map(({ name, timeoutSeconds, order }) => ({ name, timeout: timeoutSeconds, order })));
}

export function deleteConsumerGroup(context: CallContext): Answer {
  logstoreOf(context).consumerGroups.delete(groupOf(context).name);
  return emptyAnswer;
}

/** Takes and answers a bare array of shard ids. */
export function heartBeat(context: CallContext): Answer {
  const group = groupOf(context);
  const consumer = parameter(context.request, 'consumer') ?? '';
  if (consumer === '') throw new SlsError(400, 'ParameterInvalid', 'parameter consumer is empty');
  const reported = jsonBody(context, 'JsonInfoInvalid');
  if (!Array.isArray(reported) || !reported.every((id) => Number.isInteger(id))) {
    throw new SlsError(400, 'JsonInfoInvalid', 'the body is not an array of shard ids');
  }
  return jsonAnswer(group.heartbeat(consumer, reported, logstoreOf(context).shards(context.nowMs), context.nowMs));
}

/** Every shard there is, with an empty checkpoint where it has none: vendor consumers fail on a list without theirs. */
export function getCheckPoint(context: CallContext): Answer {
  const group = groupOf(context);
  const only = parameter(context.request, 'shard');
  const shards = logstoreOf(context)
    .shards(context.nowMs)
    .filter((shard) => only === undefined || only === String(shard.id));
  return jsonAnswer(
    shards.map((shard) => {
      const saved = group.checkpoint(shard.id);
      return {
        shard: shard.id,
        checkpoint: saved?.text ?? '',
        // Microseconds. As a number: below 2^53 until the year 2255.
        updateTime: saved ? saved.savedAtMs * 1000 : 0,
        consumer: saved?.consumer ?? '',
      };
    }),
  );
}

export function updateCheckPoint(context: CallContext): Answer {
  const group = groupOf(context);
  const { shard, checkpoint } = jsonObject(context, 'JsonInfoInvalid');
  if (!Number.isInteger(shard)) throw jsonInfoInvalid('shard', shard);
  if (typeof checkpoint !== 'string') throw jsonInfoInvalid('checkpoint', checkpoint);
  const save = {
    consumer: parameter(context.request, 'consumer') ?? '',
    shard: shard as number,
    checkpoint,
    // `True` from one SDK, `true` from the others.
    force: parameter(context.request, 'forceSuccess')?.toLowerCase() === 'true',
  };
  group.saveCheckpoint(save, logstoreOf(context).shards(context.nowMs), context.nowMs);
  return emptyAnswer;
}

function groupOf(context: CallContext): ConsumerGroup {
  const name = context.route.group ?? '';
  const group = logstoreOf(context).consumerGroups.get(name);
  if (!group) throw new SlsError(404, 'ConsumerGroupNotExist', `consumer group ${name} does not exist`);
  return group;
}

function checkedSettings(body: Readonly<Record<string, unknown>>): { timeoutSeconds?: number; order?: boolean } {
  const { timeout, order } = body;
  if (timeout !== undefined && !(Number.isInteger(timeout) && (timeout as number) > 0)) {
    throw jsonInfoInvalid('timeout', timeout);
  }
  if (order !== undefined && typeof order !== 'boolean') throw jsonInfoInvalid('order', order);
  return {
    ...(timeout === undefined ? {} : { timeoutSeconds: timeout as number }),
    ...(order === undefined ? {} : { order }),
  };
}

function jsonInfoInvalid(field: string, found: unknown): SlsError {
  return new SlsError(400, 'JsonInfoInvalid', `${field} is ${JSON.stringify(found) ?? 'missing'}`);
}
