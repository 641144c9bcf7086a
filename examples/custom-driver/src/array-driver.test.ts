import { describeDriver, type Harness } from '@polylog/conformance';
import { createFakeClock } from '@polylog/core/testing';
import { arrayDriver } from './array-driver.js';
import { createArrayService } from './array-service.js';

const never = (): never => {
  throw new Error('this service cannot do that');
};

const harness: Harness = {
  capabilities: { split: false, merge: false, emptyLog: true, faults: [], foreignPosition: 'elsewhere:7' },
  async open({ partitions, batchRecords }) {
    const clock = createFakeClock();
    const service = createArrayService(partitions, clock);
    return {
      clock,
      id: String,
      driver: () => arrayDriver(service, { maxRecords: batchRecords }),
      append: service.append,
      trim: service.trim,
      split: never,
      merge: never,
      fault: never,
      advance: clock.advance,
      close: async () => undefined,
    };
  },
};

describeDriver('a driver over arrays', harness);
