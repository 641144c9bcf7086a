import { onTestFinished } from 'vitest';
import { type Emulator, type EmulatorOptions, startEmulator } from '../src/emulator.js';
import type { LogStreamSettings, LtsLogInput } from '../src/lts/handles.js';
import type { LtsOptions } from '../src/lts/lts.js';
import { type LtsAnswer, type LtsCall, type LtsClient, ltsClient } from './lts-client.js';

export interface LtsFixture {
  readonly emulator: Emulator;
  /** Signs by the emulator's clock. */
  readonly send: LtsClient;
  /** Of log stream `str` in log group `grp`, on the access node; the path behind that. */
  access(path: string, call?: LtsCall): Promise<LtsAnswer>;
  /** The same on the gateway. */
  gateway(path: string, call?: LtsCall): Promise<LtsAnswer>;
  beat(consumer: string, held?: readonly string[], group?: string): Promise<LtsAnswer>;
  commit(consumer: string, entries: readonly object[], group?: string): Promise<LtsAnswer>;
  cursor(shard: number, from: string): Promise<LtsAnswer>;
  pull(shard: number, query?: Readonly<Record<string, string>>, call?: LtsCall): Promise<LtsAnswer>;
  /** Texts of the logs of a pull that has to succeed. */
  texts(shard: number, query?: Readonly<Record<string, string>>): Promise<readonly string[]>;
  put(logs: readonly (string | LtsLogInput)[], shard?: number): bigint;
}

export const streamPath = 'proj/groups/grp/streams/str';

/** An emulator with log group `grp`, stream `str` and consumer group `g`, gone when the test is. */
export async function startLtsFixture(
  options: LtsOptions & LogStreamSettings = {},
  more: Partial<EmulatorOptions> = {},
): Promise<LtsFixture> {
  const { shards = 1, ttlDays = 30, consumerGroups = { g: {} }, ...lts } = options;
  const emulator = await startEmulator({
    lts: { logGroups: { grp: { str: { shards, ttlDays, consumerGroups } } }, ...lts },
    ...more,
  });
  const send = ltsClient(emulator.lts.endpoint, { now: emulator.clock.now });
  onTestFinished(async () => {
    send.close();
    await emulator.stop();
  });
  const access: LtsFixture['access'] = (path, call) => send(`/v2/${streamPath}/${path}`, call);
  const pull: LtsFixture['pull'] = (shard, query = {}, call = {}) =>
    access(`shards/${shard}`, { query: { start: '', limit: '1000', ...query }, ...call });
  return {
    emulator,
    send,
    access,
    gateway: (path, call) => send(`/v1.0/${streamPath}/${path}`, call),
    beat: (consumer, held = [], group = 'g') =>
      access(`consumer-groups/${group}/heartbeat`, {
        method: 'POST',
        query: { consumer_name: consumer },
        body: held,
      }),
    commit: (consumer, entries, group = 'g') =>
      access(`consumer-groups/${group}`, { method: 'POST', query: { consumer_name: consumer }, body: entries }),
    cursor: (shard, from) => access(`shards/${shard}/cursor`, { query: { from } }),
    pull,
    async texts(shard, query) {
      const { status, json, text } = await pull(shard, query);
      if (status !== 200) throw new Error(`pull: ${status} ${text}`);
      return json.logs.map(({ labels }: { labels: Record<string, string> }) => labels.log_content ?? '');
    },
    put: (logs, shard) =>
      emulator.lts.put(
        'grp',
        'str',
        logs.map((log) => (typeof log === 'string' ? { content: log } : log)),
        shard === undefined ? undefined : { shard },
      ).cursor,
  };
}
