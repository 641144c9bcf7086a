import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { defaultAccessKey, type Emulator, startEmulator } from '@polylog/emulator';
import ts from 'typescript';
import { onTestFinished } from 'vitest';
import { configFolder } from '../config/config-folder.js';
import { until } from '../end-to-end/until.js';
import { asProgram, isWhole } from './around.js';

/** The logs that the pages name, with as many records in each. */
export const RECORDS = 3;
export const ids = {
  ...{ project: 'my-project', logstore: 'requests', group: 'billing' },
  ...{ logsetId: '0f8e4b82-8adb-47b1-a3c4-2b1d5e6f7a89', topicId: '6f6ded3f-948c-4616-9c7c-956a95d8c1a3' },
  ...{ logGroupId: 'e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1', logStreamId: 'c54dbc58-0fd8-48ed-b007-6d54981427a7' },
} as const;

export async function startLogs(): Promise<Emulator> {
  const emulator = await startEmulator({
    sls: { projects: { [ids.project]: { [ids.logstore]: { shards: 1 } } } },
    cls: { logsets: { [ids.logsetId]: { [ids.topicId]: { partitions: 1 } } } },
    lts: {
      logGroups: { [ids.logGroupId]: { [ids.logStreamId]: { shards: 1, consumerGroups: { [ids.group]: {} } } } },
    },
  });
  onTestFinished(() => emulator.stop());
  const { sls, cls, lts, clock } = emulator;
  const now = clock.now();
  for (let i = 0; i < RECORDS; i++) {
    const fields = (body: string): [string, string][] => [
      ['status', '200'],
      [body, 'hello'],
    ];
    sls.put(ids.project, ids.logstore, {
      logs: [{ timeSeconds: Math.floor(now / 1_000), contents: fields('content') }],
    });
    cls.put(ids.topicId, { logs: [{ time: now, contents: fields('__CONTENT__') }] });
    lts.put(ids.logGroupId, ids.logStreamId, { content: 'hello', labels: { status: '200' } });
  }
  return emulator;
}

/** As programs are told where the logs are and what the keys are. */
export function environmentOf({ sls: { endpoint } }: Emulator): Readonly<Record<string, string>> {
  const { id, secret } = defaultAccessKey;
  return {
    ...{ PATH: process.env.PATH ?? '', SLS_ENDPOINT: endpoint, CLS_ENDPOINT: endpoint, LTS_ENDPOINT: endpoint },
    ...{ ALIBABA_CLOUD_ACCESS_KEY_ID: id, ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret },
    ...{ TENCENTCLOUD_SECRET_ID: id, TENCENTCLOUD_SECRET_KEY: secret },
    ...{ HUAWEICLOUD_SDK_AK: id, HUAWEICLOUD_SDK_SK: secret },
  };
}

/** Stands for the rest of the program, see `namesAround`: stops when every record was processed, and tells how many. */
const around = `
  import { onEvent } from '@polylog/core';
  import { slsDriver, environmentCredentials } from '@polylog/alibaba-sls';
  const stop = new AbortController();
  globalThis.signal = stop.signal;
  globalThis.handle = async () => {};
  globalThis.driver = slsDriver({
    endpoint: process.env.SLS_ENDPOINT, project: '${ids.project}', logstore: '${ids.logstore}',
    credentials: environmentCredentials(),
  });
  let processed = 0;
  onEvent('batch-done', ({ records }) => {
    processed += records;
    if (processed >= ${RECORDS}) stop.abort();
  });
  process.once('beforeExit', () => console.log('processed ' + processed));
`;

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a snippet in a process of its own. One without imports ends when it has processed all; a whole program gets SIGTERM once it
 * has printed as many lines as there are records.
 */
export async function runSnippet(
  code: string,
  emulator: Emulator,
  files: Readonly<Record<string, string>>,
): Promise<Ran> {
  const startsItself = /consumer\.(run|batches)\(/.test(code) || !/const consumer\b/.test(code);
  const program = startsItself || isWhole(code) ? code : `${code}\nawait consumer.run({ signal });\n`;
  const { outputText } = ts.transpileModule(asProgram(program), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
  });
  const cwd = configFolder({
    ...files,
    'around.mjs': around,
    'main.mjs': isWhole(code) ? outputText : `import './around.mjs';\n${outputText}`,
  });
  return runChild([`${cwd}/main.mjs`], {
    cwd,
    env: environmentOf(emulator),
    linesUntilStop: isWhole(code) ? RECORDS : undefined,
  });
}

export interface ChildOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** After so many it is told to stop. */
  readonly linesUntilStop?: number | undefined;
}

export async function runChild(args: readonly string[], { cwd, env, linesUntilStop }: ChildOptions): Promise<Ran> {
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (more) => (stdout += String(more)));
  child.stderr.on('data', (more) => (stderr += String(more)));
  const closed = once(child, 'close') as Promise<[number | null]>;
  if (linesUntilStop !== undefined) {
    await until(() => stdout.split('\n').length > linesUntilStop || child.exitCode !== null);
    child.kill('SIGTERM');
  }
  const [code] = await closed;
  return { code, stdout, stderr };
}
