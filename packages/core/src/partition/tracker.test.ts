import { expect, test } from 'vitest';
import type { Checkpoint, SaveOutcome } from '../driver.js';
import { type Deferred, deferred } from '../flow/deferred.js';
import { createLease, instant } from '../group/lease.js';
import type { UnsourcedEvent } from '../observe/events.js';
import { toPosition } from '../position.js';
import type { Batch } from '../record.js';
import { createFakeClock } from '../testing/fake-clock.js';
import { createTracker } from './tracker.js';

const at = (n: number) => toPosition(`0@${n}`);
const batchAt = (n: number): Batch => ({
  partition: '0',
  start: at(n),
  next: at(n + 10),
  state: 'more',
  records: [],
  recordCount: 10,
  rawBytes: 10,
});
const saved: SaveOutcome = { kind: 'saved' };
const failed = (code: 'unavailable' | 'permission-denied'): SaveOutcome => ({
  kind: 'failed',
  failure: { code, message: 'No.', scope: 'call' },
});
const lost: SaveOutcome = { kind: 'lost', failure: { code: 'lease-lost', message: 'Not yours.', scope: 'partition' } };

/** A tracker that begins at 0@0, whose saves the test answers. */
function tracked(o: { readonly manual?: boolean; readonly tries?: number } = {}) {
  const clock = createFakeClock();
  const lease = createLease(clock, instant(clock), 30_000);
  const working = new AbortController();
  const sent: { readonly position: string; readonly answer: Deferred<SaveOutcome> }[] = [];
  const losses: string[] = [];
  const events: UnsourcedEvent[] = [];
  let maySave = true;
  const tracker = createTracker({
    partition: '0',
    lease,
    working: working.signal,
    manual: o.manual ?? false,
    maySave: () => maySave,
    send({ position }: Checkpoint) {
      const answer = deferred<SaveOutcome>();
      sent.push({ position, answer });
      return answer.promise;
    },
    async retry(attempt, signal) {
      for (let tried = 1; ; tried++) {
        signal.throwIfAborted();
        try {
          await attempt();
          return;
        } catch (error) {
          if (tried >= (o.tries ?? 1)) throw error;
        }
      }
    },
    onLost: (_, scope) => void losses.push(scope),
    emit: (event) => void events.push(event),
  });
  tracker.begin(at(0), true);
  const done = (n: number): Batch => {
    const batch = batchAt(n);
    tracker.handOut(batch);
    tracker.advance(batch.next, batch.recordCount);
    return batch;
  };
  const settle = () => clock.settle();
  return {
    tracker,
    clock,
    lease,
    working,
    sent,
    losses,
    events,
    done,
    settle,
    close: () => {
      maySave = false;
    },
  };
}

const positions = (sent: readonly { readonly position: string }[]) => sent.map(({ position }) => position);

test('a start that is known needs no save, one that is not does', async () => {
  const { tracker, sent } = tracked();
  expect(tracker.dirty).toBe(false);
  await tracker.flush(new AbortController().signal);
  expect(sent).toEqual([]);
  tracker.begin(at(7), false);
  expect(tracker.dirty).toBe(true);
});

test('one save is in flight; the next one sends what is done by then', async () => {
  const { tracker, sent, done, settle, working } = tracked();
  done(0);
  const first = tracker.flush(working.signal);
  await settle();
  done(10);
  const second = tracker.flush(working.signal);
  const third = tracker.flush(working.signal);
  await settle();
  done(20);
  expect(positions(sent)).toEqual(['0@10']);
  sent[0]?.answer.resolve(saved);
  await first;
  await settle();
  expect(positions(sent)).toEqual(['0@10', '0@30']);
  sent[1]?.answer.resolve(saved);
  await Promise.all([second, third]);
  expect(positions(sent)).toEqual(['0@10', '0@30']);
  expect([tracker.saved, tracker.dirty, tracker.unsavedBatches]).toEqual(['0@30', false, 0]);
});

test('a retry sends what is done by then', async () => {
  const { tracker, sent, done, settle, working } = tracked({ tries: 3 });
  done(0);
  const flushed = tracker.flush(working.signal);
  await settle();
  done(10);
  sent[0]?.answer.resolve(failed('unavailable'));
  await settle();
  sent[1]?.answer.resolve(saved);
  await flushed;
  expect(positions(sent)).toEqual(['0@10', '0@20']);
});

test('after a refusal nothing more is sent, whoever asks', async () => {
  const { tracker, sent, losses, done, settle, working } = tracked();
  done(0);
  const flushed = tracker.flush(working.signal);
  await settle();
  sent[0]?.answer.resolve(lost);
  await expect(flushed).rejects.toMatchObject({ code: 'lease-lost' });
  done(10);
  await expect(tracker.save({ flush: true })).rejects.toMatchObject({ code: 'lease-lost' });
  await tracker.saveLast();
  expect(positions(sent)).toEqual(['0@10']);
  expect(losses).toEqual(['partition']);
});

test('rewind: a place that a save has confirmed, or may be about to, is behind what is saved; another is not', async () => {
  const { tracker, sent, done, settle, working } = tracked();
  const first = done(0);
  const second = done(10);
  tracker.rewind(second);
  expect(tracker.takeRewind()).toEqual({ to: '0@10', behindSaved: false });
  done(10);
  const flushed = tracker.flush(working.signal);
  await settle();
  tracker.rewind(first);
  expect(tracker.takeRewind()).toEqual({ to: '0@0', behindSaved: true });
  sent[0]?.answer.resolve(saved);
  await flushed;
  expect([tracker.done, tracker.saved, tracker.dirty]).toEqual(['0@0', '0@20', true]);
  expect(tracker.takeRewind()).toBeUndefined();
});

test('rewind: of several the earliest counts', () => {
  const { tracker, done } = tracked();
  const batches = [done(0), done(10), done(20)];
  for (const index of [2, 1, 2]) tracker.rewind(batches[index] as Batch);
  expect(tracker.takeRewind()).toMatchObject({ to: '0@10' });
});

test('rewind: what was never handed out is refused', () => {
  const { tracker } = tracked();
  expect(() => tracker.rewind(batchAt(0))).toThrow(/another partition or of an earlier lease/);
  expect(tracker.takeRewind()).toBeUndefined();
});

test('manual: what is marked is saved, with the empty batches right behind it, and nothing else', async () => {
  const { tracker, sent, done, settle, working } = tracked({ manual: true });
  done(0);
  expect(tracker.dirty).toBe(false);
  await tracker.save();
  tracker.advance(at(15), 0);
  done(15);
  tracker.advance(at(27), 0);
  expect(tracker.dirty).toBe(true);
  const flushed = tracker.flush(working.signal);
  await settle();
  sent[0]?.answer.resolve(saved);
  await flushed;
  expect(positions(sent)).toEqual(['0@15']);
  expect(tracker.done).toBe('0@27');
});

test('once the partition is closed nothing is sent but the one last save of a failed one, which is tried once', async () => {
  const { tracker, sent, done, settle, close, working } = tracked({ tries: 5 });
  done(0);
  close();
  await expect(tracker.flush(working.signal)).rejects.toMatchObject({ code: 'lease-lost' });
  const { tracker: other, sent: sentLast, done: doneLast, close: closeOther } = tracked({ tries: 5 });
  doneLast(0);
  closeOther();
  const last = other.saveLast();
  await settle();
  sentLast[0]?.answer.resolve(failed('unavailable'));
  await last;
  expect([positions(sent), positions(sentLast)]).toEqual([[], ['0@10']]);
});

test('the last save waits for the one in flight, goes back where a rewind was asked for, and is not sent without a lease', async () => {
  const { tracker, sent, done, settle, working } = tracked();
  const first = done(0);
  const flushed = tracker.flush(working.signal);
  await settle();
  working.abort(new Error('failed'));
  await expect(flushed).rejects.toThrow('failed');
  tracker.rewind(first);
  const last = tracker.saveLast();
  await settle();
  expect(positions(sent)).toEqual(['0@10']);
  sent[0]?.answer.resolve(saved);
  await settle();
  expect(positions(sent)).toEqual(['0@10', '0@0']);
  sent[1]?.answer.resolve(saved);
  await last;

  const late = tracked();
  late.done(0);
  late.clock.jumpWall(40_000);
  await late.tracker.saveLast();
  expect(late.sent).toEqual([]);
});

test('a save that failed for good is not tried once more', async () => {
  const { tracker, sent, done, settle, working } = tracked();
  done(0);
  const flushed = tracker.flush(working.signal);
  await settle();
  sent[0]?.answer.resolve(failed('permission-denied'));
  await expect(flushed).rejects.toMatchObject({ code: 'permission-denied' });
  await tracker.saveLast();
  expect(sent).toHaveLength(1);
});

test('quiet settles when the answer of a save that nobody waits for any more has come', async () => {
  const { tracker, sent, done, settle, working } = tracked();
  done(0);
  const flushed = tracker.flush(working.signal);
  await settle();
  working.abort(new Error('lost'));
  await expect(flushed).rejects.toThrow('lost');
  let quiet = false;
  void tracker.quiet().then(() => {
    quiet = true;
  });
  await settle();
  expect(quiet).toBe(false);
  sent[0]?.answer.reject(new Error('late'));
  await settle();
  expect(quiet).toBe(true);
});
