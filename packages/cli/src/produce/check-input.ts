import { fstatSync } from 'node:fs';
import { ConsumerError } from '@polylog/core';

/** Throws `invalid-argument` for a descriptor that no lines can be read from: Node would take it for an empty one. */
export function checkInput(descriptor: number): void {
  let isFolder: boolean;
  try {
    isFolder = fstatSync(descriptor).isDirectory();
  } catch (cause) {
    throw new ConsumerError('invalid-argument', 'polylog: stdin is not open; there are no lines to read.', { cause });
  }
  if (isFolder)
    throw new ConsumerError('invalid-argument', 'polylog: stdin is a folder; give lines, or a file of them.');
}
