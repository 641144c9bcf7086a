import { writeJson } from '@polylog/driver-kit';
import type { Answer } from '../http/face.js';
import type { LtsError } from './error.js';
import type { Plane } from './router.js';

export const jsonHeaders = { 'content-type': 'application/json' } as const;

export function jsonAnswer(value: unknown, status = 200): Answer {
  return { status, headers: jsonHeaders, body: Buffer.from(writeJson(value)) };
}

/** What calls say that have nothing to tell. */
export const doneAnswer: Answer = jsonAnswer({ errorCode: 'SVCSTG.ALS.200.200', errorMessage: 'Report success.' });

/** What stands in front of the service has a shape of its own; behind it each plane has another. */
export function errorAnswer(
  plane: Plane,
  { status, code, message }: Pick<LtsError, 'status' | 'code' | 'message'>,
  requestId: string,
): Answer {
  if (code.startsWith('APIGW.')) {
    return jsonAnswer({ error_msg: message, error_code: code, request_id: requestId }, status);
  }
  return plane === 'gateway'
    ? jsonAnswer({ error_code: code, error_msg: message }, status)
    : jsonAnswer({ errorCode: code, errorMessage: message }, status);
}
