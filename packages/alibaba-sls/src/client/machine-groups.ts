import type { ClientCallOptions, Listing, PageRequest } from '@polylog/driver-kit';
import {
  appliedConfigs,
  applyConfig,
  createMachineGroup,
  deleteMachineGroup,
  getMachineGroup,
  listMachineGroups,
  listMachines,
  type Machine,
  type MachineGroup,
  removeConfig,
  type StoredMachineGroup,
  updateMachineGroup,
} from '../wire/machine-groups.js';
import { resourceName } from '../wire/names.js';
import { configIn, type LogtailConfigRequest } from './logtail-configs.js';
import { invalid, type ProjectRequest, pageIn, projectIn, textIn } from './requests.js';
import type { SlsCalls } from './sls-calls.js';

/** Which machine group, by its name. */
export interface MachineGroupRequest extends ProjectRequest {
  readonly machineGroup: string;
}

/** Machines, and which Logtail configurations are applied to them. */
export interface MachineGroups {
  /** Their names. `nameContains` is a part to look for. */
  list(
    request: ProjectRequest & PageRequest & { readonly nameContains?: string },
    options?: ClientCallOptions,
  ): Listing<string>;
  /** One that is missing is `not-found` (`MachineGroupNotExist` or `GroupNotExist`). */
  get(request: MachineGroupRequest, options?: ClientCallOptions): Promise<StoredMachineGroup>;
  /** One that exists is `MachineGroupAlreadyExist`. */
  create(request: ProjectRequest & { readonly machineGroup: MachineGroup }, options?: ClientCallOptions): Promise<void>;
  /** Replaces it whole; `machineGroup.groupName` says which. */
  update(request: ProjectRequest & { readonly machineGroup: MachineGroup }, options?: ClientCallOptions): Promise<void>;
  delete(request: MachineGroupRequest, options?: ClientCallOptions): Promise<void>;
  /** The machines of a group that the service has heard of. */
  machines(request: MachineGroupRequest & PageRequest, options?: ClientCallOptions): Listing<Machine>;
  /** From now on the machines of the group collect what the configuration says. Harmless where they do already. */
  applyConfig(request: MachineGroupRequest & LogtailConfigRequest, options?: ClientCallOptions): Promise<void>;
  removeConfig(request: MachineGroupRequest & LogtailConfigRequest, options?: ClientCallOptions): Promise<void>;
  /** The names of the configurations that are applied to a group. */
  appliedConfigs(request: MachineGroupRequest, options?: ClientCallOptions): Listing<string>;
}

export function createMachineGroups(calls: SlsCalls): MachineGroups {
  const { connection, call } = calls;
  return {
    list(request, options) {
      return calls.list('machineGroups.list', options, request?.offset ?? 0, (offset, o) => {
        const { project } = projectIn(request);
        const name = textIn('nameContains', request.nameContains);
        return listMachineGroups(connection, { project, ...pageIn({ ...request, offset }), name }, o);
      });
    },
    get: (request, options) =>
      call('machineGroups.get', options, (o) => getMachineGroup(connection, groupIn(request), o)),
    create: (request, options) =>
      call('machineGroups.create', options, (o) => createMachineGroup(connection, wholeGroupIn(request), o)),
    update: (request, options) =>
      call('machineGroups.update', options, (o) => updateMachineGroup(connection, wholeGroupIn(request), o)),
    delete: (request, options) =>
      call('machineGroups.delete', options, (o) => deleteMachineGroup(connection, groupIn(request), o)),
    machines(request, options) {
      return calls.list('machineGroups.machines', options, request?.offset ?? 0, (offset, o) =>
        listMachines(connection, { ...groupIn(request), ...pageIn({ ...request, offset }) }, o),
      );
    },
    applyConfig: (request, options) =>
      call('machineGroups.applyConfig', options, (o) =>
        applyConfig(connection, { ...groupIn(request), ...configIn(request) }, o),
      ),
    removeConfig: (request, options) =>
      call('machineGroups.removeConfig', options, (o) =>
        removeConfig(connection, { ...groupIn(request), ...configIn(request) }, o),
      ),
    appliedConfigs: (request, options) =>
      calls.list('machineGroups.appliedConfigs', options, 0, (_, o) => appliedConfigs(connection, groupIn(request), o)),
  };
}

function groupIn(request: MachineGroupRequest): MachineGroupRequest {
  return { ...projectIn(request), machineGroup: resourceName(request.machineGroup, 'machineGroup') };
}

function wholeGroupIn(request: ProjectRequest & { readonly machineGroup: MachineGroup }): typeof request {
  const { project } = projectIn(request);
  const { machineGroup } = request;
  if (typeof machineGroup !== 'object' || machineGroup === null)
    throw invalid('machineGroup is missing. Pass { groupName, machineIdentifyType, machineList }.');
  resourceName(machineGroup.groupName, 'machineGroup.groupName');
  return { project, machineGroup };
}
