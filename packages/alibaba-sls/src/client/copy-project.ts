import { sleep } from '@polylog/core/driver';
import { hasServiceCode, type Page, type SendOptions, toClientError } from '@polylog/driver-kit';
import { classify } from '../classify.js';
import { createIndex, getIndex } from '../wire/indexes.js';
import { listShards } from '../wire/list-shards.js';
import { createLogstore, getLogstore, listLogstores } from '../wire/logstores.js';
import { createLogtailConfig, getLogtailConfig, listLogtailConfigs } from '../wire/logtail-configs.js';
import {
  appliedConfigs,
  applyConfig,
  createMachineGroup,
  getMachineGroup,
  listMachineGroups,
} from '../wire/machine-groups.js';
import { projectName } from '../wire/names.js';
import { createProject, getProject } from '../wire/projects.js';
import { ProjectCopyError } from './project-copy-error.js';
import { invalid } from './requests.js';
import type { SlsCalls } from './sls-calls.js';

/** What a copy has made, by name. */
export interface ProjectCopy {
  readonly project: boolean;
  readonly logstores: readonly string[];
  /** The logstores that got an index. */
  readonly indexes: readonly string[];
  readonly logtailConfigs: readonly string[];
  readonly machineGroups: readonly string[];
  /** Which configuration is applied to which machine group. */
  readonly applied: readonly { readonly config: string; readonly machineGroup: string }[];
}

type Made = { -readonly [part in keyof ProjectCopy]: ProjectCopy[part] extends readonly (infer T)[] ? T[] : boolean };

/** Most shards that a logstore can be created with. */
const MOST_SHARDS = 100;
const WAITS = 60;
const WAIT_MS = 1_000;

export async function copyProject(
  calls: SlsCalls,
  request: { readonly from: string; readonly to: string },
  o: SendOptions,
): Promise<ProjectCopy> {
  const from = projectName(request?.from, 'from');
  const to = projectName(request?.to, 'to');
  if (from === to) throw invalid(`from and to are both "${from}". Name another project to copy it to.`);
  const made: Made = {
    project: false,
    logstores: [],
    indexes: [],
    logtailConfigs: [],
    machineGroups: [],
    applied: [],
  };
  const { description, dataRedundancyType } = await getProject(calls.connection, { project: from }, o);
  await createProject(calls.connection, { project: to, description, dataRedundancyType }, o);
  made.project = true;
  try {
    await copyLogstores(calls, { from, to, made }, o);
    await copyLogtail(calls, { from, to, made }, o);
  } catch (error) {
    o.signal.throwIfAborted();
    throw new ProjectCopyError(toClientError(classify, error), to, made);
  }
  return made;
}

interface Copying {
  readonly from: string;
  readonly to: string;
  readonly made: Made;
}

async function copyLogstores(calls: SlsCalls, { from, to, made }: Copying, o: SendOptions): Promise<void> {
  const { connection } = calls;
  for await (const logstore of everyName((offset) => listLogstores(connection, { project: from, offset }, o))) {
    const source = { project: from, logstore };
    const target = { project: to, logstore };
    const { name, createdAtSeconds, modifiedAtSeconds, ...settings } = await getLogstore(connection, source, o);
    const writable = (await listShards(connection, source, o)).filter(({ readOnly }) => !readOnly).length;
    const shardCount = Math.min(Math.max(writable, 1), MOST_SHARDS);
    await onceKnown(calls, o, () => createLogstore(connection, { ...settings, ...target, shardCount }, o));
    made.logstores.push(logstore);
    const index = await unlessMissing('IndexConfigNotExist', () => getIndex(connection, source, o));
    if (index === undefined) continue;
    // What the service has added itself.
    const { index_mode, storage, lastModifyTime, ...asGiven } = index;
    await onceKnown(calls, o, () => createIndex(connection, { ...target, index: asGiven }, o));
    made.indexes.push(logstore);
  }
}

async function copyLogtail(calls: SlsCalls, { from, to, made }: Copying, o: SendOptions): Promise<void> {
  const { connection } = calls;
  for await (const config of everyName((offset) => listLogtailConfigs(connection, { project: from, offset }, o))) {
    const { createTime, lastModifyTime, ...asGiven } = await getLogtailConfig(connection, { project: from, config }, o);
    await onceKnown(calls, o, () => createLogtailConfig(connection, { project: to, config: asGiven }, o));
    made.logtailConfigs.push(config);
  }
  for await (const group of everyName((offset) => listMachineGroups(connection, { project: from, offset }, o))) {
    const source = { project: from, machineGroup: group };
    const target = { project: to, machineGroup: group };
    const { createTime, lastModifyTime, ...asGiven } = await getMachineGroup(connection, source, o);
    await onceKnown(calls, o, () => createMachineGroup(connection, { project: to, machineGroup: asGiven }, o));
    made.machineGroups.push(group);
    for (const config of (await appliedConfigs(connection, source, o)).items) {
      await onceKnown(calls, o, () => applyConfig(connection, { ...target, config }, o));
      made.applied.push({ config, machineGroup: group });
    }
  }
}

async function* everyName(fetch: (offset: number) => Promise<Page<string>>): AsyncGenerator<string> {
  for (let offset: number | undefined = 0; offset !== undefined; ) {
    const page: Page<string> = await fetch(offset);
    yield* page.items;
    offset = page.next;
  }
}

const notYet = ['ProjectNotExist', 'LogStoreNotExist', 'ConfigNotExist', 'GroupNotExist', 'MachineGroupNotExist'];

/** What was made a moment ago is not yet known to all of the service: waits for that, a minute at most. */
async function onceKnown({ clock }: SlsCalls, { signal }: SendOptions, work: () => Promise<void>): Promise<void> {
  for (let waits = 0; ; waits++) {
    try {
      await work();
      return;
    } catch (error) {
      if (waits === WAITS || !hasServiceCode(error, ...notYet)) throw error;
      await sleep(clock, WAIT_MS, signal);
    }
  }
}

async function unlessMissing<T>(code: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (hasServiceCode(error, code)) return undefined;
    throw error;
  }
}
