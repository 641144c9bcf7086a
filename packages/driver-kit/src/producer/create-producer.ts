import {
  type Clock,
  type CloseReport,
  type ConsumerError,
  createEmitter,
  onAbort,
  type Producer,
  systemClock,
  systemRandom,
  unlessAborted,
  untranslated,
} from '@polylog/core/driver';
import { ClientError, toClientError } from '../client/client-error.js';
import { createRetry } from '../client/retry.js';
import { loopTurns } from '../turns/loop-turns.js';
import { createLanes } from './lanes.js';
import { OVERHEAD_BYTES, PendingRecord } from './pending-record.js';
import { checkProducerSettings, type ProducerSettings } from './producer-settings.js';
import type { PreparedRecord, ProducerWire } from './producer-wire.js';
import { putRecords } from './put-records.js';
import { createRoom } from './room.js';
import { createTally } from './tally.js';

export interface ProducerParts<NewR extends object, Item> {
  readonly wire: ProducerWire<NewR, Item>;
  readonly settings: ProducerSettings & { readonly clock?: Clock };
  /** The `invalid-argument` of the door, which is named in front. */
  readonly invalid: (message: string, option?: string) => ConsumerError;
}

const DEADLINE_MS = 30_000;

/** The engine of every cloud's producer. Sends nothing before the first record; throws `invalid-argument`. */
export function createProducer<NewR extends object, Item>(parts: ProducerParts<NewR, Item>): Producer<NewR> {
  const { wire, settings, invalid } = parts;
  const checked = checkProducerSettings(settings, wire.limits, invalid);
  const { clock = systemClock, random = systemRandom } = settings;
  const emit = createEmitter({ provider: wire.provider }, checked.logger);
  const lifetime = new AbortController();
  const room = createRoom(checked.maxMemoryBytes);
  const all = createTally();
  /** What was sent since the last flush. */
  let recent = createTally(all);
  const flushing = new Set<Promise<void>>();
  /** Bytes that were taken in since the loop was last asked for a turn. */
  let sinceTurn = 0;
  let closed = false;
  let closing: Promise<CloseReport> | undefined;

  const retry = createRetry(
    {
      clock,
      random,
      classify: wire.classify,
      onRetry: ({ code, message }, attempt, delayMs) =>
        emit({ kind: 'call-retried', call: 'put', code, message, attempt, delayMs }),
    },
    checked.retry,
  );
  const doubt = { isOn: false };
  const put = { wire, clock, emit, retry, timeoutMs: checked.timeoutMs, signal: lifetime.signal, doubt };
  const lanes = createLanes<Item>({
    ...checked,
    clock,
    put: (records, route) => putRecords(put, records, route),
    done(records) {
      room.give(records.reduce((sum, { charge }) => sum + charge, 0));
      hurryWhereWaitedFor();
    },
  });

  /** Lingering would only keep those waiting who want room, or the end of a flush. */
  function hurryWhereWaitedFor(): void {
    if (room.crowded || flushing.size > 0 || closed) lanes.hurry();
  }

  function prepare(record: NewR): PreparedRecord<Item> {
    if (closed) throw new ClientError('aborted', 'this producer is closed: the record was not taken in.');
    if (typeof record !== 'object' || record === null)
      throw new ClientError('invalid-argument', 'the record is no object, such as { fields: { status: 200 } }.');
    const refused = untranslated(record);
    if (refused !== undefined) throw refused.error;
    const prepared = wire.prepare(record, clock.now());
    const [service, memory] = [wire.limits.maxBatchBytes, checked.maxMemoryBytes - OVERHEAD_BYTES];
    const bytes = prepared.bytes + prepared.headBytes;
    if (bytes <= Math.min(service, memory)) return prepared;
    const allowed = service <= memory ? `${service}, which is what the service takes` : `${memory}, for maxMemoryBytes`;
    throw new ClientError(
      'invalid-argument',
      `the record has ${bytes} bytes; allowed: ${allowed}. Shorten or split it.`,
    );
  }

  /** The failure of one record that was not taken in. */
  function refuse(error: ClientError): ClientError {
    emit({ kind: 'records-failed', records: 1, code: error.code, message: error.message, tries: 0 });
    return error;
  }

  function takeIn(record: NewR, signal: AbortSignal | undefined): PendingRecord<Item> {
    const taken = new PendingRecord(prepare(record), recent);
    sinceTurn += taken.charge;
    const leave = room.take(taken.charge, () => lanes.add(taken));
    if (leave === undefined) {
      const message = `records of ${checked.maxMemoryBytes} bytes are taken in, and as many bytes wait. Await send(), or ready() before it.`;
      taken.fail(refuse(new ClientError('throttled', message)));
    } else if (signal !== undefined) {
      taken.endWith(signal, () => {
        leave();
        hurryWhereWaitedFor();
      });
    }
    hurryWhereWaitedFor();
    return taken;
  }

  async function finish(deadlineMs: number): Promise<CloseReport> {
    closed = true;
    let inTime = true;
    const settled = all.allSettled();
    lanes.hurry();
    const cancel = clock.schedule(deadlineMs, () => {
      inTime = false;
      lifetime.abort(new ClientError('aborted', 'the deadline of close() has passed.'));
    });
    await settled;
    cancel();
    await wire.close();
    const report = { inTime, ...all.report() };
    emit({ kind: 'producer-closed', inTime, stored: report.stored, failed: report.failed });
    return report;
  }

  const producer: Producer<NewR> = {
    send(record, { signal } = {}) {
      try {
        signal?.throwIfAborted();
        return takeIn(record, signal).promise;
      } catch (thrown) {
        const error = signal?.aborted ? signal.reason : refuse(toClientError(wire.classify, thrown));
        recent.begin();
        recent.failed(error);
        const refused = Promise.reject(error);
        refused.catch(() => undefined);
        return refused;
      }
    },
    async ready({ signal } = {}) {
      signal?.throwIfAborted();
      if (closed) return;
      // Whoever does nothing but wait here would keep the loop from turning: nothing would be sent until there is no more room.
      const turn = loopTurns.take(sinceTurn);
      sinceTurn = 0;
      if (turn !== undefined) await turn;
      signal?.throwIfAborted();
      if (room.isFree) return;
      await new Promise<void>((resolve, reject) => {
        let takeBack: (() => void) | undefined;
        const leave = room.whenFree(() => {
          takeBack?.();
          resolve();
        });
        hurryWhereWaitedFor();
        if (signal === undefined) return;
        takeBack = onAbort(signal, () => {
          leave();
          reject(signal.reason);
        });
      });
    },
    async flush({ signal } = {}) {
      signal?.throwIfAborted();
      const tally = recent;
      recent = createTally(all);
      const settled = tally.allSettled();
      flushing.add(settled);
      // Owned: it never rejects.
      void settled.then(() => flushing.delete(settled));
      lanes.hurry();
      const before = Promise.all(flushing);
      await (signal === undefined ? before : unlessAborted(before, signal));
      return tally.report();
    },
    close({ deadlineMs = DEADLINE_MS } = {}) {
      closing ??= finish(deadlineMs >= 0 ? deadlineMs : DEADLINE_MS);
      return closing;
    },
    get usedBytes() {
      return room.usedBytes;
    },
    [Symbol.asyncDispose]: async () => {
      await producer.close();
    },
  };
  return producer;
}
