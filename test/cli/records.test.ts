import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { providers } from '../config/three-clouds.js';
import { until } from '../end-to-end/until.js';
import { commandFolder } from './three-clouds-folder.js';

/** Each test starts several processes, and a busy machine is slow at that. */
const timeout = 60_000;

interface Told {
  readonly body: string;
  readonly fields: Readonly<Record<string, string>>;
}

const told = (out: string): readonly Told[] =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Told);

describe.each(providers)('polylog tail, %s', { timeout }, (provider) => {
  test('prints what is there from the beginning, then what comes; SIGINT stops it with 0', async () => {
    const { start, write } = await commandFolder(provider);
    write([{ status: '200', content: 'before' }]);
    const tail = start('tail --from begin --json');
    await until(() => tail.output.out.includes('before') || tail.child.exitCode !== null);
    write([{ status: '500', content: 'after' }]);
    await until(() => tail.output.out.includes('after') || tail.child.exitCode !== null);
    tail.child.kill('SIGINT');
    expect(await tail.ended, tail.output.err).toBe(0);
    expect(tail.output.err).toBe('polylog: 2 records; stopped by SIGINT.\n');
    // Under the portable names, like everywhere.
    expect(told(tail.output.out).map(({ body, fields }) => [body, fields.status])).toEqual([
      ['before', '200'],
      ['after', '500'],
    ]);
  });

  test('filters, and ends by itself at the limit', async () => {
    const { run, write } = await commandFolder(provider);
    write([
      { status: '200', content: 'GET /a' },
      { status: '500', content: 'GET /b' },
      { status: '500', content: 'POST /c' },
      { status: '500', content: 'GET /d' },
    ]);
    const { code, out, err } = await run(
      'tail --from begin --filter status=500 --grep ^GET --limit 2 --columns body,status',
    );
    expect({ code, err }).toEqual({ code: 0, err: 'polylog: 2 of 4 records; stopped by --limit.\n' });
    expect(out).toMatch(/^TIME +PARTITION +body +status\n\S+Z +\S+ +GET \/b +500\n\S+Z +\S+ +GET \/d +500\n$/);
  });

  test('writes lines of text and of JSON, which tail gives back', async () => {
    const { run } = await commandFolder(provider);
    const now = new Date().toISOString();
    const text = await run('produce --key a', 'first\n\nsecond 日志\r\n');
    expect(text).toEqual({ code: 0, out: '', err: 'polylog: 3 lines read, 2 records stored, 0 failed.\n' });
    const line = { time: now, key: 'a', body: 'third', fields: { status: 404, user: 'ada' } };
    const json = await run('produce --input json --json', `${JSON.stringify(line)}\n`);
    expect({ ...json, out: JSON.parse(json.out) as unknown }).toMatchObject({
      code: 0,
      out: { lines: 1, stored: 1, failed: 0 },
    });
    const { out } = await run('tail --from begin --json --limit 3');
    expect(told(out).map(({ body }) => body)).toEqual(['first', 'second 日志', 'third']);
    expect(told(out)[2]).toMatchObject({ time: now, fields: { status: '404', user: 'ada' } });
  });
});

describe('polylog tail', { timeout }, () => {
  test('begins now where nothing else is said, and at a time where one is', async () => {
    const { start, run, write, emulator } = await commandFolder('alibaba-sls');
    write([{ content: 'old' }]);
    emulator.clock.advance(60_000);
    const tail = start('tail --json --limit 1');
    // Until it stands at the end, what is written may be before it: so it is written again.
    const writing = setInterval(() => write([{ content: 'new' }]), 300);
    await tail.ended.finally(() => clearInterval(writing));
    expect(told(tail.output.out).map(({ body }) => body)).toEqual(['new']);
    const from = new Date(emulator.clock.now() - 30_000).toISOString();
    const { out } = await run(['tail', '--from', from, '--json', '--limit', '1']);
    expect(told(out).map(({ body }) => body)).toEqual(['new']);
  });

  test('ends when nobody reads any more, and says so', async () => {
    const { start, write } = await commandFolder('alibaba-sls');
    write([{ content: 'a' }]);
    const tail = start('tail --from begin', { reads: false });
    tail.stdout.once('data', () => tail.stdout.destroy());
    const writing = setInterval(() => write([{ content: 'b' }]), 100);
    const code = await tail.ended.finally(() => clearInterval(writing));
    expect(code, tail.output.err).toBe(0);
    expect(tail.output.err).toMatch(/^polylog: \d+ records?; stopped, for nobody reads stdout any more\.\n$/);
  });

  test('a reader that stands still holds it up, and SIGINT ends it all the same', async () => {
    const { start, write } = await commandFolder('alibaba-sls');
    write(Array.from({ length: 400 }, () => ({ content: 'x'.repeat(1_000) })));
    const tail = start('tail --from begin --json', { reads: false });
    tail.stdout.pause();
    await until(() => tail.stdout.readableLength > 0 || tail.child.exitCode !== null);
    tail.child.kill('SIGINT');
    // What the process has already given to the pipe is read to its end.
    tail.stdout.resume();
    expect(await tail.ended, tail.output.err).toBe(0);
    expect(tail.output.err).toMatch(/stopped by SIGINT\.\n$/);
  });

  test('goes on in the children of a split; named partitions end with themselves', async () => {
    const { start, run, write } = await commandFolder('alibaba-sls');
    const all = start('tail --from begin --json');
    const named = start('tail --from begin --partition 0');
    write([{ content: 'before' }]);
    await until(() => all.output.out.includes('before') || all.child.exitCode !== null);
    expect((await run('partitions split 0')).code).toBe(0);
    write([{ content: 'behind' }]);
    expect(await named.ended).toBe(0);
    expect(named.output.err).toBe('polylog: 1 record; the partitions have ended.\n');
    await until(() => all.output.out.includes('behind') || all.child.exitCode !== null);
    all.child.kill('SIGTERM');
    expect(await all.ended).toBe(0);
    expect(all.output.err).toBe('polylog: 2 records; stopped by SIGTERM.\n');
  });

  test('a service that refuses ends it with 1', async () => {
    const { folder } = await commandFolder('alibaba-sls');
    const { polylog } = await import('./polylog.js');
    const { code, out, err } = await polylog(folder, ['tail'], { KEY_ID: 'nobody', KEY_SECRET: 'wrong-secret' });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/nobody|Unauthorized|AccessKey/);
    expect(err).not.toContain('wrong-secret');
  });
});

describe('polylog produce', { timeout }, () => {
  test('names the lines that are wrong, never what stands in them, and ends with 1', async () => {
    const { run } = await commandFolder('alibaba-sls');
    const lines = [
      '{"fields":{"a":"1"}}',
      'hunter2',
      '{"fields":{"a":{"b":"hunter2"}}}',
      '{"body":"hunter2","tiem":1}',
      '{"fields":{"a":2}}',
    ];
    const { code, out, err } = await run('produce --input json', lines.join('\n'));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.split('\n').map((line) => line.split(':')[0])).toEqual(['line 2', 'line 3', 'line 4', 'polylog', '']);
    expect(err).toContain('polylog: 5 lines read, 2 records stored, 3 failed.\n');
    expect(err).not.toContain('hunter2');
  });

  test('stops at once where everything would be refused, without reading the rest', async () => {
    const { start, emulator } = await commandFolder('alibaba-sls');
    const action = { kind: 'status', status: 401, code: 'Unauthorized' } as const;
    emulator.sls.faults.add({ match: { call: 'PutLogs' }, action });
    const produce = start('produce', { stdin: 'pipe' });
    produce.stdin.on('error', () => undefined);
    produce.stdin.write('a\nb\n');
    // stdin stays open.
    expect(await produce.ended, produce.output.err).toBe(1);
    expect(produce.output.err).toContain(
      'polylog: stopped at line 2, for what this was refused for, every other line would be, too.\n',
    );
  });

  test('stops where the log stream of LTS is missing, which the service says as it says that a record is wrong', async () => {
    const { start, folder } = await commandFolder('huawei-lts');
    const file = join(folder, 'polylog.config.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/logStreamId: \S+/, `logStreamId: ${randomUUID()}`));
    const produce = start('produce', { stdin: 'pipe' });
    produce.stdin.on('error', () => undefined);
    produce.stdin.write('line\n'.repeat(20_000));
    // stdin stays open.
    expect(await produce.ended, produce.output.err).toBe(1);
    expect(produce.output.err).toMatch(/line 1: .*the log stream does not exist: check their ids/);
    expect(produce.output.err).toMatch(/polylog: stopped at line \d+, for the service has refused \d+ in a row\.\n$/);
  });

  test('SIGINT stores what was read, counts it, and ends with 130', async () => {
    const { start, emulator } = await commandFolder('alibaba-sls');
    const produce = start('produce', { stdin: 'pipe' });
    produce.stdin.on('error', () => undefined);
    produce.stdin.write('a\nb\nhalf');
    await until(() => emulator.sls.stats().calls.PutLogs !== undefined || produce.child.exitCode !== null);
    produce.child.kill('SIGINT');
    expect(await produce.ended, produce.output.err).toBe(130);
    expect(produce.output.err).toBe(
      'polylog: 2 lines read, 2 records stored, 0 failed.\npolylog: broken off by SIGINT.\n',
    );
  });

  test('writes as much as comes, as fast as it is stored', async () => {
    const { start } = await commandFolder('alibaba-sls');
    const produce = start('produce --json', { stdin: 'pipe' });
    const line = `${'x'.repeat(1_000)}\n`;
    const block = line.repeat(1_000);
    for (let i = 0; i < 40; i++) {
      if (!produce.stdin.write(block)) await new Promise((resolve) => produce.stdin.once('drain', resolve));
    }
    produce.stdin.end();
    expect(await produce.ended, produce.output.err).toBe(0);
    expect(JSON.parse(produce.output.out)).toEqual({ lines: 40_000, stored: 40_000, failed: 0 });
  });
});
