import type { Balancer } from '@polylog/core/driver';
import type { RawRequest } from '../http/request.js';
import type { Account } from './account.js';
import type { LtsGroup } from './consumer-group.js';
import { createGroup } from './create-group.js';
import { LtsError, missingParameter, wrongParameter } from './error.js';
import type { LogStream } from './log-stream.js';
import type { LtsQuotas } from './quotas.js';
import type { Route } from './router.js';
import type { LtsSwitches } from './switches.js';

/** One call on its way through the face. Handlers are synchronous: nothing can come between what they read and write. */
export interface CallContext {
  readonly request: RawRequest;
  readonly route: Route;
  readonly account: Account;
  readonly switches: LtsSwitches;
  readonly balancer: Balancer;
  readonly quotas: LtsQuotas;
  readonly nowMs: number;
}

/** The first value of a parameter; undefined where it is not there. */
export function parameter({ query }: Pick<RawRequest, 'query'>, name: string): string | undefined {
  return query.find(([candidate]) => candidate === name)?.[1];
}

export function neededParameter(context: CallContext, name: string): string {
  const value = parameter(context.request, name);
  if (value === undefined || value === '') throw missingParameter(name);
  return value;
}

export function logStreamOf({ account, route }: CallContext): LogStream {
  return account.logStream(route.logGroup ?? '', route.logStream ?? '');
}

export function groupOf(context: CallContext): { readonly stream: LogStream; readonly group: LtsGroup } {
  const { route, switches } = context;
  const stream = logStreamOf(context);
  const name = route.group ?? '';
  const existing = stream.groups.get(name);
  if (existing) return { stream, group: existing };
  if (switches.unknownGroup === 'refused') throw unknownGroup(name, switches);
  return { stream, group: createGroup(stream, { name }, context) };
}

export function unknownGroup(
  name: string,
  { unknownGroupStatus, unknownGroupCode }: Pick<LtsSwitches, 'unknownGroupStatus' | 'unknownGroupCode'>,
): LtsError {
  return new LtsError(unknownGroupStatus, unknownGroupCode, `consumer group ${name} does not exist`);
}

/** A whole number from 0 that a signed one of 64 bits holds, written in decimal. */
export function cursorIn(text: string, name: string): bigint {
  if (/^\d{1,19}$/.test(text) && BigInt(text) < 2n ** 63n) return BigInt(text);
  throw wrongParameter(`${name} is "${text}"; allowed is a whole number of 64 bits, from 0`);
}
