import { type PlainObject, type PlainText, type PlainValue, plainJson } from './plain-json.js';

/** What an answer of a pull says, by the page on the protocol (sections 3.1, 4.1 and 7). */
export interface PlainAnswer {
  readonly next: bigint | undefined;
  /** The labels of each log; none for one without. */
  readonly logs: readonly PlainObject['members'][];
}

/** Ours refuses what is nested more deeply, a little more or less, or has longer numbers. */
const SANE_DEPTH = 95;
const INSANE_DEPTH = 105;
const LONGEST_NUMBER = 400;
const LONGEST_CURSOR = 19;
const MOST_CURSOR = 2n ** 63n - 1n;

/** Undefined for what is no answer; `unclear` where it is one as long as its depth is. */
export function plainAnswer(bytes: Buffer): PlainAnswer | 'unclear' | undefined {
  const whole = plainJson(bytes);
  if (whole?.kind !== 'object') return undefined;
  const depth = depthOf(whole);
  if (hasHugeNumber(whole) || depth > INSANE_DEPTH) return undefined;
  const next = nextIn(whole);
  const logs = logsIn(whole);
  if (next === 'wrong' || logs === undefined) return undefined;
  return depth > SANE_DEPTH ? 'unclear' : { next, logs };
}

/** The value under a name that may be there once; undefined where it is missing or null. */
function only({ members }: PlainObject, name: string): PlainValue | 'twice' | undefined {
  const [first, second] = members.filter(([{ text }]) => text === name);
  if (second !== undefined) return 'twice';
  return first === undefined || first[1].kind === 'null' ? undefined : first[1];
}

/** An integer, or the text of one. */
function nextIn(whole: PlainObject): bigint | undefined | 'wrong' {
  const value = only(whole, 'next');
  if (value === undefined) return undefined;
  if (value === 'twice') return 'wrong';
  if (value.kind !== 'number' && value.kind !== 'text') return 'wrong';
  const digits = value.kind === 'text' ? value.text : value.source.toString();
  const bytes = value.source.length - (value.kind === 'text' ? 2 : 0);
  if (bytes > LONGEST_CURSOR || !/^(0|[1-9][0-9]*)$/.test(digits)) return 'wrong';
  return BigInt(digits) <= MOST_CURSOR ? BigInt(digits) : 'wrong';
}

function logsIn(whole: PlainObject): PlainObject['members'][] | undefined {
  const value = only(whole, 'logs');
  if (value === undefined) return [];
  if (value === 'twice' || value.kind !== 'list') return undefined;
  const logs: PlainObject['members'][] = [];
  for (const log of value.items) {
    const labels = log.kind === 'object' ? only(log, 'labels') : 'wrong';
    if (labels === undefined) logs.push([]);
    else if (typeof labels === 'object' && labels.kind === 'object') logs.push(labels.members);
    else return undefined;
  }
  return logs;
}

/** Names of an object, and its values. */
function childrenOf(value: PlainValue): readonly (PlainValue | PlainText)[] {
  if (value.kind === 'object') return value.members.flat();
  return value.kind === 'list' ? value.items : [];
}

function depthOf(value: PlainValue): number {
  return Math.max(0, ...childrenOf(value).map((child) => 1 + depthOf(child)));
}

function hasHugeNumber(value: PlainValue): boolean {
  return (value.kind === 'number' && value.source.length > LONGEST_NUMBER) || childrenOf(value).some(hasHugeNumber);
}
