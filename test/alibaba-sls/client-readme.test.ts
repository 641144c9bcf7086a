import { createSlsClient } from '@polylog/alibaba-sls';
import { startEmulator } from '@polylog/emulator';
import { describe, expect, onTestFinished, test } from 'vitest';
import { clientSection, methodsOf } from '../documents/client-section.js';
import { knownOptions } from '../documents/known-options.js';
import { runReadmeProgram } from '../documents/readme-program.js';
import { credentials } from './client-service.js';

const section = clientSection('alibaba-sls', 'createSlsClient');

describe('the section on the client in the README', () => {
  test('is a program that compiles', { timeout: 60_000 }, () => {
    expect(section.program.length).toBeGreaterThan(2_000);
    expect(section.problems()).toEqual([]);
    // So that this check cannot pass by not looking.
    expect(section.problems("client.logs.put({ project: 'p' });")).not.toEqual([]);
  });

  test('and runs as it stands', { timeout: 60_000 }, async () => {
    const emulator = await startEmulator({ sls: { projects: { 'my-project': {} } } });
    onTestFinished(() => emulator.stop());
    const { code, stdout, stderr } = await runReadmeProgram(section.program, emulator);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain("[ 'requests' ] 1 undefined");
    expect(stdout).toMatch(/status: '500'.*true\n/s);
    expect(stdout).toMatch(/0: none → \S+ \(first\)/);
    expect(stdout).toMatch(/invalid-argument 400 [0-9A-F]{24}\n$/);
  });

  test('names every method, every option, and nothing that is none', async () => {
    const client = createSlsClient({ endpoint: 'http://127.0.0.1:1', credentials });
    expect(section.methods).toEqual(methodsOf(client));
    await client.close();
    expect(section.options).toEqual(knownOptions(createSlsClient));
  });

  test('has a row for every method of the official SDK that the vendor’s documents show', () => {
    const missing = shown.filter((name) => !section.text.includes(`\`${name}\``));
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
