import { slsSwitches } from '@polylog/emulator';
import { switchValues } from './switch-values.js';

const silently = 'the service reads on from the oldest record; the batch says what was passed over';

export const slsSwitchValues = switchValues(slsSwitches, {
  'expiredCursor=skip-to-oldest': {
    deviates: [
      { test: 'read-15', reason: silently },
      { test: 'runtime-12', reason: silently },
      { test: 'runtime-13', reason: silently },
    ],
  },
});
