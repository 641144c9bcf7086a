import type { Balancer } from '@polylog/core/driver';
import type { RawRequest } from '../http/request.js';
import type { Account } from './account.js';
import type { Fields } from './json.js';
import type { Quotas } from './quotas.js';
import type { ClsSwitches } from './switches.js';

/** One call on its way through the face. Handlers are synchronous: nothing can come between what they read and write. */
export interface CallContext {
  readonly request: RawRequest;
  readonly account: Account;
  readonly switches: ClsSwitches;
  readonly balancer: Balancer;
  readonly quotas: Quotas;
  readonly nowMs: number;
  readonly requestId: string;
}

/** An action of API 3.0: its fields in, those of its response out. */
export type Action = (context: CallContext, fields: Fields) => Readonly<Record<string, unknown>>;
