import { encodeLogGroup, type LogGroupInput } from '@polylog/driver-kit';
import type { FaultSet } from '../faults/fault-set.js';
import type { FaultRule } from '../faults/rule.js';
import { parseKey } from '../store/hash-key.js';
import { scanLogGroup, slsGroup } from '../store/log-group-scan.js';
import type { Target } from '../store/partition-set.js';
import type { Account } from './account.js';
import { storedGroup } from './calls/put-logs.js';
import type { ConsumerGroup, ShardState } from './consumer-group.js';
import { cursorText, parseCursor } from './cursor.js';
import { parameterInvalid, SlsError } from './error.js';
import { findLogstore, type Logstore } from './logstore.js';
import { routeKey } from './route-key.js';
import type { Shard } from './shard.js';
import type { ShipperTaskStatus } from './shipper.js';
import type { SlsSwitches } from './switches.js';

export interface LogstoreSetup {
  /** Default 2. */
  readonly shards?: number;
  /** Default 30; 3650 is for ever. */
  readonly ttlDays?: number;
  /** Whether the service adds its own tags to stored groups. Default false. */
  readonly appendMeta?: boolean;
}

/** What a shard looks like from inside. */
export interface ShardView {
  readonly id: number;
  readonly readOnly: boolean;
  readonly parents: readonly number[];
  readonly keptGroups: number;
  readonly beginCursor: string;
  readonly endCursor: string;
}

/** Where a consumer group stands, shard by shard. */
export interface ConsumerGroupView {
  readonly consumers: readonly string[];
  readonly shards: readonly {
    readonly id: number;
    readonly state: ShardState;
    /** Empty where there is none. */
    readonly checkpoint: string;
    readonly savedBy: string;
  }[];
}

/**
 * The hands of a test on the emulated service: the same state as over the wire, without signatures or faults. Throws
 * `SlsError`, with the service's own codes.
 */
export interface SlsHandles {
  createProject(name: string): void;
  createLogstore(options: LogstoreSetup & { readonly project: string; readonly logstore: string }): void;
  /** Stores one log group, given as bytes or as an object; times are not checked. Says where it went. */
  put(
    project: string,
    logstore: string,
    group: Uint8Array | LogGroupInput,
    where?: { readonly shard: number } | { readonly hashKey: string },
  ): { readonly shard: number; readonly cursor: string };
  /** Splits in the middle, at a 32-digit key, or into so many parts. Returns the new ids. */
  split(project: string, logstore: string, shard: number, at?: { key: string } | { parts: number }): readonly number[];
  /** Joins a shard with its right-hand neighbour. Returns the new id. */
  merge(project: string, logstore: string, shard: number): number;
  /** Forgets log groups from the old end, as the TTL would: those received before a time, those before a cursor, or all. */
  expire(
    project: string,
    logstore: string,
    what: { readonly shard?: number } & (
      | { readonly beforeMs: number }
      | { readonly beforeCursor: string }
      | { readonly all: true }
    ),
  ): void;
  shards(project: string, logstore: string): readonly ShardView[];
  consumerGroup(project: string, logstore: string, group: string): ConsumerGroupView;
  /** Moves a group's checkpoint, as an administrator would: no consumer is asked, and `savedBy` becomes empty. */
  moveCheckpoint(
    project: string,
    logstore: string,
    group: string,
    to: { readonly shard: number; readonly cursor: string },
  ): void;
  /** Tells the service of a machine: Logtail's heartbeat. A group has it if its list names the address, or the identifier. */
  machineSeen(
    project: string,
    machine: { readonly ip: string; readonly uniqueId?: string; readonly userDefinedId?: string },
  ): void;
  /** Adds a run to a shipper, begun now. Nothing is shipped here, so that there are no others. */
  addShipperTask(
    project: string,
    logstore: string,
    shipper: string,
    task: { readonly id: string; readonly status: ShipperTaskStatus; readonly message?: string },
  ): void;
  /** Forces a rebalance: this member is gone at once, as if its timeout had passed. False where there is none of that name. */
  evict(project: string, logstore: string, group: string, consumer: string): boolean;
  readonly faults: {
    /** Returns a function that takes the rule away. */
    add(rule: FaultRule): () => void;
    clear(): void;
    hits(): Readonly<Record<string, number>>;
  };
}

export interface HandleParts {
  readonly account: Account;
  readonly faults: FaultSet;
  readonly switches: SlsSwitches;
  readonly now: () => number;
}

export function createSlsHandles({ account, faults, switches, now }: HandleParts): SlsHandles {
  const find = (project: string, logstore: string): Logstore =>
    findLogstore(account.project(project).logstores, logstore);

  function findGroup(project: string, logstore: string, name: string): ConsumerGroup {
    const group = find(project, logstore).consumerGroups.get(name);
    if (!group) throw new SlsError(404, 'ConsumerGroupNotExist', `consumer group ${name} does not exist`);
    return group;
  }

  function targetOf(where: { readonly shard: number } | { readonly hashKey: string } | undefined): Target {
    if (!where) return undefined;
    if ('shard' in where) return { partition: where.shard };
    return { key: routeKey(where.hashKey, switches.shortHashKey) };
  }

  return {
    createProject: (name) => {
      account.createProject(name, '', {}, now());
    },
    createLogstore({ project, logstore, shards = 2, ttlDays = 30, appendMeta = false }) {
      const body = { logstoreName: logstore, shardCount: shards, ttl: ttlDays, appendMeta };
      account.createLogstore(account.project(project), body, now());
    },
    put(project, name, group, where) {
      const logstore = find(project, name);
      const bytes = group instanceof Uint8Array ? Buffer.from(group) : encodeLogGroup(group);
      const stored = storedGroup(logstore, bytes, scanLogGroup(bytes, slsGroup).length, now(), '127.0.0.1');
      const shard = logstore.put(stored, targetOf(where));
      return { shard: shard.id, cursor: cursorText(shard.endCursor - 1n) };
    },
    split(project, name, id, at = { parts: 2 }) {
      const logstore = find(project, name);
      return logstore
        .split(id, 'key' in at ? { key: keyOf(at.key) } : at, now())
        .slice(1)
        .map((shard) => shard.id);
    },
    merge: (project, name, id) => (find(project, name).merge(id, now())[0] as Shard).id,
    expire(project, name, what) {
      const logstore = find(project, name);
      const shards = what.shard === undefined ? logstore.shards(now()) : [logstore.shard(what.shard, now())];
      for (const shard of shards) {
        if ('beforeMs' in what) shard.expireBefore(what.beforeMs);
        else shard.expireTo('all' in what ? shard.endCursor : cursorOf(what.beforeCursor));
      }
    },
    shards: (project, name) =>
      find(project, name)
        .shards(now())
        .map((shard) => ({
          id: shard.id,
          readOnly: shard.readOnly,
          parents: shard.parents,
          keptGroups: shard.keptGroups,
          beginCursor: cursorText(shard.beginCursor),
          endCursor: cursorText(shard.endCursor),
        })),
    consumerGroup(project, name, groupName) {
      const shards = find(project, name).shards(now());
      const group = findGroup(project, name, groupName);
      return {
        consumers: [...group.consumers(now()).keys()],
        shards: shards.map((shard) => ({
          id: shard.id,
          state: group.state(shard, shards),
          checkpoint: group.checkpoint(shard.id)?.text ?? '',
          savedBy: group.checkpoint(shard.id)?.consumer ?? '',
        })),
      };
    },
    moveCheckpoint(project, name, group, { shard, cursor }) {
      const save = { consumer: '', shard, checkpoint: cursor, force: true };
      findGroup(project, name, group).saveCheckpoint(save, find(project, name).shards(now()), now());
    },
    machineSeen(project, { ip, uniqueId = '', userDefinedId = '' }) {
      account.project(project).logtail.machines.set(ip, { ip, uniqueId, userDefinedId, lastHeartbeatMs: now() });
    },
    addShipperTask(project, logstore, name, { id, status, message = '' }) {
      const shipper = find(project, logstore).shippers.get(name);
      if (!shipper)
        throw new SlsError(switches.shipperNotExistStatus, 'ShipperNotExist', `shipper ${name} does not exist`);
      const nowMs = now();
      const finishedAtMs = status === 'running' ? 0 : nowMs;
      shipper.tasks.set(id, { id, status, message, createdAtMs: nowMs, lastDataReceivedAtMs: nowMs, finishedAtMs });
    },
    evict: (project, name, group, consumer) => findGroup(project, name, group).evict(consumer),
    faults: { add: faults.add, clear: faults.clear, hits: faults.hits },
  };
}

function keyOf(text: string): bigint {
  const key = parseKey(text, 'refuse');
  if (key === undefined) throw parameterInvalid('invalid mid hash.');
  return key;
}

function cursorOf(text: string): bigint {
  const cursor = parseCursor(text);
  if (cursor === undefined) throw parameterInvalid(`Invalid cursor ${text}`);
  return cursor;
}
