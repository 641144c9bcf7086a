import type { Assignment } from '../driver.js';
import type { ConsumerError } from '../errors/consumer-error.js';
import type { Emit } from '../observe/events.js';
import type { PartitionReport, PartitionWorker } from '../partition/worker.js';
import { assignmentChange } from './assignment.js';
import type { Lease } from './lease.js';
import type { LeaseHolder } from './lease-keeper.js';

export interface Holding extends LeaseHolder {
  /** Nothing new is started from now on; everything held is drained and stays listed while the group says that it is ours. */
  drainAll(): void;
  /** Stops waiting for what is still draining. */
  abandonAll(): void;
  workers(): readonly PartitionWorker[];
  /** By partition id: what is held, or was held when `drainAll` was called. */
  reports(): Readonly<Record<string, PartitionReport>>;
}

export interface HoldingOptions {
  readonly start: (id: string, lease: Lease) => PartitionWorker;
  /** A partition was let go, so the group should hear of it at once. */
  readonly onReleased: () => void;
  /** What is held has changed, or one of them has closed. */
  readonly onChange: () => void;
  readonly emit: Emit;
}

interface Slot {
  readonly worker: PartitionWorker;
  /** Under which it was started. */
  readonly lease: Lease;
  /** Whether the group's last answer named the partition. */
  wanted: boolean;
}

/** The partitions of one member: starts, drains and releases workers as the group's answers say. */
export function createHolding(options: HoldingOptions): Holding {
  const { emit } = options;
  const slots = new Map<string, Slot>();
  /** What was held when the stop began, for its report: by its end it may be released or lost. */
  let heldAtStop: readonly PartitionWorker[] | undefined;

  const workers = (): readonly PartitionWorker[] => [...slots.values()].map(({ worker }) => worker);

  const begin = (id: string, lease: Lease): void => {
    emit({ kind: 'partition-assigned', partition: id });
    const worker = options.start(id, lease);
    const slot: Slot = { worker, lease, wanted: true };
    slots.set(id, slot);
    options.onChange();
    void worker.closed.then(() => onClosed(id, slot));
  };

  const isHeld = (id: string, slot: Slot): boolean => slots.get(id) === slot;

  /** Leaves it out from now on, once nothing is being saved for it; given back to us meanwhile, it starts anew. */
  const letGo = async (id: string, slot: Slot): Promise<void> => {
    await slot.worker.quiet();
    if (!isHeld(id, slot)) return;
    slots.delete(id);
    // From the checkpoint, once user code has returned.
    if (slot.wanted && !heldAtStop && slot.lease.valid()) begin(id, slot.lease);
    else release(id, !slot.worker.report.abandoned);
  };

  const onClosed = (id: string, slot: Slot): void => {
    const { state } = slot.worker;
    if (!isHeld(id, slot)) return;
    options.onChange();
    if (state.kind === 'closed' && state.how === 'drained' && !heldAtStop) {
      void letGo(id, slot);
      return;
    }
    // A save was refused: no longer ours, so no longer listed. Should the group still name it, it starts anew.
    if (state.kind === 'closed' && state.how === 'lost') {
      slots.delete(id);
      return;
    }
    // Ended, failed, or drained by a stop: stays listed, without a worker, for as long as the group names it.
    if (!slot.wanted) void letGo(id, slot);
  };

  const release = (id: string, saved: boolean): void => {
    emit({ kind: 'partition-released', partition: id, saved });
    options.onChange();
    options.onReleased();
  };

  const revoke = (id: string): void => {
    const slot = slots.get(id);
    // Asked back before, and still draining.
    if (!slot?.wanted) return;
    slot.wanted = false;
    const { state } = slot.worker;
    if (state.kind === 'closed' || state.kind === 'failed') {
      void letGo(id, slot);
      return;
    }
    emit({ kind: 'partition-revoked', partition: id });
    slot.worker.drain('revoked');
  };

  return {
    holding: () => [...slots.keys()],
    assigned(answer: Assignment, sent: readonly string[], lease: Lease) {
      const { added, kept, removed } = assignmentChange(sent, answer.partitions);
      for (const id of kept) {
        const slot = slots.get(id);
        if (slot) slot.wanted = true;
      }
      for (const id of removed) revoke(id);
      if (heldAtStop) return;
      for (const id of added) if (!slots.has(id)) begin(id, lease);
    },
    lost(error: ConsumerError) {
      const partitions = [...slots.keys()];
      emit({ kind: 'lease-lost', partitions, message: error.message });
      const workers = [...slots.values()];
      slots.clear();
      options.onChange();
      for (const { worker } of workers) worker.lose(error);
    },
    drainAll() {
      heldAtStop = workers();
      for (const worker of heldAtStop) worker.drain('shutdown');
    },
    abandonAll() {
      for (const worker of workers()) worker.abandon();
    },
    workers,
    reports: () => Object.fromEntries((heldAtStop ?? workers()).map((worker) => [worker.id, worker.report])),
  };
}
