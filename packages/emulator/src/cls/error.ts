import { WireError } from '../http/wire-error.js';

/**
 * Each plane has its own shape for it, and for some codes its own spelling. The status and the code are the data plane's; API
 * 3.0 answers 200 always.
 */
export class ClsError extends WireError {
  override readonly name = 'ClsError';
  /** As API 3.0 spells it. */
  readonly apiCode: string;

  constructor(status: number, code: string, message: string, apiCode: string = code) {
    super(status, code, message);
    this.apiCode = apiCode;
  }
}

export const invalidParameter = (message: string): ClsError =>
  new ClsError(400, 'InvalidParam', message, 'InvalidParameter');

export const missingParameter = (name: string): ClsError =>
  new ClsError(400, 'InvalidParam', `The request is missing a required parameter \`${name}\`.`, 'MissingParameter');

export const logsetNotExist = (id: string): ClsError =>
  new ClsError(404, 'LogsetNotExist', `logset ${id} does not exist`, 'ResourceNotFound.LogsetNotExist');
