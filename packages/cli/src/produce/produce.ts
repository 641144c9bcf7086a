import { setImmediate } from 'node:timers/promises';
import { createProducer } from '@polylog/config';
import { isConsumerError, type Logger, stderrLogger } from '@polylog/core';
import { type ConfigInput, loadCommandConfig } from '../commands/config-options.js';
import type { Context } from '../context.js';
import { counted } from '../output/counted.js';
import { printJson } from '../output/print.js';
import { checkInput } from './check-input.js';
import { type InputLine, inputLines } from './input-lines.js';
import { LineError, type LineFormat, recordOfLine } from './record-of-line.js';

export interface ProduceAsked {
  readonly format: LineFormat;
  /** Of records that name none. */
  readonly key: string | undefined;
  readonly stream: string | undefined;
  readonly json: boolean;
}

/** After so many, lines that failed are only counted. */
const TOLD_LINES = 50;

/** So many refused in a row: the service takes none. LTS has one code for a wrong record and for a log stream that is missing. */
const MOST_IN_A_ROW = 1_000;

/** How long what is under way may take when a signal has come. */
const BROKEN_OFF_MS = 5_000;

/** Where one record is refused for one of these, so is every other. */
const forAll: readonly string[] = ['unauthenticated', 'permission-denied', 'not-found', 'unsupported'];

/** Each failure is told with its line; the producer's own words would only say it again. */
const logger: Logger = {
  warn: (message, event) => stderrLogger.warn?.(message, event),
  error: (message, event) => {
    if (event.kind !== 'records-failed') stderrLogger.error?.(message, event);
  },
};

/** Writes the lines of stdin as records. Answers 1 where one was not stored. */
export async function produce(input: ConfigInput, asked: ProduceAsked, context: Context): Promise<number> {
  const { output, signal } = context;
  checkInput(0);
  const { stdin } = process;
  const { format, key, stream, json } = asked;
  const config = await loadCommandConfig(input, output);
  const producer = createProducer(config, { logger, ...(stream !== undefined && { stream }) });
  const hopeless = new AbortController();
  const stop = AbortSignal.any([signal, hopeless.signal]);
  let [lines, failed, refusedInARow] = [0, 0, 0];

  function fail(line: number, error: unknown): void {
    failed += 1;
    if (failed <= TOLD_LINES) output.error(`line ${line}: ${failureText(error)}`);
    if (failed === TOLD_LINES + 1) output.error('polylog: more lines have failed; from here on they are only counted.');
    if (isServiceRefusal(error)) refusedInARow += 1;
    if (refusedInARow >= MOST_IN_A_ROW || (isConsumerError(error) && forAll.includes(error.code))) hopeless.abort();
  }

  async function send(line: InputLine): Promise<void> {
    const record = recordOfLine(line, format);
    if (record === undefined) return;
    await producer.ready({ signal: stop });
    // Not awaited: the next line is read while this one lingers. Whether there is room for it, ready() says.
    void producer.send(key === undefined ? record : { key, ...record }).then(
      () => {
        refusedInARow = 0;
      },
      (error: unknown) => fail(line.number, error),
    );
  }

  if (stdin.isTTY === true) output.error('polylog: reading lines from the terminal; Ctrl-D ends them.');
  for await (const line of inputLines(chunksUntil(stdin, stop))) {
    if (stop.aborted) break;
    lines = line.number;
    await send(line).catch((error: unknown) => {
      if (!stop.aborted) fail(line.number, error);
    });
  }
  // Where a signal comes meanwhile, close() ends it.
  await producer.flush({ signal }).catch(() => undefined);
  const { stored } = await producer.close(signal.aborted ? { deadlineMs: BROKEN_OFF_MS } : {});
  // The last failures are being told.
  await setImmediate();
  const stoppedAt = stop.aborted ? lines : undefined;
  if (json) printJson(output, { lines, stored, failed, ...(stoppedAt !== undefined && { stoppedAt }) });
  output.error(`polylog: ${counted(lines, 'line')} read, ${counted(stored, 'record')} stored, ${failed} failed.`);
  if (hopeless.signal.aborted) {
    const why =
      refusedInARow >= MOST_IN_A_ROW
        ? `for the service has refused ${refusedInARow} in a row`
        : 'for what this was refused for, every other line would be, too';
    output.error(`polylog: stopped at line ${lines}, ${why}.`);
  }
  if (signal.aborted) throw signal.reason;
  return failed === 0 ? 0 : 1;
}

/** An answer came, and it was a refusal: `status` is a `ClientError`'s. */
function isServiceRefusal(error: unknown): boolean {
  return isConsumerError(error) && error.code === 'invalid-argument' && 'status' in error && error.status !== undefined;
}

function failureText(error: unknown): string {
  if (error instanceof LineError || isConsumerError(error)) return error.message;
  throw error;
}

/** The stream's chunks, until the signal aborts; then the stream is closed. */
async function* chunksUntil(stream: NodeJS.ReadStream, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  const close = (): void => void stream.destroy();
  if (signal.aborted) close();
  signal.addEventListener('abort', close, { once: true });
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', close);
  }
}
