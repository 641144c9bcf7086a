import type { Random } from '@polylog/core/driver';
import { randomUuid } from '../random.js';
import type { LogShelf } from '../store/log-shelf.js';
import type { ClsGroup } from './consumer-group.js';
import { ClsError, invalidParameter, logsetNotExist } from './error.js';
import type { ClsSwitches } from './switches.js';
import { createTopic, type Topic } from './topic.js';

export interface Logset {
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: number;
  readonly groups: Map<string, ClsGroup>;
}

export interface TopicSetup {
  readonly name: string;
  /** Default: a new UUID. */
  readonly id?: string;
  readonly partitionCount: number;
  readonly periodDays: number;
  readonly allowAnonymous: boolean;
  readonly extra: Readonly<Record<string, unknown>>;
}

/** Everything one emulated account holds. The wire and the handles work on the same one. */
export interface Account {
  readonly logsets: Map<string, Logset>;
  readonly topics: Map<string, Topic>;
  logset(id: string): Logset;
  topic(id: string): Topic;
  /** The id: of one's own choice, or a new UUID. */
  createLogset(name: string, nowMs: number, id?: string): Logset;
  deleteLogset(id: string): void;
  createTopic(logset: Logset, setup: TopicSetup, nowMs: number): Topic;
  deleteTopic(id: string): void;
}

/** A pull's envelope has room for so many bytes. */
const MAX_ID_BYTES = 36;

export function createAccount(switches: ClsSwitches, random: Random, shelf: LogShelf): Account {
  const logsets = new Map<string, Logset>();
  const topics = new Map<string, Topic>();

  function topic(id: string): Topic {
    const found = topics.get(id);
    if (found) return found;
    throw new ClsError(404, 'TopicNotExist', `topic ${id} does not exist`, switches.unknownTopicCode);
  }
  function logset(id: string): Logset {
    const found = logsets.get(id);
    if (!found) throw logsetNotExist(id);
    return found;
  }
  function freeId(id: string, taken: ReadonlyMap<string, unknown>, conflict: 'LogsetConflict' | 'TopicConflict'): void {
    if (taken.has(id)) throw new ClsError(409, conflict, `${id} exists`, `InvalidParameter.${conflict}`);
    if (!/^[\x21-\x7e]+$/.test(id) || id.length > MAX_ID_BYTES) {
      throw invalidParameter(`"${id}" cannot be an id: 1 to ${MAX_ID_BYTES} characters of ASCII, no space`);
    }
  }

  return {
    logsets,
    topics,
    logset,
    topic,
    createLogset(name, nowMs, id = randomUuid(random)) {
      if ([...logsets.values()].some((other) => other.name === name)) {
        throw new ClsError(409, 'LogsetConflict', `logset ${name} exists`, 'InvalidParameter.LogsetConflict');
      }
      freeId(id, logsets, 'LogsetConflict');
      const created = { id, name, createdAtMs: nowMs, groups: new Map<string, ClsGroup>() };
      logsets.set(id, created);
      return created;
    },
    deleteLogset(id) {
      const { id: found } = logset(id);
      if ([...topics.values()].some(({ logsetId }) => logsetId === found)) {
        throw new ClsError(400, 'LogsetNotEmpty', `logset ${id} has topics`, 'InvalidParameter.LogsetNotEmpty');
      }
      logsets.delete(found);
    },
    createTopic({ id: logsetId }, { id = randomUuid(random), name, ...setup }, nowMs) {
      if ([...topics.values()].some((other) => other.logsetId === logsetId && other.name === name)) {
        throw new ClsError(409, 'TopicConflict', `topic ${name} exists`, 'InvalidParameter.TopicConflict');
      }
      freeId(id, topics, 'TopicConflict');
      const created = createTopic({ id, name, logsetId, ...setup, nowMs, switches, shelf });
      topics.set(id, created);
      return created;
    },
    deleteTopic(id) {
      topics.delete(topic(id).id);
    },
  };
}
