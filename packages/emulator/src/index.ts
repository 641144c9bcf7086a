export { type AccessKey, defaultAccessKey } from './auth/access-key.js';
export type { ClsOptions } from './cls/cls.js';
export { ClsError } from './cls/error.js';
export type { ClsGroupView, ClsHandles, PartitionView, TopicSettings } from './cls/handles.js';
export type { QuotaLimits } from './cls/quotas.js';
export { type ClsSwitches, clsSwitches } from './cls/switches.js';
export { runCommand } from './command/run-command.js';
export { DataError, type DataErrorCode } from './data/data-error.js';
export type { DataOptions } from './data/data-store.js';
export {
  type ClsEmulator,
  type Emulator,
  type EmulatorOptions,
  type Listening,
  type LtsEmulator,
  type SlsEmulator,
  startEmulator,
} from './emulator.js';
export type { FaultAction, FaultMatch, FaultRule } from './faults/rule.js';
export type { CallInfo } from './http/face.js';
export type { Stats } from './http/tally.js';
export {
  createLoopback,
  type Loopback,
  type LoopbackAnswer,
  type LoopbackRequest,
} from './loopback.js';
export { LtsError } from './lts/error.js';
export type {
  ConsumerGroupSettings,
  LogStreamSettings,
  LtsGroupView,
  LtsHandles,
  LtsLogInput,
  LtsShardView,
} from './lts/handles.js';
export type { KeyState } from './lts/key-lock.js';
export type { LtsOptions } from './lts/lts.js';
export type { LtsQuotaLimits } from './lts/quotas.js';
export { type LtsSwitches, ltsSwitches } from './lts/switches.js';
export type { ShardState } from './sls/consumer-group.js';
export { SlsError } from './sls/error.js';
export type { ConsumerGroupView, LogstoreSetup, ShardView, SlsHandles } from './sls/handles.js';
export type { SlsOptions } from './sls/sls.js';
export { type SlsSwitches, slsSwitches } from './sls/switches.js';
export type { SwitchSet, SwitchSpec } from './switches/switch-set.js';
