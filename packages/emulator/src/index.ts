export { type Emulator, type EmulatorOptions, startEmulator } from './emulator.js';
export type { FaultAction, FaultMatch, FaultRule } from './faults/rule.js';
export type { AccessKey } from './sls/auth.js';
export type { ShardState } from './sls/consumer-group.js';
export { SlsError } from './sls/error.js';
export type { ConsumerGroupView, LogstoreSetup, ShardView, SlsHandles } from './sls/handles.js';
export { defaultAccessKey, type SlsEmulator, type SlsOptions, type SlsStats } from './sls/sls.js';
export { defaultSwitches, type SlsSwitches } from './sls/switches.js';
