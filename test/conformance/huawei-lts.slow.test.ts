import { describeDriver } from '@polylog/conformance';
import { ltsHarness } from './lts-harness.js';
import { ltsSwitchValues } from './lts-switches.js';

for (const { title, switches, deviates } of ltsSwitchValues) {
  describeDriver(`LTS on the emulator with ${title}`, ltsHarness({ switches, deviates }));
}
