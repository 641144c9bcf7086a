import type { IncomingMessage } from 'node:http';
import type { Attempt } from './attempt.js';
import { explainSocketError, type Route } from './explain-socket-error.js';
import { TransportError } from './transport-error.js';

export interface BodyLimits {
  readonly maxBodyBytes: number;
  /** Filled from its start instead of allocating. */
  readonly into?: Buffer | undefined;
  /** What was read of it before (`begin-body.ts`). */
  readonly begun?: Buffer | undefined;
  /** Has no body, whatever length it names (the answer to HEAD, 204, 304). */
  readonly bodiless: boolean;
  /** Once it is over nothing more is written into the buffer, which its owner may already be using again. */
  readonly attempt: Attempt;
}

/**
 * Reads an answer's body to its end. Holds at most `maxBodyBytes` (or the buffer given), checked against Content-Length
 * before anything is allocated and again with every chunk. Destroys the answer where it refuses; whoever ends the
 * attempt destroys it himself.
 */
export function readBody(answer: IncomingMessage, limits: BodyLimits, route: Route): Promise<Buffer> {
  const { into, begun, attempt } = limits;
  const room = Math.min(limits.maxBodyBytes, into?.length ?? Number.POSITIVE_INFINITY);
  const expected = limits.bodiless ? undefined : contentLength(answer);
  return new Promise((resolve, reject) => {
    let received = 0;
    let refused = false;
    let ended = false;
    const refuse = (found: string): void => {
      refused = true;
      const text = `the answer of ${route.host} has a body of ${found}, and at most ${room} were asked for`;
      reject(new TransportError('too-large', text, { host: route.host }));
      answer.destroy();
    };
    const cut = (cause: unknown): void => {
      if (expected === undefined) {
        reject(explainSocketError(cause, route));
        return;
      }
      const text = `the connection to ${route.host} ended after ${received} of ${expected} bytes of the answer`;
      reject(new TransportError('short', text, { host: route.host, cause }));
    };
    if (expected !== undefined && expected > room) {
      refuse(`${expected} bytes`);
      return;
    }
    const target = into ?? (expected === undefined ? undefined : Buffer.allocUnsafe(expected));
    const chunks: Buffer[] = [];
    const add = (chunk: Buffer): void => {
      if (refused || attempt.isOver) return;
      if (received + chunk.length > room) {
        refuse(`${received + chunk.length} bytes or more`);
        return;
      }
      if (target) chunk.copy(target, received);
      else chunks.push(chunk);
      received += chunk.length;
    };
    const end = (): void => {
      ended = true;
      resolve(target ? target.subarray(0, received) : Buffer.concat(chunks, received));
    };
    if (begun) add(begun);
    // Over, or cut, while nobody was reading: no event will come any more.
    if (answer.readableEnded) {
      end();
      return;
    }
    if (answer.destroyed) {
      cut(answer.errored ?? closedEarly());
      return;
    }
    answer.on('data', add);
    answer.on('end', end);
    answer.on('error', cut);
    answer.on('close', () => {
      if (!ended) cut(closedEarly());
    });
  });
}

/** Node's parser has refused a Content-Length that is no number, or two that differ. */
function contentLength(answer: IncomingMessage): number | undefined {
  const text = answer.headers['content-length'];
  return text === undefined ? undefined : Number(text);
}

function closedEarly(): Error {
  return Object.assign(new Error('closed before its end'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
}
