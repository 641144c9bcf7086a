import { createGroupAdmin, type GroupAdmin } from '@polylog/core/driver';
import { classify } from '../classify.js';
import { openConnection } from '../open-connection.js';
import type { LtsDriverOptions } from '../options.js';
import { listShards } from '../wire/shards.js';
import { groupProgress } from './group-checkpoints.js';
import { createGroup, deleteGroup, describeGroup, listGroups } from './groups.js';
import { lag } from './lag.js';
import { reset } from './reset.js';

/**
 * Administers the consumer groups of one log stream. Takes the options of `ltsDriver`, so that one object serves both, and
 * opens its own connections: `close()` it. Sends nothing before the first call. It needs the API gateway. `members`,
 * `updateGroup`, `splitPartition` and `mergePartitions` are `unsupported`: the service has no such calls. Throws
 * `invalid-argument` with one line that helps where an option is wrong.
 */
export function ltsGroupAdmin(options: LtsDriverOptions): GroupAdmin {
  const { checked, connection, close } = openConnection(options);
  const ref = checked.stream;
  const log = { connection, ref };
  return createGroupAdmin({
    provider: 'huawei-lts',
    calls: {
      listGroups: (o) => listGroups(log, o),
      describeGroup: (group, o) => describeGroup(log, group, o),
      createGroup: (group, o) => createGroup(log, group, o),
      deleteGroup: (group, o) => deleteGroup(log, group, o),
      checkpoints: async (group, o) => {
        const { checkpoints } = await groupProgress(log, group, o);
        return [...checkpoints].map(([partition, checkpoint]) => ({ partition, ...(checkpoint && { checkpoint }) }));
      },
      reset: (group, spec, o) => reset(log, group, spec, o),
      lag: (group, o) => lag(log, group, o),
      partitions: async (o) =>
        (await listShards(connection, ref, o)).map((id) => ({
          id,
          stream: ref.logStreamId,
          readOnly: false,
          parents: [],
        })),
    },
    classify,
    close,
  });
}
