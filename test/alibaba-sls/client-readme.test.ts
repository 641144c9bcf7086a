import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createSlsClient } from '@polylog/alibaba-sls';
import { defaultAccessKey, startEmulator } from '@polylog/emulator';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { credentials } from './client-service.js';

const root = new URL('../../', import.meta.url);
const readme = readFileSync(new URL('packages/alibaba-sls/README.md', root), 'utf8');
const [, section = ''] = /\n## All calls of the service\n(.*?)\n## /s.exec(readme) ?? [];
/** The pieces of the section, one after the other, are one program. */
const program = [...section.matchAll(/```ts\n(.*?)```/gs)].map(([, piece]) => piece).join('\n');

describe('the section on the client in the README', () => {
  test('is a program that compiles', { timeout: 60_000 }, () => {
    expect(program.length).toBeGreaterThan(2_000);
    expect(problemsOf(program)).toEqual([]);
    // So that this check cannot pass by not looking.
    expect(problemsOf(`${program}\nclient.logs.put({ project: 'p' });`)).not.toEqual([]);
  });

  test('and runs as it stands', { timeout: 60_000 }, async () => {
    const { sls, stop } = await startEmulator({ sls: { projects: { 'my-project': {} } } });
    const code = program.replace("endpoint: 'cn-hangzhou.log.aliyuncs.com'", `endpoint: '${sls.endpoint}'`);
    expect(code).not.toBe(program);
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      cwd: fileURLToPath(root),
      env: {
        PATH: process.env.PATH,
        ALIBABA_CLOUD_ACCESS_KEY_ID: defaultAccessKey.id,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: defaultAccessKey.secret,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (more) => (stdout += String(more)));
    child.stderr.on('data', (more) => (stderr += String(more)));
    try {
      const [exitCode] = await once(child, 'close');
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).toContain("[ 'requests' ] 1 undefined");
      expect(stdout).toMatch(/status: '500'.*true\n/s);
      expect(stdout).toMatch(/0: none → \S+ \(first\)/);
      expect(stdout).toMatch(/invalid-argument 400 [0-9A-F]{24}\n$/);
    } finally {
      child.kill('SIGKILL');
      await stop();
    }
  });

  test('names every method, every option, and nothing that is none', async () => {
    const client = createSlsClient({ endpoint: 'http://127.0.0.1:1', credentials });
    const methods = Object.entries(client).flatMap(([noun, calls]) =>
      typeof calls === 'object' ? Object.keys(calls).map((method) => `client.${noun}.${method}`) : [],
    );
    await client.close();
    const rows = section.split('\n').filter((line) => line.startsWith('| '));
    const named = rows.flatMap((row) => [...row.matchAll(/`(client\.\w+\.\w+)`/g)].map(([, name]) => name));
    expect([...new Set(named)].sort()).toEqual(methods.sort());
    const options = rows
      .filter((row) => !row.includes('`client.'))
      .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));
    const { message } = catching(() => createSlsClient({ zzzzzzzzzzzzzzzzzzzz: 1 } as never));
    const known = /Known are (.*)\.$/.exec(message)?.[1]?.split(', ') ?? [];
    expect(options.filter((name) => name !== 'createSlsClient').sort()).toEqual(known.sort());
  });

  test('has a row for every method of the official SDK that the vendor’s documents show', () => {
    const missing = shown.filter((name) => !section.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });
});

/**
 * Every method of the client in the vendor's pages on consumer groups, on consuming by a group, and on its SDK for Python; the page
 * on the SDK names those of configurations where it means machine groups.
 */
const shown = [
  ...['create_consumer_group', 'list_consumer_group', 'update_consumer_group', 'delete_consumer_group'],
  ...['get_check_point', 'get_check_point_fixed', 'update_check_point'],
  ...['list_project', 'get_project', 'create_project', 'delete_project', 'copy_project'],
  ...['list_logstores', 'list_logstore', 'create_logstore', 'get_logstore', 'update_logstore', 'delete_logstore'],
  ...['put_logs', 'pull_logs', 'get_logs', 'get_histograms', 'list_topic'],
  ...['get_begin_cursor', 'get_end_cursor', 'get_cursor', 'get_cursor_time', 'get_previous_cursor_time'],
  ...['create_index', 'update_index', 'get_index_config', 'delete_index'],
  ...['list_logtail_config', 'create_logtail_config', 'get_logtail_config'],
  ...['update_logtail_config', 'delete_logtail_config', 'get_config_applied_machine_groups'],
  ...[
    'list_machine_group',
    'create_machine_group',
    'get_machine_group',
    'update_machine_group',
    'delete_machine_group',
  ],
  ...['apply_config_to_machine_group', 'remove_config_to_machine_group', 'get_machine_group_applied_configs'],
  ...['list_shipper', 'create_shipper', 'get_shipper_config', 'update_shipper', 'delete_shipper'],
  ...['get_shipper_tasks', 'retry_shipper_tasks'],
];

/** What the compiler has to say of a module that lies in the root of the repository. */
function problemsOf(text: string): readonly string[] {
  const file = fileURLToPath(new URL('readme-program.ts', root));
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, language) =>
    name === file ? ts.createSourceFile(name, text, language) : getSourceFile.call(host, name, language);
  host.fileExists = (name) => name === file || fileExists.call(host, name);
  host.readFile = (name) => (name === file ? text : readFile.call(host, name));
  return ts
    .getPreEmitDiagnostics(ts.createProgram([file], options, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

function catching(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('It took a name that nobody knows.');
}
