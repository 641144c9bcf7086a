import { createSlsLog } from './alibaba-sls-log.js';
import type { DemoLog, ServiceAddress } from './demo-log.js';
import type { LogSettings } from './drivers.js';
import { ltsFlags, openLtsLog } from './huawei-lts-log.js';
import { createClsLog } from './tencent-cls-log.js';

export type ProviderName = LogSettings['provider'];

export interface Provider {
  /** What people call the service. */
  readonly title: string;
  /** What the emulator calls this service. */
  readonly face: 'sls' | 'cls' | 'lts';
  /** What the emulator is to have from the start, where no call creates it. */
  readonly emulatorFlags?: (partitions: number) => readonly string[];
  createLog(service: ServiceAddress, partitions: number): Promise<DemoLog>;
}

/** Every cloud that the demo can run on. */
export const providers: Readonly<Record<ProviderName, Provider>> = {
  'alibaba-sls': { title: 'Alibaba Cloud SLS', face: 'sls', createLog: createSlsLog },
  'tencent-cls': { title: 'Tencent Cloud CLS', face: 'cls', createLog: createClsLog },
  'huawei-lts': { title: 'Huawei Cloud LTS', face: 'lts', emulatorFlags: ltsFlags, createLog: openLtsLog },
};

export function isProvider(name: string): name is ProviderName {
  return Object.hasOwn(providers, name);
}
