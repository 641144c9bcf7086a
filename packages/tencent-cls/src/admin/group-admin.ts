import { createGroupAdmin, type GroupAdmin } from '@polylog/core/driver';
import { classify } from '../classify.js';
import { openConnection } from '../open-connection.js';
import { type ClsDriverOptions, checkLog } from '../options.js';
import { refusePlacesGroup } from '../places.js';
import type { ClsApi } from '../wire/connection.js';
import { type AdminLogSettings, createAdminLog, findGroup } from './admin-log.js';
import { listCheckpoints } from './group-checkpoints.js';
import { createGroup, deleteGroup, describeGroup, listGroups, updateGroup } from './groups.js';
import { lag } from './lag.js';
import { listPartitions, mergePartitions, splitPartition } from './partitions.js';
import { reset } from './reset.js';

/** What an admin is opened for. */
export interface AdminSettings extends AdminLogSettings {
  close?(): Promise<void>;
}

/**
 * Administers the consumer groups and partitions of a driver's topics. Takes the options of `clsDriver`, so that one object
 * serves both, and opens its own connections: `close()` it. Sends nothing before the first call. `members` is `unsupported`:
 * the service does not list them. What looks up places (checkpoints, lag, a reset, its dry run, too) creates the group in
 * whose name they are asked for where it is missing, so that the keys need CreateConsumerGroup. Throws `invalid-argument` with one line that helps where an option is wrong.
 */
export function clsGroupAdmin(options: ClsDriverOptions): GroupAdmin {
  const { checked, connection, close } = openConnection(options);
  return groupAdminOver(connection, { ...checked, clock: options.clock, close });
}

/** The same over whoever sends actions of API 3.0. Throws `invalid-argument`. */
export function groupAdminOver(api: ClsApi, settings: AdminSettings): GroupAdmin {
  const { clock, close } = settings;
  const log = createAdminLog(api, { ...checkLog(settings), clock });
  return createGroupAdmin({
    provider: 'tencent-cls',
    calls: {
      listGroups: (o) => listGroups(log, o),
      describeGroup: (group, o) => describeGroup(log, group, o),
      createGroup: (group, o) => createGroup(log, group, o),
      updateGroup: (group, changes, o) => updateGroup(log, group, changes, o),
      deleteGroup: (group, o) => deleteGroup(log, group, o),
      checkpoints: (group, o) => listCheckpoints(log, group, o),
      async reset(group, spec, o) {
        refusePlacesGroup(group, log.placesGroup);
        return await reset(log, await findGroup(log, group, o), spec, o);
      },
      lag: (group, o) => lag(log, group, o),
      partitions: (o) => listPartitions(log, o),
      splitPartition: (partition, o) => splitPartition(log, partition, o),
      mergePartitions: (left, right, o) => mergePartitions(log, left, right, o),
    },
    classify,
    ...(close && { close }),
  });
}
