import type { LogShelf } from '../store/log-shelf.js';
import { parameterInvalid, projectNotExist, SlsError } from './error.js';
import { createLogstore, type Logstore, type LogstoreBody } from './logstore.js';
import { createLogtail, type Logtail } from './logtail.js';

export interface Project {
  readonly name: string;
  description: string;
  readonly createdAtMs: number;
  modifiedAtMs: number;
  /** What else the creating request named: resourceGroupId, dataRedundancyType. */
  readonly extra: Readonly<Record<string, unknown>>;
  readonly logstores: Map<string, Logstore>;
  readonly logtail: Logtail;
}

/** Everything one emulated account holds. The wire and the handles work on the same one. */
export interface Account {
  readonly projects: Map<string, Project>;
  project(name: string): Project;
  createProject(name: string, description: string, extra: Readonly<Record<string, unknown>>, nowMs: number): Project;
  createLogstore(project: Project, body: Readonly<Record<string, unknown>>, nowMs: number): Logstore;
  updateLogstore(logstore: Logstore, body: Readonly<Record<string, unknown>>, nowMs: number): void;
}

const PROJECT_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
const LOGSTORE_NAME = /^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/;
const MAX_SHARDS = 100;

export function createAccount(segmentBytes: number, shelf: LogShelf): Account {
  const projects = new Map<string, Project>();
  return {
    projects,
    project(name) {
      const project = projects.get(name);
      if (!project) throw projectNotExist(name);
      return project;
    },
    createProject(name, description, extra, nowMs) {
      if (!PROJECT_NAME.test(name)) {
        throw parameterInvalid(
          `invalid project name "${name}": 3 to 63 of a-z, 0-9 and -, a letter or digit at both ends`,
        );
      }
      if (projects.has(name)) throw new SlsError(400, 'ProjectAlreadyExist', `Project ${name} already exist`);
      const project: Project = {
        name,
        description,
        extra,
        createdAtMs: nowMs,
        modifiedAtMs: nowMs,
        logstores: new Map(),
        logtail: createLogtail(),
      };
      projects.set(name, project);
      return project;
    },
    createLogstore(project, body, nowMs) {
      const name = String(body.logstoreName ?? '');
      if (!LOGSTORE_NAME.test(name)) {
        throw infoInvalid(
          `invalid logstoreName "${name}": 3 to 63 of a-z, 0-9, - and _, a letter or digit at both ends`,
        );
      }
      const shardCount = body.shardCount ?? 2;
      if (!isWhole(shardCount, 1, MAX_SHARDS)) {
        throw infoInvalid(`invalid shardCount ${JSON.stringify(shardCount)}: a whole number from 1 to ${MAX_SHARDS}`);
      }
      const checked = checkedBody({ ...body, logstoreName: name, shardCount });
      if (project.logstores.has(name)) {
        throw new SlsError(400, 'LogStoreAlreadyExist', `logstore ${name} already exists`);
      }
      const logstore = createLogstore({ name, shardCount, body: checked, nowMs, segmentBytes, shelf });
      project.logstores.set(name, logstore);
      return logstore;
    },
    updateLogstore(logstore, body, nowMs) {
      const { shardCount } = logstore.body;
      logstore.body = checkedBody({ ...logstore.body, ...body, logstoreName: logstore.name, shardCount });
      logstore.modifiedAtMs = nowMs;
    },
  };
}

/** Fills in what clients want to see and checks what the emulator goes by. */
function checkedBody(body: Readonly<Record<string, unknown>>): LogstoreBody {
  const { ttl = 30, appendMeta = false } = body;
  if (!isWhole(ttl, 1, 3650)) throw infoInvalid(`invalid ttl ${JSON.stringify(ttl)}: days, from 1 to 3650`);
  if (typeof appendMeta !== 'boolean') throw infoInvalid(`invalid appendMeta ${JSON.stringify(appendMeta)}: a boolean`);
  return {
    enable_tracking: false,
    autoSplit: false,
    maxSplitShard: 64,
    telemetryType: 'None',
    ...body,
    ttl,
    appendMeta,
  };
}

const infoInvalid = (message: string): SlsError => new SlsError(400, 'LogStoreInfoInvalid', message);

function isWhole(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}
