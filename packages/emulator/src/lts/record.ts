import { writeJson } from '@polylog/driver-kit';
import type { Packet } from './shard.js';
import type { LtsSwitches } from './switches.js';

/** A log before it is stored. */
export interface NewLog {
  readonly labels: Readonly<Record<string, unknown>>;
  /** Absent: all that it says stands in its labels. */
  readonly content?: string;
  readonly timeNs: bigint;
  /** What the service sorts by. Absent: made of the time of receipt. */
  readonly lineNum?: bigint;
}

const COMMA = Buffer.from(',');

/** As a pull gives it. */
export function logJson({ labels, content, timeNs, lineNum }: NewLog, nowMs: number, switches: LtsSwitches): string {
  const text = content === undefined ? {} : { [switches.contentLabel]: content };
  const numbers = {
    __time__: timeNs / 1_000_000n,
    lineNum: lineNum ?? BigInt(nowMs) * 1_000_000n + 1n,
    collectTime: BigInt(nowMs),
  };
  return writeJson({ labels: { ...labels, ...text, ...builtIn(numbers, switches.builtInFields) } });
}

function builtIn(
  numbers: Readonly<Record<string, bigint>>,
  form: LtsSwitches['builtInFields'],
): Readonly<Record<string, unknown>> {
  if (form === 'none') return {};
  const shown =
    form === 'numbers'
      ? numbers
      : Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, `${value}`]));
  return { ...shown, category: 'LTS' };
}

export function packetOf(logs: readonly (string | Uint8Array)[]): Packet {
  const starts = [0];
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (const log of logs) {
    const bytes = typeof log === 'string' ? Buffer.from(log) : log;
    pieces.push(bytes, COMMA);
    size += bytes.length + COMMA.length;
    starts.push(size);
  }
  return { bytes: Buffer.concat(pieces), starts };
}
