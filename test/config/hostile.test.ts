import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { ConfigError, loadConfig } from '@polylog/config';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { configFolder } from './config-folder.js';

const PLANTED = 'PLANTED-8f3a1c';
const names = [
  ...[
    'group',
    'start',
    'until',
    'members',
    'memory',
    'checkpoint',
    'partitions',
    'require',
    'unsupported',
    'credentials',
  ],
  ...['onExpired', 'onProcessorFailure', 'order', 'x-notes', '$schema', '__proto__', 'constructor', 'toString', 'time'],
];
const sectionNames = [
  ...[
    'endpoint',
    'project',
    'logstore',
    'region',
    'logsetId',
    'topicIds',
    'projectId',
    'logGroupId',
    'credentials',
    'ca',
  ],
  ...['fields', 'adapter', 'maxLogGroups', 'query', '__proto__', 'hasOwnProperty', 'file', 'secretAccessKey'],
];
const leaf = fc.oneof(
  fc.constantFrom<unknown>(
    '',
    'earliest',
    '${A}',
    '${A:-x}',
    '${',
    '$${A}',
    '${NOBODY}',
    'env',
    'fenced',
    null,
    true,
    0,
    -1,
    1e21,
  ),
  fc.string(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names, ...sectionNames), tie('value'), { maxKeys: 3 }),
  ),
})).value;
const section = fc.dictionary(fc.constantFrom(...sectionNames), value);

test('8.4 whatever stands in a file: it is good, or refused with places; nothing else comes out, and no variable either', async () => {
  const folder = configFolder({});
  let count = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('alibaba-sls', 'tencent-cls', 'huawei-lts', '${A}', 'time', '__proto__', 7),
      fc.dictionary(fc.constantFrom(...names), value),
      fc.record({ 'alibaba-sls': section, 'tencent-cls': section, 'huawei-lts': section }, { requiredKeys: [] }),
      async (provider, portable, sections) => {
        const file = join(folder, `${++count}.json`);
        writeFileSync(file, JSON.stringify({ provider, ...portable, ...sections }));
        const outcome: unknown = await loadConfig({ file, cwd: folder, env: { A: PLANTED } }).catch(
          (error: unknown) => error,
        );
        if (outcome instanceof ConfigError) {
          expect(outcome.problems.length).toBeGreaterThan(0);
          for (const { line, message } of outcome.problems) {
            expect(line ?? 1).toBe(1);
            expect(message.startsWith(`${count}.json`)).toBe(true);
          }
        } else expect(outcome).not.toBeInstanceOf(Error);
        expect(inspect(outcome, { depth: 12 }) + JSON.stringify(outcome)).not.toContain(PLANTED);
      },
    ),
    // Found once.
    {
      numRuns: 500,
      examples: [['tencent-cls', JSON.parse('{ "require": { "__proto__": "" } }'), { 'tencent-cls': {} }]],
    },
  );
});

test('8.4 text that is no YAML and no JSON is refused, however it is damaged', async () => {
  const good =
    'provider: alibaba-sls\ngroup: &g billing\nstart: { time: "2026-01-01T00:00:00Z" }\nalibaba-sls:\n  - *g\n  ? x\n  : |\n   text\n';
  const folder = configFolder({});
  let count = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.nat(good.length),
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.boolean(),
      async (at, piece, isJson) => {
        const file = join(folder, `${++count}.${isJson ? 'json' : 'yaml'}`);
        writeFileSync(file, good.slice(0, at) + piece + good.slice(at + piece.length));
        await expect(loadConfig({ file, cwd: folder, env: {} })).rejects.toBeInstanceOf(ConfigError);
      },
    ),
    { numRuns: 500 },
  );
});
