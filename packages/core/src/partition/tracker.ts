import type { Checkpoint, SaveOutcome } from '../driver.js';
import { ConsumerError } from '../errors/consumer-error.js';
import { failureToError } from '../errors/wrap.js';
import { unlessAborted } from '../flow/deferred.js';
import type { Lease } from '../group/lease.js';
import type { Emit } from '../observe/events.js';
import type { Position } from '../position.js';
import type { Batch } from '../record.js';
import type { CheckpointTracker, Rewind } from './checkpoint-tracker.js';

/** The engine's side of it. */
export interface Tracker extends CheckpointTracker {
  /** Where the partition starts; `saved` tells whether the service knows that already. */
  begin(position: Position, saved: boolean): void;
  /** A batch, or a part of one, is handed out: it may be rewound to. */
  handOut(batch: Batch): void;
  /** Everything before `position` is done; `records` of it were handed out. */
  advance(position: Position, records: number): void;
  /** Where the processor asked to read again, if it did since the last time; it counts as done from here on. */
  takeRewind(): { readonly to: Position; readonly behindSaved: boolean } | undefined;
  /** The position was lost; everything before this one counts as done. */
  reset(position: Position): void;
  /** Whether there is something that a save would send. */
  readonly dirty: boolean;
  /** Batches with records that were done since the last save. */
  readonly unsavedBatches: number;
  /**
   * Saves what is done (or marked, where checkpoints are manual) at this moment, retrying as the failure's code says. Rejects with the final error, or with
   * `signal.reason`. One save is in flight at a time; nothing is sent once the lease is over or a save was refused.
   */
  flush(signal: AbortSignal): Promise<void>;
  /**
   * Tries once, and not again, to save what was done before the partition failed, so that it is not repeated. Never
   * rejects.
   */
  saveLast(): Promise<void>;
  /** Settles when no save is on its way any more, also one that nobody waits for: it could overtake a later one. */
  quiet(): Promise<void>;
}

export interface TrackerOptions {
  readonly partition: string;
  readonly lease: Lease;
  /** Ends what user code waits for: the partition is closed or failed. */
  readonly working: AbortSignal;
  /** Whether only what the user's processor marks is saved. */
  readonly manual: boolean;
  /** False once the partition is closed or failed, however valid the member's lease still is. */
  readonly maySave: () => boolean;
  /** Sends one checkpoint (together with others of the same turn). Absent where there is no place for checkpoints. */
  readonly send: ((checkpoint: Checkpoint) => Promise<SaveOutcome>) | undefined;
  /** Wraps an attempt in the engine's retries. */
  readonly retry: (attempt: () => Promise<void>, signal: AbortSignal) => Promise<void>;
  /** The service refused a save: the partition, or the whole membership, is not ours. */
  readonly onLost: (error: ConsumerError, scope: 'partition' | 'member') => void;
  readonly emit: Emit;
}

/** A place and when it was reached: positions cannot be compared, so steps are counted. */
interface Mark {
  readonly position: Position;
  readonly step: number;
}

export function createTracker(options: TrackerOptions): Tracker {
  const { partition, lease, send, manual, emit } = options;
  let done: Mark | undefined;
  /** What a save sends. */
  let wanted: Mark | undefined;
  let saved: Mark | undefined;
  /** The newest that may have reached the service, whatever is known of the answer. */
  let sent: Mark | undefined;
  /** A save has failed for good; another one would, too. */
  let hopeless = false;
  let unsavedBatches = 0;
  /** Of the batch in hand: what is marked while it is being processed covers it, too, once it is done. */
  let inHand: 'nothing' | 'a batch' | 'a marked batch' = 'nothing';
  let rewindTo: Mark | undefined;
  let refused: ConsumerError | undefined;
  let last: Promise<void> = Promise.resolve();
  let inFlight: Promise<void> = Promise.resolve();
  const handedOut = new WeakMap<Batch, Mark>();

  const isSaved = (mark: Mark | undefined): boolean => mark === undefined || (saved?.step ?? 0) >= mark.step;

  const reach = (position: Position): Mark => {
    done = { position, step: (done?.step ?? 0) + 1 };
    return done;
  };

  const attempt = async (signal: AbortSignal, maySave: () => boolean): Promise<void> => {
    const mark = wanted as Mark;
    if (refused) throw refused;
    if (!lease.valid()) throw lease.signal.reason;
    if (!maySave()) {
      throw new ConsumerError('lease-lost', `Partition "${partition}" was given up, so nothing more is saved for it.`, {
        partition,
      });
    }
    const batches = unsavedBatches;
    sent = mark;
    const sending = (send as NonNullable<typeof send>)({ partition, position: mark.position });
    inFlight = sending.then(
      () => undefined,
      () => undefined,
    );
    const outcome = await unlessAborted(sending, signal);
    switch (outcome.kind) {
      case 'saved':
        saved = mark;
        unsavedBatches -= batches;
        emit({ kind: 'checkpoint-saved', partition, position: mark.position });
        return;
      case 'failed':
        throw failureToError(outcome.failure, undefined, partition);
      case 'lost': {
        const { message, code, scope } = outcome.failure;
        refused = new ConsumerError('lease-lost', message, { partition, requestId: outcome.failure.requestId });
        emit({ kind: 'checkpoint-refused', partition, code, message });
        options.onLost(refused, scope === 'member' ? 'member' : 'partition');
        throw refused;
      }
      default:
        throw outcome satisfies never;
    }
  };

  const flush = (signal: AbortSignal): Promise<void> => {
    const target = wanted;
    const next = last
      .catch(() => undefined)
      .then(async () => {
        if (!send || isSaved(target)) return;
        try {
          await options.retry(() => attempt(signal, options.maySave), signal);
        } catch (error) {
          hopeless ||= !signal.aborted;
          throw error;
        }
      });
    last = next;
    return next;
  };

  const takeRewind: Tracker['takeRewind'] = () => {
    const mark = rewindTo;
    rewindTo = undefined;
    if (!mark) return undefined;
    inHand = 'nothing';
    // One that is still on its way counts: it may arrive behind our back.
    const behindSaved = [saved, sent].some((other) => other !== undefined && other.step > mark.step);
    const reached = reach(mark.position);
    // What was marked and lies behind is not to be saved any more.
    if (!manual || behindSaved || (wanted !== undefined && wanted.step > mark.step)) wanted = reached;
    return { to: mark.position, behindSaved };
  };

  return {
    get done() {
      return done?.position;
    },
    get saved() {
      return saved?.position;
    },
    get dirty() {
      return send !== undefined && !isSaved(wanted);
    },
    get unsavedBatches() {
      return unsavedBatches;
    },
    begin(position, isKnown) {
      wanted = reach(position);
      if (isKnown) saved = wanted;
    },
    handOut(batch) {
      if (done) handedOut.set(batch, done);
      inHand = 'a batch';
    },
    advance(position, records) {
      const marked = inHand === 'a marked batch';
      inHand = 'nothing';
      if (position === done?.position) return;
      if (records > 0) unsavedBatches++;
      // Nothing to be marked by anybody stands between here and what was marked last.
      const follows = wanted === done && records === 0;
      const reached = reach(position);
      if (!manual || follows || marked) wanted = reached;
    },
    rewind(batch) {
      const mark = handedOut.get(batch);
      if (!mark) {
        throw new ConsumerError(
          'invalid-argument',
          `rewind() of partition "${partition}" was given a batch of another partition or of an earlier lease; give it the batch in hand, or one that this processor was given before.`,
          { partition },
        );
      }
      if (!rewindTo || mark.step < rewindTo.step) rewindTo = mark;
      return {} as Rewind;
    },
    takeRewind,
    reset(position) {
      wanted = reach(position);
    },
    flush,
    saveLast() {
      takeRewind();
      last = last
        .catch(() => undefined)
        .then(() => inFlight)
        .then(async () => {
          if (send && !hopeless && !isSaved(wanted)) await attempt(lease.signal, () => true);
        })
        .catch(() => undefined);
      return last;
    },
    async quiet() {
      await last.catch(() => undefined);
      await inFlight;
    },
    async save({ flush: now = false } = {}) {
      if (!send) {
        throw new ConsumerError(
          'unsupported',
          'Saving needs a group or a checkpoint store. Give option "checkpointStore", or keep batch.next yourself and give it back as { position } at the next start.',
          { partition },
        );
      }
      wanted = done;
      if (inHand === 'a batch') inHand = 'a marked batch';
      if (now) await flush(options.working);
    },
  };
}
