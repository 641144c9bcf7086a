import type { GroupAdmin } from '@polylog/core/driver';
import { type Config, stateOf } from './config.js';
import { notOffered } from './not-offered.js';

/**
 * The provider's second door, over the log that the configuration names: groups, checkpoints, resets, lag, partitions. Each
 * time a new one; sends nothing yet. Throws `unsupported` where the adapter has none.
 */
export function createGroupAdmin(config: Config): GroupAdmin {
  const { section, values } = stateOf(config);
  return section.createGroupAdmin?.(values) ?? notOffered(section, 'createGroupAdmin', 'look after groups');
}
