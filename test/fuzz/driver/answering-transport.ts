import { type Transport, TransportError, type TransportRequest } from '@polylog/driver-kit';

export interface Answer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What a transport that a user brings does of what it need not. */
export interface TransportManners {
  /** Shows the headers first, and fills the buffer that it is given. */
  readonly knowsOnHeaders: boolean;
  /** Shows the first bytes too, where it is asked. */
  readonly knowsPeekBytes?: boolean;
  /** Told when it goes on to the body. */
  readonly onBody?: () => void;
}

const DEFAULT_MAX_BODY_BYTES = 16 * 1024 * 1024;

/** A transport without sockets. One that shows the headers keeps the contract of `Transport`; the other one hands over what came. */
export function answeringTransport(
  answer: (request: TransportRequest) => Answer | Promise<Answer>,
  { knowsOnHeaders, knowsPeekBytes = true, onBody }: TransportManners,
): Transport {
  return {
    async send(request) {
      request.signal.throwIfAborted();
      const { status, headers, body } = await answer(request);
      if (!knowsOnHeaders) return { status, headers, body };
      const { peekBytes } = request;
      const firstBytes = peekBytes !== undefined && knowsPeekBytes ? body.subarray(0, peekBytes) : undefined;
      const into = await request.onHeaders?.(status, headers, firstBytes);
      onBody?.();
      const most = Math.min(request.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES, into?.length ?? Number.POSITIVE_INFINITY);
      if (body.length > most) {
        throw new TransportError('too-large', `a body of ${body.length} bytes, allowed are ${most}`, { host: 'fuzz' });
      }
      if (into === undefined) return { status, headers, body };
      body.copy(into);
      return { status, headers, body: into.subarray(0, body.length) };
    },
    close: async () => undefined,
  };
}
