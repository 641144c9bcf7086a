import type { Capabilities, Harness, LogSetup, TestLog } from './harness.js';

export type Family = 'read' | 'group' | 'checkpoint' | 'lineage' | 'errors' | 'runtime';

/** One promise, and how it is tried. */
export interface CaseDefinition {
  /** Stable, such as `read-3`; gaps are cases that were taken out. */
  readonly id: `${Family}-${number}`;
  /** What is promised, as one sentence. */
  readonly promise: string;
  /** Without these hands on the service the case is left out. */
  readonly needs?: readonly Need[];
  readonly run: (stand: Stand) => Promise<void>;
}

export type Need = 'split' | 'merge' | 'grow' | 'empty-log' | Capabilities['faults'][number];

/** Where a case is tried. */
export interface Stand {
  readonly harness: Harness;
  /** A fresh log, closed after the case. `batchRecords` is 10 unless told. */
  open(setup?: Partial<LogSetup>): Promise<TestLog>;
  /** To be run after the case, last one first, however it ended. */
  after(run: () => Promise<void>): void;
}

/** What of its needs a harness lacks. */
export function lackOf({ needs = [] }: CaseDefinition, capabilities: Capabilities): readonly Need[] {
  const { split, merge, grow = false, emptyLog, faults } = capabilities;
  return needs.filter((need) => {
    switch (need) {
      case 'split':
        return !split;
      case 'merge':
        return !merge;
      case 'grow':
        return !grow;
      case 'empty-log':
        return !emptyLog;
      default:
        return !faults.includes(need);
    }
  });
}

/** Runs one case over fresh logs and clears up behind it. */
export async function runCase(definition: CaseDefinition, harness: Harness): Promise<void> {
  const endings: (() => Promise<void>)[] = [];
  const stand: Stand = {
    harness,
    async open({ partitions = 1, batchRecords = 10 } = {}) {
      const log = await harness.open({ partitions, batchRecords });
      endings.push(() => log.close());
      return log;
    },
    after: (run) => void endings.push(run),
  };
  try {
    await definition.run(stand);
  } finally {
    for (const end of endings.reverse()) await end();
  }
}
