import {
  type Clock,
  ConsumerError,
  type Failure,
  onAbort,
  type Random,
  systemClock,
  systemRandom,
} from '@polylog/core/driver';
import { checkOptionNames } from '../options/check-names.js';
import { ClientError, toClientError } from './client-error.js';
import { type ClientCallOptions, type ClientSettings, checkCallDefaults } from './client-settings.js';
import { createListing, type Listing, type Page, pagesFrom } from './listing.js';
import { createRetry } from './retry.js';
import type { SendOptions } from './send-options.js';

export interface ClientCallsParts {
  /** For messages: the function that makes the client. */
  readonly name: string;
  /** The client's options; others among them do not count. */
  readonly options: ClientSettings & { readonly clock?: Clock };
  /** As the driver's. */
  readonly classify: (error: unknown) => Failure;
  /** Closes what the client has opened. */
  readonly close: () => Promise<void>;
}

type Method = string;

/**
 * How a client's methods run: with the caller's signal, which a closing client aborts as well, with retries, and with
 * every failure as a `ClientError`. `method` is for messages: `logstores.create`.
 */
export interface ClientCalls {
  readonly clock: Clock;
  call<T>(method: Method, options: ClientCallOptions | undefined, work: (o: SendOptions) => Promise<T>): Promise<T>;
  /** A list call. `page` fetches the one that begins at a place; arguments are to be checked in it. */
  list<T, At>(
    method: Method,
    options: ClientCallOptions | undefined,
    first: At,
    page: (at: At, o: SendOptions) => Promise<Page<T, At>>,
  ): Listing<T, At>;
  /** What is handed out one by one. Every iteration begins anew. */
  iterate<T>(
    method: Method,
    options: ClientCallOptions | undefined,
    work: (o: SendOptions) => AsyncIterable<T>,
  ): AsyncIterable<T>;
  /** Ends calls in flight as `aborted` and closes the sockets. Twice is harmless. */
  close(): Promise<void>;
}

/** Throws `invalid-argument` for settings that are wrong. */
export function createClientCalls(parts: ClientCallsParts): ClientCalls {
  const { name, options: settings, classify } = parts;
  const clock = settings.clock ?? systemClock;
  const random: Random = settings.random ?? systemRandom;
  const standard = checkCallDefaults(settings, (message) => invalid(name, message));
  const lifetime = new AbortController();
  let closing: Promise<void> | undefined;

  /** The signal and the retries of one call. */
  function begin(method: string, options: ClientCallOptions): { readonly o: SendOptions; readonly end: () => void } {
    lifetime.signal.throwIfAborted();
    checkCallOptions(method, options);
    options.signal?.throwIfAborted();
    const { retry, timeoutMs } = checkCallDefaults(options, (message) => invalid(method, message), standard);
    const { signal, end } = eitherSignal(lifetime.signal, options.signal);
    return { o: { signal, timeoutMs, retry: createRetry({ clock, random, classify }, retry) }, end };
  }

  function failed(error: unknown, options: ClientCallOptions): unknown {
    if (options.signal?.aborted) return options.signal.reason;
    if (lifetime.signal.aborted) return lifetime.signal.reason;
    return toClientError(classify, error);
  }

  const calls: ClientCalls = {
    clock,
    async call(method, options = {}, work) {
      let end: (() => void) | undefined;
      try {
        const begun = begin(method, options);
        end = begun.end;
        return await work(begun.o);
      } catch (error) {
        throw failed(error, options);
      } finally {
        end?.();
      }
    },
    list: (method, options, first, page) =>
      createListing({
        page: () => calls.call(method, options, (o) => page(first, o)),
        pages: () => calls.iterate(method, options, (o) => pagesFrom(first, (at) => page(at, o))),
      }),
    iterate: (method, options = {}, work) => ({
      async *[Symbol.asyncIterator]() {
        let end: (() => void) | undefined;
        try {
          const begun = begin(method, options);
          end = begun.end;
          yield* work(begun.o);
        } catch (error) {
          throw failed(error, options);
        } finally {
          end?.();
        }
      },
    }),
    close() {
      closing ??= (async () => {
        lifetime.abort(
          new ClientError('aborted', `${name}: this client is closed, and what was under way has ended with it.`),
        );
        await parts.close();
      })();
      return closing;
    },
  };
  return calls;
}

const known: Readonly<Record<keyof ClientCallOptions, true>> = { signal: true, timeoutMs: true, retry: true };

function checkCallOptions(method: string, options: ClientCallOptions): void {
  if (typeof options !== 'object' || options === null || options instanceof AbortSignal)
    throw invalid(method, 'the options are no object. Pass { signal }, or nothing.');
  checkOptionNames(options, known, (message) => invalid(method, message));
  if (options.signal !== undefined && !(options.signal instanceof AbortSignal))
    throw invalid(method, 'signal is no AbortSignal. Take that of an AbortController, or leave it out.');
}

/** Not `AbortSignal.any`: what a call has made must be gone with the call, however long both signals live. */
function eitherSignal(
  lifetime: AbortSignal,
  own: AbortSignal | undefined,
): { readonly signal: AbortSignal; readonly end: () => void } {
  if (own === undefined) return { signal: lifetime, end: () => undefined };
  const controller = new AbortController();
  const offs = [lifetime, own].map((signal) => onAbort(signal, () => controller.abort(signal.reason)));
  return {
    signal: controller.signal,
    end: () => {
      for (const off of offs) off();
    },
  };
}

function invalid(where: string, message: string): ConsumerError {
  return new ConsumerError('invalid-argument', `${where}: ${message}`);
}
