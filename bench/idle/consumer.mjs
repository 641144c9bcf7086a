// Our consumer on shards to which nothing comes. Says when it reads them all; each further message is answered with what
// this process has cost so far. Argument: a JSON object of endpoint, project, logstore, credentials, group, shards.
import { setTimeout as sleep } from 'node:timers/promises';
import { slsDriver } from '@polylog/alibaba-sls';
import { createConsumer } from '@polylog/core';
import { answerCosts } from './costs.mjs';

const { endpoint, project, logstore, credentials, group, shards } = JSON.parse(process.argv[2]);
const consumer = createConsumer({
  driver: slsDriver({ endpoint, project, logstore, credentials }),
  group,
  start: 'latest',
  process() {
    throw new Error('nothing was written');
  },
});
const running = consumer.run();
// A consumer that fails must end the bench, not let it wait.
running.catch((error) => {
  console.error(error);
  process.exit(1);
});
process.once('disconnect', async () => {
  await consumer.stop();
  await running;
});
while (consumer.status().partitions.filter(({ state }) => state === 'reading').length < shards.length) await sleep(200);
answerCosts();
process.send('ready');
