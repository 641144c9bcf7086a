import { type SlsDriverOptions, slsDriver, slsGroupAdmin } from '@polylog/alibaba-sls';
import { type GroupAdmin, isConsumerError, type LogDriver, type Membership, type Position } from '@polylog/core/driver';
import { createFakeClock, createMemoryLog } from '@polylog/core/testing';
import { type Emulator, type SlsOptions, startEmulator } from '@polylog/emulator';
import { credentials, logstore, project } from '../alibaba-sls/sls-service.js';

/** A log of two partitions, its admin and a driver over it; the service's time stands still until it is told to move. */
export interface AdminHarness {
  readonly admin: GroupAdmin;
  readonly driver: LogDriver;
  /** What a lag without time is counted in: `append` writes one of these at a time. */
  readonly countedIn: 'records' | 'log-groups';
  readonly stream: string;
  append(partition: string, count: number): void;
  /** Forgets the oldest, as the service does when their time has come. */
  trim(partition: string, count: number): void;
  advance(ms: number): Promise<void>;
  stop(): Promise<void>;
}

export async function memoryHarness(): Promise<AdminHarness> {
  const clock = createFakeClock();
  const log = createMemoryLog({ partitions: 2, clock });
  const admin = log.groupAdmin();
  return {
    admin,
    driver: log.driver(),
    countedIn: 'records',
    stream: 'memory',
    append: (partition, count) => {
      for (let i = 0; i < count; i++) log.append(partition, [{ fields: { content: String(i) } }]);
    },
    trim: log.trim,
    advance: clock.advance,
    stop: () => admin.close(),
  };
}

export interface SlsHarness extends AdminHarness {
  readonly emulator: Emulator;
}

export async function slsHarness(
  more: { readonly sls?: SlsOptions; readonly options?: Partial<SlsDriverOptions> } = {},
): Promise<SlsHarness> {
  const clock = createFakeClock();
  const sls = { projects: { [project]: { [logstore]: { shards: 2 } } }, ...more.sls };
  const emulator = await startEmulator({ sls, clock });
  const options = { endpoint: emulator.sls.endpoint, project, logstore, credentials, clock, ...more.options };
  const admin = slsGroupAdmin(options);
  const driver = slsDriver(options);
  return {
    admin,
    driver,
    emulator,
    countedIn: 'log-groups',
    stream: logstore,
    append(partition, count) {
      for (let i = 0; i < count; i++) {
        const logs = [{ timeSeconds: 1_700_000_000, contents: [['content', String(i)] as const] }];
        emulator.sls.put(project, logstore, { logs }, { shard: Number(partition) });
      }
    },
    trim(partition, count) {
      const { beginCursor } = emulator.sls.shards(project, logstore).find(({ id }) => String(id) === partition)!;
      const begin = BigInt(Buffer.from(beginCursor, 'base64').toString('latin1'));
      const beforeCursor = Buffer.from(String(begin + BigInt(count)), 'latin1').toString('base64');
      emulator.sls.expire(project, logstore, { shard: Number(partition), beforeCursor });
    },
    advance: clock.advance,
    async stop() {
      await admin.close();
      await driver.close?.();
      await emulator.stop();
    },
  };
}

export const o = (): { readonly signal: AbortSignal } => ({ signal: new AbortController().signal });

/** Joins and takes all partitions. */
export async function join({ driver }: AdminHarness, group: string, member = 'worker'): Promise<Membership> {
  const spec = { group, member, sessionTimeoutMs: 30_000, create: 'if-missing', update: 'never' } as const;
  const membership = await driver.join(spec, o());
  await membership.heartbeat([], o());
  return membership;
}

/** A position that a driver knows. */
export async function at(
  { driver }: AdminHarness,
  id: string,
  start: 'earliest' | 'latest' | { readonly epochMs: number },
): Promise<Position> {
  const partition = (await driver.partitions(o())).find((each) => each.id === id)!;
  return (await driver.locate([partition], start, o())).get(id)!;
}

/** The code and message that a promise rejects with, which must be one of ours. */
export async function refusal(
  promise: Promise<unknown>,
): Promise<{ readonly code: string; readonly message: string; readonly partition: string | undefined }> {
  try {
    await promise;
  } catch (error) {
    if (!isConsumerError(error)) throw error;
    const { code, message, partition } = error;
    return { code, message, partition };
  }
  throw new Error('it did not fail');
}
