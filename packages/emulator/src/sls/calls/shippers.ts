import type { Answer } from '../../http/face.js';
import { emptyAnswer, jsonAnswer } from '../answer.js';
import { type CallContext, jsonBody, jsonObject, logstoreOf, page, wholeParameter } from '../call.js';
import { parameterInvalid, SlsError } from '../error.js';
import { parameter } from '../router.js';
import type { Shipper, ShipperTask } from '../shipper.js';
import { asObject, documentJson, isResourceName, replaceDocument, storeDocument } from '../stored-document.js';

/** Tasks are told of for so long. */
const TOLD_MS = 48 * 3_600_000;
const MOST_RETRIES = 10;

export function createShipper(context: CallContext): Answer {
  const { shippers } = logstoreOf(context);
  const body = jsonObject(context, 'JsonInfoInvalid');
  const name = body.shipperName;
  if (!isResourceName(name)) throw parameterInvalid(`shipperName ${JSON.stringify(name)} is invalid`);
  checkTarget(body);
  if (shippers.has(name)) throw parameterInvalid(`shipper ${name} already exists`);
  shippers.set(name, { ...storeDocument(body, context.nowMs), tasks: new Map() });
  return emptyAnswer;
}

export function updateShipper(context: CallContext): Answer {
  const shipper = shipperOf(context);
  const body = jsonObject(context, 'JsonInfoInvalid');
  checkTarget(body);
  replaceDocument(shipper, { ...body, shipperName: context.route.shipper }, context.nowMs);
  return emptyAnswer;
}

export function getShipper(context: CallContext): Answer {
  return jsonAnswer(documentJson(shipperOf(context)));
}

export function listShipper(context: CallContext): Answer {
  return jsonAnswer(page(context, [...logstoreOf(context).shippers.keys()].sort(), 'shipper'));
}

export function deleteShipper(context: CallContext): Answer {
  shipperOf(context);
  logstoreOf(context).shippers.delete(context.route.shipper ?? '');
  return emptyAnswer;
}

export function getShipperTasks(context: CallContext): Answer {
  const shipper = shipperOf(context);
  const from = wholeParameter(context, 'from', 0, 0, Number.MAX_SAFE_INTEGER);
  const to = wholeParameter(context, 'to', 0, 0, Number.MAX_SAFE_INTEGER);
  if (from >= to) throw parameterInvalid(`from ${from} must be less than to ${to}`);
  const status = parameter(context.request, 'status') ?? '';
  if (!['', 'running', 'success', 'fail'].includes(status)) throw parameterInvalid(`status ${status} is invalid`);
  const known = [...shipper.tasks.values()].filter(
    ({ createdAtMs }) => createdAtMs >= Math.max(from * 1000, context.nowMs - TOLD_MS) && createdAtMs < to * 1000,
  );
  const count = (wanted: string): number => known.filter((task) => task.status === wanted).length;
  const tasks = known.filter((task) => status === '' || task.status === status).map(taskJson);
  return jsonAnswer({
    ...page(context, tasks, 'tasks'),
    statistics: { running: count('running'), success: count('success'), fail: count('fail') },
  });
}

/** Those that have failed run again and succeed at once: nothing is shipped here, so that nothing fails a second time. */
export function retryShipperTasks(context: CallContext): Answer {
  const { tasks } = shipperOf(context);
  const ids = jsonBody(context, 'JsonInfoInvalid');
  if (!Array.isArray(ids) || ids.length > MOST_RETRIES) {
    throw parameterInvalid(`the body is not a list of ${MOST_RETRIES} task ids at most`);
  }
  const named = ids.map((id: unknown) => {
    const task = tasks.get(String(id));
    if (!task) throw parameterInvalid(`task ${String(id)} does not exist`);
    return task;
  });
  for (const task of named) {
    if (task.status !== 'fail') continue;
    task.status = 'success';
    task.message = '';
    task.finishedAtMs = context.nowMs;
  }
  return emptyAnswer;
}

function shipperOf(context: CallContext): Shipper {
  const name = context.route.shipper ?? '';
  const shipper = logstoreOf(context).shippers.get(name);
  if (shipper) return shipper;
  throw new SlsError(context.switches.shipperNotExistStatus, 'ShipperNotExist', `shipper ${name} does not exist`);
}

function checkTarget({ targetType, targetConfiguration }: Readonly<Record<string, unknown>>): void {
  if (targetType !== 'oss' && targetType !== 'odps') throw parameterInvalid('targetType is none of oss and odps');
  if (!asObject(targetConfiguration)) throw parameterInvalid('targetConfiguration is not an object');
}

function taskJson(task: ShipperTask): Record<string, unknown> {
  const seconds = (epochMs: number): number => Math.floor(epochMs / 1000);
  return {
    id: task.id,
    taskStatus: task.status,
    taskMessage: task.message,
    taskCreateTime: seconds(task.createdAtMs),
    taskLastDataReceiveTime: seconds(task.lastDataReceivedAtMs),
    taskFinishTime: seconds(task.finishedAtMs),
  };
}
