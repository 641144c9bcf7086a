import { readdirSync } from 'node:fs';
import { createConsumerFromConfig, loadConfig } from '@polylog/config';
import { type ConsumerEvent, onEvent } from '@polylog/core';
import { expect, onTestFinished, test } from 'vitest';
import { configFolder } from './config-folder.js';
import { environment, type Provider, startThreeClouds, type ThreeClouds } from './three-clouds.js';

const credentials = 'credentials: { accessKeyId: "${KEY_ID}", secretAccessKey: "${KEY_SECRET}" }\n';
const group = `provider: alibaba-sls\ngroup: billing\nmember: pod-1\nstart: earliest\ncreate: if-missing\n${credentials}`;

interface Ran {
  readonly bodies: readonly (string | undefined)[];
  /** What was told of checkpoints with other providers, and the line that was logged of it. */
  readonly elsewhere: readonly ConsumerEvent[];
  readonly lines: readonly string[];
}

/** Runs until so many records were seen. */
async function run(folder: string, provider: string, count: number): Promise<Ran> {
  const elsewhere: ConsumerEvent[] = [];
  const end = onEvent('checkpoints-elsewhere', (event) => void elsewhere.push(event));
  onTestFinished(end);
  const lines: string[] = [];
  const bodies: (string | undefined)[] = [];
  const stop = new AbortController();
  const consumer = createConsumerFromConfig(await loadConfig({ cwd: folder, provider, env: environment }), {
    logger: { warn: (line) => void (line.includes('checkpoints-elsewhere') && lines.push(line)) },
    processRecord(record) {
      bodies.push(record.body);
      if (bodies.length >= count) stop.abort();
    },
  });
  await consumer.run({ signal: stop.signal });
  end();
  return { bodies, elsewhere, lines };
}

const folderFor = (clouds: ThreeClouds, portable: string): string =>
  configFolder({ 'polylog.config.yaml': portable + clouds.sections });

test('8.5 a group that has saved nothing with a provider is told of, where the file names others; one that has is not', async () => {
  const clouds = await startThreeClouds();
  const folder = folderFor(clouds, group);
  clouds.write([{ content: 'one' }, { content: 'two' }]);

  const first = await run(folder, 'alibaba-sls', 2);
  expect(first.elsewhere).toMatchObject([
    { provider: 'alibaba-sls', group: 'billing', providers: ['tencent-cls', 'huawei-lts'] },
  ]);
  clouds.write([{ content: 'three' }]);
  expect(await run(folder, 'alibaba-sls', 1)).toEqual({ bodies: ['three'], elsewhere: [], lines: [] });

  const changed = await run(folder, 'tencent-cls', 3);
  expect(changed.bodies).toEqual(['one', 'two', 'three']);
  expect(changed.lines).toEqual([
    'tencent-cls/billing: checkpoints-elsewhere (providers=alibaba-sls,huawei-lts): The group "billing" has saved nothing yet with tencent-cls. If it has with alibaba-sls or huawei-lts, that stays there: checkpoints do not travel between clouds, and here it begins at "start".',
  ]);
});

test('8.5 a file with one section is not warned of: there is nothing to change to', async () => {
  const clouds = await startThreeClouds();
  clouds.write([{ content: 'one' }]);
  const alone = clouds.sections.replace(/tencent-cls:.*/s, '');
  const folder = configFolder({ 'polylog.config.yaml': group + alone });
  expect(await run(folder, 'alibaba-sls', 1)).toEqual({ bodies: ['one'], elsewhere: [], lines: [] });
});

test('8.5 a cut-over by start: { time } misses nothing and repeats little', async () => {
  const clouds = await startThreeClouds();
  const { clock } = clouds.emulator;
  clouds.write([{ content: 'before' }]);
  clock.advance(60_000);
  const time = new Date(Math.floor(clock.now() / 1_000) * 1_000).toISOString();
  clouds.write([{ content: 'after' }]);
  const folder = folderFor(clouds, group.replace('start: earliest', `start: { time: ${time} }`));
  for (const provider of ['tencent-cls', 'huawei-lts'] satisfies Provider[])
    expect((await run(folder, provider, 1)).bodies, provider).toEqual(['after']);
});

test('8.5 checkpoint files of two providers are two files, and the change is told both ways', async () => {
  const clouds = await startThreeClouds();
  const standalone = `provider: alibaba-sls\npartitions: { 0: earliest }\ncheckpointStore: { file: ./kept/orders }\n${credentials}`;
  const folder = configFolder({ 'polylog.config.yaml': standalone + clouds.sections, 'kept/.keep': '' });
  clouds.write([{ content: 'one' }]);
  expect(await run(folder, 'alibaba-sls', 1)).toEqual({ bodies: ['one'], elsewhere: [], lines: [] });

  const changed = await run(folder, 'huawei-lts', 1);
  expect(changed).toMatchObject({
    bodies: ['one'],
    elsewhere: [{ provider: 'huawei-lts', providers: ['alibaba-sls'] }],
  });
  expect(changed.lines[0]).toMatch(
    'Checkpoints were last saved with alibaba-sls. They do not travel between clouds: here each partition begins at its start.',
  );
  expect(readdirSync(`${folder}/kept`).sort()).toEqual(['.keep', 'orders.alibaba-sls', 'orders.huawei-lts']);

  clouds.write([{ content: 'two' }]);
  const back = await run(folder, 'alibaba-sls', 1);
  expect(back.bodies).toEqual(['two']);
  expect(back.lines[0]).toMatch(
    'last saved with huawei-lts. They do not travel between clouds: here each partition goes on from what alibaba-sls has saved before.',
  );
});
