/**
 * What `npm start -- --all` runs: writes the same orders to three clouds, reads them with the same program, and compares
 * what it has written to the last byte. Exit code 0 only if all of it is equal.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { clouds, serviceOf, startServices } from './clouds.js';
import { lateOrder, madeOrders } from './input.js';
import { digestOf, linesIn, readResults, textOf } from './read-results.js';
import { reportLine } from './report.js';
import { runConsumer } from './run-consumer.js';

const { values } = parseArgs({ options: { results: { type: 'string' } } });
const startedAt = performance.now();
const say = (text: string): void => {
  console.log(`${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(5)} s  ${text}`);
};

const emulator = await startServices();
const results = values.results ?? (await mkdtemp(join(tmpdir(), 'polylog-one-codebase-')));
try {
  process.exitCode = (await compare()) ? 0 : 1;
} catch (error) {
  console.error(`one-codebase failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await emulator.stop();
  if (values.results === undefined) await rm(results, { recursive: true });
}

async function compare(): Promise<boolean> {
  const { clock } = emulator;
  const service = serviceOf(emulator);
  const orders = madeOrders(clock.now());
  await Promise.all(clouds.map(({ write }) => write(service, orders)));
  say(`wrote ${orders.length} orders to each of ${clouds.map(({ title }) => title).join(', ')}`);
  // The services' time goes on at once: an end counts from five seconds after it.
  clock.advance(10_000);
  const until = new Date(clock.now()).toISOString();
  clock.advance(10_000);
  await Promise.all(clouds.map(({ write }) => write(service, [lateOrder(clock.now())])));

  const { endpoint, accessKeyId, secretAccessKey } = service;
  const variables = {
    ...{ UNTIL: until, ACCESS_KEY_ID: accessKeyId, SECRET_ACCESS_KEY: secretAccessKey },
    ...{ SLS_ENDPOINT: endpoint, CLS_ENDPOINT: endpoint, LTS_ENDPOINT: endpoint },
  };
  const names = clouds.map(({ provider }) => `polylog.${provider}`);
  const files = names.map((name) => `${name}.yaml`);

  const alone = join(results, 'alone');
  for (const file of files) say(`node dist/consume.js ${file}`);
  await Promise.all(
    files.map((file) => runConsumer({ files: [file], results: alone, variables: { ...variables, GROUP: 'alone' } })),
  );
  const together = join(results, 'together');
  say(`node dist/consume.js ${files.join(' ')}`);
  await runConsumer({ files, results: together, variables: { ...variables, GROUP: 'together' } });

  const isParked = ({ fields }: (typeof orders)[number]): boolean => fields.get('amount') === 'unknown';
  const expected = {
    report: textOf(orders.filter((order) => !isParked(order)).map(reportLine)),
    parked: textOf(orders.filter(isParked).map(reportLine)),
  };
  let [sent, received, differing] = [0, 0, 0];
  for (const [title, folder] of [['alone', alone], ['together', together]] as const) {
    for (const name of names) {
      const { report, parked } = await readResults(join(folder, name));
      const [handled, letters] = [linesIn(report), linesIn(parked)];
      sent += orders.length;
      received += handled + letters;
      const isEqual = report.equals(expected.report) && parked.equals(expected.parked);
      if (!isEqual) differing++;
      say(
        `${name.padEnd(19)} ${title.padEnd(8)}  ${handled} handled, ${letters} parked, ${report.length} bytes, sha256 ${digestOf(report)}${isEqual ? '' : '  DIFFERS'}`,
      );
    }
  }
  say(differing === 0 ? 'all six reports are equal, byte for byte, and hold what was written' : `${differing} differ`);
  console.log(`sent ${sent}, received ${received}, lost ${sent - received}`);
  return differing === 0;
}
