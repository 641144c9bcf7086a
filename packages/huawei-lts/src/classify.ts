import type { Failure } from '@polylog/core/driver';
import { createClassifier } from '@polylog/driver-kit';
import { serviceCodes } from './wire/service-codes.js';

/** What a thrown value means. Pure and total. */
export const classify: (error: unknown) => Failure = createClassifier(serviceCodes);
