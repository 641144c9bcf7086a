import { describeDriver } from '@polylog/conformance';
import { clsHarness } from './cls-harness.js';
import { clsSwitchValues } from './cls-switches.js';

for (const { title, switches, deviates } of clsSwitchValues) {
  describeDriver(`CLS on the emulator with ${title}`, clsHarness({ switches, deviates }));
}
