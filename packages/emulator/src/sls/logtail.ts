import type { StoredDocument } from './stored-document.js';

/** Machines with the names of the Logtail configurations that are applied to them. */
export interface MachineGroup extends StoredDocument {
  readonly configs: Set<string>;
}

/** A machine that has been heard of. Nothing runs Logtail here: a test's hand tells of them. */
export interface SeenMachine {
  readonly ip: string;
  readonly uniqueId: string;
  readonly userDefinedId: string;
  readonly lastHeartbeatMs: number;
}

/** What a project has for Logtail. */
export interface Logtail {
  readonly configs: Map<string, StoredDocument>;
  readonly machineGroups: Map<string, MachineGroup>;
  /** By address. */
  readonly machines: Map<string, SeenMachine>;
}

export function createLogtail(): Logtail {
  return { configs: new Map(), machineGroups: new Map(), machines: new Map() };
}

/** The machines of a group that have been heard of, by address. */
export function machinesOf({ machines }: Logtail, { body }: MachineGroup): readonly SeenMachine[] {
  const list = Array.isArray(body.machineList) ? (body.machineList as readonly unknown[]) : [];
  const identify = body.machineIdentifyType === 'ip' ? 'ip' : 'userDefinedId';
  return [...machines.values()]
    .filter((machine) => list.includes(machine[identify]))
    .sort((a, b) => (a.ip < b.ip ? -1 : 1));
}
