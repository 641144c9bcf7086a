import { slsDriver, slsGroupAdmin } from '@polylog/alibaba-sls';
import { encodeCursor } from '@polylog/alibaba-sls/wire';
import {
  type ErrorCode,
  type GroupAdmin,
  type LogDriver,
  type Membership,
  type Partition,
  toPosition,
} from '@polylog/core/driver';
import type { Transport } from '@polylog/driver-kit';
import { BrokenPromise } from '../fuzz-target.js';
import type { AnsweredCall } from './valid-answers.js';

/** Something a user or the engine does, and what may come of it. */
export interface Operation {
  /** The calls that it makes, any of which may be answered strangely. */
  readonly calls: readonly AnsweredCall[];
  /** Does it, and checks that what comes of it can be worked with. */
  readonly run: (doors: Doors) => Promise<void>;
  /** Codes that it may reject with beside `corrupt-data` where the service said 200. */
  readonly alsoRejects?: readonly ErrorCode[];
}

export interface Doors {
  readonly driver: LogDriver;
  readonly admin: GroupAdmin;
}

export function openDoors(transport: Transport): Doors {
  const options = {
    endpoint: 'http://127.0.0.1:1',
    project: 'proj',
    logstore: 'store',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    transport,
  };
  return { driver: slsDriver(options), admin: slsGroupAdmin(options) };
}

const options = (): { readonly signal: AbortSignal } => ({ signal: new AbortController().signal });
const partition = (id: string): Partition => ({ id, stream: 'store', readOnly: false, parents: [] });
const spec = {
  group: 'group',
  member: 'member-1',
  sessionTimeoutMs: 20_000,
  order: 'partition',
  create: 'if-missing',
  update: 'never',
} as const;

const join = ({ driver }: Doors): Promise<Membership> => driver.join(spec, options());

export const operations: Readonly<Record<string, Operation>> = {
  partitions: {
    calls: ['ListShards'],
    run: async ({ driver }) => checkPartitions(await driver.partitions(options())),
  },
  locate: {
    calls: ['GetCursor'],
    async run({ driver }) {
      const found = await driver.locate(['1', '2'].map(partition), { epochMs: 1_772_510_706_000 }, options());
      for (const id of ['1', '2']) checkText(`the position of ${id}`, found.get(id));
    },
  },
  join: {
    calls: ['ListConsumerGroup', 'CreateConsumerGroup'],
    // The group that is found may be of another order than the one that was named.
    alsoRejects: ['invalid-argument'],
    async run(doors) {
      const { joinedAtMs, differences } = await join(doors);
      if (!Number.isFinite(joinedAtMs)) throw new BrokenPromise(`joined at ${joinedAtMs}`);
      for (const { inForce } of differences) checkText('a setting in force', inForce);
    },
  },
  heartbeat: {
    calls: ['HeartBeat'],
    async run(doors) {
      const membership = await join(doors);
      const { partitions } = await membership.heartbeat(['1'], options());
      for (const id of partitions) checkId(id);
      if (new Set(partitions).size !== partitions.length) throw new BrokenPromise('a partition is given twice');
    },
  },
  'session timeout': {
    calls: ['ListConsumerGroup'],
    alsoRejects: ['invalid-argument'],
    async run(doors) {
      const membership = await join(doors);
      const { sessionTimeoutMs } = await membership.heartbeat([], options());
      if (Number.isSafeInteger(sessionTimeoutMs) && sessionTimeoutMs > 0) return;
      throw new BrokenPromise(`a session of ${sessionTimeoutMs} ms`);
    },
  },
  checkpoints: {
    calls: ['GetCheckPoint'],
    async run(doors) {
      const membership = await join(doors);
      const found = await membership.checkpoints(['1', '2'], options());
      for (const [id, { position, savedAtMs = 0 }] of found) {
        if (id !== '1' && id !== '2') throw new BrokenPromise(`nobody has asked for ${id}`);
        checkText('a position', position);
        if (!Number.isSafeInteger(savedAtMs)) throw new BrokenPromise(`saved at ${savedAtMs}`);
      }
    },
  },
  save: {
    calls: ['UpdateCheckPoint'],
    async run(doors) {
      const membership = await join(doors);
      const saved = ['1', '2'].map((id) => ({ partition: id, position: toPosition(encodeCursor(7n)) }));
      const outcomes = await membership.save(saved, options());
      for (const id of ['1', '2']) {
        const outcome = outcomes.get(id);
        if (outcome === undefined) throw new BrokenPromise(`no word of ${id}`);
        if (outcome.kind !== 'saved' && outcome.failure.code === 'internal') throw new BrokenPromise('internal');
      }
    },
  },
  'list groups': {
    calls: ['ListConsumerGroup'],
    run: async ({ admin }) => {
      for (const { name } of await admin.listGroups(options())) {
        if (typeof name !== 'string') throw new BrokenPromise(`a name is a ${typeof name}`);
      }
    },
  },
  describe: {
    calls: ['GetCheckPoint', 'ListConsumerGroup'],
    alsoRejects: ['not-found'],
    run: async ({ admin }) => checkText('a name', (await admin.describeGroup('group', options())).name),
  },
  lag: {
    calls: ['GetCheckPoint', 'GetCursor', 'GetEndCursor', 'GetCursorTime'],
    async run({ admin }) {
      for (const { partition: id, measures } of await admin.lag('group', options())) {
        checkId(id);
        for (const { value } of measures) if (!(value >= 0)) throw new BrokenPromise(`a lag of ${value}`);
      }
    },
  },
  reset: {
    calls: ['GetCheckPoint', 'ListConsumerGroup', 'GetCursor', 'UpdateCheckPoint'],
    alsoRejects: ['not-found'],
    run: async ({ admin }) => {
      for (const { after } of (await admin.reset('group', { to: 'earliest', dryRun: false }, options())).rows) {
        checkText('a position', after);
      }
    },
  },
  split: {
    calls: ['ListShards', 'SplitShard'],
    alsoRejects: ['not-found', 'invalid-argument'],
    run: async ({ admin }) => checkPartitions(await admin.splitPartition('1', options())),
  },
  merge: {
    calls: ['ListShards', 'MergeShards'],
    alsoRejects: ['not-found', 'invalid-argument'],
    run: async ({ admin }) => checkPartitions([await admin.mergePartitions('1', '2', options())]),
  },
  update: {
    calls: ['UpdateConsumerGroup'],
    run: ({ admin }) => admin.updateGroup('group', { order: 'lineage' }, options()),
  },
  delete: { calls: ['DeleteConsumerGroup'], run: ({ admin }) => admin.deleteGroup('group', options()) },
};

function checkPartitions(partitions: readonly Partition[]): void {
  const ids = new Set<string>();
  for (const { id, parents, readOnly } of partitions) {
    checkId(id);
    if (ids.has(id)) throw new BrokenPromise(`two partitions have the id ${id}`);
    ids.add(id);
    if (parents.includes(id)) throw new BrokenPromise(`partition ${id} is its own parent, and would wait for itself`);
    if (typeof readOnly !== 'boolean') throw new BrokenPromise('readOnly is neither true nor false');
  }
}

/** Shards are told by decimal digits. */
function checkId(id: string): void {
  if (!/^\d{1,16}$/.test(id)) throw new BrokenPromise(`"${id}" is no shard's id`);
}

function checkText(what: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') throw new BrokenPromise(`${what} is ${JSON.stringify(value)}`);
}
