import { writeFile } from 'node:fs/promises';
import { writeJson } from '@polylog/driver-kit';
import type { Label, TestItem } from './items.js';

/** Hands items over to the programs of other languages: a list in JSON, where labels are a text that is JSON itself. */
export async function writeItems(file: string, items: readonly TestItem[]): Promise<void> {
  await writeFile(file, writeJson(items.map(({ labels, lines }) => ({ labels: labelsText(labels), lines }))));
}

const labelsText = (labels: readonly Label[]): string => writeJson(Object.fromEntries(labels));
