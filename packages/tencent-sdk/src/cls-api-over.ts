import { type Clock, ConsumerError } from '@polylog/core/driver';
import { asObject, corrupt, objectOf, ServiceError } from '@polylog/driver-kit';
import type { ClsApi } from '@polylog/tencent-cls/wire';
import { sdkText } from './sdk-text.js';

/** A client of API 3.0, by its shape: what every client of the SDK has for every action. */
export interface TencentApiClient {
  request(action: string, parameters: unknown, options?: { readonly signal?: AbortSignal }): Promise<unknown>;
}

/** As long as one of our own requests; the SDK's own limit is a minute. */
const DEFAULT_TIMEOUT_MS = 30_000;

/** Sends actions of CLS by the user's own client, which signs them. */
export function clsApiOver(client: TencentApiClient, clock: Clock): ClsApi {
  return {
    async sendApi(action, parameters, { signal, timeoutMs = DEFAULT_TIMEOUT_MS }) {
      signal.throwIfAborted();
      const late = new AbortController();
      const cancel = clock.schedule(timeoutMs, () => late.abort());
      try {
        const answer = await client.request(action, parameters, { signal: AbortSignal.any([signal, late.signal]) });
        refuseRounded(action, answer);
        return { response: objectOf(action, answer), servedAtMs: undefined };
      } catch (error) {
        signal.throwIfAborted();
        throw late.signal.aborted
          ? new ConsumerError('unavailable', `${action}: the SDK's client had no answer within ${timeoutMs} ms.`)
          : failureOf(action, error);
      } finally {
        cancel();
      }
    },
  };
}

/** The SDK reads answers with `JSON.parse`: 64-bit numbers lose digits, which must not become a checkpoint. */
function refuseRounded(action: string, value: unknown): void {
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new ConsumerError(
      'unsupported',
      `${action} was answered with a number beyond 2^53, which the vendor's SDK rounds. Take clsGroupAdmin of @polylog/tencent-cls instead, which reads it exactly.`,
    );
  }
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) refuseRounded(action, part);
}

/** The SDK's exceptions, as its client throws them: `code` and `requestId` of the service, or the status of something else. */
function failureOf(action: string, error: unknown): Error {
  const { code, httpCode, requestId, type, message } = asObject(error) ?? {};
  if (error instanceof ConsumerError) return error;
  const isOfService = typeof code === 'string' && code !== '';
  if (isOfService || typeof httpCode === 'number') {
    return new ServiceError({
      what: `${action} by the SDK's client`,
      status: typeof httpCode === 'number' ? httpCode : 200,
      code: isOfService ? code : '',
      text: isOfService ? sdkText({ message }) : '',
      requestId: typeof requestId === 'string' ? requestId : undefined,
      headers: {},
    });
  }
  if (type === 'invalid-json') return corrupt(action, 'a body that is not JSON');
  // It reads `Response.Error` without a look whether there is a `Response`.
  if (error instanceof TypeError) return corrupt(action, 'JSON that is no answer of API 3.0');
  return new ConsumerError('unavailable', `${action}: the SDK's client got no answer: ${sdkText(error)}`);
}
