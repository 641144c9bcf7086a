import { describeDriver } from '@polylog/conformance';
import { slsHarness } from './sls-harness.js';
import { switchValues } from './sls-switches.js';

for (const { title, switches, deviates } of switchValues) {
  describeDriver(`SLS on the emulator with ${title}`, slsHarness({ switches, deviates }));
}
