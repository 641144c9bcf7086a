import type { CallOptions, ErrorCode, GroupAdmin } from '@polylog/core';
import { HELD_BACK, HELD_BACK_OR_LOST, type RepeatParts, repeat } from '../repeat.js';

/** An admin repeats nothing by itself. */
export function repeatCalls(admin: GroupAdmin, parts: RepeatParts): GroupAdmin {
  const repeated =
    <A extends readonly unknown[], R, O extends CallOptions>(
      call: (...args: [...A, O]) => Promise<R>,
      codes: readonly ErrorCode[],
    ): ((...args: [...A, O]) => Promise<R>) =>
    (...args) =>
      repeat(() => call(...args), codes, (args.at(-1) as O).signal, parts);
  return {
    ...admin,
    listGroups: repeated(admin.listGroups, HELD_BACK_OR_LOST),
    describeGroup: repeated(admin.describeGroup, HELD_BACK_OR_LOST),
    members: repeated(admin.members, HELD_BACK_OR_LOST),
    checkpoints: repeated(admin.checkpoints, HELD_BACK_OR_LOST),
    lag: repeated(admin.lag, HELD_BACK_OR_LOST),
    partitions: repeated(admin.partitions, HELD_BACK_OR_LOST),
    // It is harmless twice, as its documentation promises.
    reset: repeated(admin.reset, HELD_BACK_OR_LOST),
    createGroup: repeated(admin.createGroup, HELD_BACK),
    updateGroup: repeated(admin.updateGroup, HELD_BACK),
    deleteGroup: repeated(admin.deleteGroup, HELD_BACK),
    splitPartition: repeated(admin.splitPartition, HELD_BACK),
    mergePartitions: repeated(admin.mergePartitions, HELD_BACK),
  };
}
