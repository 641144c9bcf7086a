import type { Answer } from '../../http/face.js';
import { emptyAnswer, jsonAnswer } from '../answer.js';
import { type CallContext, jsonObject, page, projectOf } from '../call.js';
import { SlsError } from '../error.js';
import { type MachineGroup, machinesOf } from '../logtail.js';
import { checkQuota } from '../quotas.js';
import { parameter } from '../router.js';
import { documentJson, isResourceName, replaceDocument, storeDocument } from '../stored-document.js';
import { configOf } from './logtail-configs.js';

export function createMachineGroup(context: CallContext): Answer {
  const { machineGroups } = projectOf(context).logtail;
  const body = jsonObject(context, 'JsonInfoInvalid');
  const name = body.groupName;
  if (!isResourceName(name)) throw invalid(`groupName ${JSON.stringify(name)} is invalid`);
  checkBody(body);
  if (machineGroups.has(name)) throw new SlsError(400, 'MachineGroupAlreadyExist', `group ${name} already exists`);
  checkQuota('machine group', machineGroups.size, context.switches.maxMachineGroups);
  machineGroups.set(name, { ...storeDocument(body, context.nowMs), configs: new Set() });
  return emptyAnswer;
}

export function updateMachineGroup(context: CallContext): Answer {
  const group = machineGroupOf(context);
  const body = jsonObject(context, 'JsonInfoInvalid');
  checkBody(body);
  replaceDocument(group, { ...body, groupName: context.route.machineGroup }, context.nowMs);
  return emptyAnswer;
}

export function getMachineGroup(context: CallContext): Answer {
  return jsonAnswer(documentJson(machineGroupOf(context)));
}

export function listMachineGroup(context: CallContext): Answer {
  const name = parameter(context.request, 'groupName') ?? '';
  const found = [...projectOf(context).logtail.machineGroups.keys()].filter((each) => each.includes(name));
  return jsonAnswer(page(context, found.sort(), 'machinegroups'));
}

export function deleteMachineGroup(context: CallContext): Answer {
  machineGroupOf(context);
  projectOf(context).logtail.machineGroups.delete(context.route.machineGroup ?? '');
  return emptyAnswer;
}

export function listMachines(context: CallContext): Answer {
  const machines = machinesOf(projectOf(context).logtail, machineGroupOf(context)).map((machine) => ({
    ip: machine.ip,
    'machine-uniqueid': machine.uniqueId,
    'userdefined-id': machine.userDefinedId,
    lastHeartbeatTime: Math.floor(machine.lastHeartbeatMs / 1000),
  }));
  return jsonAnswer(page(context, machines, 'machines'));
}

export function applyConfig(context: CallContext): Answer {
  const group = machineGroupOf(context);
  configOf(context);
  group.configs.add(context.route.config ?? '');
  return emptyAnswer;
}

export function removeConfig(context: CallContext): Answer {
  const group = machineGroupOf(context);
  configOf(context);
  group.configs.delete(context.route.config ?? '');
  return emptyAnswer;
}

export function getAppliedConfigs(context: CallContext): Answer {
  const configs = [...machineGroupOf(context).configs].sort();
  return jsonAnswer({ count: configs.length, configs });
}

function machineGroupOf(context: CallContext): MachineGroup {
  const name = context.route.machineGroup ?? '';
  const group = projectOf(context).logtail.machineGroups.get(name);
  if (!group) throw new SlsError(404, context.switches.machineGroupNotExistCode, `group ${name} does not exist`);
  return group;
}

function checkBody(body: Readonly<Record<string, unknown>>): void {
  const { machineIdentifyType, machineList } = body;
  if (machineIdentifyType !== 'ip' && machineIdentifyType !== 'userdefined') {
    throw invalid('machineIdentifyType is invalid');
  }
  if (!Array.isArray(machineList) || !machineList.every((machine) => typeof machine === 'string')) {
    throw invalid('machineList is invalid');
  }
}

const invalid = (message: string): SlsError => new SlsError(400, 'InvalidParameter', message);
