import type { Command } from '../command-line/command.js';
import { checkpointCommands } from './checkpoints.js';
import { completionCommands } from './completion.js';
import { groupCommands } from './groups.js';
import { partitionCommands } from './partitions.js';
import { programCommands } from './program.js';
import { recordCommands } from './records.js';

/** Everything that `polylog` can do, in the order of the help. */
export const commands: readonly Command[] = [
  ...programCommands,
  ...groupCommands,
  ...checkpointCommands,
  ...partitionCommands,
  ...recordCommands,
  ...completionCommands(() => commands),
];
