import type { Random } from '@polylog/core/driver';
import { randomUuid } from '../random.js';
import type { LogShelf } from '../store/log-shelf.js';
import { LtsError, wrongParameter } from './error.js';
import { createLogStream, type LogStream } from './log-stream.js';
import { isName } from './names.js';
import type { LtsSwitches } from './switches.js';
import type { Tags } from './tags.js';

export interface LogGroup {
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: number;
  ttlDays: number;
  tags: Tags;
  readonly alias: string;
  readonly streams: Map<string, LogStream>;
}

export interface NewLogGroup {
  readonly name: string;
  /** Default: a new UUID. */
  readonly id?: string;
  readonly ttlDays: number;
  readonly tags?: Tags;
  readonly alias?: string;
}

export interface NewLogStream extends NewLogGroup {
  readonly shardCount: number;
}

/** Everything one emulated account holds. The wire and the handles work on the same one. */
export interface Account {
  readonly logGroups: Map<string, LogGroup>;
  logGroup(id: string): LogGroup;
  logStream(groupId: string, id: string): LogStream;
  createLogGroup(setup: NewLogGroup, nowMs: number): LogGroup;
  deleteLogGroup(id: string): void;
  createLogStream(group: LogGroup, setup: NewLogStream, nowMs: number): LogStream;
  deleteLogStream(groupId: string, id: string): void;
}

const MAX_LOG_GROUPS = 100;
const MAX_LOG_STREAMS = 100;

export function createAccount(switches: LtsSwitches, random: Random, shelf: LogShelf): Account {
  const logGroups = new Map<string, LogGroup>();

  function logGroup(id: string): LogGroup {
    const found = logGroups.get(id);
    if (found) return found;
    throw new LtsError(404, 'LTS.0201', `log group ${id} does not exist`);
  }
  function logStream(groupId: string, id: string): LogStream {
    const found = logGroup(groupId).streams.get(id);
    if (found) return found;
    throw new LtsError(404, 'LTS.0208', `log stream ${id} does not exist`);
  }
  /** A place for one more, under a name and an id that are free. */
  function checkRoom(
    taken: ReadonlyMap<string, { readonly name: string }>,
    { name, id }: NewLogGroup,
    limit: { readonly most: number; readonly exists: string; readonly full: string },
  ): void {
    for (const text of [name, id ?? name]) {
      if (!isName(text)) throw wrongParameter(`"${text}" cannot be a name: 1 to 64 characters, no "/"`);
    }
    if (taken.has(id ?? '') || [...taken.values()].some((other) => other.name === name)) {
      throw new LtsError(400, limit.exists, `${name} exists`);
    }
    if (taken.size >= limit.most) throw new LtsError(400, limit.full, `there are ${limit.most} already`);
  }

  return {
    logGroups,
    logGroup,
    logStream,
    createLogGroup(setup, nowMs) {
      checkRoom(logGroups, setup, { most: MAX_LOG_GROUPS, exists: 'LTS.0101', full: 'LTS.0104' });
      const { id = randomUuid(random), name, ttlDays, tags = {}, alias = '' } = setup;
      const created: LogGroup = { id, name, ttlDays, tags, alias, createdAtMs: nowMs, streams: new Map() };
      logGroups.set(id, created);
      return created;
    },
    deleteLogGroup(id) {
      logGroups.delete(logGroup(id).id);
    },
    createLogStream({ streams }, setup, nowMs) {
      checkRoom(streams, setup, { most: MAX_LOG_STREAMS, exists: 'LTS.0205', full: 'LTS.0206' });
      const { id = randomUuid(random), tags = {}, alias = '', ...rest } = setup;
      const created = createLogStream({ ...rest, id, tags, alias, createdAtMs: nowMs, switches, shelf });
      streams.set(id, created);
      return created;
    },
    deleteLogStream(groupId, id) {
      logGroup(groupId).streams.delete(logStream(groupId, id).id);
    },
  };
}
