import { describeDriver } from '@polylog/conformance';
import { slsHarness } from './sls-harness.js';

describeDriver('SLS on the emulator', slsHarness());
