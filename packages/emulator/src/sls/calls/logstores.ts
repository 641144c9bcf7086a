import type { Answer } from '../../http/face.js';
import { emptyAnswer, jsonAnswer } from '../answer.js';
import { type CallContext, jsonObject, logstoreOf, page, projectOf } from '../call.js';
import { checkQuota } from '../quotas.js';
import { parameter } from '../router.js';
import { checkShardQuota } from './shards.js';

export function createLogstoreCall(context: CallContext): Answer {
  const project = projectOf(context);
  const body = jsonObject(context, 'PostBodyInvalid');
  if (!project.logstores.has(String(body.logstoreName))) {
    checkQuota('logstore', project.logstores.size, context.switches.maxLogstores);
    checkShardQuota(context, Number(body.shardCount ?? 2));
  }
  context.account.createLogstore(project, body, context.nowMs);
  return emptyAnswer;
}

export function updateLogstore(context: CallContext): Answer {
  context.account.updateLogstore(logstoreOf(context), jsonObject(context, 'PostBodyInvalid'), context.nowMs);
  return emptyAnswer;
}

export function getLogstore(context: CallContext): Answer {
  const { body, createdAtMs, modifiedAtMs } = logstoreOf(context);
  const seconds = (epochMs: number): number => Math.floor(epochMs / 1000);
  return jsonAnswer({ ...body, createTime: seconds(createdAtMs), lastModifyTime: seconds(modifiedAtMs) });
}

export function deleteLogstore(context: CallContext): Answer {
  projectOf(context).logstores.delete(logstoreOf(context).name);
  return emptyAnswer;
}

export function listLogstores(context: CallContext): Answer {
  const name = parameter(context.request, 'logstoreName') ?? '';
  const type = parameter(context.request, 'telemetryType') ?? '';
  const found = [...projectOf(context).logstores.values()].filter(
    (logstore) => logstore.name.includes(name) && (type === '' || logstore.body.telemetryType === type),
  );
  return jsonAnswer(page(context, found.map((logstore) => logstore.name).sort(), 'logstores'));
}
