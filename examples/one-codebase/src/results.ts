import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readDeadLetters } from '@polylog/core';
import type { Order } from './order.js';
import { letterLine, reportLine } from './report.js';

/** A line for each order, sorted by its number. */
export interface Results {
  readonly report: string;
  readonly parked: string;
}

export interface Compared {
  readonly handled: number;
  readonly parked: number;
  /** How many of the lines that are expected are not there. */
  readonly missing: number;
  readonly isEqual: boolean;
}

/** What reading these orders must leave behind, told from the orders alone. */
export function expectedOf(orders: readonly Order[]): Results {
  const isParked = ({ fields }: Order): boolean => fields.get('amount') === 'unknown';
  return {
    report: textOf(orders.filter((order) => !isParked(order)).map(reportLine)),
    parked: textOf(orders.filter(isParked).map(reportLine)),
  };
}

/** Holds what a consumer has left in a folder to that. */
export async function compared(folder: string, expected: Results): Promise<Compared> {
  const report = await readFile(join(folder, 'report.jsonl'));
  // A letter may come twice, and says when and where, which is not the same from run to run.
  const letters = new Set<string>();
  for await (const letter of readDeadLetters(join(folder, 'dead-letters.jsonl'))) letters.add(letterLine(letter));
  const parked = textOf([...letters].sort());
  const handled = linesOf(report.toString());
  return {
    handled: handled.length,
    parked: letters.size,
    missing: missingIn(new Set(handled), expected.report) + missingIn(letters, expected.parked),
    isEqual: report.equals(Buffer.from(expected.report)) && parked === expected.parked,
  };
}

function missingIn(found: ReadonlySet<string>, expected: string): number {
  return linesOf(expected).filter((line) => !found.has(line)).length;
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

function linesOf(text: string): string[] {
  return text.split('\n').slice(0, -1);
}
