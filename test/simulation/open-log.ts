import { openClsLog } from './cls-log.js';
import type { CoreUnderTest } from './core-under-test.js';
import { openLtsLog } from './lts-log.js';
import { openMemoryLog } from './memory-log.js';
import type { Provider, Schedule } from './schedule.js';
import type { SimulatedLog } from './simulated-log.js';
import { openSlsLog } from './sls-log.js';
import type { VirtualTime } from './virtual-time.js';

/** What members may read: the log in memory, which belongs to the core, or a cloud's driver over the emulator. */
export const logs: Readonly<
  Record<Provider, (under: CoreUnderTest, schedule: Schedule, time: VirtualTime) => SimulatedLog>
> = {
  memory: openMemoryLog,
  'alibaba-sls': (_, schedule, time) => openSlsLog(schedule, time),
  'tencent-cls': (_, schedule, time) => openClsLog(schedule, time),
  'huawei-lts': (_, schedule, time) => openLtsLog(schedule, time),
};
