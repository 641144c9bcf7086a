import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readDeadLetters } from '@polylog/core';
import { letterLine } from './report.js';

/** What one reading of one cloud has left behind. */
export interface Results {
  /** The report as it is. */
  readonly report: Buffer;
  /** A line for each order that was parked, by its number: letters also say when they were parked, and where they come from. */
  readonly parked: Buffer;
}

export async function readResults(folder: string): Promise<Results> {
  const lines = new Set<string>();
  for await (const letter of readDeadLetters(join(folder, 'dead-letters.jsonl'))) lines.add(letterLine(letter));
  return { report: await readFile(join(folder, 'report.jsonl')), parked: textOf([...lines].sort()) };
}

export function textOf(lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}

export function linesIn(text: Buffer): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

export function digestOf(text: Buffer): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
