import type { Route } from './router.js';

export type LogtailCall =
  | 'CreateConfig'
  | 'UpdateConfig'
  | 'GetConfig'
  | 'DeleteConfig'
  | 'ListConfig'
  | 'GetAppliedMachineGroups'
  | 'CreateMachineGroup'
  | 'UpdateMachineGroup'
  | 'GetMachineGroup'
  | 'DeleteMachineGroup'
  | 'ListMachineGroup'
  | 'ListMachines'
  | 'ApplyConfigToMachineGroup'
  | 'RemoveConfigFromMachineGroup'
  | 'GetAppliedConfigs';

type ByMethod = Readonly<Record<string, LogtailCall>>;

const configs: ByMethod = { GET: 'ListConfig', POST: 'CreateConfig' };
const config: ByMethod = { GET: 'GetConfig', PUT: 'UpdateConfig', DELETE: 'DeleteConfig' };
const groups: ByMethod = { GET: 'ListMachineGroup', POST: 'CreateMachineGroup' };
const group: ByMethod = { GET: 'GetMachineGroup', PUT: 'UpdateMachineGroup', DELETE: 'DeleteMachineGroup' };
const ofConfig: Readonly<Record<string, ByMethod>> = { machinegroups: { GET: 'GetAppliedMachineGroups' } };
const ofGroup: Readonly<Record<string, ByMethod>> = {
  machines: { GET: 'ListMachines' },
  configs: { GET: 'GetAppliedConfigs' },
};
const configOfGroup: ByMethod = { PUT: 'ApplyConfigToMachineGroup', DELETE: 'RemoveConfigFromMachineGroup' };

/** What is asked for below `/configs` and `/machinegroups` (SLS API reference, Logtail configurations, machine groups). */
export function logtailRoute(
  method: string,
  area: 'configs' | 'machinegroups',
  [name, part, inner]: readonly (string | undefined)[],
): Route {
  const call = (calls: ByMethod | undefined): Route['call'] => calls?.[method] ?? 'unknown';
  if (area === 'configs') {
    if (name === undefined) return { call: call(configs) };
    if (part === undefined) return { call: call(config), config: name };
    return { call: inner === undefined ? call(ofConfig[part]) : 'unknown', config: name };
  }
  if (name === undefined) return { call: call(groups) };
  if (part === undefined) return { call: call(group), machineGroup: name };
  if (inner === undefined) return { call: call(ofGroup[part]), machineGroup: name };
  return { call: part === 'configs' ? call(configOfGroup) : 'unknown', machineGroup: name, config: inner };
}
