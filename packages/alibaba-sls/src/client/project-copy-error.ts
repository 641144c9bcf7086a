import { ClientError } from '@polylog/driver-kit';
import type { ProjectCopy } from './copy-project.js';

const brand = Symbol.for('@polylog/alibaba-sls/ProjectCopyError');

/** A copy of a project that ended half way. `made` is what there is now; delete the project to begin anew. */
export class ProjectCopyError extends ClientError {
  readonly made: ProjectCopy;

  constructor(reason: ClientError, to: string, made: ProjectCopy) {
    const { status, serviceCode, tries, requestId, retryAfterMs } = reason;
    super(reason.code, `the copy is incomplete, and project ${to} has what was made so far: ${reason.message}`, {
      cause: reason,
      status,
      serviceCode,
      tries,
      requestId,
      retryAfterMs,
    });
    this.name = 'ProjectCopyError';
    this.made = made;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** True for a {@link ProjectCopyError} of this or of any other installed copy of this package. */
export function isProjectCopyError(value: unknown): value is ProjectCopyError {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true;
}
