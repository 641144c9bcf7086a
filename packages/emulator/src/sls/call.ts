import type { Balancer } from '@polylog/core/driver';
import type { RawRequest } from '../http/request.js';
import type { Account, Project } from './account.js';
import { parameterInvalid, SlsError } from './error.js';
import { findLogstore, type Logstore } from './logstore.js';
import { parameter, type Route } from './router.js';
import type { SlsSwitches } from './switches.js';

/** One call on its way through the face. Handlers are synchronous: nothing can come between what they read and write. */
export interface CallContext {
  readonly request: RawRequest;
  readonly route: Route;
  readonly account: Account;
  /** Of the host; undefined on account scope. */
  readonly projectName: string | undefined;
  readonly switches: SlsSwitches;
  readonly balancer: Balancer;
  readonly nowMs: number;
}

export function projectOf(context: CallContext): Project {
  if (context.projectName === undefined) throw parameterInvalid('this call needs a project in the host');
  return context.account.project(context.projectName);
}

export function logstoreOf(context: CallContext): Logstore {
  return findLogstore(projectOf(context).logstores, context.route.logstore ?? '');
}

/** The body as JSON, whatever its Content-Type says: one vendor SDK sends JSON as protobuf. */
export function jsonBody(context: CallContext, code: string): unknown {
  try {
    return JSON.parse(context.request.body.toString('utf8'));
  } catch {
    throw new SlsError(400, code, 'the body is not valid JSON');
  }
}

export function jsonObject(context: CallContext, code: string): Readonly<Record<string, unknown>> {
  const body = jsonBody(context, code);
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw new SlsError(400, code, 'the body is not a JSON object');
}

/** A whole number in a parameter, or `standard` where it is absent. */
export function wholeParameter(
  context: CallContext,
  name: string,
  standard: number,
  least: number,
  most: number,
): number {
  const text = parameter(context.request, name);
  if (text === undefined || text === '') return standard;
  const value = Number(text);
  if (/^\d{1,15}$/.test(text) && value >= least && value <= most) return value;
  throw parameterInvalid(`parameter ${name} is ${text}; allowed is ${least} to ${most}`);
}

/** One page of a list, as every list call answers it. */
export function page<T>(context: CallContext, all: readonly T[], name: string): Record<string, unknown> {
  const offset = wholeParameter(context, 'offset', 0, 0, Number.MAX_SAFE_INTEGER);
  const size = wholeParameter(context, 'size', 100, 0, 500);
  const some = all.slice(offset, offset + size);
  return { count: some.length, total: all.length, [name]: some };
}
