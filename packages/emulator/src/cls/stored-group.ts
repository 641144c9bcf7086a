import { clsGroup, type ScannedLog, scanLogGroup } from '../store/log-group-scan.js';
import { enveloped } from './envelope.js';
import { inMicroseconds, timeMsOf } from './log-time.js';
import type { NewGroup } from './partition.js';
import { snappyPart } from './snappy.js';
import type { ClsSwitches } from './switches.js';
import type { Topic } from './topic.js';

/** The account that all of the emulator's topics belong to. */
const UIN = 100_000_000_001n;
const UNITS_PER_MS = { milliseconds: 1, microseconds: 1000, seconds: 1 / 1000 } as const;

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

/** One text of a pull's `Message`: the group in its envelope, as Base64, in quotes. */
export function entryText(topic: Topic, group: Buffer, receivedAtMs: number, switches: ClsSwitches): Buffer {
  const timestamp = BigInt(Math.floor(receivedAtMs * UNITS_PER_MS[switches.envelopeTime]));
  const whole = enveloped(group, { timestamp, uin: UIN, logsetId: topic.logsetId, topicId: topic.id });
  return Buffer.from(`"${whole.toString('base64')}"`, 'latin1');
}

function timeOf([first]: readonly ScannedLog[]): number | undefined {
  return first && timeMsOf(first.time);
}
