import { bytesFollow, type NameEntry } from '@polylog/driver-kit';
import type { OpenBody } from './body.js';

/** The name at which the scanner stands, behind `previous` in the same record. The scanner goes on to its value. */
export function readName({ bytes, view, scanner, names }: OpenBody, previous: NameEntry): NameEntry {
  const { at } = scanner;
  const guess = previous.next;
  if (guess !== undefined && bytesFollow(bytes, view, at, guess.pattern)) {
    scanner.at = at + guess.pattern.length;
    return guess;
  }
  const name = scanner.name(Number.POSITIVE_INFINITY);
  return names.learn(previous, name, bytes.subarray(at, scanner.at));
}
