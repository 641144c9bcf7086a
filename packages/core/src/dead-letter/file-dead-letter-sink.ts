import { open } from 'node:fs/promises';
import { ConsumerError } from '../errors/consumer-error.js';
import { type AppendFile, openAppendFile, replaceFile } from '../files/durable.js';
import { errorCode } from '../files/file-error.js';
import { createOwnedFile } from '../files/owned-file.js';
import type { DeadLetter } from './dead-letter.js';
import { decodeDeadLetter, encodeDeadLetter, isTornLine } from './dead-letter-line.js';
import type { DeadLetterSink } from './dead-letter-sink.js';

const NEWLINE = 0x0a;
const CHUNK_BYTES = 64 * 1024;

export interface FileDeadLetterSinkOptions {
  /** The file; it is created if it is missing, its folder is not. Beside it `<path>.lock`. */
  readonly path: string;
}

/**
 * Appends each letter as a line of JSON to a file on a disk of this machine; `readDeadLetters` reads it. A write is on
 * the disk (fsync) before it resolves; writes that come together share one. What a crash left of a last line, which was
 * never confirmed, is cut off when the file is opened. The file holds what the records held, so a new one may be read by
 * its owner only. It grows until somebody moves it away, while the consumer is stopped.
 *
 * One file serves one sink: it is locked until `close`, or until its process is dead; used after `close`, it is opened
 * anew. So consumers of one process may share a sink, and processes may not share a file.
 *
 * @throws ConsumerError from every method: `invalid-argument` where the folder is missing, the file is in use or is not
 * a file of dead letters, `permission-denied`, `unavailable` for a full disk and other failures that may pass.
 */
export function createFileDeadLetterSink(options: FileDeadLetterSinkOptions): DeadLetterSink {
  const file = createOwnedFile<AppendFile, string>({
    what: 'dead-letter file',
    path: options.path,
    open: openDeadLetters,
    write: (opened, texts) => opened.append(Buffer.from(texts.join(''))),
  });
  return {
    async open({ signal }) {
      await file.content(signal);
    },
    async write(letters: readonly DeadLetter[], { signal }) {
      if (letters.length > 0) await file.write(letters.map(encodeDeadLetter).join(''), signal);
    },
    close: file.close,
  };
}

async function openDeadLetters(path: string): Promise<AppendFile> {
  const end = await readEnd(path);
  if (end === undefined) {
    await replaceFile(path, Buffer.alloc(0));
    return await openAppendFile(path, 0);
  }
  // What is about to be cut off must be ours: a path may name another file by mistake.
  if (!isTornLine(end.firstBytes) || !isTornLine(end.tail)) {
    throw new ConsumerError(
      'invalid-argument',
      `The dead-letter file "${path}" holds something else; nothing was changed. Name another path.`,
    );
  }
  const isWhole = end.tail.length > 0 && decodeDeadLetter(end.tail) !== undefined;
  const file = await openAppendFile(path, isWhole ? end.size : end.size - end.tail.length);
  if (isWhole) {
    try {
      await file.append(Buffer.from('\n'));
    } catch (error) {
      await file.close();
      throw error;
    }
  }
  return file;
}

interface FileEnd {
  readonly size: number;
  readonly firstBytes: Buffer;
  /** What follows the last line break. */
  readonly tail: Buffer;
}

async function readEnd(path: string): Promise<FileEnd | undefined> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (handle === undefined) return undefined;
  try {
    const { size } = await handle.stat();
    const read = async (from: number, to: number): Promise<Buffer> => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(to - from), 0, to - from, from);
      return buffer.subarray(0, bytesRead);
    };
    const firstBytes = await read(0, Math.min(size, CHUNK_BYTES));
    const chunks: Buffer[] = [];
    for (let to = size; to > 0; ) {
      const from = Math.max(0, to - CHUNK_BYTES);
      const chunk = await read(from, to);
      const newline = chunk.lastIndexOf(NEWLINE);
      chunks.unshift(chunk.subarray(newline + 1));
      to = newline === -1 ? from : 0;
    }
    return { size, firstBytes, tail: Buffer.concat(chunks) };
  } finally {
    await handle.close();
  }
}
