import { once } from 'node:events';
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
  /** Aborts when whoever read stdout has gone (`| head`). */
  readonly closed: AbortSignal;
}

export function processOutput(): Output {
  const { stdout, stderr } = process;
  const closed = new AbortController();
  // Without a listener a closed pipe would end the process with a stack trace.
  stdout.on('error', (error: NodeJS.ErrnoException) => closed.abort(error));
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
  };
}

/** Node knows what terminals can, and NO_COLOR; `hasColors` is missing where there is no terminal. */
function hasColours(stream: Partial<Pick<WriteStream, 'isTTY' | 'hasColors'>>): boolean {
  const { NO_COLOR } = process.env;
  return stream.isTTY === true && (NO_COLOR ?? '') === '' && stream.hasColors?.() === true;
}
