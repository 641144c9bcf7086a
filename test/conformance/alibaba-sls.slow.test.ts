import { describeDriver } from '@polylog/conformance';
import { slsHarness } from './sls-harness.js';
import { slsSwitchValues } from './sls-switches.js';

for (const { title, switches, deviates } of slsSwitchValues) {
  describeDriver(`SLS on the emulator with ${title}`, slsHarness({ switches, deviates }));
}
