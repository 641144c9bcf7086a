import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { WriteStream } from 'node:tty';

/** Where a command writes whole lines. */
export interface Output {
  line(text: string): void;
  /** As `line`; resolves when there is room for more, when nobody reads any more, or when the signal aborts. */
  lineInTurn(text: string, signal: AbortSignal): Promise<void>;
  /** Problems, warnings and reports: what a program prints stays alone on stdout. */
  error(text: string): void;
  /** Whether stdout wants colours: a terminal, and neither NO_COLOR nor a terminal without any. */
  readonly colours: boolean;
  /** Aborts when stdout takes no more: whoever read it has gone (`| head`), or it has failed. */
  readonly closed: AbortSignal;
  /** When all lines are handed on: why stdout has failed, a full disk for example. That nobody reads any more is no failure. */
  failure(): Promise<Error | undefined>;
}

/** Where a process writes. */
interface Streams {
  readonly stdout: Writable & Partial<Pick<WriteStream, 'isTTY' | 'hasColors'>>;
  readonly stderr: Writable;
}

export function processOutput({ stdout, stderr }: Streams = process): Output {
  const closed = new AbortController();
  let failure: Error | undefined;
  // Without a listener a closed pipe would end the process with a stack trace.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (closed.signal.aborted) return;
    if (error.code !== 'EPIPE') failure = error;
    closed.abort(error);
  });
  stderr.on('error', () => undefined);
  return {
    line: (text) => void stdout.write(`${text}\n`),
    async lineInTurn(text, signal) {
      if (closed.signal.aborted || stdout.write(`${text}\n`)) return;
      await once(stdout, 'drain', { signal: AbortSignal.any([closed.signal, signal]) }).catch(() => undefined);
    },
    error: (text) => void stderr.write(`${text}\n`),
    colours: hasColours(stdout),
    closed: closed.signal,
    async failure() {
      await new Promise<void>((resolve) => void stdout.write('', () => resolve()));
      // A stream tells its writers first, and then everybody.
      await setImmediate();
      return failure;
    },
  };
}

/** Node knows what terminals can, and NO_COLOR; `hasColors` is missing where there is no terminal. */
function hasColours(stream: Partial<Pick<WriteStream, 'isTTY' | 'hasColors'>>): boolean {
  const { NO_COLOR } = process.env;
  return stream.isTTY === true && (NO_COLOR ?? '') === '' && stream.hasColors?.() === true;
}
