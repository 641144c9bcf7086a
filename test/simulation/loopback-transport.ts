import type { ErrorCode } from '@polylog/core/driver';
import { type Transport, TransportError } from '@polylog/driver-kit';
import type { CallInfo, Loopback, LoopbackAnswer } from '@polylog/emulator';
import { answeringTransport } from '../fuzz/driver/answering-transport.js';
import type { CallName } from './schedule.js';
import type { Passage } from './simulated-log.js';

export const LOOPBACK_ENDPOINT = 'http://127.0.0.1:1';

/** A process's connections to the emulated services, without a socket: each request is an exchange of its own. */
export function loopbackTransport(
  loopback: Loopback,
  passage: Passage,
  callOf: (info: CallInfo) => CallName,
  memberOf: (consumer: string) => string,
): Transport {
  return answeringTransport(
    async (request) => {
      const { signal, timeoutMs, method, url, headers, body } = request;
      const { host } = new URL(url);
      const sent = { method, url, headers, ...(body === undefined ? {} : { body }) };
      const info = loopback.identify(sent);
      return await passage.exchange<LoopbackAnswer>(
        callOf(info),
        { signal, timeoutMs },
        {
          member: info.consumer === undefined ? undefined : memberOf(info.consumer),
          send: () => loopback.exchange(sent),
          refused: (code) => loopback.exchange(sent, refusals[code as keyof typeof refusals]),
          lost: () => new TransportError('cut', `the connection to ${host} ended`, { host }),
          silent: (afterMs) => new TransportError('timeout', `no answer of ${host} within ${afterMs} ms`, { host }),
        },
      );
    },
    { knowsOnHeaders: true },
  );
}

/** How a service says what a schedule wants to go wrong. */
const refusals = {
  unavailable: { kind: 'status', status: 500 },
  throttled: { kind: 'throttle' },
  unknown: { kind: 'status', status: 418, code: 'NobodyHasSeenThis' },
} as const satisfies Partial<Record<ErrorCode, Parameters<Loopback['exchange']>[1]>>;
