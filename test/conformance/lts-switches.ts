import { ltsSwitches } from '@polylog/emulator';
import { switchValues } from './switch-values.js';

const notAskedBack =
  'the service takes no more commits of a shard once it has asked it back, so that some of it comes again';
const impatient =
  'the service gives a shard away as soon as it asks it back, whether or not it is still worked on: what is in hand comes again';
const atTheEnd = 'the log at the end comes, too: nothing in an answer tells which one that is';

export const ltsSwitchValues = switchValues(
  ltsSwitches,
  {
    'assignment=in-turn': {
      deviates: [
        {
          test: 'runtime-38',
          reason:
            'the service deals all shards anew when a member comes: a batch longer than drainTimeoutMs comes again',
        },
      ],
    },
    'commits=strict': {
      deviates: [
        { test: 'checkpoint-13', reason: notAskedBack },
        { test: 'runtime-33', reason: notAskedBack },
        { test: 'runtime-39', reason: notAskedBack },
      ],
    },
    'endCursor=inclusive': {
      deviates: [
        { test: 'read-25', reason: atTheEnd },
        { test: 'runtime-22', reason: atTheEnd },
      ],
    },
    // Places are times, unless they are counted.
    'firstCursor=9007199254740993': { with: { cursors: 'dense' } },
    'firstCursor=4611686018427387904': { with: { cursors: 'dense' } },
    'handOver=at-once': {
      deviates: [
        { test: 'group-11', reason: impatient },
        { test: 'group-13', reason: impatient },
        { test: 'group-22', reason: impatient },
        { test: 'runtime-33', reason: impatient },
        { test: 'runtime-39', reason: impatient },
      ],
    },
    'lowerCommit=ignored': {
      deviates: [
        {
          test: 'checkpoint-5',
          reason: 'no checkpoint goes back: a rewind behind it holds until the shard is another’s',
        },
      ],
    },
    'lowerCommit=refused': {
      deviates: [
        {
          test: 'checkpoint-5',
          reason: 'no checkpoint goes back: who rewinds behind it loses the shard, with an event',
        },
      ],
    },
    'unknownGroup=created': {
      // As long as a session of the suite.
      with: { standardTimeoutSeconds: 30 },
      deviates: [{ test: 'group-2', reason: 'the service makes every group that a call names' }],
    },
    'unknownShardStatus=200': {
      deviates: [
        {
          test: 'errors-16',
          reason:
            'without a status only a code of its own tells what is wrong: it is tried five times, then stops the consumer',
        },
      ],
    },
  },
  [
    // How it is asked, and how it writes what it pulls.
    [
      ...(['signatures', 'tokenHeader', 'caughtUp', 'nextType', 'emptyStart', 'cursorNames', 'gzip'] as const),
      ...(['bodySize', 'builtInFields', 'contentLabel', 'oldLogs'] as const),
    ],
    // What it says of groups and shards, and how it refuses.
    [
      ...(['standardTimeoutSeconds', 'leastTimeoutSeconds', 'mostTimeoutSeconds', 'unknownGroupStatus'] as const),
      ...(['unknownGroupCode', 'unknownShardStatus', 'unknownShardCode', 'groupExistsCode', 'throttledCode'] as const),
      ...(['updateTimeUnit', 'createTimeUnit', 'cursorTimeUnit', 'shardList', 'retention'] as const),
    ],
    // Of these one is nothing without the other.
    ['cursors', 'firstCursor'],
    ['limit', 'leastLimit'],
    ['commits', 'commitRefusedStatus', 'commitRefusedCode'],
  ],
);
