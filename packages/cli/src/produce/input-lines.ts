import { isUtf8 } from 'node:buffer';

export interface InputLine {
  /** From 1. */
  readonly number: number;
  /** Bytes where it is not UTF-8; undefined where it was longer than is taken. */
  readonly text: string | Uint8Array | undefined;
}

/** More than any of the services takes in one record. */
const LONGEST_LINE_BYTES: number = 16 * 1024 * 1024;

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * The lines of a stream, without their ends; the last one may have none. Not `node:readline`: that ends a line also at
 * U+2028, which may stand in any text, and keeps a line of any length.
 */
export async function* inputLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<InputLine, void> {
  let number = 0;
  let parts: Uint8Array[] = [];
  let length = 0;

  const add = (part: Uint8Array): void => {
    length += part.length;
    if (length > LONGEST_LINE_BYTES) parts = [];
    else if (part.length > 0) parts.push(part);
  };
  const take = (): InputLine => {
    number += 1;
    const text = length > LONGEST_LINE_BYTES ? undefined : lineText(Buffer.concat(parts));
    parts = [];
    length = 0;
    return { number, text };
  };

  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      add(chunk.subarray(from, end));
      yield take();
      from = end + 1;
    }
    add(chunk.subarray(from));
  }
  if (length > 0) yield take();
}

function lineText(bytes: Buffer): string | Uint8Array {
  const line = bytes.at(-1) === RETURN ? bytes.subarray(0, -1) : bytes;
  return isUtf8(line) ? line.toString('utf8') : line;
}
