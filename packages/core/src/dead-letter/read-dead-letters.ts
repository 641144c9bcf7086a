import { createReadStream } from 'node:fs';
import { ConsumerError } from '../errors/consumer-error.js';
import { errorCode, fileError } from '../files/file-error.js';
import type { DeadLetter } from './dead-letter.js';
import { decodeDeadLetter, isTornLine } from './dead-letter-line.js';

const NEWLINE = 0x0a;

export interface ReadDeadLettersOptions {
  /** Ends the reading: it rejects with `signal.reason`. */
  readonly signal?: AbortSignal;
  /** Told if the last line was skipped because it is torn: by a crash, or because it is being written right now. */
  readonly onTornLine?: (line: TornLine) => void;
}

/** A last line without its end. Its letter was never confirmed, so its record is tried and parked again. */
export interface TornLine {
  /** Counted from 1. */
  readonly lineNumber: number;
  readonly bytes: number;
}

/**
 * The letters of a file that `createFileDeadLetterSink` wrote, in order, one in memory at a time. The file may be
 * written to meanwhile. A torn last line is skipped and reported.
 *
 * @throws ConsumerError `corrupt-data` with the line's number for any other line that is not a letter,
 * `invalid-argument` where there is no such file, `permission-denied`
 */
export async function* readDeadLetters(
  path: string,
  options: ReadDeadLettersOptions = {},
): AsyncGenerator<DeadLetter, void, undefined> {
  let lineNumber = 0;
  for await (const { bytes, isWhole } of linesOf(path, options.signal)) {
    lineNumber += 1;
    const letter = decodeDeadLetter(bytes);
    if (letter !== undefined) {
      yield letter;
    } else if (!isWhole && isTornLine(bytes)) {
      options.onTornLine?.({ lineNumber, bytes: bytes.length });
    } else {
      throw new ConsumerError(
        'corrupt-data',
        `Line ${lineNumber} of the dead-letter file "${path}" is not a dead letter; the ${lineNumber - 1} before it are good.`,
      );
    }
  }
}

interface Line {
  readonly bytes: Buffer;
  /** Whether a line break follows. */
  readonly isWhole: boolean;
}

async function* linesOf(path: string, signal: AbortSignal | undefined): AsyncGenerator<Line, void, undefined> {
  signal?.throwIfAborted();
  const stream = createReadStream(path);
  let rest: Buffer[] = [];
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
        signal?.throwIfAborted();
        yield { bytes: Buffer.concat([...rest, chunk.subarray(start, end)]), isWhole: true };
        rest = [];
        start = end + 1;
      }
      if (start < chunk.length) rest.push(chunk.subarray(start));
      signal?.throwIfAborted();
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (errorCode(error) === 'ENOENT') {
      throw new ConsumerError('invalid-argument', `There is no dead-letter file "${path}".`, { cause: error });
    }
    throw fileError('dead-letter file', path, error);
  } finally {
    stream.destroy();
  }
  if (rest.length > 0) yield { bytes: Buffer.concat(rest), isWhole: false };
}
