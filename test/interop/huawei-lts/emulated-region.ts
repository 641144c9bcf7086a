import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@polylog/core/driver';
import { type Emulator, type LogStreamSettings, startEmulator } from '@polylog/emulator';
import { region, stream } from '../../huawei-lts/lts-service.js';

/** The emulator in the place of a region, for SDKs that go to its hosts and can be told no endpoint. */
export interface EmulatedRegion {
  readonly emulator: Emulator;
  /** Leads the region's names to it: `jdk.net.hosts.file` of Java. */
  readonly hostsFile: string;
  /** For what is handed over in files; gone with it. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** The port of access nodes. */
const ACCESS_PORT = 8102;

const file = (name: string): string =>
  readFileSync(new URL(`../../../packages/emulator/testing/localhost-${name}.pem`, import.meta.url), 'utf8');

export interface EmulatedRegionOptions {
  /** By their ids. Absent: one, with two shards. */
  readonly logStreams?: Readonly<Record<string, LogStreamSettings>>;
  readonly clock?: Clock;
}

export async function startEmulatedRegion({
  logStreams = { [stream.logStreamId]: { shards: 2, consumerGroups: { readers: {} } } },
  clock,
}: EmulatedRegionOptions = {}): Promise<EmulatedRegion> {
  const host = ownAddress();
  const folder = await mkdtemp(join(tmpdir(), 'polylog-region-'));
  const hostsFile = join(folder, 'hosts');
  await writeFile(hostsFile, `${host} lts-access.${region}.myhuaweicloud.com\n`);
  const emulator = await startEmulator({
    host,
    https: { key: file('key'), cert: file('cert'), port: ACCESS_PORT },
    lts: {
      logGroups: { [stream.logGroupId]: logStreams },
      projectId: stream.projectId,
      region,
    },
    ...(clock !== undefined && { clock }),
  });
  return {
    emulator,
    hostsFile,
    folder,
    async stop() {
      await emulator.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The port cannot be chosen, so the address is: all of 127.* are this machine's, except where only one of them is. */
function ownAddress(): string {
  if (process.platform === 'darwin') return '127.0.0.1';
  return `127.${randomInt(1, 255)}.${randomInt(256)}.${randomInt(1, 255)}`;
}
