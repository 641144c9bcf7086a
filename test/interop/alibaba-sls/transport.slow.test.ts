import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newerNode } from '../../../scripts/peers/newer-node.mjs';
import { pythonWithSdk } from '../../../scripts/peers/python.mjs';
import { credentials } from '../../end-to-end/emulated-log.js';
import { type EmulatorCommand, startEmulatorCommand } from '../emulator-command.js';
import { describeWithPeer } from '../peer.js';
import { patience, type Told } from '../script.js';
import { overHttp, overHttps, region, runPython, sdk } from './python-script.js';
import { startTunnel, type Tunnel } from './tunnel.js';

const certificate = (name: string): string => fileURLToPath(new URL(`./certificates/${name}.pem`, import.meta.url));
const node = await newerNode();

describeWithPeer('the Python SDK', sdk, await pythonWithSdk(), ({ python }) => {
  // Node before 22.15 cannot answer in zstd.
  describeWithPeer('and the emulator under a Node with zstd', 'npm: node', node, ({ node }) => {
    let emulator: EmulatorCommand;
    let tunnel: Tunnel;

    beforeAll(async () => {
      emulator = await startEmulatorCommand(node, [
        ...['--access-key-id', credentials.accessKeyId, '--access-key-secret', credentials.secretAccessKey],
        ...['--https-key', certificate('service-key'), '--https-cert', certificate('service')],
      ]);
      tunnel = await startTunnel(Number(new URL(emulator.httpsEndpoint).port));
    }, patience.timeout);
    afterAll(async () => {
      await tunnel?.stop();
      await emulator?.stop();
    });

    const ways = {
      http: () => overHttp(emulator.endpoint),
      https: () => overHttps(tunnel.address, certificate('authority')),
    };
    const rows = ['v1', 'v4'].flatMap((signature) =>
      (['http', 'https'] as const).flatMap((scheme) =>
        ['lz4', 'zstd'].map((compression) => ({ signature, scheme, compression })),
      ),
    );

    test.each(rows)('signs with $signature, speaks $scheme, packs and unpacks $compression', patience, async (row) => {
      const { signature, scheme, compression } = row;
      const project = `${signature}-${scheme}-${compression}`;
      const run = (script: string, settings: Record<string, unknown>): Promise<readonly Told[]> =>
        runPython(python, script, { way: ways[scheme](), project, signature, compression, ...settings });
      await run('create.py', { shards: 2 });
      await run('put.py', { perShard: 200, groupSize: 50, anywhere: 0 });
      const pulled = (await run('pull.py', { groupsAPull: 1_000 })).filter(({ kind }) => kind === 'pulled');
      expect(pulled.map(({ shard, compression }) => [shard, compression])).toEqual([
        [0, compression],
        [1, compression],
      ]);
      const expected = Array.from({ length: 200 }, (_, i) => [String(i), `日志 ${i}`]);
      for (const { records } of pulled) {
        const found = (records as { sequence: string; text: string }[]).map(({ sequence, text }) => [sequence, text]);
        expect(found).toEqual(expected);
      }
      const tunnelled = `${project}.${region}.log.aliyuncs.com:443`;
      expect(tunnel.asked.includes(tunnelled)).toBe(scheme === 'https');
    });

    test('does not speak to a service whose certificate it cannot check', patience, async () => {
      const way = overHttps(tunnel.address, certificate('service'));
      await expect(runPython(python, 'create.py', { way, shards: 1 })).rejects.toThrow(/certificate/i);
    });
  });
});
