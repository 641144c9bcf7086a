import { type JsonObject, listOf, objectOf, type Page, textOf, wholePage } from '@polylog/driver-kit';
import type { SendOptions, SlsConnection } from './connection.js';
import { jsonOf } from './json-answer.js';
import { configPath } from './logtail-configs.js';
import { optionalNumber } from './optional-fields.js';
import { type PageOf, pageIn, pageQuery } from './page-query.js';
import { jsonBody, send } from './send.js';
import { percentEncode } from './sign-v4.js';

/** Machines that the same Logtail configurations are applied to, as the service writes them (SLS API reference, machine group). */
export interface MachineGroup {
  readonly groupName: string;
  /** Empty, or `Armory`. */
  readonly groupType?: string;
  /** Whether `machineList` holds addresses, or identifiers that the machines' users have given them. */
  readonly machineIdentifyType: 'ip' | 'userdefined';
  readonly machineList: readonly string[];
  /** `groupTopic`: the topic of logs of these machines, where a configuration's `topicFormat` is `group_topic`. */
  readonly groupAttribute?: { readonly groupTopic?: string; readonly externalName?: string };
  readonly [other: string]: unknown;
}

/** A machine group as it stands there. */
export type StoredMachineGroup = MachineGroup & {
  /** Epoch seconds. */
  readonly createTime?: number;
  readonly lastModifyTime?: number;
};

/** A machine of a group from which the service has heard. */
export interface Machine {
  readonly ip: string;
  readonly uniqueId: string;
  readonly userDefinedId: string;
  /** Epoch seconds; absent where the service told none. */
  readonly lastHeartbeatSeconds?: number;
}

export interface MachineGroupRef {
  readonly project: string;
  readonly machineGroup: string;
}

const groupPath = (name: string): string => `/machinegroups/${percentEncode(name)}`;

/** CreateMachineGroup; one that exists is `MachineGroupAlreadyExist`. */
export async function createMachineGroup(
  connection: SlsConnection,
  { project, machineGroup }: { readonly project: string; readonly machineGroup: MachineGroup },
  o: SendOptions,
): Promise<void> {
  const body = jsonBody(bodyOf(machineGroup));
  await send(connection, { call: 'CreateMachineGroup', method: 'POST', project, path: '/machinegroups', ...body }, o);
}

/** UpdateMachineGroup: replaces it whole. */
export async function updateMachineGroup(
  connection: SlsConnection,
  { project, machineGroup }: { readonly project: string; readonly machineGroup: MachineGroup },
  o: SendOptions,
): Promise<void> {
  const body = jsonBody(bodyOf(machineGroup));
  const path = groupPath(machineGroup.groupName);
  await send(connection, { call: 'UpdateMachineGroup', method: 'PUT', project, path, ...body }, o);
}

/** GetMachineGroup. */
export async function getMachineGroup(
  connection: SlsConnection,
  { project, machineGroup }: MachineGroupRef,
  o: SendOptions,
): Promise<StoredMachineGroup> {
  const call = 'GetMachineGroup';
  const response = await send(connection, { call, method: 'GET', project, path: groupPath(machineGroup) }, o);
  const found = objectOf(call, jsonOf(call, response));
  textOf(call, found, 'groupName');
  listOf(call, found.machineList);
  return found as StoredMachineGroup;
}

/** One page of the names in a project (ListMachineGroup); `name` is a part to look for. */
export async function listMachineGroups(
  connection: SlsConnection,
  request: PageOf & { readonly project: string; readonly name?: string | undefined },
  o: SendOptions,
): Promise<Page<string>> {
  const call = 'ListMachineGroup';
  const { project, name } = request;
  const query = [...pageQuery(request), ...(name === undefined ? [] : [['groupName', name] as const])];
  const response = await send(connection, { call, method: 'GET', project, path: '/machinegroups', query }, o);
  const answer = objectOf(call, jsonOf(call, response));
  return pageIn(call, answer, 'machinegroups', request, (found) => textOf(call, { found }, 'found'));
}

/** DeleteMachineGroup. */
export async function deleteMachineGroup(
  connection: SlsConnection,
  { project, machineGroup }: MachineGroupRef,
  o: SendOptions,
): Promise<void> {
  await send(connection, { call: 'DeleteMachineGroup', method: 'DELETE', project, path: groupPath(machineGroup) }, o);
}

/** One page of the machines of a group that have been heard of (ListMachines). */
export async function listMachines(
  connection: SlsConnection,
  request: PageOf & MachineGroupRef,
  o: SendOptions,
): Promise<Page<Machine>> {
  const call = 'ListMachines';
  const path = `${groupPath(request.machineGroup)}/machines`;
  const query = pageQuery(request);
  const response = await send(connection, { call, method: 'GET', project: request.project, path, query }, o);
  const answer = objectOf(call, jsonOf(call, response));
  return pageIn(call, answer, 'machines', request, (entry) => machineIn(objectOf(call, entry)));
}

/** ApplyConfigToMachineGroup; harmless where it is applied already. */
export async function applyConfig(
  connection: SlsConnection,
  { project, machineGroup, config }: MachineGroupRef & { readonly config: string },
  o: SendOptions,
): Promise<void> {
  const path = `${groupPath(machineGroup)}${configPath(config)}`;
  await send(connection, { call: 'ApplyConfigToMachineGroup', method: 'PUT', project, path }, o);
}

/** RemoveConfigFromMachineGroup. */
export async function removeConfig(
  connection: SlsConnection,
  { project, machineGroup, config }: MachineGroupRef & { readonly config: string },
  o: SendOptions,
): Promise<void> {
  const path = `${groupPath(machineGroup)}${configPath(config)}`;
  await send(connection, { call: 'RemoveConfigFromMachineGroup', method: 'DELETE', project, path }, o);
}

/** GetAppliedConfigs: the names of the configurations that are applied to a group, all of them. */
export async function appliedConfigs(
  connection: SlsConnection,
  { project, machineGroup }: MachineGroupRef,
  o: SendOptions,
): Promise<Page<string>> {
  const call = 'GetAppliedConfigs';
  const path = `${groupPath(machineGroup)}/configs`;
  const response = await send(connection, { call, method: 'GET', project, path }, o);
  const { configs } = objectOf(call, jsonOf(call, response));
  return wholePage(listOf(call, configs).map((name) => textOf(call, { name }, 'name')));
}

/** The service wants these two to be there. */
function bodyOf(group: MachineGroup): JsonObject {
  return { groupType: '', groupAttribute: {}, ...group };
}

function machineIn(machine: JsonObject): Machine {
  const text = (name: string): string => (typeof machine[name] === 'string' ? machine[name] : '');
  const lastHeartbeatSeconds = optionalNumber(machine, 'lastHeartbeatTime');
  return {
    ip: text('ip'),
    uniqueId: text('machine-uniqueid'),
    userDefinedId: text('userdefined-id'),
    ...(lastHeartbeatSeconds !== undefined && { lastHeartbeatSeconds }),
  };
}
