import { ConsumerError, type DriverBatch, type LogDriver } from '@polylog/core/driver';
import { arrayMembership } from './array-membership.js';
import { arrayRecord } from './array-record.js';
import type { ArrayService } from './array-service.js';
import { classify } from './classify.js';
import { offsetOf, positionOf } from './position.js';

/** A whole driver. One call is one attempt: nothing here retries, waits, logs or keeps a timer. */
export function arrayDriver(service: ArrayService, options: { readonly maxRecords: number }): LogDriver {
  return {
    provider: 'array',
    limits: {
      maxBodyBytes: 1024 * 1024,
      timeResolutionMs: 1,
      minIdleMs: 100,
      sessionTimeoutMs: { min: 1_000, max: 3_600_000 },
      heartbeatMs: { min: 100, max: 600_000 },
    },

    async partitions({ signal }) {
      signal.throwIfAborted();
      return service.partitionIds().map((id) => ({ id, stream: 'array', readOnly: false, parents: [] }));
    },

    async locate(partitions, start, { signal }) {
      signal.throwIfAborted();
      const offset = (id: string): number => {
        const { first, end } = service.range(id);
        if (start === 'earliest') return first;
        return start === 'latest' ? end : service.offsetAt(id, start.epochMs);
      };
      return new Map(partitions.map(({ id }) => [id, positionOf(id, offset(id))]));
    },

    async read({ id, readOnly }, from, { signal, until, maxBytes, reserve }): Promise<DriverBatch> {
      signal.throwIfAborted();
      const offset = offsetOf(id, from);
      const bound = until?.position === undefined ? Number.POSITIVE_INFINITY : offsetOf(id, until.position);
      const found = service.read(id, offset, Math.max(0, Math.min(options.maxRecords, bound - offset)));
      const rawBytes = found.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
      if (rawBytes > maxBytes) {
        throw new ConsumerError('corrupt-data', `A batch of ${rawBytes} bytes; accepted are at most ${maxBytes}.`);
      }
      await reserve(rawBytes);

      const next = offset + found.length;
      const atEnd = next >= service.range(id).end;
      const ended = next >= bound || (atEnd && readOnly && found.length === 0);
      let released = false;
      const records = found.map(({ text, receivedAtMs }, i) =>
        arrayRecord(positionOf(id, offset + i), text, receivedAtMs, () => released),
      );
      return {
        partition: id,
        start: from,
        next: positionOf(id, next),
        state: ended ? 'ended' : atEnd ? 'caught-up' : 'more',
        records,
        recordCount: records.length,
        rawBytes,
        servedAtMs: service.clock.now(),
        release() {
          released = true;
        },
      };
    },

    async join(spec, { signal }) {
      signal.throwIfAborted();
      if (spec.order === 'lineage') {
        throw new ConsumerError('unsupported', 'Partitions of this service are never split, so there is no lineage.');
      }
      const existing = service.group(spec.group);
      if (!existing && spec.create === 'never') {
        throw new ConsumerError(
          'not-found',
          `There is no group ${JSON.stringify(spec.group)}; create it, or allow it.`,
        );
      }
      const group = existing ?? service.createGroup(spec.group, spec.sessionTimeoutMs);
      if (spec.update === 'if-different') group.sessionTimeoutMs = spec.sessionTimeoutMs;
      return arrayMembership(service, spec, group.sessionTimeoutMs);
    },

    classify,
  };
}
