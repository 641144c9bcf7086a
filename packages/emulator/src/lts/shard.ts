import type { GroupLog, KeptGroup } from '../store/group-log.js';
import { asItIs, type LogShelf, type ShelvedLog, shelved } from '../store/log-shelf.js';
import type { LtsSwitches } from './switches.js';
import { nanoseconds } from './time.js';

/** The logs of one push, as JSON: what a pull gives of them is one stretch of these bytes. */
export interface Packet {
  /** One log after the other, a comma behind each. */
  readonly bytes: Buffer;
  /** Where each log starts; at the end, where the next one would. */
  readonly starts: readonly number[];
}

export interface StoredPacket extends Packet, KeptGroup {
  /** Of its first log; those of the others follow without a gap. */
  readonly cursor: bigint;
  readonly count: number;
}

export interface PullRange {
  readonly from: bigint;
  /** The first cursor that is not given any more. */
  readonly end: bigint | undefined;
  readonly limit: number;
  readonly maxBytes: number;
}

export interface Stretch {
  /** Logs as JSON, commas between them. */
  readonly parts: readonly Uint8Array[];
  readonly count: number;
  /** Right behind the last one; undefined where there is none. */
  readonly next: bigint | undefined;
}

export interface LtsShard {
  readonly id: number;
  /** Takes no more writes. */
  readonly isSealed: boolean;
  readonly keptLogs: number;
  /** Of the oldest log kept. */
  readonly beginCursor: bigint;
  /** A place that the next log will not be before. */
  readonly endCursor: bigint;
  seal(): void;
  /** Returns the cursor of the first log. */
  append(packet: Packet, nowMs: number): bigint;
  pull(range: PullRange): Stretch;
  /** The cursor of the first log received at or after a time; begin and end are the bounds. */
  cursorAt(timeNs: bigint): bigint;
  /** When the log at a cursor, or the first one behind it, was received; now where there is none yet. */
  receivedAtMs(cursor: bigint, nowMs: number): number;
  expireBefore(beforeMs: number): void;
  /** Forgets the packets that end before this cursor. */
  expireTo(cursor: bigint): void;
  readonly log: GroupLog<StoredPacket>;
  toKeep(): KeptLtsShard;
}

/** All of a shard but its packets. */
export interface KeptLtsShard extends ShelvedLog, Pick<LtsShard, 'id' | 'isSealed' | 'endCursor'> {}

export interface LtsShardOptions {
  readonly nowMs: number;
  readonly switches: Pick<LtsSwitches, 'cursors' | 'firstCursor'>;
  readonly shelf: LogShelf;
}

const COMMA = Buffer.from(',');
const form = asItIs<StoredPacket>();

/** A new one, or what is kept of one. */
export function createLtsShard(
  given: { readonly id: number } | KeptLtsShard,
  { nowMs, switches: { cursors, firstCursor }, shelf }: LtsShardOptions,
): LtsShard {
  const { id } = given;
  const kept = 'log' in given ? given : undefined;
  const log = kept ? shelf.reopen(kept, form) : shelf.create(form);
  // What was appended after the shard itself was written down says more.
  const last = log.first < log.next ? log.group(log.next - 1) : undefined;
  const lastEnd = last && last.cursor + BigInt(last.count);
  let isSealed = kept?.isSealed ?? false;
  let endCursor = lastEnd ?? kept?.endCursor ?? (cursors === 'dense' ? firstCursor : nanoseconds(nowMs));
  let keptLogs = log.slice(log.first, log.next).reduce((sum, { count }) => sum + count, 0);

  /** Of the first packet with something at or behind a cursor. */
  const indexOf = (cursor: bigint): number => log.firstWhere((packet) => packet.cursor + BigInt(packet.count) > cursor);
  const cursorOf = (index: number): bigint => (index < log.next ? log.group(index).cursor : endCursor);
  function forget(run: () => void): void {
    const before = log.first;
    const old = log.slice(before, log.next);
    run();
    for (const { count } of old.slice(0, log.first - before)) keptLogs -= count;
  }

  return {
    id,
    get isSealed() {
      return isSealed;
    },
    get keptLogs() {
      return keptLogs;
    },
    get beginCursor() {
      return cursorOf(log.first);
    },
    get endCursor() {
      return endCursor;
    },
    seal: () => {
      isSealed = true;
    },
    append(packet, now) {
      const received = nanoseconds(now);
      const cursor = cursors === 'dense' || received < endCursor ? endCursor : received;
      const count = packet.starts.length - 1;
      log.append({ ...packet, cursor, count, receivedAtMs: now });
      endCursor = cursor + BigInt(count);
      keptLogs += count;
      return cursor;
    },
    pull({ from, end, limit, maxBytes }) {
      const parts: Uint8Array[] = [];
      let count = 0;
      let bytes = 0;
      let next: bigint | undefined;
      for (let index = indexOf(from); index < log.next; index++) {
        const packet = log.group(index);
        const first = from > packet.cursor ? Number(from - packet.cursor) : 0;
        let last = first;
        const isWanted = (): boolean =>
          last < packet.count &&
          count < limit &&
          (end === undefined || packet.cursor + BigInt(last) < end) &&
          (count === 0 || bytes + sizeAt(packet, last) <= maxBytes);
        while (isWanted()) {
          bytes += sizeAt(packet, last);
          count += 1;
          last += 1;
        }
        if (last > first) {
          if (parts.length > 0) parts.push(COMMA);
          parts.push(logsOf(packet, first, last));
          next = packet.cursor + BigInt(last);
        }
        if (last < packet.count) break;
      }
      return { parts, count, next };
    },
    cursorAt(timeNs) {
      const timeMs = Number((timeNs + 999_999n) / 1_000_000n);
      return cursorOf(log.indexAt(timeMs));
    },
    receivedAtMs(cursor, now) {
      const index = indexOf(cursor);
      return index < log.next ? log.group(index).receivedAtMs : now;
    },
    expireBefore: (beforeMs) => forget(() => log.expireBefore(beforeMs)),
    expireTo: (cursor) => forget(() => log.expireTo(indexOf(cursor))),
    log,
    toKeep: () => ({ id, isSealed, endCursor, ...shelved(log) }),
  };
}

const sizeAt = ({ starts }: Packet, at: number): number => (starts[at + 1] as number) - (starts[at] as number);

/** Without the comma behind the last one. */
function logsOf({ bytes, starts }: Packet, from: number, to: number): Uint8Array {
  return bytes.subarray(starts[from], (starts[to] as number) - COMMA.length);
}
