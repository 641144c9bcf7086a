import { defaultAccessKey, type Emulator, startEmulator } from '@polylog/emulator';
import type { Order } from './order.js';
import { writeToSls } from './write/alibaba-sls.js';
import { STREAM, writeToLts } from './write/huawei-lts.js';
import type { Service } from './write/service.js';
import { writeToCls } from './write/tencent-cls.js';

export interface Cloud {
  readonly provider: string;
  /** What people call the service. */
  readonly title: string;
  write(service: Service, orders: readonly Order[]): Promise<void>;
}

/** By the names of their configuration files. */
export const clouds: readonly Cloud[] = [
  { provider: 'alibaba-sls', title: 'Alibaba Cloud SLS', write: writeToSls },
  { provider: 'tencent-cls', title: 'Tencent Cloud CLS', write: writeToCls },
  { provider: 'huawei-lts', title: 'Huawei Cloud LTS', write: writeToLts },
];

/** All three services, each with an empty log of a different number of partitions. */
export function startServices(): Promise<Emulator> {
  return startEmulator({
    sls: { projects: { shop: { orders: { shards: 2 } } } },
    cls: { logsets: { shop: { orders: { partitions: 3 } } } },
    lts: { logGroups: { [STREAM.logGroupId]: { [STREAM.logStreamId]: { shards: 4 } } } },
  });
}

export function serviceOf({ sls }: Emulator): Service {
  return { endpoint: sls.endpoint, accessKeyId: defaultAccessKey.id, secretAccessKey: defaultAccessKey.secret };
}
