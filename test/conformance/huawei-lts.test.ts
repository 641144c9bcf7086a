import { describeDriver } from '@polylog/conformance';
import { ltsHarness } from './lts-harness.js';

describeDriver('LTS on the emulator', ltsHarness());
