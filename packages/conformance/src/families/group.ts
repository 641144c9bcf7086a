import type { CaseDefinition } from '../conformance-case.js';
import { joinCases } from './group-join.js';
import { workCases } from './group-work.js';

/** Members, and who works on what. */
export const groupCases: readonly CaseDefinition[] = [...joinCases, ...workCases];
