import { codecFor, encodeLogGroup, type LogGroupInput } from '@polylog/driver-kit';
import { onTestFinished } from 'vitest';
import { type Emulator, type EmulatorOptions, startEmulator } from '../src/emulator.js';
import type { SlsOptions } from '../src/sls/sls.js';
import { type RawAnswer, type RawCall, type RawClient, rawClient } from './raw-client.js';

export interface Fixture {
  readonly emulator: Emulator;
  /** Signs for project `proj`, by the emulator's clock. */
  readonly send: RawClient;
  /** PutLogs, lz4, to the shard of that key. */
  put(group: LogGroupInput | Uint8Array, key?: string): Promise<RawAnswer>;
  pull(shard: number, cursor: string, more?: Partial<RawCall>): Promise<RawAnswer>;
  cursor(shard: number, from: string): Promise<string>;
}

/** An emulator with project `proj` and logstore `store`, gone when the test is. */
export async function startFixture(
  options: SlsOptions & { readonly shards?: number; readonly ttlDays?: number } = {},
  more: Partial<EmulatorOptions> = {},
): Promise<Fixture> {
  const { shards = 2, ttlDays = 30, ...sls } = options;
  const emulator = await startEmulator({
    sls: { projects: { proj: { store: { shards, ttlDays } } }, ...sls },
    ...more,
  });
  const send = rawClient(emulator.sls.endpoint, { project: 'proj', now: emulator.clock.now });
  onTestFinished(async () => {
    send.close();
    await emulator.stop();
  });
  return {
    emulator,
    send,
    put: (group, key) => {
      const raw = group instanceof Uint8Array ? group : encodeLogGroup(group);
      return send({
        method: 'POST',
        path: `/logstores/store/shards/${key === undefined ? 'lb' : 'route'}`,
        ...(key === undefined ? {} : { query: { key } }),
        body: codecFor('lz4')?.compress(raw) ?? raw,
        headers: {
          'content-type': 'application/x-protobuf',
          'x-log-compresstype': 'lz4',
          'x-log-bodyrawsize': String(raw.length),
        },
      });
    },
    pull: (shard, cursor, given) =>
      send({
        path: `/logstores/store/shards/${shard}`,
        ...given,
        query: { type: 'logs', cursor, count: '1000', ...given?.query },
        headers: { accept: 'application/x-protobuf', 'accept-encoding': 'lz4', ...given?.headers },
      }),
    cursor: async (shard, from) =>
      (await send({ path: `/logstores/store/shards/${shard}`, query: { type: 'cursor', from } })).json.cursor,
  };
}

/** A log group of one log, by the emulator's clock. */
export function oneLog(emulator: Emulator, text: string, fields: Readonly<Record<string, string>> = {}): LogGroupInput {
  return {
    logs: [
      {
        timeSeconds: Math.floor(emulator.clock.now() / 1000),
        contents: [['content', text], ...Object.entries(fields)],
      },
    ],
  };
}

/** A pull's body, decompressed as its headers say. */
export function rawBodyOf(answer: RawAnswer): Buffer {
  const codec = codecFor(String(answer.headers['x-log-compresstype'] ?? ''));
  if (!codec) throw new Error(`no codec for ${String(answer.headers['x-log-compresstype'])}`);
  return codec.decompress(answer.body, { rawBytes: Number(answer.headers['x-log-bodyrawsize']) });
}
