/**
 * What `npm start -- --all` runs: writes the same orders to three clouds, reads them with the same program, and compares
 * what that has written, byte for byte. Exit code 0 only if all of it is equal and nothing is missing.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { clouds, serviceOf, startServices } from './clouds.js';
import { lateOrder, madeOrders } from './input.js';
import { compared, expectedOf } from './results.js';
import { runConsumer } from './run-consumer.js';

const { values } = parseArgs({ options: { results: { type: 'string' } } });
const results = await newFolder();
const emulator = await startServices();
try {
  process.exitCode = (await isAllEqual()) ? 0 : 1;
} catch (error) {
  console.error(`The example failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await emulator.stop();
  if (values.results === undefined) await rm(results, { recursive: true });
}

async function isAllEqual(): Promise<boolean> {
  const service = serviceOf(emulator);
  const { clock } = emulator;
  const orders = madeOrders(clock.now());
  await Promise.all(clouds.map(({ write }) => write(service, orders)));
  console.log(`${orders.length} orders are in ${clouds.map(({ title }) => title).join(', in ')}`);

  // An end counts once the service's own time is five seconds past it: here that comes at once.
  clock.advance(10_000);
  const until = new Date(clock.now()).toISOString();
  clock.advance(10_000);
  await Promise.all(clouds.map(({ write }) => write(service, [lateOrder(clock.now())])));

  const { endpoint, accessKeyId, secretAccessKey } = service;
  const variables = {
    ...{ UNTIL: until, ACCESS_KEY_ID: accessKeyId, SECRET_ACCESS_KEY: secretAccessKey },
    ...{ SLS_ENDPOINT: endpoint, CLS_ENDPOINT: endpoint, LTS_ENDPOINT: endpoint },
  };
  const run = async (group: string, files: readonly string[]): Promise<void> => {
    console.log(`node dist/consume.js ${files.join(' ')}`);
    await runConsumer({ files, results: join(results, group), variables: { ...variables, GROUP: group } });
  };
  const files = clouds.map(({ provider }) => `polylog.${provider}.yaml`);
  await Promise.all(files.map((file) => run('alone', [file])));
  await run('together', files);

  const expected = expectedOf(orders);
  let [sent, lost, different] = [0, 0, 0];
  for (const group of ['alone', 'together']) {
    for (const { provider } of clouds) {
      const found = await compared(join(results, group, `polylog.${provider}`), expected);
      const { handled, parked, missing, isEqual } = found;
      const verdict = isEqual ? 'equal to what was written, byte for byte' : 'DIFFERENT from what was written';
      console.log(`${group} ${provider}: ${handled} orders reported, ${parked} parked: ${verdict}`);
      sent += orders.length;
      lost += missing;
      different += isEqual ? 0 : 1;
    }
  }
  console.log(`sent ${sent}, received ${sent - lost}, lost ${lost}`);
  return different === 0;
}

/** `--results` keeps what the runs have written; it must be new, for letters are added to what is there. */
async function newFolder(): Promise<string> {
  if (values.results === undefined) return mkdtemp(join(tmpdir(), 'polylog-'));
  await mkdir(values.results);
  return values.results;
}
