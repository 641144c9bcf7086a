/** What `npm start` runs. Exit code 0 only if nothing was lost and every partition was handled in order. */
import { parseArgs } from 'node:util';
import { isProvider, providers } from './providers.js';
import { runScenario } from './scenario.js';

const { values } = parseArgs({
  options: {
    provider: { type: 'string', default: 'alibaba-sls' },
    seed: { type: 'string', default: '1' },
    records: { type: 'string', default: '6000' },
  },
});
const startedAt = performance.now();
const say = (text: string): void => {
  console.log(`${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(5)} s  ${text}`);
};

try {
  const { provider } = values;
  if (!isProvider(provider)) {
    throw new Error(`--provider is "${provider}"; there are: ${Object.keys(providers).join(', ')}.`);
  }
  const result = await runScenario({
    provider,
    seed: Number(values.seed),
    recordsPerPartition: Number(values.records),
    sessionTimeoutMs: 6_000,
    say,
  });
  for (const text of result.disorder) say(`out of order: ${text}`);
  if (result.lost > 0) say(`missing, for example: ${result.missing.join(', ')}`);
  const { sent, received, lost, repeated } = result;
  console.log(`sent ${sent}, received ${received}, lost ${lost}, repeated ${repeated}`);
  process.exitCode = lost === 0 && received === sent && result.disorder.length === 0 ? 0 : 1;
} catch (error) {
  console.error(`The demo failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
