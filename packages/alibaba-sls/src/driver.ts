import { ConsumerError, type Guarantees, type LogDriver, systemClock } from '@polylog/core/driver';
import { createBufferPool, partitionsOf } from '@polylog/driver-kit';
import { classify } from './classify.js';
import { joinGroup } from './join-group.js';
import { limits } from './limits.js';
import { locate } from './locate.js';
import { createMembership } from './membership.js';
import { openConnection } from './open-connection.js';
import type { SlsDriverOptions } from './options.js';
import { readBatch } from './read-batch.js';
import { listShards } from './wire/list-shards.js';
import { groupName } from './wire/names.js';

/**
 * Reads one logstore of Alibaba Cloud SLS. Sends nothing before the first call. Throws `invalid-argument` with one line
 * that helps where an option is wrong.
 */
export function slsDriver(options: SlsDriverOptions): LogDriver {
  const { checked, connection, close } = openConnection(options);
  const { project, logstore, leaveSends, maxLogGroups, query, strings, compression, codecFor } = checked;
  const { clock = systemClock } = options;
  const ref = { project, logstore };
  const settings = {
    connection,
    ...ref,
    maxLogGroups,
    query,
    strings,
    compression,
    codecFor,
    pool: createBufferPool(),
  };

  const guarantees = guaranteesOf(query);

  return {
    provider: 'alibaba-sls',
    limits,
    guarantees,

    async partitions(o) {
      const shards = await listShards(connection, ref, o);
      return partitionsOf(shards, logstore, String);
    },

    locate: (partitions, start, o) =>
      locate(
        connection,
        ref,
        partitions.map(({ id }) => id),
        start,
        o,
      ),

    read: (partition, from, o) => readBatch(settings, partition, from, o),

    async join(spec, o) {
      groupName(spec.group, 'group');
      memberName(spec.member);
      // A new join may mean that somebody has repaired the keys.
      connection.credentials.forgive();
      const { sessionTimeoutMs, differences, servedAtMs } = await joinGroup(connection, ref, spec, o);
      const joinedAtMs = servedAtMs ?? connection.signingClock.now();
      const { group, member } = spec;
      return createMembership({
        connection,
        clock,
        ...ref,
        group,
        member,
        guarantees,
        joinedAtMs,
        differences,
        sessionTimeoutMs,
        leaveSends,
      });
    },

    classify,

    close,
  };
}

function guaranteesOf(query: string | undefined): Guarantees {
  return {
    order: 'lineage',
    commit: 'fenced',
    forgotten: 'told',
    leave: 'after-timeout',
    endBound: 'native',
    time: 'receive',
    groupCreation: 'by-member',
    sessionTimeout: 'settable',
    readSize: 'log-groups',
    lag: 'time',
    members: 'hidden',
    recordId: query === undefined ? 'stable' : 'per-read',
    skips: query === undefined ? 'reported' : 'silent',
  };
}

function memberName(member: string): void {
  if (/^[^\p{Cc}\p{Cs}]{1,128}$/u.test(member)) return;
  throw new ConsumerError(
    'invalid-argument',
    `member is ${JSON.stringify(member.slice(0, 60))}, ${member.length} characters; allowed: 1 to 128, without control characters. Leave it out to get host, pid and a random part.`,
  );
}
