import { createConsumerFromConfig, loadConfig } from '@polylog/config';
import { describe, expect, test } from 'vitest';
import { configFolder } from './config-folder.js';
import { environment, type Provider, providers, startThreeClouds } from './three-clouds.js';

const portable = (provider: string): string => `
provider: ${provider}
group: billing
start: earliest
create: if-missing
idleMs: 200
credentials:
  accessKeyId: \${KEY_ID}
  secretAccessKey: \${KEY_SECRET}
`;

/** The one code for every cloud. Answers what it was handed until it has seen so many records. */
async function readAll(folder: string, count: number): Promise<unknown[]> {
  const config = await loadConfig({ cwd: folder, env: environment });
  const seen: unknown[] = [];
  const stop = new AbortController();
  const consumer = createConsumerFromConfig(config, {
    logger: 'silent',
    processRecord(record) {
      seen.push({
        status: record.get('status'),
        bytes: Buffer.from(record.getBytes('status') ?? []).toString(),
        user: record.get('user'),
        body: record.body,
        named: record.toObject().status,
        entry: [...record.entries()].find(([name]) => name === 'status'),
      });
      if (seen.length >= count) stop.abort();
    },
  });
  await consumer.run({ signal: stop.signal });
  return seen;
}

describe('8.1 one line of the configuration swaps the provider', () => {
  test.each(providers)(
    '8.1 %s: the same code reads the same records, under the same names',
    async (provider: Provider) => {
      const clouds = await startThreeClouds();
      clouds.write([
        { status: '200', user: 'ada', content: 'GET /' },
        { status: '404', user: '日志', content: 'GET /nothing' },
      ]);
      const folder = configFolder({ 'polylog.config.yaml': portable(provider) + clouds.sections });
      const record = (status: string, user: string, body: string): unknown => {
        return { status, bytes: status, user, body, named: status, entry: ['status', status] };
      };
      expect(await readAll(folder, 2)).toEqual([record('200', 'ada', 'GET /'), record('404', '日志', 'GET /nothing')]);
    },
  );
});
