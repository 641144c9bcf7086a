import type { CaseDefinition } from '../conformance-case.js';
import { batchCases } from './read-batches.js';
import { placeCases } from './read-places.js';

/** Everything that needs no group. */
export const readCases: readonly CaseDefinition[] = [...placeCases, ...batchCases];
