import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { onAbort } from '@polylog/core/driver';

/** What the SDK sent in a call, as far as Node tells. */
export interface SentRequests {
  /** How many went out. */
  readonly count: number;
  /** Status of the last answer; undefined where the last request had none. */
  readonly lastStatus: number | undefined;
}

interface Watched {
  readonly signal: AbortSignal;
  readonly requests: Set<ClientRequest>;
  lastStatus: number | undefined;
}

const STARTED = 'http.client.request.start';
const watched = new AsyncLocalStorage<Watched>();
let calls = 0;

/**
 * Runs a call of the SDK that takes no signal and has no time limit: when `signal` aborts, the requests that it has under
 * way are destroyed, so that it settles and no socket of it keeps the process alive. Node tells of each request that is
 * made, and the asynchronous context says whose it is.
 */
export async function watchedCall<T>(
  signal: AbortSignal,
  call: () => Promise<T>,
): Promise<{ readonly sent: SentRequests } & ({ readonly value: T } | { readonly error: unknown })> {
  const own: Watched = { signal, requests: new Set(), lastStatus: undefined };
  const offAbort = onAbort(signal, () => {
    for (const request of own.requests) request.destroy();
  });
  if (calls++ === 0) subscribe(STARTED, onStarted);
  const sent = (): SentRequests => ({ count: own.requests.size, lastStatus: own.lastStatus });
  try {
    const value = await watched.run(own, call);
    return { value, sent: sent() };
  } catch (error) {
    signal.throwIfAborted();
    return { error, sent: sent() };
  } finally {
    offAbort();
    if (--calls === 0) unsubscribe(STARTED, onStarted);
  }
}

function onStarted(message: unknown): void {
  const own = watched.getStore();
  if (own === undefined) return;
  const { request } = message as { readonly request: ClientRequest };
  own.requests.add(request);
  own.lastStatus = undefined;
  request.once('response', ({ statusCode }) => {
    own.lastStatus = statusCode;
  });
  if (own.signal.aborted) request.destroy();
}
