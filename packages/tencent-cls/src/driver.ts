import { ConsumerError, type Guarantees, type LogDriver, systemClock } from '@polylog/core/driver';
import { createBufferPool } from '@polylog/driver-kit';
import { classify } from './classify.js';
import { joinGroup } from './join-group.js';
import { limitsOf } from './limits.js';
import { createPartitionLister } from './list-partitions.js';
import { createMembership } from './membership.js';
import { createOffsetReader } from './offset-reader.js';
import { openConnection } from './open-connection.js';
import type { ClsDriverOptions } from './options.js';
import { createLocator, createPlaces, locateOne, placesGroupFor, refusePlacesGroup } from './places.js';
import { type ReadSettings, readBatch } from './read-batch.js';
import { groupName, memberName } from './wire/names.js';

/**
 * Reads one or more topics of a logset of Tencent Cloud CLS. Sends nothing before the first call. Throws
 * `invalid-argument` with one line that helps where an option is wrong.
 */
export function clsDriver(options: ClsDriverOptions): LogDriver {
  const { checked, connection, close } = openConnection(options);
  const { logsetId, topicIds, maxReadBytes, query, strings } = checked;
  const { clock = systemClock } = options;
  const readOffsets = createOffsetReader(connection);
  const { placesGroup = placesGroupFor(topicIds) } = checked;
  const places = createPlaces({ connection, readOffsets, logsetId, topicIds, group: placesGroup });
  const settings: ReadSettings = {
    connection,
    maxReadBytes,
    query,
    strings,
    pool: createBufferPool(),
    endOf: (partition, o) => locateOne(places, partition, 'latest', o),
  };

  return {
    provider: 'tencent-cls',
    limits: limitsOf(checked),
    guarantees,
    partitions: createPartitionLister(connection, topicIds, clock),
    locate: createLocator(places, readOffsets, clock),
    read: (partition, from, o) => readBatch(settings, partition, from, o),

    async join(spec, o) {
      const group = groupName(spec.group, 'group');
      const member = memberName(spec.member, 'member');
      if (spec.order === 'lineage') {
        throw new ConsumerError(
          'unsupported',
          `order is "lineage", which CLS cannot promise a group: it deals the partitions that a split brings before the old one is read. Leave order out.`,
        );
      }
      refusePlacesGroup(group, placesGroup);
      // A new join may mean that somebody has repaired the keys.
      connection.credentials.forgive();
      const { sessionTimeoutMs, differences, servedAtMs } = await joinGroup(
        connection,
        { logsetId, topicIds },
        spec,
        o,
      );
      const joinedAtMs = servedAtMs ?? connection.signingClock.now();
      return createMembership({
        connection,
        clock,
        logsetId,
        topicIds,
        group,
        member,
        guarantees,
        joinedAtMs,
        differences,
        sessionTimeoutMs,
        readOffsets,
        places,
      });
    },

    classify,

    close,
  };
}

const guarantees: Guarantees = {
  order: 'partition',
  // Nobody knows: see the membership.
  commit: 'unknown',
  forgotten: 'silent',
  leave: 'after-timeout',
  time: 'receive',
  endBound: 'native',
  groupCreation: 'by-member',
  sessionTimeout: 'settable',
  readSize: 'bytes',
  // Of a batch the service tells no time of receipt.
  lag: 'none',
  members: 'hidden',
  recordId: 'per-read',
  skips: 'silent',
};
