import { createHash } from 'node:crypto';
import { ConsumerError } from '../errors/consumer-error.js';
import { type Position, toPosition } from '../position.js';

/**
 * A checkpoint file is lines of `<checksum> <json>`. The first one, `{"format":…,"snapshot":n}`, says that `n` lines
 * follow that were written together with it, by a replacement of the whole file; a crash cannot tear those. Each line
 * behind them is one save, `[[id, position], …]`, and the last of them may be torn.
 */
const FORMAT = 'polylog-checkpoints/1';
/** Hexadecimal digits of SHA-256. Node 20.0 has no CRC-32, and 64 bits are plenty against accidents. */
const CHECKSUM_LENGTH = 16;
const NEWLINE = 0x0a;

/** A whole file. */
export function encodeSnapshot(checkpoints: ReadonlyMap<string, Position>): Buffer {
  const lines = [...checkpoints].map((pair) => encodeLine([pair]));
  return Buffer.concat([encodeLine({ format: FORMAT, snapshot: lines.length }), ...lines]);
}

/** One save, to be appended. */
export function encodeSave(checkpoints: ReadonlyMap<string, Position>): Buffer {
  return encodeLine([...checkpoints]);
}

/**
 * What a file says; the last line may be damaged where it may be torn, and counts as not written then.
 * @throws ConsumerError `corrupt-data` with path and line number for damage elsewhere, `unsupported` for a later format
 */
export function decodeCheckpoints(content: Buffer, path: string): Map<string, Position> {
  const checkpoints = new Map<string, Position>();
  let snapshot = 0;
  let lineNumber = 0;
  for (let start = 0; start < content.length; ) {
    const newline = content.indexOf(NEWLINE, start);
    const end = newline === -1 ? content.length : newline;
    const isLast = end + 1 >= content.length;
    const value = decodeLine(content.subarray(start, end));
    lineNumber += 1;
    start = end + 1;
    if (lineNumber === 1) {
      snapshot = snapshotLines(value, path);
    } else if (isSave(value)) {
      for (const [id, position] of value) checkpoints.set(id, toPosition(position));
    } else if (!isLast || lineNumber <= 1 + snapshot) {
      throw damaged(path, lineNumber, 'is damaged');
    }
  }
  if (lineNumber > 0 && lineNumber < 1 + snapshot) throw damaged(path, lineNumber + 1, 'is missing');
  return checkpoints;
}

function encodeLine(value: unknown): Buffer {
  // JSON escapes line breaks, and halves of surrogate pairs that UTF-8 has no bytes for.
  const json = Buffer.from(JSON.stringify(value));
  return Buffer.from(`${checksum(json)} ${json.toString()}\n`);
}

/** `undefined` where the line is not what was written. */
function decodeLine(line: Buffer): unknown {
  const json = line.subarray(CHECKSUM_LENGTH + 1);
  if (line.toString('latin1', 0, CHECKSUM_LENGTH + 1) !== `${checksum(json)} `) return undefined;
  try {
    return JSON.parse(json.toString());
  } catch {
    return undefined;
  }
}

function checksum(json: Buffer): string {
  return createHash('sha256').update(json).digest('hex').slice(0, CHECKSUM_LENGTH);
}

function isSave(value: unknown): value is readonly (readonly [string, string])[] {
  const isPair = (pair: unknown): boolean =>
    Array.isArray(pair) && pair.length === 2 && pair.every((text) => typeof text === 'string');
  return Array.isArray(value) && value.every(isPair);
}

function snapshotLines(value: unknown, path: string): number {
  const { format, snapshot } = (value ?? {}) as { readonly format?: unknown; readonly snapshot?: unknown };
  if (format === FORMAT && typeof snapshot === 'number') return snapshot;
  if (typeof format === 'string' && format.startsWith('polylog-checkpoints/')) {
    throw new ConsumerError(
      'unsupported',
      `The checkpoint file "${path}" is of format "${format}"; this version reads "${FORMAT}". Use the version that wrote it.`,
    );
  }
  throw damaged(path, 1, 'is not the first line of one; if this is another file, name another path');
}

function damaged(path: string, lineNumber: number, problem: string): ConsumerError {
  return new ConsumerError(
    'corrupt-data',
    `Line ${lineNumber} of the checkpoint file "${path}" ${problem}. Nothing was changed. Restore the file, or remove it to begin at "start" again.`,
  );
}
