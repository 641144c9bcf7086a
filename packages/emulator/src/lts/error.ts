import { WireError } from '../http/wire-error.js';

/** How it is spelled depends on who answers: see `answer.ts`. */
export class LtsError extends WireError {
  override readonly name = 'LtsError';
}

export const missingParameter = (name: string): LtsError => new LtsError(400, 'LTS.0002', `${name} is empty`);
export const wrongParameter = (message: string): LtsError => new LtsError(400, 'LTS.0009', message);
/** One code for whatever is wrong with a signature, its key, its date or its token. */
export const unauthorized = (message: string): LtsError => new LtsError(401, 'APIGW.0301', message);
/** The code of a push whose body, log group or stream is wrong. */
export const wrongPush = (message: string): LtsError => new LtsError(400, 'SVCSTG.ALS.200.201', message);
