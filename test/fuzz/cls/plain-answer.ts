import { frameLogGroup } from '@polylog/driver-kit';
import { isLosslessNumber, parse } from 'lossless-json';
import { groupIn } from './message.js';

/** What a library makes of an answer. */
export interface PlainAnswer {
  readonly nextOffset: string;
  readonly requestId: string | undefined;
  readonly groups: readonly Buffer[];
}

const INT64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n };

/**
 * Undefined where it is no answer of a pull. Where a name stands twice libraries do not agree, and ours refuses where one of
 * its own does: then the result is `ambiguous`.
 */
export function plainAnswer(json: string): PlainAnswer | 'ambiguous' | undefined {
  try {
    JSON.parse(json);
  } catch {
    return undefined;
  }
  if (repeatsAName(json)) return 'ambiguous';
  const whole = objectIn(parse(json));
  const response = objectIn(whole?.Response);
  const offset = response?.NextOffset;
  if (!isLosslessNumber(offset) || !/^(?:-?[1-9]\d*|0)$/.test(offset.value)) return undefined;
  const value = BigInt(offset.value);
  if (value < INT64.least || value > INT64.most) return undefined;
  const messages = response?.Message ?? [];
  if (!Array.isArray(messages)) return undefined;
  const groups: Buffer[] = [];
  for (const message of messages as unknown[]) {
    const group = typeof message === 'string' ? groupIn(message) : undefined;
    if (group === undefined) return undefined;
    groups.push(group);
  }
  const id = response?.RequestId;
  const requestId = typeof id === 'string' && Buffer.byteLength(JSON.stringify(id)) <= 202 ? id : undefined;
  return { nextOffset: offset.value, requestId, groups };
}

function objectIn(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** By its names alone, wherever they stand; names with escapes count as any. */
function repeatsAName(json: string): boolean {
  const names = [...json.matchAll(/"((?:[^"\\]|\\.)*)"\s*:/g)].map(([, name]) => JSON.parse(`"${name}"`) as string);
  return new Set(names).size < names.length;
}

/** The log groups as a list: each behind its tag and its length. */
export function framedGroups(groups: readonly Buffer[]): Buffer {
  return Buffer.concat(groups.map(frameLogGroup));
}
