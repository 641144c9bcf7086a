import { clsSwitches } from '@polylog/emulator';
import { switchValues } from './switch-values.js';

const notAskedBack =
  'the service takes no more saves of a partition once it has asked it back, so that some of it comes again';
const impatient =
  'the service gives a partition away ten seconds after it has asked it back, whether or not it is still reported';

export const clsSwitchValues = switchValues(clsSwitches, {
  'commits=strict': {
    deviates: [
      { test: 'checkpoint-13', reason: notAskedBack },
      { test: 'runtime-33', reason: notAskedBack },
      { test: 'runtime-39', reason: notAskedBack },
    ],
  },
  // Nothing is refused where anybody may commit.
  'commitRefusedCode=OperationDenied': { with: { commits: 'fenced' } },
  'commitRefusedCode=InvalidParameter': { with: { commits: 'fenced' } },
  'pool=topic': {
    deviates: [
      {
        test: 'group-10',
        reason: 'the partitions of each topic are dealt on their own, so that a third member may get none',
      },
    ],
  },
  'releaseWaitSeconds=10': {
    deviates: [
      { test: 'group-11', reason: impatient },
      { test: 'group-13', reason: impatient },
    ],
  },
});
