import { ltsSwitches } from '@polylog/emulator';
import { switchValues } from './switch-values.js';

const notAskedBack =
  'the service takes no more commits of a shard once it has asked it back, so that some of it comes again';
const impatient = 'the service gives a shard away as soon as it asks it back, whether or not it is still worked on';

export const ltsSwitchValues = switchValues(
  ltsSwitches,
  {
    'commits=strict': {
      deviates: [
        { test: 'checkpoint-13', reason: notAskedBack },
        { test: 'runtime-33', reason: notAskedBack },
        { test: 'runtime-39', reason: notAskedBack },
      ],
    },
    // Nothing is refused where anybody may commit.
    'commitRefusedStatus=403': { with: { commits: 'fenced' } },
    'commitRefusedStatus=409': { with: { commits: 'fenced' } },
    'commitRefusedCode=LTS.EMULATOR.NotTheOwner': { with: { commits: 'fenced' } },
    'endCursor=inclusive': {
      deviates: [
        { test: 'read-25', reason: 'the log at the end comes, too: nothing in an answer tells which one that is' },
        { test: 'runtime-22', reason: 'the log at the end comes, too: nothing in an answer tells which one that is' },
      ],
    },
    // Places are times, unless they are counted.
    'firstCursor=9007199254740993': { with: { cursors: 'dense' } },
    'firstCursor=4611686018427387904': { with: { cursors: 'dense' } },
    'handOver=at-once': {
      deviates: [
        { test: 'group-11', reason: impatient },
        { test: 'group-13', reason: impatient },
      ],
    },
    // Of 1 to 1000 none is refused.
    'limit=refused': { with: { leastLimit: 10 } },
  },
  {
    // What no call of the driver shows: together, in as few runs as they have values.
    unseen: ['createTimeUnit', 'cursorNames', 'cursorTimeUnit', 'emptyStart', 'gzip', 'oldLogs'],
  },
);
