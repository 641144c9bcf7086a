import { createSlsLog } from './alibaba-sls-log.js';
import type { DemoLog, ServiceAddress } from './demo-log.js';
import type { LogSettings } from './drivers.js';
import { createClsLog } from './tencent-cls-log.js';

export type ProviderName = LogSettings['provider'];

export interface Provider {
  /** What people call the service. */
  readonly title: string;
  /** What the emulator calls this service. */
  readonly face: 'sls' | 'cls';
  createLog(service: ServiceAddress, partitions: number): Promise<DemoLog>;
}

/** Every cloud that the demo can run on. */
export const providers: Readonly<Record<ProviderName, Provider>> = {
  'alibaba-sls': { title: 'Alibaba Cloud SLS', face: 'sls', createLog: createSlsLog },
  'tencent-cls': { title: 'Tencent Cloud CLS', face: 'cls', createLog: createClsLog },
};

export function isProvider(name: string): name is ProviderName {
  return Object.hasOwn(providers, name);
}
