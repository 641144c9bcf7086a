import { writeJson } from '@polylog/driver-kit';
import type { Label, TestItem } from './items.js';

/** Ours has two pushes, of lines and of structured logs, and a producer, which makes both. */
export type Writer = 'ours' | 'ours-structured' | 'our-producer' | 'Java';
export type Reader = 'ours' | 'Python' | 'Go';

/** What each cannot push, and what of an item is left then. All else it has to push as it is. */
export const pushedBy: Readonly<Record<Writer, (item: TestItem) => TestItem>> = {
  ours: allowedByOurs,
  'ours-structured': allowedByOurs,
  'our-producer': allowedByOurs,
  // It is handed the labels as a text that is JSON, and leaves out those that are null.
  Java: (item) => ({ ...item, labels: item.labels.filter(([, value]) => value !== null) }),
};

/** What each adds to the labels, by itself. */
export const addedBy: Readonly<Record<Writer, readonly string[]>> = {
  ours: [],
  'ours-structured': [],
  'our-producer': [],
  // It tells where it runs.
  Java: ['hostIP'],
};

/**
 * What each does not tell of what it reads. None of the official SDKs that are to be had can pull: Python reads the raw
 * answers with its own JSON, and Go by the general SDK, to which the call is described.
 */
export const readBy: Readonly<Record<Reader, (label: Label) => Label>> = {
  // A label that is no text is the JSON that stands there.
  ours: asText,
  Python: asItIs,
  Go: asItIs,
};

function asItIs<T>(it: T): T {
  return it;
}

/** A label is a text, and a name that the service forbids is refused. */
function allowedByOurs(item: TestItem): TestItem {
  return { ...item, labels: item.labels.filter(([name]) => !name.includes('__')).map(asText) };
}

function asText([name, value]: Label): Label {
  return [name, typeof value === 'string' ? value : writeJson(value)];
}
