import type { Answer, CallInfo, Face } from '../http/face.js';
import type { FaultAction } from './rule.js';

/** Kinds of faults that are an answer of their own. */
export type RefusingAction = Extract<FaultAction, { readonly kind: 'status' | 'throttle' }>;

export const isRefusing = (action: FaultAction): action is RefusingAction =>
  action.kind === 'status' || action.kind === 'throttle';

/** The error in the service's own shape. */
export function refusalOf(face: Face, action: RefusingAction, info: CallInfo): Answer {
  const answer =
    action.kind === 'throttle'
      ? face.throttle({ message: 'quota exceed (injected fault)', ...action }, info)
      : face.refuse({ message: 'injected fault', ...action }, info);
  if (action.retryAfterSeconds === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(action.retryAfterSeconds) } };
}
