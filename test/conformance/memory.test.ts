import { describeDriver } from '@polylog/conformance';
import { memoryHarness } from './memory-harness.js';

describeDriver('the log in memory', memoryHarness);
