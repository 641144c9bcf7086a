/** `@polylog/conformance/cases`: the suite as a list, for whoever runs it without vitest. */
import { type CaseDefinition, type Family, lackOf, runCase } from './conformance-case.js';
import { checkpointCases } from './families/checkpoint.js';
import { errorCases } from './families/errors.js';
import { groupCases } from './families/group.js';
import { lineageCases } from './families/lineage.js';
import { readCases } from './families/read.js';
import { runtimeCases } from './families/runtime.js';
import type { Harness } from './harness.js';

export type { Family } from './conformance-case.js';
export type {
  Capabilities,
  Deviation,
  EngineDoors,
  Fault,
  FaultKind,
  Harness,
  LogSetup,
  SeamCall,
  TestLog,
} from './harness.js';
export { createIdleDetector, type IdleDetector } from './idle-detector.js';

/** A case of the suite over one driver. */
export interface ConformanceCase {
  /** Stable: `read-3`. */
  readonly id: string;
  readonly family: Family;
  /** Id and promise, as one line. */
  readonly name: string;
  /** What the harness lacks for it; then it is not to be run. */
  readonly lacks: readonly string[];
  /** Why it is expected to fail, where the harness says so. */
  readonly deviates: string | undefined;
  /** Resolves where the driver, and the engine over it, keep the promise; rejects with what went wrong. Knows nothing of deviations. */
  run(): Promise<void>;
}

const definitions: readonly CaseDefinition[] = [
  ...readCases,
  ...groupCases,
  ...checkpointCases,
  ...lineageCases,
  ...errorCases,
  ...runtimeCases,
];

/** Ids and promises of the whole suite, in order. */
export const catalogue: readonly { readonly id: string; readonly promise: string }[] = definitions.map(
  ({ id, promise }) => ({ id, promise }),
);

/** @throws Error for a deviation that names no case of the suite */
export function conformanceCases(harness: Harness): readonly ConformanceCase[] {
  const reasons = new Map(harness.deviates?.map(({ test, reason }) => [test, reason]));
  for (const test of reasons.keys()) {
    if (!definitions.some(({ id }) => id === test)) {
      throw new Error(`deviates names ${JSON.stringify(test)}, which is no case; ids look like "read-1".`);
    }
  }
  return definitions.map((definition) => ({
    id: definition.id,
    family: definition.id.split('-')[0] as Family,
    name: `${definition.id} ${definition.promise}`,
    lacks: lackOf(definition, harness.capabilities),
    deviates: reasons.get(definition.id),
    run: () => runCase(definition, harness),
  }));
}
