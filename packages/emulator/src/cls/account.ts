import type { Random } from '@polylog/core/driver';
import { randomUuid } from '../random.js';
import type { LogShelf } from '../store/log-shelf.js';
import type { ClsGroup } from './consumer-group.js';
import { ClsError, invalidParameter, logsetNotExist } from './error.js';
import type { ClsSwitches } from './switches.js';
import { createTopic, type Topic, type TopicChanges } from './topic.js';

export interface Logset {
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: number;
  /** Labels, as `Tags` has them. */
  readonly tags: readonly Tag[];
  readonly groups: Map<string, ClsGroup>;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface TopicSetup {
  readonly name: string;
  /** Default: a new UUID. */
  readonly id?: string;
  readonly partitionCount: number;
  readonly ttlDays: number;
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
  createLogset(name: string, nowMs: number, more?: { readonly id?: string; readonly tags?: readonly Tag[] }): Logset;
  /** Changes what is named. */
  modifyLogset(id: string, changes: { readonly name?: string; readonly tags?: readonly Tag[] }): void;
  deleteLogset(id: string): void;
  createTopic(logset: Logset, setup: TopicSetup, nowMs: number): Topic;
  /** Changes what is named. */
  modifyTopic(id: string, changes: TopicChanges): void;
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

  function freeLogsetName(name: string, but?: string): void {
    if ([...logsets.values()].every((other) => other.name !== name || other.id === but)) return;
    throw new ClsError(409, 'LogsetConflict', `logset ${name} exists`, 'InvalidParameter.LogsetConflict');
  }
  function freeTopicName(logsetId: string, name: string, but?: string): void {
    if ([...topics.values()].every((other) => other.logsetId !== logsetId || other.name !== name || other.id === but))
      return;
    throw new ClsError(409, 'TopicConflict', `topic ${name} exists`, 'InvalidParameter.TopicConflict');
  }

  return {
    logsets,
    topics,
    logset,
    topic,
    createLogset(name, nowMs, { id = randomUuid(random), tags = [] } = {}) {
      freeLogsetName(name);
      freeId(id, logsets, 'LogsetConflict');
      const created = { id, name, createdAtMs: nowMs, tags, groups: new Map<string, ClsGroup>() };
      logsets.set(id, created);
      return created;
    },
    modifyLogset(id, changes) {
      const before = logset(id);
      if (changes.name !== undefined) freeLogsetName(changes.name, id);
      logsets.set(id, { ...before, ...changes });
    },
    deleteLogset(id) {
      const { id: found } = logset(id);
      if ([...topics.values()].some(({ logsetId }) => logsetId === found)) {
        throw new ClsError(400, 'LogsetNotEmpty', `logset ${id} has topics`, 'InvalidParameter.LogsetNotEmpty');
      }
      logsets.delete(found);
    },
    createTopic({ id: logsetId }, { id = randomUuid(random), name, ...setup }, nowMs) {
      freeTopicName(logsetId, name);
      freeId(id, topics, 'TopicConflict');
      const created = createTopic({ id, name, logsetId, ...setup, nowMs, switches, shelf });
      topics.set(id, created);
      return created;
    },
    modifyTopic(id, changes) {
      const found = topic(id);
      if (changes.name !== undefined) freeTopicName(found.logsetId, changes.name, id);
      found.modify(changes);
    },
    deleteTopic(id) {
      topics.delete(topic(id).id);
    },
  };
}
