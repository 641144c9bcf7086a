import { createConsumer } from '@polylog/core';
import { systemClock } from '@polylog/core/driver';
import { arrayDriver } from './array-driver.js';
import { createArrayService } from './array-service.js';

const service = createArrayService(2, systemClock);
service.append('0', ['hello']);
service.append('1', ['world']);

let seen = 0;
const consumer = createConsumer({
  driver: arrayDriver(service, { maxRecords: 100 }),
  group: 'example',
  start: 'earliest',
  processRecord(record) {
    console.log(record.body);
    if (++seen === 2) void consumer.stop();
  },
});
await consumer.run();
