import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { rawClient } from '../../testing/raw-client.js';
import { parseCommand, UsageError } from './arguments.js';

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

function run(...args: string[]): { readonly child: ChildProcess; readonly output: { out: string; err: string } } {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => {
    output.out += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    output.err += String(chunk);
  });
  return { child, output };
}

describe('polylog-emulator', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'prints one line when ready, serves, and ends with 0 on %s',
    async (signal) => {
      const { child, output } = run(
        '--project',
        'proj',
        '--logstore',
        'store',
        '--shards',
        '3',
        '--access-key-id',
        'me',
        '--access-key-secret',
        'planted-secret',
      );
      while (!output.out.includes('\n')) await once(child.stdout as NodeJS.ReadableStream, 'data');
      const line = JSON.parse(output.out);
      expect(line).toMatchObject({
        ready: true,
        sls: { endpoint: `http://127.0.0.1:${line.sls.port}`, accessKeyId: 'me' },
      });
      const send = rawClient(line.sls.endpoint, { project: 'proj', id: 'me', secret: 'planted-secret' });
      const shard = '/logstores/store/shards/2';
      const { cursor } = (await send({ path: shard, query: { type: 'cursor', from: 'begin' } })).json;
      const pulled = await send({ path: shard, query: { type: 'logs', cursor, count: '10' } });
      expect([pulled.status, pulled.headers['x-log-count']]).toEqual([200, '0']);
      child.kill(signal);
      const [code] = await once(child, 'close');
      expect([code, output.err]).toEqual([0, '']);
      expect(output.out.split('\n')).toHaveLength(2);
      expect(output.out).not.toContain('planted-secret');
    },
  );

  test('a bad flag is one helpful line and exit 2; --help goes to stdout', async () => {
    const bad = run('--prot', '1');
    expect([(await once(bad.child, 'close'))[0], bad.output.out]).toEqual([2, '']);
    expect(bad.output.err).toBe(
      "polylog-emulator: Unknown option '--prot' (polylog-emulator --help lists the flags)\n",
    );
    const help = run('--help');
    expect((await once(help.child, 'close'))[0]).toBe(0);
    expect(help.output.out).toContain('--logstore NAME');
  });
});

describe('flags', () => {
  test.each([
    [['--port', '70000'], '--port is "70000"; allowed is a whole number from 0 to 65535'],
    [['--shards', 'x', '--logstore', 'abc'], '--shards is "x"; allowed is a whole number from 1 to 100'],
    [['--https-key', 'k.pem'], '--https-cert is missing; HTTPS needs both files'],
    [['--https-key', '/no/k.pem', '--https-cert', 'c.pem'], '--https-key: cannot read /no/k.pem (ENOENT)'],
    [['--switch', 'nope=1'], /--switch: unknown switch "nope"; there are: balancingLagMs/],
    [['--switch', 'endOfCursor=x'], '--switch: switch endOfCursor is "x"; allowed: at-tail, when-empty, never'],
    [['--switch', 'freeUnreported=1'], '--switch: switch freeUnreported is "1"; allowed: false, true'],
    [['--switch', 'pullMaxBytes=-1'], '--switch: switch pullMaxBytes is -1; allowed: a whole number from 0'],
    [['--cls-switch', 'offsets=x'], '--cls-switch: switch offsets is "x"; allowed: dense, per-log, bytes'],
    [['--cls-switch', 'offsetBase=-1'], '--cls-switch: switch offsetBase is "-1"; allowed: a bigint'],
    [['--lts-switch', 'handOver=x'], '--lts-switch: switch handOver is "x"; allowed: two-step, at-once'],
    [['--stream-shards', '0'], '--stream-shards is "0"; allowed is a whole number from 1 to 100'],
    [['--fsync'], '--fsync is about --data, which is missing'],
    [['--data', ''], '--data is empty; it names a directory'],
    [['stray'], /^Unexpected argument 'stray'/],
    [['--port'], /^Option '--port <value>' argument missing/],
  ])('%o: %s', (args, message) => {
    expect(() => parseCommand(args)).toThrow(UsageError);
    expect(() => parseCommand(args)).toThrow(message);
  });

  test('become options; a project without a name is called demo', () => {
    expect(
      parseCommand([
        '--logstore',
        'abc',
        '--logstore',
        'def',
        '--switch',
        'freeUnreported=true',
        '--switch',
        'pullMaxBytes=5',
        '--accept-any',
        '--seed',
        '3',
      ]),
    ).toMatchObject({
      kind: 'start',
      accessKeyId: 'polylog',
      options: {
        sls: {
          projects: { demo: { abc: { shards: 2, ttlDays: 30 }, def: { shards: 2, ttlDays: 30 } } },
          accessKeys: [{ id: 'polylog', secret: 'polylog-emulator-secret' }],
          acceptAnyCredentials: true,
          baseDomains: [],
          switches: { freeUnreported: true, pullMaxBytes: 5 },
        },
        seed: 3,
      },
    });
    expect(parseCommand(['--project', 'only'])).toMatchObject({ options: { sls: { projects: { only: {} } } } });
    expect(
      parseCommand([
        ...['--topic', 't1', '--topic', 't2', '--partitions', '3'],
        ...['--cls-switch', 'offsetBase=9007199254740993', '--quotas'],
      ]),
    ).toMatchObject({
      options: {
        cls: {
          logsets: { demo: { t1: { partitions: 3, ttlDays: 30 }, t2: { partitions: 3, ttlDays: 30 } } },
          switches: { offsetBase: 9_007_199_254_740_993n },
          quotas: true,
        },
        lts: { quotas: true },
      },
    });
    expect(
      parseCommand([
        ...['--log-stream', 's1', '--log-stream', 's2', '--stream-shards', '3', '--consumer-group', 'g'],
        ...['--lts-switch', 'firstCursor=9007199254740993', '--lts-switch', 'cursors=dense'],
      ]),
    ).toMatchObject({
      options: {
        lts: {
          logGroups: {
            demo: {
              s1: { shards: 3, ttlDays: 30, consumerGroups: { g: {} } },
              s2: { shards: 3, ttlDays: 30, consumerGroups: { g: {} } },
            },
          },
          switches: { firstCursor: 9_007_199_254_740_993n, cursors: 'dense' },
        },
      },
    });
  });
});
