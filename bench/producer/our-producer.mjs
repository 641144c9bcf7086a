// Our producer: hands it the records of a file one by one, once to warm up, then as often as it is told. Argument: a JSON
// object of endpoint, project, logstore, credentials, file, passes, and of the producer's codec. Prints a line of JSON.
import { readFileSync } from 'node:fs';
import { createSlsProducer } from '@polylog/alibaba-sls';
import { codecNamed } from '../lib/codecs.mjs';
import { peakRssBytes } from '../lib/peak-rss.mjs';

const { endpoint, project, logstore, credentials, file, passes, codec } = JSON.parse(process.argv[2]);
const compression = codec === 'native' ? { compression: await codecNamed(codec) } : {};
const records = readFileSync(file, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => Object.fromEntries(JSON.parse(line)));

await sendAll(1);
const cpu = process.cpuUsage();
const startedAt = performance.now();
await sendAll(passes);
const wallMs = performance.now() - startedAt;
const { user, system } = process.cpuUsage(cpu);
const usage = { cpuMs: (user + system) / 1000, peakRssBytes: peakRssBytes() };
console.log(JSON.stringify({ records: records.length * passes, wallMs, ...usage }));

/** To the end of the last one: closing waits for what is under way. */
async function sendAll(/** @type {number} */ times) {
  const producer = createSlsProducer({ endpoint, project, logstore, credentials, source: '10.0.0.1', ...compression });
  for (let pass = 0; pass < times; pass++) {
    for (const { level, module, msg } of records) {
      await producer.ready();
      void producer.send({ fields: { level, module, msg } });
    }
  }
  const { failed, error } = await producer.close();
  if (failed > 0) throw new Error(`${failed} records were not stored`, { cause: error });
}
