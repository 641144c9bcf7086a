/** A refusal in the service's words. Each plane has its own shape for it, and for some codes its own spelling. */
export class ClsError extends Error {
  override readonly name = 'ClsError';
  /** Of the data plane; API 3.0 answers 200 always. */
  readonly status: number;
  /** As the data plane spells it. */
  readonly code: string;
  /** As API 3.0 spells it. */
  readonly apiCode: string;

  constructor(status: number, code: string, message: string, apiCode: string = code) {
    super(message);
    this.status = status;
    this.code = code;
    this.apiCode = apiCode;
  }
}

export const invalidParameter = (message: string): ClsError =>
  new ClsError(400, 'InvalidParam', message, 'InvalidParameter');

export const missingParameter = (name: string): ClsError =>
  new ClsError(400, 'InvalidParam', `The request is missing a required parameter \`${name}\`.`, 'MissingParameter');

export const logsetNotExist = (id: string): ClsError =>
  new ClsError(404, 'LogsetNotExist', `logset ${id} does not exist`, 'ResourceNotFound.LogsetNotExist');
