import { ConsumerError, type Guarantees, type LogDriver, systemClock } from '@polylog/core/driver';
import { createBufferPool } from '@polylog/driver-kit';
import { classify } from './classify.js';
import { createGateway } from './gateway.js';
import { joinGroup } from './join-group.js';
import { limits } from './limits.js';
import { locate } from './locate.js';
import { createMembership } from './membership.js';
import { openConnection } from './open-connection.js';
import type { LtsDriverOptions } from './options.js';
import { createPartitionLister } from './partitions.js';
import { type ReadSettings, readBatch } from './read-batch.js';
import { groupName } from './wire/names.js';

/**
 * Reads one log stream of Huawei Cloud LTS. Sends nothing before the first call. Throws `invalid-argument` with one line that
 * helps where an option is wrong.
 */
export function ltsDriver(options: LtsDriverOptions): LogDriver {
  const { checked, connection, close } = openConnection(options);
  const { stream, maxRecords, strings } = checked;
  const { clock = systemClock } = options;
  const gateway = createGateway(clock);
  const lister = createPartitionLister({ connection, gateway, stream });
  const reading: ReadSettings = { connection, stream, maxRecords, strings, pool: createBufferPool() };
  const joining = { ...checked, connection, gateway };
  const guarantees = guaranteesOf(checked.createGroup);

  return {
    provider: 'huawei-lts',
    limits,
    guarantees,
    partitions: lister.list,
    locate: (partitions, start, o) =>
      locate(
        connection,
        stream,
        partitions.map(({ id }) => id),
        start,
        o,
      ),
    read: (partition, from, o) => readBatch(reading, partition, from, o),

    async join(spec, o) {
      const group = groupName(spec.group, 'group');
      if (spec.order === 'lineage') {
        throw new ConsumerError(
          'unsupported',
          'order is "lineage", which LTS cannot promise: it tells neither parents nor children. Leave order out.',
        );
      }
      // A new join may mean that somebody has repaired the keys.
      connection.credentials.forgive();
      const joined = await joinGroup(joining, spec, o);
      lister.joined();
      return createMembership({
        ...joining,
        clock,
        group,
        member: spec.member,
        guarantees: { ...guarantees, sessionTimeout: joined.sessionTimeout },
        joinedAtMs: joined.servedAtMs ?? connection.signingClock.now(),
        joined,
        onShards: lister.seen,
      });
    },

    classify,

    close,
  };
}

/** All but whether the gateway tells the group's timeout. */
function guaranteesOf(createGroup: boolean): Omit<Guarantees, 'sessionTimeout'> {
  return {
    order: 'partition',
    commit: 'last-writer-wins',
    // A heartbeat is how one joins.
    forgotten: 'silent',
    leave: 'after-timeout',
    time: 'receive',
    endBound: 'native',
    groupCreation: createGroup ? 'by-member' : 'beforehand',
    readSize: 'records',
    lag: 'time',
    members: 'hidden',
    recordId: 'per-read',
    skips: 'silent',
  };
}
