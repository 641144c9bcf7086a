import { describeDriver } from '@polylog/conformance';
import { clsHarness } from './cls-harness.js';

describeDriver('CLS on the emulator', clsHarness());
