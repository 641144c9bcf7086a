/** `@polylog/conformance`: one suite that every driver must pass, registered with vitest. */

export { describeDriver } from './describe-driver.js';
export type {
  Capabilities,
  Deviation,
  EngineDoors,
  Fault,
  FaultKind,
  Harness,
  LogSetup,
  SeamCall,
  TestLog,
} from './harness.js';
export { createIdleDetector, type IdleDetector } from './idle-detector.js';
