import { isUtf8 } from 'node:buffer';
import { ConsumerError } from '../errors/consumer-error.js';
import { toPosition } from '../position.js';
import type { DeadLetter, DeadLetterFailure, DeadLetterValue } from './dead-letter.js';

const FORMAT = 'polylog-dead-letter/1';
/** What every line begins with; tells our files from others before anything is changed in them. */
const LINE_START: Buffer = Buffer.from(`{"format":"${FORMAT}"`);

/**
 * One line of a dead-letter file: JSON with `format` in front, so that every tool for JSON lines can read it.
 * @throws ConsumerError `invalid-argument` for what could not be read again
 */
export function encodeDeadLetter(letter: DeadLetter): string {
  const wrong = Object.entries(checks).find(([name, check]) => !check(letter[name as keyof DeadLetter]));
  if (wrong !== undefined) {
    throw new ConsumerError('invalid-argument', `"${wrong[0]}" of a dead letter is not what the type DeadLetter says.`);
  }
  // JSON escapes line breaks, and halves of surrogate pairs that UTF-8 has no bytes for.
  return `${JSON.stringify({ format: FORMAT, ...letter })}\n`;
}

/** The letter of a whole line, without its line break; `undefined` where it is not what `encodeDeadLetter` writes. */
export function decodeDeadLetter(line: Buffer): DeadLetter | undefined {
  if (!isUtf8(line)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line.toString());
  } catch {
    return undefined;
  }
  if (!isObject(value) || value.format !== FORMAT) return undefined;
  const { format: _, ...letter } = value;
  return isDeadLetter(letter) ? { ...letter, batchStart: toPosition(letter.batchStart) } : undefined;
}

/** Whether bytes can be a line of ours that a crash cut short: its beginning, and maybe zeros that stand for the rest. */
export function isTornLine(bytes: Buffer): boolean {
  const zero = bytes.indexOf(0);
  const written = zero === -1 ? bytes : bytes.subarray(0, zero);
  const start = written.subarray(0, LINE_START.length);
  return (
    start.equals(LINE_START.subarray(0, start.length)) && bytes.subarray(written.length).every((byte) => byte === 0)
  );
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isTextOrAbsent: Check = (value) => value === undefined || isText(value);
const isCount: Check = (value) => Number.isFinite(value);

/** A new part of a letter does not compile until it is checked here. */
const checks: Readonly<Record<keyof DeadLetter, Check>> = {
  provider: isText,
  stream: isText,
  partition: isText,
  batchStart: isText,
  id: isText,
  timeNs: (value) => isText(value) && /^-?\d+$/.test(value as string),
  topic: isTextOrAbsent,
  source: isTextOrAbsent,
  host: isTextOrAbsent,
  path: isTextOrAbsent,
  tags: (value) => isPairs(value, isText),
  fields: (value) => isPairs(value, isFieldValue),
  body: isTextOrAbsent,
  failure: isFailure,
  attempts: isCount,
  parkedAtMs: isCount,
};

const failureChecks: Readonly<Record<keyof DeadLetterFailure, Check>> = { code: isText, kind: isText, message: isText };

function isDeadLetter(value: Record<string, unknown>): value is Record<string, unknown> & DeadLetter {
  return Object.entries(checks).every(([name, check]) => check(value[name]));
}

function isFailure(value: unknown): boolean {
  return isObject(value) && Object.entries(failureChecks).every(([name, check]) => check(value[name]));
}

function isPairs(value: unknown, check: Check): boolean {
  if (!Array.isArray(value)) return false;
  return value.every((pair) => Array.isArray(pair) && pair.length === 2 && isText(pair[0]) && check(pair[1]));
}

function isFieldValue(value: unknown): value is DeadLetterValue {
  if (!isObject(value)) return isText(value);
  return isText(value.base64) !== isText(value.inexact);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
