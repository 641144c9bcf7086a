import { writeJson } from '@polylog/driver-kit';
import type { Answer } from '../http/face.js';
import type { ClsError } from './error.js';
import type { Route } from './router.js';

function jsonAnswer(status: number, value: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(writeJson(value)) };
}

export function responseAnswer(fields: Readonly<Record<string, unknown>>, requestId: string): Answer {
  return jsonAnswer(200, { Response: { ...fields, RequestId: requestId } });
}

/** In the shape of the plane. API 3.0 says 200 whatever happens, unless a fault wants another status. */
export function errorAnswer(
  plane: Route['plane'],
  { status, code, apiCode, message }: Pick<ClsError, 'status' | 'code' | 'apiCode' | 'message'>,
  requestId: string,
  apiStatus = 200,
): Answer {
  if (plane === 'data') {
    return { ...jsonAnswer(status, { errorcode: code, errormessage: message }), refusal: code };
  }
  const error = { Code: apiCode, Message: message };
  return { ...jsonAnswer(apiStatus, { Response: { Error: error, RequestId: requestId } }), refusal: apiCode };
}
