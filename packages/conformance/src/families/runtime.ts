import type { CaseDefinition } from '../conformance-case.js';
import { runtimeCheckpointCases } from './runtime-checkpoints.js';
import { deliveryCases } from './runtime-delivery.js';
import { failureCases } from './runtime-failures.js';
import { growthCases } from './runtime-growth.js';
import { leaseCases } from './runtime-lease.js';
import { startCases } from './runtime-start.js';
import { stopCases } from './runtime-stop.js';

/** The engine over the driver: the promises to users. */
export const runtimeCases: readonly CaseDefinition[] = [
  ...deliveryCases,
  ...failureCases,
  ...startCases,
  ...growthCases,
  ...runtimeCheckpointCases,
  ...leaseCases,
  ...stopCases,
];
