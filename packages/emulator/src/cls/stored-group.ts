import { clsGroup, type ScannedLog, scanLogGroup } from '../store/log-group-scan.js';
import type { GroupForm } from '../store/log-shelf.js';
import { enveloped } from './envelope.js';
import { inMicroseconds, timeMsOf } from './log-time.js';
import type { NewGroup, StoredGroup } from './partition.js';
import { snappyPart } from './snappy.js';
import type { ClsSwitches } from './switches.js';
import type { Topic } from './topic.js';

/** The account that all of the emulator's topics belong to. */
const UIN = 100_000_000_001n;
const UNITS_PER_MS = { milliseconds: 1, microseconds: 1000, seconds: 1 / 1000 } as const;

type TopicNames = Pick<Topic, 'id' | 'logsetId'>;

/** A log group as it came, with its logs. */
export interface ScannedGroup {
  readonly group: Buffer;
  readonly logs: readonly ScannedLog[];
}

/** Throws `NotALogGroup`. */
export function scanned(group: Buffer): ScannedGroup {
  return { group, logs: scanLogGroup(group, clsGroup) };
}

/** A log group as a topic keeps it. */
export function storedGroup(
  topic: Topic,
  { group: uploaded, logs }: ScannedGroup,
  nowMs: number,
  switches: ClsSwitches,
): NewGroup {
  const group = switches.logTime === 'microseconds' ? inMicroseconds(uploaded) : uploaded;
  return {
    group,
    lines: logs.length,
    receivedAtMs: nowMs,
    loggedAtMs: timeOf(logs) ?? nowMs,
    entry: snappyPart(entryText(topic, group, nowMs, switches)),
  };
}

/** On disk without the text that a pull has of it: that is longer than the group, and is made again. */
export function groupForm(topic: TopicNames, switches: ClsSwitches): GroupForm<StoredGroup> {
  return {
    keep: ({ entry: _entry, ...group }) => group,
    revive(kept) {
      const group = kept as Omit<StoredGroup, 'entry'>;
      return { ...group, entry: snappyPart(entryText(topic, group.group, group.receivedAtMs, switches)) };
    },
  };
}

/** One text of a pull's `Message`: the group in its envelope, as Base64, in quotes. */
export function entryText(topic: TopicNames, group: Buffer, receivedAtMs: number, switches: ClsSwitches): Buffer {
  const timestamp = BigInt(Math.floor(receivedAtMs * UNITS_PER_MS[switches.envelopeTime]));
  const whole = enveloped(group, { timestamp, uin: UIN, logsetId: topic.logsetId, topicId: topic.id });
  return Buffer.from(`"${whole.toString('base64')}"`, 'latin1');
}

function timeOf([first]: readonly ScannedLog[]): number | undefined {
  return first && timeMsOf(first.time);
}
