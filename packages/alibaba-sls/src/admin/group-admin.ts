import { createGroupAdmin, type GroupAdmin } from '@polylog/core/driver';
import { listKeyRanges, mergeKeyRanges, splitKeyRange } from '@polylog/driver-kit';
import { classify } from '../classify.js';
import { openConnection } from '../open-connection.js';
import type { SlsDriverOptions } from '../options.js';
import { groupCheckpoints } from './group-checkpoints.js';
import { createGroup, deleteGroup, describeGroup, listGroups, updateGroup } from './groups.js';
import { lag } from './lag.js';
import { reset } from './reset.js';
import { shardCalls } from './shards.js';

/**
 * Administers the consumer groups and shards of one logstore. Takes the options of `slsDriver`, so that one object serves
 * both, and opens its own connections: `close()` it. Sends nothing before the first call. `members` is `unsupported`: the
 * service does not list them. Throws `invalid-argument` with one line that helps where an option is wrong.
 */
export function slsGroupAdmin(options: SlsDriverOptions): GroupAdmin {
  const { checked, connection, close } = openConnection(options);
  const log = { connection, ref: { project: checked.project, logstore: checked.logstore } };
  const shards = shardCalls(log);
  return createGroupAdmin({
    provider: 'alibaba-sls',
    calls: {
      listGroups: (o) => listGroups(log, o),
      describeGroup: (group, o) => describeGroup(log, group, o),
      createGroup: (group, o) => createGroup(log, group, o),
      updateGroup: (group, changes, o) => updateGroup(log, group, changes, o),
      deleteGroup: (group, o) => deleteGroup(log, group, o),
      checkpoints: async (group, o) => {
        const found = await groupCheckpoints(log, group, o);
        return [...found].map(([partition, checkpoint]) => ({ partition, ...(checkpoint && { checkpoint }) }));
      },
      reset: (group, spec, o) => reset(log, group, spec, o),
      lag: (group, o) => lag(log, group, o),
      partitions: (o) => listKeyRanges(shards, o),
      splitPartition: (partition, o) => splitKeyRange(shards, partition, o),
      mergePartitions: (left, right, o) => mergeKeyRanges(shards, left, right, o),
    },
    classify,
    close,
  });
}
