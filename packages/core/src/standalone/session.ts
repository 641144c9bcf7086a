import type { Partition, SaveOutcome } from '../driver.js';
import type { Engine } from '../engine.js';
import { ConsumerError } from '../errors/consumer-error.js';
import { coalesce } from '../flow/coalesce.js';
import { deferred, unlessAborted } from '../flow/deferred.js';
import { endlessLease } from '../group/lease.js';
import type { Save } from '../group/saver.js';
import type { Emit } from '../observe/events.js';
import type { ResolvedStart } from '../partition/start.js';
import type { PartitionWorker } from '../partition/worker.js';
import type { Position } from '../position.js';
import type { Session } from '../session.js';
import type { StandaloneSettings } from '../settings/standalone-settings.js';
import { afterParents } from './after-parents.js';

/** Reads the named partitions, without a group; checkpoints are in a store, if one was given. */
export async function openStandaloneSession(
  engine: Engine,
  mode: StandaloneSettings,
  emit: Emit,
  opening: AbortSignal,
): Promise<Session> {
  const { settings } = engine;
  const { clock } = settings;
  const listed = await listNamed(engine, mode, opening);
  const saved = await loadSaved(engine, mode, opening);
  const finished = deferred<void>();
  const lease = endlessLease();
  const workers = new Map<string, PartitionWorker>();
  const stopping = new AbortController();

  // "latest" is the moment at which the run begins, also for a partition that waits for its parents: else it would lose
  // what comes meanwhile.
  const latest = new Map<string, Promise<Position>>();
  for (const partition of listed) {
    if (saved.has(partition.id) || mode.partitions.get(partition.id) !== 'latest') continue;
    const located = engine.locate(partition, 'latest', engine.lifetime);
    // The partition's own worker tells of a failure, if it comes to that.
    located.catch(() => undefined);
    latest.set(partition.id, located);
  }

  const resolveStart = async (partition: Partition): Promise<ResolvedStart> => {
    const kept = saved.get(partition.id);
    if (kept !== undefined) return { position: kept, resumed: true };
    const from = mode.partitions.get(partition.id) ?? 'earliest';
    if (typeof from === 'object' && 'position' in from) return { position: from.position, resumed: false };
    const position = await (latest.get(partition.id) ?? engine.locate(partition, from, engine.lifetime));
    return { position, resumed: false };
  };
  const send = mode.store && storeSaver(engine, mode.store);

  const start = (id: string): PartitionWorker => {
    const worker = engine.startWorker({
      id,
      lease,
      send,
      resolveStart,
      emit,
      latest: 'latest',
      onMembershipLost: (error) => finished.reject(error),
      onFailed: (error) => {
        if (settings.onPartitionFailure === 'stop-consumer') finished.reject(error);
      },
    });
    workers.set(id, worker);
    return worker;
  };

  const order = mode.order === 'lineage' ? listed : listed.map((partition) => ({ ...partition, parents: [] }));
  const allSettled = afterParents(order, start, stopping.signal);
  void allSettled.then(() => {
    const failed = [...workers.values()].map(({ state }) => state).find((state) => state.kind === 'failed');
    if (failed) finished.reject(failed.error);
    else finished.resolve();
  });

  let cancelTick: () => void = () => undefined;
  const tick = (): void => {
    cancelTick = clock.schedule(settings.checkpoint.everyMs, tick);
    for (const worker of workers.values()) worker.checkpoint();
  };
  if (send) tick();

  return {
    finished: finished.promise,
    workers: () => [...workers.values()],
    members: () => [],
    reports: () => Object.fromEntries([...workers].map(([id, worker]) => [id, worker.report])),
    async stop(deadline) {
      const giveUp = (): void => {
        for (const worker of workers.values()) worker.abandon();
      };
      stopping.abort();
      for (const worker of workers.values()) worker.drain('shutdown');
      if (deadline.aborted) giveUp();
      deadline.addEventListener('abort', giveUp, { once: true });
      await unlessAborted(allSettled, deadline).catch(() => undefined);
      cancelTick();
      deadline.removeEventListener('abort', giveUp);
    },
  };
}

async function listNamed(engine: Engine, mode: StandaloneSettings, signal: AbortSignal): Promise<readonly Partition[]> {
  const { driver, startTimeoutMs } = engine.settings;
  const listed = await engine.call('partitions', () => driver.partitions({ signal }), {
    signal,
    giveUpAfterMs: startTimeoutMs,
  });
  const ids = new Set(listed.map(({ id }) => id));
  for (const id of mode.partitions.keys()) {
    if (ids.has(id)) continue;
    const there = [...ids].join(', ') || 'none';
    throw new ConsumerError(
      'not-found',
      `Option "partitions" names "${id}", which does not exist; there are ${there}.`,
      { partition: id },
    );
  }
  return listed.filter(({ id }) => mode.partitions.has(id));
}

async function loadSaved(
  engine: Engine,
  { store, partitions }: StandaloneSettings,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Position>> {
  if (!store) return new Map();
  return engine.call('checkpoints', () => store.load([...partitions.keys()], { signal }), { signal });
}

/** Gathers what is saved in one turn into one save of the store. */
function storeSaver(engine: Engine, store: NonNullable<StandaloneSettings['store']>): Save {
  const together = coalesce<Parameters<Save>[0], SaveOutcome>(async (checkpoints) => {
    await store.save(checkpoints, { signal: engine.lifetime });
    return checkpoints.map(() => ({ kind: 'saved' }));
  });
  return together;
}
